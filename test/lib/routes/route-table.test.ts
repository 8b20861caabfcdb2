import { Access, Preflight, RouteTarget, type SecureApiGateway } from '../../../lib';
import { newGateway, newStack } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const options = { access: Access.authenticated() };

function gatewayWith(...routeKeys: string[]): SecureApiGateway {
  const api = newGateway(newStack());
  for (const key of routeKeys) api.addRoute(key, target, options);
  return api;
}

describe('a route is refused that', () => {
  test('has been added already', () => {
    expect(() => gatewayWith('GET /orders', 'GET /orders')).toThrow(
      "route 'GET /orders' has been added already; each method of a path must be one route (at S/Api) [RouteDuplicate]",
    );
  });

  test('has been added already as a public one', () => {
    const api = newGateway(newStack());
    api.addPublicRoute('GET /health', target, { reason: 'probe' });
    expect(() => api.addRoute('GET /health', target, options)).toThrow(
      "route 'GET /health' has been added already; each method of a path must be one route (at S/Api) [RouteDuplicate]",
    );
  });

  test.each([
    ['GET /orders/{id}', 'DELETE /orders/{orderId}', '"/orders"', '{orderId}', '{id}'],
    ['GET /orders/{id}/lines', 'GET /orders/{orderId}', '"/orders"', '{orderId}', '{id}'],
    ['GET /{tenant}/a', 'GET /{account}/b', '"/"', '{account}', '{tenant}'],
    ['GET /a/{x}/b/{y}', 'GET /a/{x}/b/{z}/c', '"/a/{x}/b"', '{z}', '{y}'],
  ])('continues a path with another parameter: %s, then %s', (first, second, parent, got, taken) => {
    expect(() => gatewayWith(first, second)).toThrow(
      `route '${second}' continues ${parent} with ${got}, which continues with ${taken} already; ` +
        'API Gateway allows one parameter there: use the same name in every route (at S/Api) [RouteVariableConflict]',
    );
  });

  test('continues a path with a catch-all beside a parameter', () => {
    const api = gatewayWith('GET /files/{id}');
    const catchAll = { ...options, catchAllReason: 'static files' };
    expect(() => api.addRoute('GET /files/{id+}', target, catchAll)).toThrow(
      'route \'GET /files/{id+}\' continues "/files" with {id+}, which continues with {id} already; ' +
        'API Gateway allows one parameter there: use the same name in every route (at S/Api) [RouteVariableConflict]',
    );
  });

  test("begins with a parameter where the API's preflight is", () => {
    const api = newGateway(newStack(), { cors: { allowOrigins: ['https://app.acme.com'] } });
    expect(() => api.addRoute('GET /{tenant}/orders', target, options)).toThrow(
      'route \'GET /{tenant}/orders\' continues "/" with {tenant}, which continues with {proxy+} already; ' +
        "API Gateway allows one parameter there, and the API's preflight has it: set 'cors.preflight: Preflight.PER_PATH', " +
        'or begin the path with a fixed part (at S/Api) [RouteVariableConflict]',
    );
  });
});

describe('routes can', () => {
  test('share a parameter and its place', () => {
    const keys = ['GET /orders/{id}', 'DELETE /orders/{id}', 'GET /orders/{id}/lines', 'GET /orders/new'];
    expect(gatewayWith(...keys).routes.map((route) => `${route.method} ${route.path}`)).toEqual(keys);
  });

  test('name the parameters of different paths differently', () => {
    const keys = ['GET /a/{x}', 'GET /b/{y}', 'GET /a/{x}/{z}'];
    expect(gatewayWith(...keys).routes).toHaveLength(3);
  });

  test("begin with a parameter when there is one preflight per path, or the preflight's own", () => {
    const perPath = { allowOrigins: ['https://app.acme.com'], preflight: Preflight.PER_PATH };
    const api = newGateway(newStack(), { cors: perPath });
    api.addRoute('GET /{tenant}/orders', target, options);
    const whole = newGateway(newStack(), { cors: { allowOrigins: ['https://app.acme.com'] } });
    whole.addRoute('GET /{proxy+}', target, { ...options, catchAllReason: 'a proxy' });
    expect([api.routes.length, whole.routes.length]).toEqual([1, 1]);
  });

  test.each(['/orders/Resource', '/orders/GET', '/GET'])('have a part like the name of a construct: %s', (path) => {
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    expect(gatewayWith(`GET ${path}`, `GET ${parent}`).routes).toHaveLength(2);
  });
});
