import { AuthError } from '../../../lambda/jwt-authorizer/auth-error';
import { credentialsOf, readRequest } from '../../../lambda/jwt-authorizer/request';
import { event } from './fixtures';

function tokenOf(headers: unknown, multiValueHeaders?: unknown): string {
  try {
    return credentialsOf(event(undefined, { headers, multiValueHeaders })).token;
  } catch (error) {
    return error instanceof AuthError ? `refused: ${error.reason}` : String(error);
  }
}

describe('the bearer token', () => {
  test.each<[string, unknown, unknown, string]>([
    ['both maps', { Authorization: 'Bearer a.b.c' }, { Authorization: ['Bearer a.b.c'] }, 'a.b.c'],
    ['the single map', { Authorization: 'Bearer a.b.c' }, null, 'a.b.c'],
    ['the multi map', null, { authorization: ['Bearer a.b.c'] }, 'a.b.c'],
    ['any case of the name', { AUTHORIZATION: 'Bearer a.b.c' }, {}, 'a.b.c'],
    ['any case of the scheme', { authorization: 'bEARER a.b.c' }, {}, 'a.b.c'],
    ['names in two cases', { Authorization: 'Bearer a.b.c' }, { authorization: ['Bearer a.b.c'] }, 'a.b.c'],
    ['other headers beside it', { 'X-Authorization': 'Bearer x', Authorization: 'Bearer a.b.c' }, {}, 'a.b.c'],
  ])('is read from %s', (_, single, multiple, token) => {
    expect(tokenOf(single, multiple)).toBe(token);
  });

  test.each<[string, unknown, unknown]>([
    ['no headers', null, null],
    ['no such header', { Host: 'x' }, { Host: ['x'] }],
    ['null', { Authorization: null }, { Authorization: null }],
    ['an empty list', {}, { Authorization: [] }],
    ['empty text', { Authorization: '' }, { Authorization: [''] }],
    ['another header', { 'Proxy-Authorization': 'Bearer a.b.c' }, {}],
  ])('is missing: %s', (_, single, multiple) => {
    expect(tokenOf(single, multiple)).toBe('refused: token_missing');
  });

  test.each<[string, unknown, unknown]>([
    ['the raw token', { Authorization: 'a.b.c' }, null],
    ['another scheme', { Authorization: 'Basic a.b.c' }, null],
    ['a longer scheme', { Authorization: 'Bearers a.b.c' }, null],
    ['no token', { Authorization: 'Bearer' }, null],
    ['no token but a space', { Authorization: 'Bearer ' }, null],
    ['no space', { Authorization: 'Bearera.b.c' }, null],
    ['a tab', { Authorization: 'Bearer\ta.b.c' }, null],
    ['two spaces', { Authorization: 'Bearer  a.b.c' }, null],
    ['a leading space', { Authorization: ' Bearer a.b.c' }, null],
    ['a trailing space', { Authorization: 'Bearer a.b.c ' }, null],
    ['a trailing newline', { Authorization: 'Bearer a.b.c\n' }, null],
    ['quotes', { Authorization: 'Bearer "a.b.c"' }, null],
    ['a list joined by comma', { Authorization: 'Bearer a.b.c, Bearer d.e.f' }, null],
    ['a parameter', { Authorization: 'Bearer a.b.c;x=y' }, null],
    ['a NUL', { Authorization: 'Bearer a.b.c\u0000' }, null],
    ['a dotless i', { Authorization: 'Bearer a.b.c\u0131' }, null],
    ['two values', { Authorization: 'Bearer a.b.c' }, { Authorization: ['Bearer d.e.f', 'Bearer a.b.c'] }],
    ['two equal values', { Authorization: 'Bearer a.b.c' }, { Authorization: ['Bearer a.b.c', 'Bearer a.b.c'] }],
    ['a good value after an empty one', null, { Authorization: ['', 'Bearer a.b.c'] }],
    ['two names in the single map', { Authorization: 'Bearer a.b.c', authorization: 'Bearer a.b.c' }, null],
    ['two names in the multi map', null, { Authorization: ['Bearer a.b.c'], authorization: ['Bearer a.b.c'] }],
    ['maps that differ', { Authorization: 'Bearer a.b.c' }, { Authorization: ['Bearer d.e.f'] }],
    ['a number', { Authorization: 7 }, null],
    ['an object', { Authorization: { toString: 'Bearer a.b.c' } }, null],
    ['more than 10 KB', { Authorization: `Bearer ${'a'.repeat(10_241)}` }, null],
  ])('is malformed: %s', (_, single, multiple) => {
    expect(tokenOf(single, multiple)).toBe('refused: token_malformed');
  });

  test('of just 10 KB is read', () => {
    expect(tokenOf({ Authorization: `Bearer ${'a'.repeat(10_240)}` })).toHaveLength(10_240);
  });
});

