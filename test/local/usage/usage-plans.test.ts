import type { Exchange } from '../../../local/src/chain/exchange';
import type { ApiKeyModel, ApiModel, UsagePlanModel } from '../../../local/src/model/api-model';
import { UsagePlans } from '../../../local/src/usage/usage-plans';
import { exchange, failureOf } from '../support/exchanges';
import { HeldClock, route } from '../support/models';

const ACME = { id: 'key-a', name: 'acme', value: 'value-of-acme-000000', enabled: true };
const BOLT = { id: 'key-b', name: 'bolt', value: 'value-of-bolt-000000', enabled: true };
const OFF = { id: 'key-o', name: 'off', value: 'value-of-off-0000000', enabled: false };

const plan = (overrides: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  id: 'plan-1',
  name: 'partner',
  methodThrottles: {},
  keys: [ACME, BOLT, OFF],
  ...overrides,
});

function plans(
  usagePlans: readonly UsagePlanModel[],
  clock = new HeldClock(),
  apiKeySource: ApiModel['apiKeySource'] = 'HEADER',
): UsagePlans {
  return new UsagePlans({ usagePlans, apiKeySource }, clock);
}

function call(headers: [string, string][], routeKey = 'GET /orders', apiKeyRequired = true): Exchange {
  const [method, path] = routeKey.split(' ');
  return exchange({ request: { headers, method, path }, route: route(routeKey, { apiKeyRequired }) });
}

const forbidden = {
  responseType: 'INVALID_API_KEY',
  status: 403,
  message: 'Forbidden',
  errorType: 'ForbiddenException',
  layer: 'api-key',
};
const throttled = { responseType: 'THROTTLED', status: 429, message: 'Too Many Requests', layer: 'throttle' };
const exhausted = {
  responseType: 'QUOTA_EXCEEDED',
  status: 429,
  message: 'Limit Exceeded',
  errorType: 'LimitExceededException',
  layer: 'throttle',
};

describe('API keys', () => {
  test('a key of a plan is found, whatever the case of the header', () => {
    const one = call([['X-API-Key', BOLT.value]]);
    plans([plan({ id: 'empty', keys: [] }), plan()]).identify(one);
    expect(one.client).toMatchObject({ key: { id: 'key-b' }, plan: { id: 'plan-1' } });
    expect(one.context.identity.apiKeyId).toBe('key-b');
  });

  test('the value of the key does not get into $context', () => {
    const one = call([['x-api-key', ACME.value]]);
    plans([plan()]).identify(one);
    expect(JSON.stringify(one.context)).not.toContain(ACME.value);
  });

  test.each<[string, [string, string][]]>([
    ['none', []],
    ['an empty one', [['x-api-key', '']]],
    ['an unknown one', [['x-api-key', 'value-of-nobody-0000']]],
    ['part of one', [['x-api-key', ACME.value.slice(0, -1)]]],
    ['one in another case', [['x-api-key', ACME.value.toUpperCase()]]],
    ['its id', [['x-api-key', ACME.id]]],
    ['a disabled one', [['x-api-key', OFF.value]]],
    ['one that only AWS knows', [['x-api-key', 'unresolved(Key.Value)']]],
    ['one in another header', [['Authorization', ACME.value]]],
    [
      'a good one before a bad one',
      [
        ['x-api-key', ACME.value],
        ['x-api-key', 'bad'],
      ],
    ],
  ])('%s is a 403', async (_what, headers) => {
    const unknown: ApiKeyModel = { id: 'key-u', name: 'u', value: 'unresolved(Key.Value)', enabled: true };
    const empty: ApiKeyModel = { id: 'key-e', name: 'e', value: '', enabled: true };
    const one = call(headers);
    const keys = [ACME, BOLT, OFF, unknown, empty];
    expect(await failureOf(() => plans([plan({ keys })]).identify(one))).toMatchObject(forbidden);
    expect(one.client).toBeUndefined();
  });

  test('without plans, no key is good', async () => {
    expect(await failureOf(() => plans([]).identify(call([['x-api-key', ACME.value]])))).toMatchObject(forbidden);
  });

  test('a method that asks for none looks at none', () => {
    const one = call([['x-api-key', ACME.value]], 'GET /orders', false);
    const usage = plans([plan({ throttle: { rateLimit: 0, burstLimit: 0 } })]);
    usage.identify(one);
    expect(() => usage.check(one)).not.toThrow();
    expect(one.client).toBeUndefined();
  });

  test('with the source AUTHORIZER, the authorizer chooses and the header does not count', async () => {
    const usage = plans([plan()], new HeldClock(), 'AUTHORIZER');
    const one = call([['x-api-key', BOLT.value]]);
    one.authorizer = { context: {}, usageIdentifierKey: ACME.value };
    usage.identify(one);
    expect(one.client?.key.id).toBe('key-a');
    expect(await failureOf(() => usage.identify(call([['x-api-key', BOLT.value]])))).toMatchObject(forbidden);
  });

  test('with the source HEADER, what the authorizer says does not count', async () => {
    const one = call([]);
    one.authorizer = { context: {}, usageIdentifierKey: ACME.value };
    expect(await failureOf(() => plans([plan()]).identify(one))).toMatchObject(forbidden);
  });
});

