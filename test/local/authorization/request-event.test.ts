import { requestContext, requestMaps } from '../../../local/src/chain/request-event';
import { exchange } from '../support/exchanges';

test('maps hold the last value, lists hold all of them, and names keep their case', () => {
  const maps = requestMaps(
    exchange({
      request: {
        headers: [
          ['X-Tag', 'one'],
          ['Accept', 'text/plain'],
          ['x-tag', 'two'],
        ],
        rawQuery: 'a=1&a=2&A=3&b=%C3%A9+x',
      },
      pathParameters: { orderId: '17' },
    }),
  );
  expect(maps).toEqual({
    headers: {
      'X-Tag': 'two',
      Accept: 'text/plain',
      'X-Forwarded-For': '198.51.100.7',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    },
    multiValueHeaders: {
      'X-Tag': ['one', 'two'],
      Accept: ['text/plain'],
      'X-Forwarded-For': ['198.51.100.7'],
      'X-Forwarded-Port': ['443'],
      'X-Forwarded-Proto': ['https'],
    },
    queryStringParameters: { a: '2', A: '3', b: 'é x' },
    multiValueQueryStringParameters: { a: ['1', '2'], A: ['3'], b: ['é x'] },
    pathParameters: { orderId: '17' },
    stageVariables: { colour: 'teal' },
  });
});

test('a parameter with the name of the prototype is a parameter', () => {
  const maps = requestMaps(exchange({ request: { rawQuery: '__proto__=x&ok=1', headers: [['__proto__', 'y']] } }));
  expect(JSON.stringify(maps.queryStringParameters)).toBe('{"__proto__":"x","ok":"1"}');
  expect(JSON.stringify(maps.headers)).toMatch(/^\{"__proto__":"y","X-Forwarded-For":/);
});

test('the request context holds what the service sends, and nothing else of $context', () => {
  const one = exchange({ request: { headers: [['User-Agent', 'curl/9']] } });
  expect(Object.keys(requestContext(one)).sort()).toEqual(
    [
      'accountId',
      'apiId',
      'deploymentId',
      'domainName',
      'domainPrefix',
      'extendedRequestId',
      'httpMethod',
      'identity',
      'path',
      'protocol',
      'requestId',
      'requestTime',
      'requestTimeEpoch',
      'resourceId',
      'resourcePath',
      'stage',
    ].sort(),
  );
  expect(requestContext(one)).toMatchObject({
    accountId: '210987654321',
    path: '/prod/orders',
    resourcePath: '/orders',
    requestTimeEpoch: Date.UTC(2026, 10, 25, 7, 8, 9),
    identity: { sourceIp: '198.51.100.7', userAgent: 'curl/9', caller: null, userArn: null },
  });
});

test('the authorizer and the client come in as soon as they are known', () => {
  const one = exchange();
  one.authorizer = { context: { principalId: 'user-17', tier: 'gold' } };
  const key = { id: 'key-3', name: 'acme', value: 'a-value-of-a-key', enabled: true };
  one.client = { key, plan: { id: 'p', name: 'p', methodThrottles: {}, keys: [key] } };
  expect(requestContext(one)).toMatchObject({
    authorizer: { principalId: 'user-17', tier: 'gold' },
    identity: { apiKeyId: 'key-3', apiKey: 'a-value-of-a-key' },
  });
});
