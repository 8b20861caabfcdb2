import { checkRequiredParameters } from '../../../local/src/requests/parameter-validation';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';

const REQUIRED = { headers: ['X-Trace', 'issuer'], path: ['orderId'], query: ['page', 'size'] };
const ROUTE = route('GET /orders/{orderId}', { validateParameters: true, requiredParameters: REQUIRED });
const COMPLETE = {
  request: {
    headers: [
      ['x-TRACE', 't1'],
      ['Issuer', 'i1'],
    ] as const,
    rawQuery: 'page=2&size=50',
  },
  route: ROUTE,
  pathParameters: { orderId: '42' },
};

test('a request with every required parameter passes, whatever the case of its header names', () => {
  expect(() => checkRequiredParameters(exchange(COMPLETE))).not.toThrow();
});

test('what is missing is named: headers, then path, then query', async () => {
  const error = await failureOf(() => checkRequiredParameters(exchange({ route: ROUTE })));
  expect(error).toMatchObject({
    responseType: 'BAD_REQUEST_PARAMETERS',
    status: 400,
    message: 'Missing required request parameters: [X-Trace, issuer, orderId, page, size]',
    errorType: 'BadRequestException',
    layer: 'validation',
  });
});

test('a method whose validator does not check parameters requires none', () => {
  const unchecked = { ...ROUTE, validateParameters: false, validateBody: true };
  expect(() => checkRequiredParameters(exchange({ route: unchecked }))).not.toThrow();
});

test.each<[string, object, string]>([
  ['an empty query parameter', { request: { ...COMPLETE.request, rawQuery: 'page=&size=50' } }, 'page'],
  ['a query parameter without a value', { request: { ...COMPLETE.request, rawQuery: 'page=2&size' } }, 'size'],
  ['an encoded blank', { request: { ...COMPLETE.request, rawQuery: 'page=%20%09&size=50' } }, 'page'],
  ['a plus for a blank', { request: { ...COMPLETE.request, rawQuery: 'page=2&size=+' } }, 'size'],
  ['another case of a query parameter', { request: { ...COMPLETE.request, rawQuery: 'Page=2&size=50' } }, 'page'],
  ['a blank last value', { request: { ...COMPLETE.request, rawQuery: 'page=2&page=&size=50' } }, 'page'],
  ['a blank path parameter', { pathParameters: { orderId: ' ' } }, 'orderId'],
  [
    'a blank header',
    {
      request: {
        ...COMPLETE.request,
        headers: [
          ['X-Trace', '  '],
          ['issuer', 'i1'],
        ],
      },
    },
    'X-Trace',
  ],
])('%s is missing', async (_, change, name) => {
  const error = await failureOf(() => checkRequiredParameters(exchange({ ...COMPLETE, ...change })));
  expect(error.message).toBe(`Missing required request parameters: [${name}]`);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a parameter named %s is not there by inheritance',
  async (name) => {
    const strange = { ...ROUTE, requiredParameters: { headers: [name], path: [name], query: [name] } };
    const error = await failureOf(() => checkRequiredParameters(exchange({ ...COMPLETE, route: strange })));
    expect(error.message).toBe(`Missing required request parameters: [${name}, ${name}, ${name}]`);
  },
);
