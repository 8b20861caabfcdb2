import { GatewayError } from '../../../local/src/chain/gateway-error';
import { lambdaProxyAnswer } from '../../../local/src/integrations/lambda-proxy-answer';

function answer(payload: unknown, decode = true) {
  const { status, headers, body } = lambdaProxyAnswer(payload, () => decode);
  return { status, headers: headers.map((header) => header.join(': ')), body: body.toString() };
}

const JSON_TYPE = 'Content-Type: application/json';

test.each<[string, unknown, ReturnType<typeof answer>]>([
  ['nothing but braces', {}, { status: 200, headers: [JSON_TYPE], body: '' }],
  ['a status as text', { statusCode: '418' }, { status: 418, headers: [JSON_TYPE], body: '' }],
  ['only a body', { body: 'tea' }, { status: 200, headers: [JSON_TYPE], body: 'tea' }],
  [
    'a body in base64',
    { statusCode: 201, body: 'dGVh', isBase64Encoded: true },
    { status: 201, headers: [JSON_TYPE], body: 'tea' },
  ],
  ['empty members', { body: null, headers: null }, { status: 200, headers: [JSON_TYPE], body: '' }],
  [
    'its own type, in its own case',
    { headers: { 'content-TYPE': 'text/plain' } },
    { status: 200, headers: ['content-TYPE: text/plain'], body: '' },
  ],
  [
    'both kinds of headers',
    { headers: { 'X-A': 'one', 'X-B': 'two' }, multiValueHeaders: { 'x-a': ['three', 'four'] } },
    { status: 200, headers: ['X-B: two', 'x-a: three', 'x-a: four', JSON_TYPE], body: '' },
  ],
  [
    'headers that it may not set',
    { headers: { Authorization: 'a', Server: 's', 'WWW-Authenticate': 'w', Connection: 'close' } },
    {
      status: 200,
      headers: [
        'x-amzn-Remapped-Authorization: a',
        'x-amzn-Remapped-Server: s',
        'x-amzn-Remapped-WWW-Authenticate: w',
        'x-amzn-Remapped-Connection: close',
        JSON_TYPE,
      ],
      body: '',
    },
  ],
  ['a header that is true', { headers: { 'X-A': true } }, { status: 200, headers: ['X-A: true', JSON_TYPE], body: '' }],
])('a proxy response with %s is an answer', (_, payload, expected) => {
  expect(answer(payload)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['text', 'ok'],
  ['a number', 200],
  ['a list', [{ statusCode: 200 }]],
  ['another member', { statusCode: 200, wrongValue: 1 }],
  ['an error', { errorMessage: 'secret', errorType: 'Error' }],
  ['a status of words', { statusCode: 'ok' }],
  ['a status out of range', { statusCode: 99 }],
  ['an informational status', { statusCode: 101 }],
  ['a status of 600', { statusCode: 600 }],
  ['a broken status', { statusCode: 200.5 }],
  ['an object as its body', { body: { a: 1 } }],
  ['a number as its body', { body: 7 }],
  ['base64 in words', { body: 'x', isBase64Encoded: 'true' }],
  ['headers in a list', { headers: ['X-A'] }],
  ['a header that is an object', { headers: { 'X-A': {} } }],
  ['a header that is null', { headers: { 'X-A': null } }],
  ['a list of headers that is text', { multiValueHeaders: { 'X-A': 'one' } }],
  ['a list of headers with an object', { multiValueHeaders: { 'X-A': [{}] } }],
  ['a line break in a value', { headers: { 'X-A': 'b\r\nX-Evil: 1' } }],
  ['a line break in a name', { headers: { 'X-A\r\nX-Evil': '1' } }],
  ['an empty name', { headers: { '': '1' } }],
  ['a null character', { headers: { 'X-A': 'a\u0000b' } }],
])('%s is a bad gateway', (_, payload) => {
  expect(() => answer(payload)).toThrow(GatewayError);
  expect(() => answer(payload)).toThrow(
    expect.objectContaining({ status: 502, message: 'Internal server error', responseType: 'DEFAULT_5XX' }),
  );
});

test('a body in base64 stays as it is for a client that takes nothing binary', () => {
  expect(answer({ body: 'dGVh', isBase64Encoded: true }, false).body).toBe('dGVh');
});
