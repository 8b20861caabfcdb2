import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, type Throttle } from '../../../lib';
import { newGateway, newStack, onlyResource } from '../../support/synth';

const throttle = { rateLimit: 17, burstLimit: 34 };
const ok = RouteTarget.mock({ statusCode: 200 });

function stackWith(routeThrottles: { [route: string]: Throttle }): Stack {
  const stack = newStack();
  const api = newGateway(stack);
  api.addUsageTier('Partner', { throttle, routeThrottles });
  api.addRoute('GET /', ok, { access: Access.authenticated() });
  api.addRoute('GET /orders/{orderId}', ok, { access: Access.authenticated() });
  api.addRoute('DELETE /orders/{orderId}', ok, { access: Access.authenticated(), apiKeyRequired: false });
  api.addPublicRoute('GET /health', ok, { reason: 'probe' });
  return stack;
}

test('limits of single routes stand in the plan, by path and method', () => {
  const template = Template.fromStack(
    stackWith({ 'GET /': { rateLimit: 1, burstLimit: 2 }, 'GET /orders/{orderId}': { rateLimit: 2.5, burstLimit: 4 } }),
  );
  const { Properties } = onlyResource(template, 'AWS::ApiGateway::UsagePlan');
  expect(Properties.Throttle).toEqual({ RateLimit: 17, BurstLimit: 34 });
  expect(Properties.ApiStages).toEqual([
    {
      ApiId: { Ref: onlyResource(template, 'AWS::ApiGateway::RestApi').logicalId },
      Stage: { Ref: onlyResource(template, 'AWS::ApiGateway::Stage').logicalId },
      Throttle: {
        '//GET': { RateLimit: 1, BurstLimit: 2 },
        '/orders/{orderId}/GET': { RateLimit: 2.5, BurstLimit: 4 },
      },
    },
  ]);
});

test.each(['GET /nothing', 'POST /orders/{orderId}', 'GET /orders/{id}', 'DELETE /orders/{orderId}', 'GET /health'])(
  '%s cannot be limited: no tier counts it',
  (route) => {
    expect(() => App.of(stackWith({ [route]: throttle }))?.synth()).toThrow(
      `'routeThrottles' names the route "${route}"; it must be a route of the API whose callers belong to a usage tier: neither public nor with apiKeyRequired: false [UsageTierRouteUnknown]`,
    );
  },
);

test('a route that can be limited passes', () => {
  expect(() => App.of(stackWith({ 'GET /orders/{orderId}': throttle }))?.synth()).not.toThrow();
});

test.each<[string, Throttle, string]>([
  ['a route key that is none', throttle, '[RouteKeyInvalid]'],
  ['GET /', { rateLimit: 0, burstLimit: 1 }, "'routeThrottles['GET /'].rateLimit' is 0;"],
  ['GET /', { rateLimit: 1, burstLimit: 5_001 }, "'routeThrottles['GET /'].burstLimit' is 5001;"],
])('%s with %j is refused', (route, limits, message) => {
  expect(() => stackWith({ [route]: limits })).toThrow(message);
});

test('more than 20 routes are refused', () => {
  const routes = (count: number): { [route: string]: Throttle } =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /r${index}`, throttle]));
  expect(() => stackWith(routes(20))).not.toThrow();
  expect(() => stackWith(routes(21))).toThrow(
    `'routeThrottles' is "21 routes"; API Gateway takes 20 in a usage plan; limit the others by 'throttle' (at S/Api/UsageTiers/Partner) [UsageTierRoutesTooMany]`,
  );
});

describe('a limit that is added later', () => {
  const later = (routeThrottles?: { [route: string]: Throttle }) => {
    const stack = newStack();
    const api = newGateway(stack);
    const tier = api.addUsageTier('Partner', { throttle, routeThrottles });
    for (const route of ['GET /', 'GET /orders']) api.addRoute(route, ok, { access: Access.authenticated() });
    return { stack, tier };
  };

  test('stands in the plan beside those that the options name', () => {
    const { stack, tier } = later({ 'GET /orders': { rateLimit: 1, burstLimit: 2 } });
    tier.addRouteThrottle('GET /', { rateLimit: 3, burstLimit: 4 });
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::UsagePlan');
    expect(Properties.ApiStages[0].Throttle).toEqual({
      '//GET': { RateLimit: 3, BurstLimit: 4 },
      '/orders/GET': { RateLimit: 1, BurstLimit: 2 },
    });
  });

  test('is of a route that the tier counts', () => {
    const { stack, tier } = later();
    tier.addRouteThrottle('GET /nothing', throttle);
    expect(() => App.of(stack)?.synth()).toThrow('[UsageTierRouteUnknown]');
  });

  test.each<[string, Throttle, string]>([
    [
      'GET /orders',
      throttle,
      "route 'GET /orders' has limits in this tier already; a tier limits each route once (at S/Api/UsageTiers/Partner) [RouteDuplicate]",
    ],
    ['orders', throttle, '[RouteKeyInvalid]'],
    ['GET /', { rateLimit: 0, burstLimit: 1 }, '[ThrottleOutOfRange]'],
    ['GET /', undefined as never, '[ThrottleOutOfRange]'],
  ])('for %s with %j is refused, and changes nothing', (route, limits, message) => {
    const { stack, tier } = later({ 'GET /orders': { rateLimit: 1, burstLimit: 2 } });
    expect(() => tier.addRouteThrottle(route, limits)).toThrow(message);
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::UsagePlan');
    expect(Properties.ApiStages[0].Throttle).toEqual({ '/orders/GET': { RateLimit: 1, BurstLimit: 2 } });
  });

  test('is one of 20', () => {
    const { tier } = later();
    for (let index = 0; index < 20; index += 1) tier.addRouteThrottle(`GET /r${index}`, throttle);
    expect(() => tier.addRouteThrottle('GET /r20', throttle)).toThrow('[UsageTierRoutesTooMany]');
  });
});
