import { BodyValidator } from '../../../local/src/requests/body-validation';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';
import { type Headers, verdictOn } from './body-support';

const BAD = 'BAD_REQUEST_BODY 400';
const ORDER = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } };
const MODELS = { 'application/json': ORDER };
const STRICT = { ...ORDER, additionalProperties: false };

test('a body that matches its model passes and leaves no error behind', () => {
  expect(verdictOn('{"sku":"AB"}', MODELS)).toEqual({ verdict: 'passed', detail: undefined });
});

test('a body that does not match is a bad request with the details in the context', async () => {
  const found = exchange({
    request: { method: 'POST', body: Buffer.from('{}') },
    route: route('POST /orders', { validateBody: true, models: MODELS }),
  });
  const error = await failureOf(() => new BodyValidator().check(found));
  expect(error).toMatchObject({
    responseType: 'BAD_REQUEST_BODY',
    status: 400,
    message: 'Invalid request body',
    errorType: 'BadRequestException',
    layer: 'validation',
  });
  expect(found.context.error.validationErrorString).toBe('[object has missing required properties (["sku"])]');
});

test('a method whose validator does not check bodies takes any', () => {
  const found = exchange({
    request: { body: Buffer.from('{') },
    route: route('POST /orders', { validateBody: false, validateParameters: true, models: MODELS }),
  });
  expect(() => new BodyValidator().check(found)).not.toThrow();
});

