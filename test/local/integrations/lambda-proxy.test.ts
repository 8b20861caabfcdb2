import type { FunctionInvoker, Invocation } from '../../../local/src/functions/function-invoker';
import { Integrations } from '../../../local/src/integrations/integrate';
import type { LambdaProxyIntegrationModel } from '../../../local/src/model/route-model';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';

const ARN = 'arn:aws:lambda:eu-west-3:210987654321:function:list-orders';
const returned: Invocation = { outcome: 'returned', payload: { statusCode: 202, body: 'done' }, requestId: 'inv-5' };

function functions(invocation: Invocation | 'never', seen: unknown[] = []): FunctionInvoker {
  return {
    invoke: (arn, event) => {
      seen.push([arn, JSON.parse(JSON.stringify(event))]);
      return invocation === 'never' ? new Promise(() => undefined) : Promise.resolve(invocation);
    },
    close: async () => undefined,
  };
}

function integrations(invoker: FunctionInvoker, binaryMediaTypes: string[] = []): Integrations {
  return new Integrations({ functions: invoker, model: { binaryMediaTypes } });
}

function proxied(overrides: Partial<LambdaProxyIntegrationModel> = {}, request: object = {}) {
  const integration = { type: 'LAMBDA_PROXY', functionArn: ARN, timeoutMs: 1_000, httpMethod: 'POST', ...overrides };
  return exchange({
    request,
    route: route('GET /orders/{orderId}', { integration: integration as LambdaProxyIntegrationModel }),
  });
}

test('the event has exactly the members that were recorded, and null for what is empty', async () => {
  const seen: [string, any][] = [];
  await integrations(functions(returned, seen)).run(proxied({}, { path: '/orders/o-1' }));
  const [[arn, event]] = seen;
  expect(arn).toBe(ARN);
  expect(Object.keys(event as object).sort()).toEqual([
    'body',
    'headers',
    'httpMethod',
    'isBase64Encoded',
    'multiValueHeaders',
    'multiValueQueryStringParameters',
    'path',
    'pathParameters',
    'queryStringParameters',
    'requestContext',
    'resource',
    'stageVariables',
  ]);
  expect(event).toMatchObject({
    resource: '/orders/{orderId}',
    path: '/orders/o-1',
    headers: { 'X-Forwarded-For': '198.51.100.7', 'X-Forwarded-Port': '443', 'X-Forwarded-Proto': 'https' },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: { colour: 'teal' },
    body: null,
    isBase64Encoded: false,
    requestContext: { path: '/prod/orders/o-1', stage: 'prod', identity: { sourceIp: '198.51.100.7', user: null } },
  });
  expect(event.requestContext).not.toHaveProperty('authorizer');
});

test('the event carries what the client sent and what the authorizer said', async () => {
  const seen: [string, any][] = [];
  const asked = proxied(
    {},
    {
      headers: [
        ['X-Tag', 'one'],
        ['x-tag', 'two'],
        ['X-Forwarded-For', '192.0.2.1'],
        ['X-Forwarded-Proto', 'http'],
      ],
      rawQuery: 'a=1&a=2&b=%20',
      body: Buffer.from('{"x":1}'),
    },
  );
  asked.authorizer = {
    principalId: 'user-9',
    context: { tenant: 'acme', level: 3, staff: true, claims: { sub: 'x' } },
  };
  await integrations(functions(returned, seen)).run({ ...asked, pathParameters: { orderId: 'o-2' } });
  expect(seen[0][1]).toMatchObject({
    headers: { 'X-Tag': 'two', 'X-Forwarded-For': '192.0.2.1, 198.51.100.7', 'X-Forwarded-Proto': 'https' },
    multiValueHeaders: { 'X-Tag': ['one', 'two'] },
    queryStringParameters: { a: '2', b: ' ' },
    multiValueQueryStringParameters: { a: ['1', '2'], b: [' '] },
    pathParameters: { orderId: 'o-2' },
    body: '{"x":1}',
    requestContext: {
      authorizer: { principalId: 'user-9', tenant: 'acme', level: '3', staff: 'true', claims: { sub: 'x' } },
    },
  });
});