describe('the request', () => {
  test('names the route and the stage', () => {
    expect(readRequest(event('t'))).toEqual({
      routeKey: 'GET /orders/{orderId}',
      pathParameters: { orderId: '42' },
      methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/orders/42',
      stageArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/',
    });
  });

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['the event alone', { requestContext: {} }, 'GET /orders/{orderId}'],
    ['no request context', { requestContext: undefined }, 'GET /orders/{orderId}'],
    ['the request context alone', { httpMethod: undefined, resource: undefined }, 'GET /orders/{orderId}'],
    ['methods that differ', { httpMethod: 'DELETE' }, undefined],
    ['resources that differ', { resource: '/orders' }, undefined],
    [
      'a method that the ARN does not name',
      { methodArn: 'arn:aws:execute-api:r:1:api/prod/POST/orders/42' },
      undefined,
    ],
    ['no resource', { resource: undefined, requestContext: { httpMethod: 'GET' } }, undefined],
  ])('with %s', (_, overrides, routeKey) => {
    expect(readRequest(event('t', overrides)).routeKey).toBe(routeKey);
  });

  test('may be for the root, in another partition', () => {
    const methodArn = 'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:a1b2c3/v1/GET/';
    expect(readRequest(event('t', { methodArn, pathParameters: null }))).toMatchObject({
      methodArn,
      stageArn: 'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:a1b2c3/v1/',
      pathParameters: {},
    });
  });

  test('may be for the stage that an HTTP API makes by itself', () => {
    const methodArn = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/$default/GET/orders';
    expect(readRequest(event('t', { methodArn }))).toMatchObject({
      methodArn,
      stageArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/$default/',
    });
  });

  test.each([
    [undefined],
    ['arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/$other/GET/orders'],
    [''],
    ['*'],
    ['arn:aws:execute-api:*:*:*'],
    ['arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod'],
    ['arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/*/GET/orders'],
    ['arn:aws:execute-api:eu-central-1:123456789012:*/prod/GET/orders'],
    ['arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/*/orders'],
    ['arn:aws:lambda:eu-central-1:123456789012:a1b2c3/prod/GET/orders'],
  ])('with the method ARN %p is an error', (methodArn) => {
    expect(() => readRequest(event('t', { methodArn }))).toThrow('unexpected methodArn');
  });
});

test.each([
  ['Bearer', { scheme: 'bearer', token: 'a.b.c' }],
  ['bEARER', { scheme: 'bearer', token: 'a.b.c' }],
  ['DPoP', { scheme: 'dpop', token: 'a.b.c' }],
  ['dpop', { scheme: 'dpop', token: 'a.b.c' }],
])('the scheme %s is told from the other', (scheme, credentials) => {
  expect(credentialsOf(event(undefined, { headers: { Authorization: `${scheme} a.b.c` } }))).toEqual(credentials);
});

test('a header that is as long as Authorization is another one', () => {
  const request = event(undefined, { headers: { 'Last-Modified': 'Bearer a.b.c' } });
  expect(() => credentialsOf(request)).toThrow('token_missing');
});

test('a list in the place of text is no header', () => {
  const request = event(undefined, { headers: { Authorization: ['Bearer a.b.c'] } });
  expect(() => credentialsOf(request)).toThrow('token_malformed');
});

test('what is null in the context is not given there', () => {
  const { routeKey } = readRequest(event('t', { requestContext: { httpMethod: null, resourcePath: null } }));
  expect(routeKey).toBe('GET /orders/{orderId}');
});
