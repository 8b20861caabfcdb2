import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RequestBody, RouteTarget } from '../../../lib';
import { newGateway, newStack, onlyResource } from '../../support/synth';

type Schema = { [key: string]: unknown };

const LOST = 'and may have lost a null on its way from another language';
const WAYS_OUT =
  "give the schema as text, RequestBody.jsonText(), which loses nothing, or say 'allowEmptySchemas: true' if it is meant so";

/** What API Gateway is told to enforce. */
function modelOf(body: RequestBody): Schema {
  const stack = newStack();
  newGateway(stack).addRoute('POST /a', RouteTarget.mock({ statusCode: 200 }), {
    access: Access.authenticated(),
    body,
  });
  const { Schema: schema } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Model').Properties as {
    Schema: Schema;
  };
  return schema;
}

/** What jsii makes of an object from another language: members that are null are gone. */
function fromAnotherLanguage(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) => (item === null ? undefined : fromAnotherLanguage(item)));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]): [string, unknown] => [name, fromAnotherLanguage(member)]));
}

const lost = { const: null };

/** Where a schema that only says `const: null` can stand, and what of it is refused. */
const SUBSCHEMAS: Array<[Schema, string]> = [
  [{ type: 'object', properties: { a: lost } }, '#/properties/a'],
  [{ type: 'object', properties: { a: { properties: { 'b/c': lost } } } }, '#/properties/a/properties/b~1c'],
  [{ type: 'object', patternProperties: { '^x': lost } }, '#/patternProperties/^x'],
  [{ type: 'object', additionalProperties: lost }, '#/additionalProperties'],
  [{ type: 'array', items: lost }, '#/items'],
  [{ type: 'array', items: [{ type: 'string' }, lost] }, '#/items/1'],
  [{ type: 'array', items: [{ type: 'string' }], additionalItems: lost }, '#/additionalItems'],
  [{ type: 'object', not: lost }, '#/not'],
  [{ allOf: [{ type: 'object' }, lost] }, '#/allOf/1'],
  [{ anyOf: [{ type: 'object' }, lost] }, '#/anyOf/1'],
  [{ oneOf: [lost, { type: 'object' }] }, '#/oneOf/0'],
  [{ type: 'object', dependencies: { a: lost } }, '#/dependencies/a'],
  [{ properties: { a: { $ref: '#/definitions/A' } }, definitions: { A: lost } }, '#/definitions/A'],
  [{ properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: lost } }, '#/$defs/A'],
  [{ type: 'array', items: { pattern: null } }, '#/items'],
  [{ type: 'array', items: { required: null } }, '#/items'],
  [{ type: 'array', items: { enum: null } }, '#/items'],
  [{ type: 'array', items: { type: null } }, '#/items'],
  [{ type: 'array', items: { not: null } }, '#/items'],
  [{ type: 'array', items: { $ref: null } }, '#/items'],
];

test.each(SUBSCHEMAS)('an object from another language that was %j is refused', (schema, pointer) => {
  expect(() => modelOf(RequestBody.json(fromAnotherLanguage(schema) as Schema))).toThrow(
    `the schema at '${pointer}' is {}, which accepts everything, ${LOST}; write true in its place, or ${WAYS_OUT} ` +
      "(at S/Api, body of 'POST /a') [SchemaEmpty]",
  );
});

test.each<[Schema, string, string]>([
  [{ items: { description: 'any' } }, '#/items', '{"description":"any"}'],
  [{ items: { title: 't', default: 1, examples: [1], $comment: 'c' } }, '#/items', '{"title":"t","default":1,'],
  [{ items: { required: [] } }, '#/items', '{"required":[]}'],
  [{ items: { dependencies: {} } }, '#/items', '{"dependencies":{}}'],
  [{ items: { patternProperties: {} } }, '#/items', '{"patternProperties":{}}'],
])('a schema that only describes is as empty: %j', (schema, pointer, shown) => {
  expect(() => modelOf(RequestBody.json(schema))).toThrow(`the schema at '${pointer}' is ${shown}`);
  expect(() => modelOf(RequestBody.json(schema))).toThrow('[SchemaEmpty]');
});

test.each<[Schema, string, string]>([
  [{ type: 'object', dependencies: {} }, '#/dependencies', 'dependencies'],
  [{ type: 'object', patternProperties: {} }, '#/patternProperties', 'patternProperties'],
])('a map whose only entry may have been null is refused: %j', (schema, pointer, keyword) => {
  expect(() => modelOf(RequestBody.json(schema))).toThrow(
    `the value at '${pointer}' is {}, which asks for nothing, ${LOST}; leave '${keyword}' out, or ${WAYS_OUT} ` +
      "(at S/Api, body of 'POST /a') [SchemaEmpty]",
  );
});

