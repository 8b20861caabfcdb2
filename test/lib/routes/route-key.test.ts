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
  const form = "it must be 'METHOD /path', for example 'GET /orders/{orderId}' (at somewhere) [RouteKeyInvalid]";

  test.each([
    ['/orders'],
    ['GET'],
    ['GET orders'],
    ['GET/orders'],
    ['GET  /orders'],
    [' GET /orders'],
    ['GET /orders '],
    ['GET /my orders'],
    ['GET /orders\n'],
    ['GET https://api.acme.com/orders'],
    ['G3T /orders'],
    [''],
  ])('is %j, which is not METHOD /path', (text) => {
    expect(refusing(text)).toThrow(`route key is ${JSON.stringify(text)}; ${form}`);
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
    expect(refusing(text)).toThrow(`route key is "GET orders/${'x'.repeat(105)}...; ${form}`);
  });

  test.each(['ANY', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'Post', 'PURGE'])('has the method %s', (method) => {
    expect(refusing(`${method} /orders`)).toThrow(
      `route key is "${method} /orders"; the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE; ` +
        "name each method that you serve instead of ANY, and let 'cors' answer OPTIONS " +
        '(at somewhere) [RouteMethodNotAllowed]',
    );
  });

  test.each([
    ['a trailing slash', '/orders/', ''],
    ['an empty part at the beginning', '//orders', ''],
    ['an empty part inside', '/orders//lines', ''],
    ['nothing but slashes', '//', ''],
    ['two parameters in one part', '/{a}{b}', '{a}{b}'],
    ['text before a parameter', '/order-{id}', 'order-{id}'],
    ['text after a parameter', '/{id}.json', '{id}.json'],
    ['a parameter without name', '/{}', '{}'],
    ['a catch-all without name', '/{+}', '{+}'],
    ['an open brace', '/{id', '{id'],
    ['a slash in a parameter', '/{a/b}', '{a'],
    ['double braces', '/{{id}}', '{{id}}'],
    ['a constraint', '/{id:int}', '{id:int}'],
    ['a query string', '/orders?state=open', 'orders?state=open'],
    ['a fragment', '/orders#top', 'orders#top'],
    ['a letter outside of ASCII', '/bestellungen-für', 'bestellungen-für'],
    ['characters outside of Latin', '/注文', '注文'],
    ['an escaped character', '/a%20b', 'a%20b'],
    ['a wildcard', '/*', '*'],
    ['a quote', "/it's", "it's"],
    ['what policies read as a variable', '/${aws:username}', '${aws:username}'],
    ['a dollar', '/$metadata', '$metadata'],
  ])('has %s: %s', (_what, path, part) => {
    expect(refusing(`GET ${path}`)).toThrow(
      `route key is "GET ${path}"; each part between slashes must be letters, digits or ._:-, or a parameter as {name}; ` +
        `"${part}" is neither (at somewhere) [RoutePathInvalid]`,
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
