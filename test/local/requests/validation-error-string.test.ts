import { verdictOn } from './body-support';

test.each<[string, unknown, string]>([
  ['{}', { required: ['name', 'age'] }, 'object has missing required properties (["age","name"])'],
  [
    '{"b":1,"a":2}',
    { additionalProperties: false },
    'object instance has properties which are not allowed by the schema: ["a","b"]',
  ],
  [
    '"x"',
    { type: 'number' },
    'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
  ],
  ['null', { type: ['array'] }, 'instance type (null) does not match any allowed primitive type (allowed: ["array"])'],
  ['"cat"', { enum: ['dog', 3] }, 'instance value ("cat") not found in enum (possible values: ["dog",3])'],
  ['"ab"', { minLength: 3 }, 'string "ab" is too short (length: 2, required minimum: 3)'],
  ['"abcd"', { maxLength: 3 }, 'string "abcd" is too long (length: 4, maximum allowed: 3)'],
  ['"a1"', { pattern: '^[a-z]+$' }, 'ECMA 262 regex "^[a-z]+$" does not match input string "a1"'],
  ['-2', { minimum: 1 }, 'numeric instance is lower than the required minimum (minimum: 1, found: -2)'],
  ['600', { maximum: 500 }, 'numeric instance is greater than the required maximum (maximum: 500, found: 600)'],
  ['5', { minimum: 5, exclusiveMinimum: true }, 'numeric instance is not strictly greater than the required minimum 5'],
  ['6', { maximum: 6, exclusiveMaximum: true }, 'numeric instance is not strictly lower than the required maximum 6'],
  ['[]', { minItems: 1 }, 'array is too short: must have at least 1 elements but instance has 0 elements'],
  ['[1,2,3]', { maxItems: 2 }, 'array is too long: must have at most 2 elements but instance has 3 elements'],
  ['[1,1]', { uniqueItems: true }, 'array must not contain duplicate elements'],
  ['{}', { minProperties: 2 }, 'object has too few properties (found 0 but schema requires at least 2)'],
  ['{"a":1}', { maxProperties: 0 }, 'object has too many properties (found 1 but schema requires at most 0)'],
  [
    '1',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    'instance failed to match at least one required schema among 2',
  ],
  ['1', { not: {} }, 'instance matched a schema which it should not have'],
  ['7', { multipleOf: 4 }, 'remainder of division is not zero (7 / 4)'],
  [
    '1',
    { oneOf: [{ type: 'string' }, { type: 'null' }] },
    'instance failed to match exactly one schema (matched 0 out of 2)',
  ],
  ['1', { oneOf: [{}, { minimum: 0 }] }, 'instance failed to match exactly one schema (matched 2 out of 2)'],
])('%s against %j', (body, schema, message) => {
  expect(verdictOn(body, { 'application/json': schema }).detail).toBe(`[${message}]`);
});

test('several problems stand side by side', () => {
  const schema = { required: ['a'], properties: { b: { type: 'string' }, c: { maximum: 1 } } };
  const { detail } = verdictOn('{"b":1,"c":2}', { 'application/json': schema });
  expect(detail).toBe(
    '[object has missing required properties (["a"]), ' +
      'instance type (integer) does not match any allowed primitive type (allowed: ["string"]), ' +
      'numeric instance is greater than the required maximum (maximum: 1, found: 2)]',
  );
});
