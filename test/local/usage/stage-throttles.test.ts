import type { MethodSetting } from '../../../local/src/model/api-model';
import { StageThrottles } from '../../../local/src/usage/stage-throttles';
import { exchange, failureOf } from '../support/exchanges';
import { apiModel, HeldClock, route } from '../support/models';

function throttles(methodSettings: MethodSetting[], account?: { rateLimit: number; burstLimit: number }) {
  return new StageThrottles({ ...apiModel().stage, methodSettings }, new HeldClock(), account);
}

function allowed(one: StageThrottles, method: string, path: string, routeKey = `${method} ${path}`): number {
  for (let count = 0; count < 100; count++) {
    try {
      one.check(exchange({ request: { method, path }, route: route(routeKey) }));
    } catch {
      return count;
    }
  }
  return 100;
}

const setting = (resourcePath: string, httpMethod: string, burstLimit?: number): MethodSetting => ({
  resourcePath,
  httpMethod,
  ...(burstLimit !== undefined && { throttle: { rateLimit: 0, burstLimit } }),
});

test('too many requests are a 429', async () => {
  const one = throttles([setting('/*', '*', 0)]);
  expect(await failureOf(() => one.check(exchange()))).toMatchObject({
    responseType: 'THROTTLED',
    status: 429,
    message: 'Too Many Requests',
    errorType: 'TooManyRequestsException',
    layer: 'throttle',
  });
});

test('the most specific setting decides, and each method has a bucket of its own', () => {
  const one = throttles([
    setting('/*', '*', 3),
    setting('/orders', '*', 5),
    setting('/orders', 'POST', 2),
    setting('/', 'GET', 4),
  ]);
  expect(allowed(one, 'POST', '/orders')).toBe(2);
  expect(allowed(one, 'GET', '/orders')).toBe(5);
  expect(allowed(one, 'GET', '/other')).toBe(3);
  expect(allowed(one, 'PUT', '/other')).toBe(3);
  expect(allowed(one, 'GET', '/')).toBe(4);
});

test('a setting without a throttle leaves it to the next one', () => {
  expect(allowed(throttles([setting('/*', '*', 3), setting('/orders', 'GET')]), 'GET', '/orders')).toBe(3);
});

test('* is another name for all paths', () => {
  expect(allowed(throttles([setting('*', '*', 3)]), 'GET', '/orders')).toBe(3);
});

test('a route for ANY is limited by the setting of the method that is used', () => {
  const one = throttles([setting('/{proxy+}', 'DELETE', 1), setting('/*', '*', 3)]);
  expect(allowed(one, 'DELETE', '/a', 'ANY /{proxy+}')).toBe(1);
  expect(allowed(one, 'GET', '/a', 'ANY /{proxy+}')).toBe(3);
});

test('the values of path parameters do not make more buckets', () => {
  const one = throttles([setting('/*', '*', 3)]);
  expect(allowed(one, 'GET', '/orders/1', 'GET /orders/{id}')).toBe(3);
  expect(allowed(one, 'GET', '/orders/2', 'GET /orders/{id}')).toBe(0);
});

test('all methods share the limit of the account', () => {
  const one = throttles([setting('/*', '*', 3)], { rateLimit: 0, burstLimit: 5 });
  expect(allowed(one, 'GET', '/a')).toBe(3);
  expect(allowed(one, 'GET', '/b')).toBe(2);
  expect(allowed(one, 'GET', '/c')).toBe(0);
});

test('without settings, only the account is limited', () => {
  expect(allowed(throttles([]), 'GET', '/orders')).toBe(100);
});

test('a method gets its tokens back as time passes', () => {
  const clock = new HeldClock();
  const methodSettings = [{ resourcePath: '/*', httpMethod: '*', throttle: { rateLimit: 2, burstLimit: 4 } }];
  const one = new StageThrottles({ ...apiModel().stage, methodSettings }, clock);
  expect(allowed(one, 'GET', '/orders')).toBe(4);
  clock.advance(1.5);
  expect(allowed(one, 'GET', '/orders')).toBe(3);
});