test.each<[string, string | Buffer]>([
  ['nothing', ''],
  ['white space', ' \n'],
  ['half of an object', '{"sku":"AB"'],
  ['two values', '{"sku":"AB"}{"sku":"AB"}'],
  ['single quotes', "{'sku':'AB'}"],
  ['a trailing comma', '{"sku":"AB",}'],
  ['a comment', '{"sku":"AB"} // yes'],
  ['NaN', 'NaN'],
  ['a byte order mark', '\uFEFF{"sku":"AB"}'],
  ['a form', 'sku=AB'],
  ['UTF-16', Buffer.from('{"sku":"AB"}', 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from([...Buffer.from('{"sku":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
  ['an overlong encoding', Buffer.from([...Buffer.from('{"sku":"'), 0xc0, 0xaf, ...Buffer.from('"}')])],
  ['a bare null', 'null'],
  ['a list around it', '[{"sku":"AB"}]'],
])('a body of %s does not pass', (_, body) => {
  expect(verdictOn(body, MODELS).verdict).toBe(BAD);
});

test.each<[string, Headers, string]>([
  ['its own', [['Content-Type', 'application/json']], BAD],
  ['another case and parameters', [['content-type', ' Application/JSON ; charset=utf-8']], BAD],
  ['none: it is taken for JSON', [], BAD],
  ['an empty one: it is taken for JSON', [['Content-Type', ' ']], BAD],
  ['another one: API Gateway does not check it', [['Content-Type', 'text/plain']], 'passed'],
  ['a longer one', [['Content-Type', 'application/json-patch']], 'passed'],
  [
    'two, the last without a model',
    [
      ['Content-Type', 'application/json'],
      ['Content-Type', 'text/plain'],
    ],
    BAD,
  ],
  [
    'two, the first without a model',
    [
      ['Content-Type', 'text/plain'],
      ['content-type', 'application/json'],
    ],
    BAD,
  ],
  ['two in one header', [['Content-Type', 'text/plain, application/json']], BAD],
])('with a model for application/json, content type %s', (_, headers, verdict) => {
  expect(verdictOn('{}', MODELS, headers).verdict).toBe(verdict);
});

test.each(['text/plain', '__proto__', 'constructor', 'application/xml; q=1'])(
  '$default checks content type %s',
  (type) => {
    expect(verdictOn('{}', { $default: ORDER }, [['Content-Type', type]]).verdict).toBe(BAD);
  },
);

test('a model of the content type wins over $default', () => {
  const models = { $default: ORDER, 'application/json': { type: 'number' } };
  expect(verdictOn('7', models).verdict).toBe('passed');
  expect(verdictOn('7', models, [['Content-Type', 'text/plain']]).verdict).toBe(BAD);
});

test('a body with two content types must match both of their models', () => {
  const models = { 'application/json': ORDER, 'application/xml': { maxProperties: 1 } };
  const headers: Headers = [
    ['Content-Type', 'application/json'],
    ['Content-Type', 'application/xml'],
  ];
  expect(verdictOn('{"sku":"AB"}', models, headers).verdict).toBe('passed');
  expect(verdictOn('{"x":1}', models, headers).verdict).toBe(BAD);
  expect(verdictOn('{"sku":"AB","x":1}', models, headers).verdict).toBe(BAD);
});

test('of two members with one name the last is checked, which is the one that a handler reads', () => {
  expect(verdictOn('{"sku":"AB","sku":7}', MODELS).verdict).toBe(BAD);
  expect(verdictOn('{"sku":7,"sku":"AB"}', MODELS).verdict).toBe('passed');
  expect(verdictOn('{"sku":"AB","s\\u006bu":7}', MODELS).verdict).toBe(BAD);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a member named %s is one like any other',
  (name) => {
    const required = { 'application/json': { required: [name] } };
    expect(verdictOn('{}', required).verdict).toBe(BAD);
    expect(verdictOn(`{"${name}":1}`, required).verdict).toBe('passed');
    expect(verdictOn(`{"sku":"AB","${name}":{}}`, { 'application/json': STRICT }).verdict).toBe(BAD);
  },
);

test('a __proto__ member does not lend its members to the body', () => {
  expect(verdictOn('{"__proto__":{"sku":"AB"}}', MODELS).verdict).toBe(BAD);
});

test('a number that no double holds is no number', () => {
  expect(verdictOn('1e400', { 'application/json': { type: 'number' } }).verdict).toBe(BAD);
});

const TREE = { type: 'object', additionalProperties: { $ref: '#' } };
test.each<[string, string, unknown]>([
  ['lists without an end', '['.repeat(200_000), ORDER],
  ['objects in objects', `${'{"a":'.repeat(200_000)}{}${'}'.repeat(200_000)}`, TREE],
  [
    'lists that must differ',
    `[${'['.repeat(100_000)}${']'.repeat(100_000)},${'['.repeat(100_000)}${']'.repeat(100_000)}]`,
    { uniqueItems: true },
  ],
  ['a list that is not of an enum', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, { enum: [1] }],
  ['a schema without an end', '{}', { $ref: '#' }],
])('%s: a bad request, not a crash', (_, body, schema) => {
  expect(verdictOn(body, { 'application/json': schema }).verdict).toBe(BAD);
});

test('of a large body only the first error is described', () => {
  const numbers = { 'application/json': { items: { type: 'string' } } };
  const { verdict, detail } = verdictOn(`[${'1,'.repeat(100_000)}1]`, numbers);
  expect(verdict).toBe(BAD);
  expect(detail).toBe('[instance type (integer) does not match any allowed primitive type (allowed: ["string"])]');
});

test('a model is compiled once', () => {
  let reads = 0;
  const counted = {
    type: 'object',
    get required() {
      reads++;
      return ['sku'];
    },
  };
  const validator = new BodyValidator();
  const models = { 'application/json': counted };
  expect(verdictOn('{}', models, [], validator).verdict).toBe(BAD);
  const afterFirst = reads;
  expect(verdictOn('{"sku":1}', models, [], validator).verdict).toBe('passed');
  expect(afterFirst).toBeGreaterThan(0);
  expect(reads).toBe(afterFirst);
});

describe('a pattern that a text can keep busy', () => {
  const LONG = 'a'.repeat(50_000);
  const SLOW = '^(a+)+$';

  test.each<[string, object, string, string]>([
    ['of a value', { type: 'string', pattern: SLOW }, `"${LONG}!"`, BAD],
    ['of a value that matches', { type: 'string', pattern: SLOW }, `"${LONG}"`, 'passed'],
    ['in a list', { type: 'array', items: { pattern: SLOW } }, `["a","${LONG}!"]`, BAD],
    ['in an alternative', { anyOf: [{ pattern: SLOW }, { type: 'number' }] }, `"${LONG}!"`, BAD],
    ['that must not match', { not: { pattern: SLOW } }, `"${LONG}!"`, 'passed'],
    [
      'of a name',
      { patternProperties: { [SLOW]: { type: 'number' } }, additionalProperties: false },
      `{"${LONG}!":1}`,
      BAD,
    ],
    [
      'of a name that matches',
      { patternProperties: { [SLOW]: { type: 'number' } }, additionalProperties: false },
      `{"${LONG}":1}`,
      'passed',
    ],
  ])('%s is evaluated in time', (_, schema, body, verdict) => {
    const started = process.cpuUsage();
    expect(verdictOn(body, { 'application/json': schema }).verdict).toBe(verdict);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });

  test.each<[string, object]>([
    ['alone', { pattern: '^(?=a)(a+)+$' }],
    // What cannot be told neither matches nor does not.
    ['in not', { not: { pattern: '^(?=a)(a+)+$' } }],
    ['beside another', { anyOf: [{ pattern: '^(?=a)(a+)+$' }, { type: 'string' }] }],
  ])('and cannot be walked through is refused: %s', (_, schema) => {
    const { verdict, message } = verdictOn(`"${LONG}!"`, { 'application/json': schema });
    expect(verdict).toBe('refused');
    expect(message).toBe('the pattern "^(?=a)(a+)+$" takes longer than 250 ms for this value');
    expect(verdictOn('"b"', { 'application/json': { pattern: '^(?=a)(a+)+$' } }).verdict).toBe(BAD);
  });
});

describe('a body of a binary media type', () => {
  const validator = new BodyValidator(new Map(), ['image/*', 'application/pdf']);
  const models = { $default: { type: 'object', required: ['sku'] } };

  test.each(['image/png', 'IMAGE/PNG', 'application/pdf; v=1', 'text/plain, image/gif'])(
    'is not judged: %s',
    (type) => {
      expect(verdictOn('{"sku":1}', models, [['Content-Type', type]], validator).verdict).toBe('refused');
    },
  );

  test('is no matter where there is no model, no body, or another type', () => {
    expect(verdictOn('x', {}, [['Content-Type', 'image/png']], validator).verdict).toBe('passed');
    expect(verdictOn('', models, [['Content-Type', 'image/png']], validator).verdict).toBe(BAD);
    expect(verdictOn('{"sku":1}', models, [['Content-Type', 'text/plain']], validator).verdict).toBe('passed');
    expect(verdictOn('{"sku":1}', models, [['Content-Type', 'image/png']]).verdict).toBe('passed');
  });
});
