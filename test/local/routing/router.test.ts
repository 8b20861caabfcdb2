import { GatewayError } from '../../../local/src/chain/gateway-error';
import { Router } from '../../../local/src/routing/router';
import { route } from '../support/models';

function find(keys: readonly string[], request: string) {
  const [method, path] = request.split(' ');
  const { route: found, pathParameters } = new Router(keys.map((key) => route(key))).find(method, path);
  return { key: `${found.httpMethod} ${found.resourcePath}`, pathParameters };
}

describe('the router', () => {
  test.each([
    ['GET /orders', 'GET /orders', {}],
    ['GET /orders/', 'GET /orders', {}],
    ['GET /orders/o-17', 'GET /orders/{orderId}', { orderId: 'o-17' }],
    ['GET /orders/latest', 'GET /orders/latest', {}],
    ['GET /orders/a%2Fb', 'GET /orders/{orderId}', { orderId: 'a%2Fb' }],
    ['GET /orders/a%2Bb+c', 'GET /orders/{orderId}', { orderId: 'a%2Bb+c' }],
    ['GET /orders/%C3%A9', 'GET /orders/{orderId}', { orderId: '%C3%A9' }],
    ['GET /orders/%257C', 'GET /orders/{orderId}', { orderId: '%257C' }],
    ['GET /files/a//b%20c/', 'GET /files/{path+}', { path: 'a//b%20c' }],
    ['GET /orders/o-17/lines', 'ANY /orders/{orderId}/lines', { orderId: 'o-17' }],
    ['PUT /orders/o-18/lines', 'ANY /orders/{orderId}/lines', { orderId: 'o-18' }],
    ['GET /files/a/b/c', 'GET /files/{path+}', { path: 'a/b/c' }],
    ['GET /', 'GET /', {}],
  ])('%s goes to %s', (request, key, pathParameters) => {
    const keys = [
      'GET /files/{path+}',
      'GET /orders/{orderId}',
      'ANY /orders/{orderId}/lines',
      'GET /orders/latest',
      'GET /orders',
      'GET /',
    ];
    expect(find(keys, request)).toEqual({ key, pathParameters });
  });

  test('prefers the own method to ANY on one path, whatever their order', () => {
    expect(find(['ANY /a', 'GET /a'], 'GET /a').key).toBe('GET /a');
    expect(find(['GET /a', 'ANY /a'], 'GET /a').key).toBe('GET /a');
  });

  test('passes over a more specific path that lacks the method, as the service was recorded to', () => {
    const keys = ['POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}'];
    expect(find(keys, 'OPTIONS /test')).toEqual({ key: 'OPTIONS /{proxy+}', pathParameters: { proxy: 'test' } });
    expect(find(keys, 'OPTIONS /test/any').key).toBe('ANY /test/any');
    expect(find(keys, 'OPTIONS /test/other').key).toBe('OPTIONS /{proxy+}');
  });

  test.each([
    'DELETE /orders',
    'GET /order',
    'GET /orders/o-1/more',
    'GET /Orders',
    'GET //orders',
    'GET /orders//',
    'GET /orders%2Fo-1/x',
    'get /orders',
  ])('does not know %s', (request) => {
    expect(() => find(['GET /orders', 'GET /orders/{orderId}'], request)).toThrow(
      expect.objectContaining({ responseType: 'MISSING_AUTHENTICATION_TOKEN', status: 403 }),
    );
  });

  test.each(['/orders/%', '/orders/%zz', '/orders/%ff%fe'])('refuses the broken encoding of %s', (path) => {
    const router = new Router([route('GET /orders/{orderId}'), route('GET /{proxy+}')]);
    expect(() => router.find('GET', path)).toThrow(GatewayError);
    expect(() => router.find('GET', path)).toThrow(expect.objectContaining({ status: 400, layer: 'routing' }));
  });

  test('a greedy parameter needs at least one segment', () => {
    expect(() => find(['GET /files/{path+}'], 'GET /files')).toThrow('Missing Authentication Token');
  });

  test('a parameter named like a member of every object stays a parameter', () => {
    const { pathParameters } = find(['GET /{__proto__}/{constructor}'], 'GET /left/right');
    expect(Object.entries(pathParameters)).toContainEqual(['constructor', 'right']);
  });
});

test.each(['PROPFIND', 'TRACE', 'LINK', 'get'])(
  '%s is no method of API Gateway, and ANY does not mean it',
  (method) => {
    expect(() => find(['ANY /a'], `${method} /a`)).toThrow('Missing Authentication Token');
  },
);