test.each<[Schema, string, string]>([
  [{ enum: [{ k: null }] }, '#/enum/0', '{}'],
  [{ enum: [1, { j: 1, k: null }] }, '#/enum/1', '{"j":1}'],
  [{ enum: [1, [[{ k: null }]]] }, '#/enum/1/0/0', '{}'],
  [{ const: { a: { k: null } } }, '#/const', '{"a":{}}'],
  [{ properties: { a: { const: [{ k: null }] } } }, '#/properties/a/const/0', '{}'],
])('an object in a value is refused: %j', (schema, pointer, shown) => {
  expect(() => modelOf(RequestBody.json(fromAnotherLanguage(schema) as Schema))).toThrow(
    `the value at '${pointer}' is ${shown}, an object, ${LOST}; ${WAYS_OUT} (at S/Api, body of 'POST /a') [SchemaEmpty]`,
  );
});

test('draft-04 has no true to write', () => {
  const $schema = 'http://json-schema.org/draft-04/schema#';
  expect(() => modelOf(RequestBody.json({ $schema, items: {} }))).toThrow(
    `the schema at '#/items' is {}, which accepts everything, ${LOST}; ${WAYS_OUT} (at S/Api, body of 'POST /a') [SchemaEmpty]`,
  );
});

test('null in a list arrives as undefined, and the error says what to do', () => {
  expect(() => modelOf(RequestBody.json(fromAnotherLanguage({ enum: ['a', null] }) as Schema))).toThrow(
    "the value at '#/enum/1' is undefined; a schema must hold JSON values only; a null of another language arrives so: " +
      "use RequestBody.jsonText() (at S/Api, body of 'POST /a') [SchemaInvalid]",
  );
});

test.each(SUBSCHEMAS.slice(0, 14))('as text %j keeps its null', (schema) => {
  expect(JSON.stringify(modelOf(RequestBody.jsonText(JSON.stringify(schema))))).toContain('{"enum":[null]}');
});

test('as text nothing is refused for being empty', () => {
  const text =
    '{"type":"array","items":{},"enum":[{"k":null}],"dependencies":{},"not":{"items":{"description":"any"}}}';
  expect(modelOf(RequestBody.jsonText(text))).toMatchObject({ items: {}, enum: [{ k: null }], dependencies: {} });
});

test('what is meant can be said', () => {
  const schema = { type: 'array', items: {}, enum: [{}, { k: 1 }], dependencies: {}, not: { items: {} } };
  expect(modelOf(RequestBody.json(schema, { allowEmptySchemas: true }))).toMatchObject(schema);
  expect(() => modelOf(RequestBody.json(schema, { allowEmptySchemas: 'no' as never }))).toThrow('[SchemaEmpty]');
  expect(modelOf(RequestBody.json({ type: 'array', items: true, not: { items: false } }))).toMatchObject({
    items: {},
    not: { items: { not: {} } },
  });
});

test.each<[string, Schema]>([
  ['an object without properties', { type: 'object', properties: {} }],
  ['a property named like an annotation', { type: 'object', properties: { description: { type: 'string' } } }],
  ['values without objects', { enum: ['a', 1, null, [null, 'b']] }],
  ['an annotation that is empty', { type: 'object', default: {}, examples: [{}] }],
])('%s is not empty', (_what, schema) => {
  expect(() => modelOf(RequestBody.json(schema))).not.toThrow();
});

describe('the language of the caller', () => {
  const agent = process.env.JSII_AGENT;
  afterEach(() => {
    if (agent === undefined) delete process.env.JSII_AGENT;
    else process.env.JSII_AGENT = agent;
  });

  function warningsOf(body: RequestBody): unknown[] {
    const stack = newStack();
    const access = Access.authenticated();
    newGateway(stack).addRoute('POST /a', RouteTarget.mock({ statusCode: 200 }), { access, body });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => entry.data);
  }

  test('is warned of where an object crosses', () => {
    process.env.JSII_AGENT = 'Python/3.11.7';
    expect(warningsOf(RequestBody.json({ type: 'string', minLength: 3 }))).toEqual([
      "the schema of the body of 'POST /a' came as an object from Python/3.11.7, where members that are null are lost on " +
        'the way; give it as text: RequestBody.jsonText() [ack: cdk-secure-api-gateway:schemaNotText]',
    ]);
    expect(warningsOf(RequestBody.jsonText('{"type":"string","minLength":4}'))).toEqual([]);
  });

  test('is named where the whole schema is empty', () => {
    process.env.JSII_AGENT = 'Java/17';
    expect(() => warningsOf(RequestBody.json({}))).toThrow(
      'the schema accepts every body; say what bodies look like, or RequestBody.unvalidated(reason); if it held a null, ' +
        "give it as text, RequestBody.jsonText(): members that are null are lost on the way (at S/Api, body of 'POST /a') [SchemaInvalid]",
    );
  });

  test('is not warned of in TypeScript', () => {
    delete process.env.JSII_AGENT;
    expect(warningsOf(RequestBody.json({ type: 'string', minLength: 3 }))).toEqual([]);
  });
});
