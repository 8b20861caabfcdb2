import { Lazy, type Stack } from 'aws-cdk-lib';
import { parseRouteKey } from '../../../lib/routes/route-key';
import { newStack } from '../../support/synth';

function refusing(text: unknown): () => unknown {
  return () => parseRouteKey('somewhere', text as string);
}

describe('a route key', () => {
  test('is taken apart', () => {
    expect(parseRouteKey('somewhere', 'GET /tenants/{tenantId}/orders/{order_id}')).toEqual({
      text: 'GET /tenants/{tenantId}/orders/{order_id}',
      method: 'GET',
      path: '/tenants/{tenantId}/orders/{order_id}',
      segments: ['tenants', '{tenantId}', 'orders', '{order_id}'],
      pathParameters: ['tenantId', 'order_id'],
      isCatchAll: false,
      carriesBody: false,
    });
  });

  test('can name the root', () => {
    const key = parseRouteKey('somewhere', 'DELETE /');
    expect(key).toMatchObject({ method: 'DELETE', path: '/', segments: [], pathParameters: [], isCatchAll: false });
  });

  test('can take every path below its own', () => {
    const key = parseRouteKey('somewhere', 'GET /files/{path+}');
    expect(key).toMatchObject({ segments: ['files', '{path+}'], pathParameters: ['path'], isCatchAll: true });
  });

  test.each([
    ['GET', false],
    ['HEAD', false],
    ['DELETE', false],
    ['POST', true],
    ['PUT', true],
    ['PATCH', true],
  ])('with %s says that requests carry a body: %p', (method, carriesBody) => {
    expect(parseRouteKey('somewhere', `${method} /orders`)).toMatchObject({ method, carriesBody });
  });

  test.each(['/orders:batch', '/v1.0/a_b-c', '/{id}', '/{tenant.id}/{order-id}', `/${'a'.repeat(399)}`])(
    'takes the path %s',
    (path) => {
      expect(parseRouteKey('somewhere', `GET ${path}`).path).toBe(path);
    },
  );
});

