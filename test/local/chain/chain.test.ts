import { Chain, type ChainParts, FirewallBlock } from '../../../local/src/chain/chain';
import type { Exchange } from '../../../local/src/chain/exchange';
import { Router } from '../../../local/src/routing/router';
import { failureOf } from '../support/exchanges';
import { checkRequestLimits } from '../../../local/src/chain/request-limits';
import { answerSource, apiModel, gatewayRequest, route } from '../support/models';

const OK = { status: 207, headers: [], body: Buffer.from('done') };

/** A chain whose layers note that they were asked; one of them may refuse. */
function chain(overrides: Partial<Record<string, unknown>> = {}, refusing?: string) {
  const asked: string[] = [];
  const seen: Exchange[] = [];
  const layer = (name: string) => (exchange: Exchange) => {
    asked.push(name);
    seen.push(exchange);
    if (name === refusing) throw new Error(name);
  };
  const parts = {
    model: apiModel(),
    router: new Router([route('GET /orders/{id}'), route('GET /closed', { refusal: 'it is not simulated' })]),
    webAcl: { inspect: () => (layer('firewall')(undefined as never), { action: 'allow', insertedHeaders: [] }) },
    authorization: { authorize: async (exchange: Exchange) => layer('authorization')(exchange) },
    usagePlans: { identify: layer('key'), check: layer('plan') },
    bodyValidator: { check: layer('body') },
    throttles: { check: layer('throttle') },
    integrations: { run: async (exchange: Exchange) => (layer('integration')(exchange), OK) },
    ...overrides,
  };
  return { chain: new Chain(parts as unknown as ChainParts), asked, seen };
}

const request = { path: '/orders/o-1', rawPath: '/prod/orders/o-1' };
const ORDER = ['firewall', 'authorization', 'key', 'plan', 'body', 'throttle', 'integration'];

test('the layers are asked in their order, and the integration answers', async () => {
  const { chain: whole, asked, seen } = chain();
  expect(await whole.run(answerSource(request))).toBe(OK);
  expect(asked).toEqual(ORDER);
  expect(seen.at(-1)).toMatchObject({
    pathParameters: { id: 'o-1' },
    methodArn: 'arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders/o-1',
    context: { resourcePath: '/orders/{id}', wafResponseCode: 'WAF_ALLOW' },
  });
});

test.each(ORDER)('behind a layer that refuses, %s, nothing is asked', async (name) => {
  const { chain: whole, asked } = chain({}, name);
  expect(await failureOf(whole.run(answerSource(request)))).toMatchObject({ message: name });
  expect(asked).toEqual(ORDER.slice(0, ORDER.indexOf(name) + 1));
});

test('an unknown route ends behind the firewall', async () => {
  const { chain: whole, asked } = chain();
  const failure = await failureOf(whole.run(answerSource({ path: '/other' })));
  expect(failure).toMatchObject({ responseType: 'MISSING_AUTHENTICATION_TOKEN' });
  expect(asked).toEqual(['firewall']);
});

test('a route that cannot be guarded is refused before anything is asked about it', async () => {
  const { chain: whole, asked } = chain();
  const failure = await failureOf(whole.run(answerSource({ path: '/closed' })));
  expect(failure).toMatchObject({ name: 'Refusal', message: 'GET /closed: it is not simulated' });
  expect(asked).toEqual(['firewall']);
});

test('what the firewall inserts takes the place of what the client sent under that name', async () => {
  const inserted = { inspect: () => ({ action: 'allow', insertedHeaders: [['x-amzn-waf-score', '9']] }) };
  const { chain: whole, seen } = chain({ webAcl: inserted });
  const headers: [string, string][] = [
    ['X-Amzn-Waf-Score', '1'],
    ['X-Other', '2'],
  ];
  await whole.run(answerSource({ ...request, headers }));
  expect(seen.at(-1)?.request.headers).toEqual([
    ['X-Other', '2'],
    ['x-amzn-waf-score', '9'],
  ]);
});

test('a block carries its rule and its own answer', async () => {
  const response = { status: 418, headers: [], body: Buffer.from('tea') };
  const { chain: whole, asked } = chain({ webAcl: { inspect: () => ({ action: 'block', rule: 'Tea', response }) } });
  const source = answerSource(request);
  const failure = await failureOf(whole.run(source));
  expect(failure).toBeInstanceOf(FirewallBlock);
  expect(failure).toMatchObject({ rule: 'Tea', response, responseType: 'WAF_FILTERED', status: 403 });
  expect(source.context).toMatchObject({ wafResponseCode: 'WAF_BLOCK' });
  expect(asked).toEqual([]);
});

test('a firewall that cannot tell refuses', async () => {
  const { chain: whole, asked } = chain({
    webAcl: { inspect: () => ({ action: 'refuse', rule: 'Sql', why: 'unknown' }) },
  });
  expect(await failureOf(whole.run(answerSource(request)))).toMatchObject({ name: 'Refusal', layer: 'firewall' });
  expect(asked).toEqual([]);
});

test.each([
  ['headers', { headers: [['X-Long', 'x'.repeat(10_240)]] as [string, string][] }, 431],
  ['a query', { rawQuery: 'q'.repeat(10_240) }, 414],
])('%s that are too long end before everything', async (_, overrides, status) => {
  const { chain: whole, asked } = chain();
  expect(await failureOf(whole.run(answerSource({ ...request, ...overrides })))).toMatchObject({ status });
  expect(asked).toEqual([]);
});

describe('names, values, colons, spaces and line ends of all headers count', () => {
  // 'Host: a\r\n' has 9 bytes, 'Authorization: ' with its line end 17.
  const headersOf = (bytes: number) =>
    [
      ['Host', 'a'],
      ['Authorization', 'x'.repeat(bytes - 26)],
    ] as [string, string][];

  test.each<['REGIONAL' | 'EDGE' | 'PRIVATE', number]>([
    ['REGIONAL', 10_240],
    ['EDGE', 10_240],
    ['PRIVATE', 8_000],
  ])('%s: %i bytes', (endpointType, bytes) => {
    const model = apiModel({ endpointType });
    const check = (size: number) => () => checkRequestLimits(gatewayRequest({ headers: headersOf(size) }), model);
    expect(check(bytes)).not.toThrow();
    expect(check(bytes + 1)).toThrow(expect.objectContaining({ status: 431 }));
  });
});