/** How many requests of a client get through, and what the next one fails with. */
async function allowed(
  usage: UsagePlans,
  { value }: ApiKeyModel,
  routeKey?: string,
): Promise<[count: number, failure: unknown]> {
  for (let count = 0; count < 100; count++) {
    const one = call([['x-api-key', value]], routeKey);
    usage.identify(one);
    try {
      usage.check(one);
    } catch (error) {
      return [count, error];
    }
  }
  return [100, undefined];
}

describe('throttles of a plan', () => {
  test('each client has its own bucket, for all methods', async () => {
    const clock = new HeldClock();
    const usage = plans([plan({ throttle: { rateLimit: 1, burstLimit: 3 } })], clock);
    expect(await allowed(usage, ACME)).toEqual([3, expect.objectContaining(throttled)]);
    expect((await allowed(usage, ACME, 'POST /invoices'))[0]).toBe(0);
    expect((await allowed(usage, BOLT))[0]).toBe(3);
    clock.advance(2);
    expect((await allowed(usage, ACME))[0]).toBe(2);
  });

  test('a limit of a method takes the place of the plan’s', async () => {
    const methodThrottles = {
      '/orders/POST': { rateLimit: 0, burstLimit: 1 },
      '//GET': { rateLimit: 0, burstLimit: 2 },
      '/any/ANY': { rateLimit: 0, burstLimit: 5 },
    };
    const usage = plans([plan({ throttle: { rateLimit: 0, burstLimit: 4 }, methodThrottles })]);
    expect((await allowed(usage, ACME, 'POST /orders'))[0]).toBe(1);
    expect((await allowed(usage, ACME, 'GET /'))[0]).toBe(2);
    expect((await allowed(usage, ACME, 'GET /orders'))[0]).toBe(4);
    expect((await allowed(usage, BOLT, 'POST /orders'))[0]).toBe(1);
  });
});

describe('quotas', () => {
  const at = (...utc: [number, number, number, number]): HeldClock => new HeldClock(Date.UTC(...utc));

  test('a client has its own quota, and the answer says so when it is used up', async () => {
    const usage = plans([plan({ quota: { limit: 3, period: 'DAY', offset: 0 } })]);
    expect(await allowed(usage, ACME)).toEqual([3, expect.objectContaining(exhausted)]);
    expect((await allowed(usage, BOLT))[0]).toBe(3);
  });

  test.each<['DAY' | 'WEEK' | 'MONTH', HeldClock, number]>([
    // Wednesday, 25 November 2026, 22:00 UTC.
    ['DAY', at(2026, 10, 25, 22), 2],
    ['WEEK', at(2026, 10, 25, 22), 3 * 24 + 2],
    ['MONTH', at(2026, 10, 25, 22), 5 * 24 + 2],
    ['MONTH', at(2028, 1, 29, 0), 24],
    ['WEEK', at(2026, 11, 31, 23), 2 * 24 + 1],
  ])('a %s ends in UTC', async (period, clock, hours) => {
    const usage = plans([plan({ quota: { limit: 2, period, offset: 0 } })], clock);
    expect((await allowed(usage, ACME))[0]).toBe(2);
    clock.advance(hours * 3_600 - 0.001);
    expect((await allowed(usage, ACME))[0]).toBe(0);
    clock.advance(0.001);
    expect((await allowed(usage, ACME))[0]).toBe(2);
  });

  test('the offset is taken off the first period only', async () => {
    const clock = new HeldClock();
    const usage = plans([plan({ quota: { limit: 5, period: 'DAY', offset: 2 } })], clock);
    expect((await allowed(usage, ACME))[0]).toBe(3);
    clock.advance(86_400);
    expect((await allowed(usage, ACME))[0]).toBe(5);
  });

  test('a clock that is set back does not give the quota back', async () => {
    const clock = new HeldClock();
    const usage = plans([plan({ quota: { limit: 2, period: 'DAY', offset: 0 } })], clock);
    expect((await allowed(usage, ACME))[0]).toBe(2);
    clock.advance(-3 * 86_400);
    expect((await allowed(usage, ACME))[0]).toBe(0);
    clock.advance(3 * 86_400);
    expect((await allowed(usage, ACME))[0]).toBe(0);
  });

  test('a request that is throttled does not count', async () => {
    const clock = new HeldClock();
    const limits = {
      throttle: { rateLimit: 1, burstLimit: 1 },
      quota: { limit: 2, period: 'DAY', offset: 0 },
    } as const;
    const usage = plans([plan(limits)], clock);
    expect(await allowed(usage, ACME)).toEqual([1, expect.objectContaining(throttled)]);
    expect((await allowed(usage, ACME))[0]).toBe(0);
    clock.advance(1);
    expect((await allowed(usage, ACME))[0]).toBe(1);
    clock.advance(1);
    expect(await allowed(usage, ACME)).toEqual([0, expect.objectContaining(exhausted)]);
  });
});