describe('fails when the route key', () => {
  const form = "it must be 'METHOD /path', for example 'GET /orders/{orderId}'";

  test.each([
    ['/orders', "; write the method in front: 'GET /orders'"],
    ['https://api.acme.com/orders', "; write the method in front: 'GET /orders'"],
    ['GET', ''],
    ['GET orders', "; write 'GET /orders'"],
    ['get {id}', "; write 'GET /{id}'"],
    ['GET/orders', "; write 'GET /orders'"],
    ['GET: /orders', "; write 'GET /orders'"],
    ['post/orders', "; write 'POST /orders'"],
    ['GET  /orders', "; write 'GET /orders'"],
    ['GET\t/orders', "; write 'GET /orders'"],
    [' GET /orders', "; write 'GET /orders'"],
    ['GET /orders ', "; write 'GET /orders'"],
    ['GET /my orders', ''],
    ['GET /orders\n', "; write 'GET /orders'"],
    ['GET https://api.acme.com/orders', "; write 'GET /orders'"],
    ['G3T /orders', ''],
    ['', ''],
  ])('is %j, which is not METHOD /path', (text, hint) => {
    expect(refusing(text)).toThrow(
      `route key is ${JSON.stringify(text)}; ${form}${hint} (at somewhere) [RouteKeyInvalid]`,
    );
  });

  const literal = "it must be a literal string, 'METHOD /path', known when the app is synthesized";

  test.each([[undefined], [null], [7], [['GET /orders']]])('is %j, which is no string', (text) => {
    expect(refusing(text)).toThrow(`route key is ${JSON.stringify(text)}; ${literal} (at somewhere) [RouteKeyInvalid]`);
  });

  test('holds a CDK token', () => {
    const text = `GET /${Lazy.string({ produce: () => 'orders' })}`;
    expect(refusing(text)).toThrow(`route key is "${text}"; ${literal} (at somewhere) [RouteKeyInvalid]`);
  });

  test('is long, and shows its beginning', () => {
    const text = `GET orders/${'x'.repeat(200)}`;
    expect(refusing(text)).toThrow(`route key is "GET orders/${'x'.repeat(105)}...; ${form}; write 'GET /orders/xxx`);
  });

  test.each([
    ['ANY', ''],
    ['OPTIONS', ''],
    ['TRACE', ''],
    ['CONNECT', ''],
    ['get', "; write 'GET /orders'"],
    ['Post', "; write 'POST /orders'"],
    ['PURGE', ''],
  ])('has the method %s', (method, hint) => {
    expect(refusing(`${method} /orders`)).toThrow(
      `route key is "${method} /orders"; the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE; ` +
        `name each method that you serve instead of ANY, and let 'cors' answer OPTIONS${hint} ` +
        '(at somewhere) [RouteMethodNotAllowed]',
    );
  });

  test.each<[string, string, string, string?]>([
    ['a trailing slash', '/orders/', '', '; leave out the slash at the end, and one of two in a row'],
    ['an empty part at the beginning', '//orders', '', '; leave out the slash at the end, and one of two in a row'],
    ['an empty part inside', '/orders//lines', '', '; leave out the slash at the end, and one of two in a row'],
    ['nothing but slashes', '//', '', '; leave out the slash at the end, and one of two in a row'],
    [
      'two parameters in one part',
      '/{a}{b}',
      '{a}{b}',
      '; make the parameter a part of its own, and take it apart in the handler',
    ],
    [
      'text before a parameter',
      '/order-{id}',
      'order-{id}',
      '; make the parameter a part of its own, and take it apart in the handler',
    ],
    [
      'text after a parameter',
      '/{id}.json',
      '{id}.json',
      '; make the parameter a part of its own, and take it apart in the handler',
    ],
    ['a parameter without name', '/{}', '{}'],
    ['a catch-all without name', '/{+}', '{+}'],
    ['an open brace', '/{id', '{id'],
    ['a slash in a parameter', '/{a/b}', '{a'],
    ['double braces', '/{{id}}', '{{id}}', "; write '{id}'"],
    ['a constraint', '/{id:int}', '{id:int}', "; write '{id}'"],
    [
      'a query string',
      '/orders?state=open',
      'orders?state=open',
      "; leave the query out: name its parameters in 'requiredQueryParameters' or 'optionalQueryParameters'",
    ],
    ['a fragment', '/orders#top', 'orders#top', '; leave the fragment out: browsers do not send it'],
    ['a letter outside of ASCII', '/bestellungen-für', 'bestellungen-für'],
    ['characters outside of Latin', '/注文', '注文'],
    ['an escaped character', '/a%20b', 'a%20b'],
    ['a wildcard', '/*', '*', "; write '{proxy+}', with a 'catchAllReason', or name the paths"],
    ['a quote', "/it's", "it's"],
    ['what policies read as a variable', '/${aws:username}', '${aws:username}'],
    ['a parameter with a colon', '/files/:id', ':id', "; write '{id}'"],
    ['a catch-all with a colon', '/files/:path*', ':path*', "; write '{path+}'"],
    ['an optional parameter with a colon', '/files/:id?', ':id?', "; write '{id}'"],
    ['a parameter with a pattern', '/files/:id(\\d+)', ':id(\\\\d+)', "; write '{id}'"],
    ['angle brackets', '/<id>', '<id>', "; write '{id}'"],
    ['a converter', '/<int:id>', '<int:id>', "; write '{id}'"],
    ['brackets', '/[id]', '[id]', "; write '{id}'"],
    ['a catch-all in brackets', '/[...slug]', '[...slug]', "; write '{slug+}'"],
    ['an optional parameter', '/{id?}', '{id?}', "; write '{id}'"],
    ['a regular expression in a parameter', '/{id:[0-9]+}', '{id:[0-9]+}', "; write '{id}'"],
    ['a star in front', '/{*path}', '{*path}', "; write '{path+}'"],
    ['a star behind', '/{path*}', '{path*}', "; write '{path+}'"],
    ['two stars', '/**', '**', "; write '{proxy+}', with a 'catchAllReason', or name the paths"],
    ['a dollar in front', '/$id', '$id', "; write '{id}'"],
    [
      'a regular expression',
      '/^orders$',
      '^orders$',
      "; write a parameter as '{name}' instead of a regular expression",
    ],
    ['a dollar', '/$metadata', '$metadata', "; write '{metadata}'"],
  ])('has %s: %s', (_what, path, part, hint: string = '') => {
    expect(refusing(`GET ${path}`)).toThrow(
      `route key is ${JSON.stringify(`GET ${path}`)}; each part between slashes must be letters, digits or ._:-, or a parameter as {name}; ` +
        `"${part}" is neither${hint} (at somewhere) [RoutePathInvalid]`,
    );
  });

  test('has a catch-all that is not last', () => {
    expect(refusing('GET /{path+}/lines')).toThrow(
      'route key is "GET /{path+}/lines"; {path+} must be the last part of the path (at somewhere) [RoutePathInvalid]',
    );
  });

  test.each(['/{id}/lines/{id}', '/{id}/lines/{id+}'])('names a parameter twice: %s', (path) => {
    expect(refusing(`GET ${path}`)).toThrow(
      `route key is "GET ${path}"; it must name the parameter {id} once (at somewhere) [RoutePathInvalid]`,
    );
  });

  test('has a path that is too long for a policy', () => {
    expect(refusing(`GET /${'a'.repeat(400)}`)).toThrow(
      `route key is "GET /${'a'.repeat(111)}...; the path must have at most 400 characters, so that its ARN fits into a policy ` +
        '(at somewhere) [RoutePathInvalid]',
    );
  });
});

test('the error names the construct', () => {
  const stack: Stack = newStack();
  expect(() => parseRouteKey(stack, 'GET')).toThrow('(at S) [RouteKeyInvalid]');
});
