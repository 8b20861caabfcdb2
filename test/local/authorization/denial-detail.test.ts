import { LambdaAuthorizers } from '../../../local/src/authorization/lambda-authorizer';
import { loggedReason } from '../../../local/src/authorization/logged-reason';
import type { LambdaAuthorizerModel } from '../../../local/src/model/route-model';
import { API_ARN, exchange, failureOf } from '../support/exchanges';
import { HeldClock } from '../support/models';
import { FakeFunctions, output, returning } from './fake-functions';

const AUTHORIZER: LambdaAuthorizerModel = {
  id: 'Auth',
  name: 'auth',
  kind: 'REQUEST',
  functionArn: 'arn:aws:lambda:eu-west-3:210987654321:function:auth',
  identitySources: ['method.request.header.Authorization', 'method.request.querystring.tenant'],
  ttlSeconds: 300,
};
const headers = [['Authorization', 'Bearer t1']] as const;
const whole = { headers, rawQuery: 'tenant=a' };

async function detailOf(functions: FakeFunctions, request: object = whole, model = AUTHORIZER): Promise<string> {
  const one = exchange({ request });
  return (await failureOf(new LambdaAuthorizers(functions, new HeldClock()).authorize(one, model))).detail as string;
}

const failing = (errorMessage: string, log: readonly string[] = []): FakeFunctions =>
  new FakeFunctions(() => ({ outcome: 'failed', errorType: 'Error', errorMessage, log }));

test('a 401 has the reason that the function wrote down', async () => {
  const log = ['something else', '{"level":"WARN","reason":"token_expired","outcome":"deny"}'];
  expect(await detailOf(failing('Unauthorized', log))).toBe('token_expired');
  expect(await detailOf(failing('Unauthorized'))).toBe('so says the function, without a reason');
});

test.each<[string, object, string]>([
  ['a header', { rawQuery: 'tenant=a' }, 'method.request.header.Authorization'],
  ['a parameter', { headers }, 'method.request.querystring.tenant'],
  ['both', {}, 'method.request.header.Authorization, method.request.querystring.tenant'],
])('a 401 without %s says what is missing, and that nobody was asked', async (_, request, sources) => {
  const functions = returning(output('Allow', '*'));
  expect(await detailOf(functions, request)).toBe(`there is no ${sources}; the function was not asked`);
  expect(functions.events).toEqual([]);
});

test('a 401 of a TOKEN authorizer says that the token does not match', async () => {
  const model = { ...AUTHORIZER, kind: 'TOKEN', identitySources: [AUTHORIZER.identitySources[0]] } as const;
  expect(await detailOf(returning(output('Allow', '*')), whole, { ...model, validationExpression: 'x+' })).toBe(
    'the token does not match the validation expression; the function was not asked',
  );
});

test('a 403 has the reason of the context, and what the policy does not name', async () => {
  const reason = { context: { reason: 'scope_missing' } };
  expect(await detailOf(returning(output('Deny', '*', reason)))).toBe('scope_missing');
  expect(await detailOf(returning(output('Deny', '*')))).toBeUndefined();
  expect(await detailOf(returning(output('Allow', `${API_ARN}/prod/GET/other`)))).toBe(
    'the policy does not name GET /orders',
  );
});

test('a cached policy is said to be cached', async () => {
  const functions = returning(output('Allow', `${API_ARN}/prod/GET/orders`));
  const authorizers = new LambdaAuthorizers(functions, new HeldClock());
  await authorizers.authorize(exchange({ request: whole }), AUTHORIZER);
  const other = exchange({ request: { ...whole, path: '/refunds' } });
  expect(await failureOf(authorizers.authorize(other, AUTHORIZER))).toMatchObject({
    status: 403,
    detail: 'the policy, from the cache, does not name GET /refunds',
  });
  expect(functions.events).toHaveLength(1);
});

test.each<[string, object, string]>([
  [
    'an error',
    { outcome: 'failed', errorType: 'TypeError', errorMessage: 'bad' },
    'the function failed with TypeError: bad',
  ],
  [
    'a timeout',
    { outcome: 'timeout', errorMessage: 'Task timed out after 3.00 seconds' },
    'the function failed with Task timed out after 3.00 seconds',
  ],
  [
    'a failure that it wrote down',
    { outcome: 'failed', errorType: 'Error', errorMessage: 'x', log: ['{"reason":"keys_unavailable"}'] },
    'keys_unavailable',
  ],
  ['no output', { outcome: 'returned', payload: 7 }, 'what the function returned is no output: it is not an object'],
  [
    'no principal',
    { outcome: 'returned', payload: { policyDocument: {} } },
    'what the function returned is no output: principalId is not a text',
  ],
])('a 500 says what went wrong: %s', async (_, invocation, detail) => {
  expect(await detailOf(new FakeFunctions(() => invocation as Record<string, unknown>))).toBe(detail);
});

test.each<[string[], string | undefined]>([
  [['{"reason":"a","apiRequestId":"other"}', '{"reason":"b","apiRequestId":"r1"}'], 'b'],
  [['{"reason":"b","apiRequestId":"r1"}', '{"reason":"a","apiRequestId":"other"}'], 'b'],
  [['{"reason":"first"}', '{"reason":"second"}'], 'second'],
  [['2026-11-28T12:00:00Z\tid\tWARN\t{"reason":"scope_missing"}'], 'scope_missing'],
  [['{"reason":"two words"}'], undefined],
  [['{"reason":7}', '{"reason":null}', 'null', '{', '{}', ''], undefined],
  [['{"reason":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"}'], undefined],
  [[`{"reason":"${'x'.repeat(65)}"}`], undefined],
  [[], undefined],
])('the lines %j say %p', (lines, reason) => {
  expect(loggedReason(lines, 'r1')).toBe(reason);
});

test('a validation expression that a token can keep busy is evaluated in time, or refused', async () => {
  const model = { ...AUTHORIZER, kind: 'TOKEN', identitySources: [AUTHORIZER.identitySources[0]] } as const;
  const request = { headers: [['Authorization', `${'a'.repeat(5_000)}!`]] };
  const failure = async (validationExpression: string): Promise<any> => {
    const authorizers = new LambdaAuthorizers(returning(output('Allow', '*')), new HeldClock());
    return failureOf(authorizers.authorize(exchange({ request } as object), { ...model, validationExpression }));
  };
  expect(await failure('(a+)+')).toMatchObject({ status: 401 });
  expect(await failure('(?=a)(a+)+')).toMatchObject({ name: 'Refusal', layer: 'authorizer' });
});
