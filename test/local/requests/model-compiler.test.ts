import { unresolved } from '../../../local/src/assembly/resolved-stack';
import { BodyValidator } from '../../../local/src/requests/body-validation';
import { matches, verdictOn } from './body-support';

const models = (schema: unknown) => ({ 'application/json': schema });
const URL = 'https://apigateway.amazonaws.com/restapis/abc123/models';

test.each<[string, unknown]>([
  ['const', { const: 1 }],
  ['if', { properties: { a: { if: {}, then: { type: 'string' } } } }],
  ['contains', { items: [{ contains: { type: 'string' } }] }],
  ['propertyNames', { allOf: [{ propertyNames: { pattern: '^a' } }] }],
  ['$id', { $id: 'x' }],
  ['$defs', { $defs: {} }],
  ['$async', { $async: true, type: 'object' }],
  ['unevaluatedProperties', { definitions: { A: { unevaluatedProperties: false } }, $ref: '#/definitions/A' }],
  ['dependentRequired', { not: { dependentRequired: {} } }],
  ['a word of nobody', { additionalProperties: { mustBeNice: true } }],
  ['a numeric exclusiveMinimum', { exclusiveMinimum: 3 }],
  ['another draft', { $schema: 'http://json-schema.org/draft-07/schema#' }],
  ['a type that does not exist', { type: 'decimal' }],
  ['a pattern that does not compile', { pattern: '(' }],
  ['an empty required', { required: [] }],
  ['a $ref that leads nowhere', { $ref: '#/definitions/Gone' }],
  ['a $ref to elsewhere', { $ref: 'https://example.com/schema.json' }],
  ['a $ref to a model that is not there', { properties: { a: { $ref: `${URL}/Gone` } } }],
  ['a property named __proto__', JSON.parse('{"properties":{"__proto__":{"type":"string"}}}')],
  ['a keyword named __proto__', JSON.parse('{"__proto__":{"type":"string"}}')],
  ['a value that only AWS knows', { properties: { a: { pattern: unresolved('a parameter') } } }],
  ['a text', 'a schema'],
  ['null', null],
  ['true', true],
  ['a list', []],
])('a model with %s refuses every body', (_, schema) => {
  for (const body of ['{}', '1', '"x"', 'no JSON', '']) {
    expect(verdictOn(body, models(schema)).verdict).toBe('refused');
  }
});

test('a refusal names the method and why', () => {
  expect(verdictOn('{}', models({ const: 1 })).message).toBe(
    'the body model of POST /orders cannot be evaluated: the keyword "const" is not of JSON schema draft-04',
  );
});

test('a schema that is nested too deeply refuses', () => {
  let deep: unknown = {};
  for (let level = 0; level < 20_000; level++) deep = { items: deep };
  expect(verdictOn('[]', models(deep)).verdict).toBe('refused');
});

test('a property may be called like a keyword of another draft', () => {
  const schema = { properties: { const: { type: 'string' }, if: { type: 'number' }, $id: { type: 'null' } } };
  expect(matches(schema, '{"const":"a","if":1,"$id":null}')).toBe(true);
  expect(matches(schema, '{"const":1}')).toBe(false);
  expect(matches(schema, '{"$id":1}')).toBe(false);
});

test.each<[string, unknown, string]>([
  ['format is not checked', { type: 'string', format: 'email' }, '"nobody"'],
  ['annotations check nothing', { title: 't', default: 3, example: 'e', 'x-note': {}, xml: {} }, '1'],
  ['what stands beside $ref does not count', { $ref: '#/definitions/A', maxLength: 1, definitions: { A: {} } }, '"ab"'],
  ['a pattern needs no u flag', { pattern: '^[\\w-.]+\\-$' }, '"a.b-"'],
  ['a length is counted in characters', { maxLength: 1 }, '"😀"'],
])('%s', (_, schema, body) => {
  expect(matches(schema, body)).toBe(true);
});

test('nullable, which draft-04 does not have, lets no null in', () => {
  expect(matches({ type: 'string', nullable: true }, 'null')).toBe(false);
  expect(matches({ type: 'string', nullable: true }, '"x"')).toBe(true);
});

test.each<[string, number, boolean]>([
  ['0.0075', 0.0001, true],
  ['0.00751', 0.0001, false],
  ['19.99', 0.01, true],
  ['1e300', 7, false],
  ['1e-9', 1, false],
  ['-35', 7, true],
  ['0', 7, true],
])('%s is a multiple of %d: %s', (value, step, expected) => {
  expect(matches({ multipleOf: step }, value)).toBe(expected);
});

describe('references between models', () => {
  const line = { properties: { sku: { $ref: '#/definitions/Sku' } }, definitions: { Sku: { pattern: '^S' } } };
  const node = { type: 'object', properties: { next: { $ref: `${URL}/Node` }, line: { $ref: `${URL}/Line` } } };
  const validator = new BodyValidator(
    new Map<string, unknown>([
      ['Line', line],
      ['Node', node],
      ['Later', { properties: { a: { const: 1 } } }],
    ]),
  );
  const verdict = (body: string, schema: unknown) => verdictOn(body, models(schema), [], validator).verdict;

  test.each<[string, string]>([
    ['{"next":{"next":{"line":{"sku":"S1"}}}}', 'passed'],
    ['{"next":{"next":{"line":{"sku":"T1"}}}}', 'BAD_REQUEST_BODY 400'],
    ['{"next":{"next":7}}', 'BAD_REQUEST_BODY 400'],
  ])('%s: %s', (body, expected) => {
    expect(verdict(body, node)).toBe(expected);
  });

  test('a fragment leads into the other model', () => {
    expect(verdict('"S2"', { $ref: `${URL}/Line#/definitions/Sku` })).toBe('passed');
    expect(verdict('"T2"', { $ref: `${URL}/Line#/definitions/Sku` })).toBe('BAD_REQUEST_BODY 400');
  });

  test('a model that refers to one that cannot be evaluated refuses', () => {
    expect(verdict('{}', { properties: { x: { $ref: `${URL}/Later` } } })).toBe('refused');
  });
});