test.each<[string[], string | undefined, boolean]>([
  [['image/png'], 'image/png', true],
  [['image/png'], 'IMAGE/PNG; a=b', true],
  [['image/*'], 'image/gif', true],
  [['*/*'], undefined, true],
  [['image~1png'], 'image/png', true],
  [['image/png'], 'image/pngx', false],
  [[], 'image/png', false],
])('with the binary types %p a body of %p is in base64: %p', async (types, contentType, binary) => {
  const seen: [string, any][] = [];
  const headers = contentType === undefined ? [] : [['Content-Type', contentType]];
  const asked = proxied({}, { headers, body: Buffer.from([0xff, 0x00]) });
  await integrations(functions(returned, seen), types).run(asked);
  expect(seen[0][1].isBase64Encoded).toBe(binary);
  expect(seen[0][1].body === '/wA=').toBe(binary);
});

test('what the function returned is the answer, and the log knows the invocation', async () => {
  const asked = proxied();
  const { status, body } = await integrations(functions(returned)).run(asked);
  expect([status, body.toString()]).toEqual([202, 'done']);
  expect(asked.context.integration).toMatchObject({ status: 202, integrationStatus: 200, requestId: 'inv-5' });
});

test.each<[string, Invocation | 'never', object]>([
  [
    'throws',
    { outcome: 'failed', errorType: 'TypeError', errorMessage: 'secret', requestId: 'i' },
    { status: 502, responseType: 'DEFAULT_5XX', message: 'Internal server error' },
  ],
  ['takes too long for Lambda', { outcome: 'timeout', requestId: 'i' }, { status: 502, responseType: 'DEFAULT_5XX' }],
  [
    'takes too long for API Gateway',
    'never',
    { status: 504, responseType: 'INTEGRATION_TIMEOUT', message: 'Endpoint request timed out' },
  ],
  ['answers rubbish', { outcome: 'returned', payload: [], requestId: 'i' }, { status: 502 }],
  [
    'cannot be run here',
    { outcome: 'unavailable', why: 'python3.13 is not run here' },
    { name: 'Refusal', layer: 'integration' },
  ],
])('a function that %s', async (_, invocation, expected) => {
  const asked = proxied({ timeoutMs: 20 });
  expect(await failureOf(integrations(functions(invocation)).run(asked))).toMatchObject(expected);
});

test('an integration that does not call Lambda by POST is a mistake, as in the service', async () => {
  const seen: unknown[] = [];
  const failure = await failureOf(integrations(functions(returned, seen)).run(proxied({ httpMethod: 'GET' })));
  expect(failure).toMatchObject({ status: 500, responseType: 'API_CONFIGURATION_ERROR' });
  expect(seen).toEqual([]);
});

test('an integration that is not known is refused', async () => {
  const unknown = exchange({
    route: route('GET /orders', { integration: { type: 'UNSUPPORTED', what: 'VPC link v-1' } }),
  });
  const failure = await failureOf(integrations(functions(returned)).run(unknown));
  expect(failure).toMatchObject({ name: 'Refusal', message: 'VPC link v-1' });
});

test.each<[string | undefined, string[], string]>([
  ['image/png', ['image/png'], 'tea'],
  ['image/png, text/html', ['image/*'], 'tea'],
  ['text/html, image/png', ['image/png'], 'dGVh'],
  [undefined, ['text/plain'], 'tea'],
  [undefined, ['image/png'], 'dGVh'],
])('a client that accepts %p of an API with the binary types %p gets %s', async (accept, types, text) => {
  const payload = { body: 'dGVh', isBase64Encoded: true, headers: { 'Content-Type': 'text/plain' } };
  const binary = functions({ outcome: 'returned', payload, requestId: 'i' });
  const headers = accept === undefined ? [] : [['Accept', accept]];
  expect((await integrations(binary, types).run(proxied({}, { headers }))).body.toString()).toBe(text);
});

test('an integration of which a part is not known is refused', async () => {
  const failure = await failureOf(
    integrations(functions(returned)).run(proxied({ functionArn: 'unresolved(Fn.Arn)' })),
  );
  expect(failure).toMatchObject({ name: 'Refusal', layer: 'integration' });
});
