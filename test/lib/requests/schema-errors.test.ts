import { App, Stack } from 'aws-cdk-lib';
import { SecureApiError } from '../../../lib/private/errors';
import { compileSchema } from '../../../lib/requests/schema-compiler';

type Case = [schema: unknown, message: string];

function failure(schema: unknown): SecureApiError {
  try {
    compileSchema('RequestBody.json', schema as Record<string, unknown>);
  } catch (error) {
    expect(error).toBeInstanceOf(SecureApiError);
    return error as SecureApiError;
  }
  throw new Error(`compiled: ${JSON.stringify(schema)}`);
}

function expectFailures(code: string, cases: Case[]): void {
  test.each(cases)(`${code}: %j`, (schema, message) => {
    const error = failure(schema);
    expect(error.message).toBe(`${message} (at RequestBody.json) [${code}]`);
    expect(error.code).toBe(code);
  });
}

const SCHEMA_URIS =
  'it must be http://json-schema.org/draft-04/schema, http://json-schema.org/draft-06/schema, ' +
  'http://json-schema.org/draft-07/schema, https://json-schema.org/draft/2019-09/schema, ' +
  'https://json-schema.org/draft/2020-12/schema';
const STRING = 'it must be a string';
const NUMBER = 'it must be a number';
const SIZE = 'it must be a whole number of 0 or more';
const TYPE = 'it must be one of array, boolean, integer, null, number, object, string, or a list of different ones';
const SCHEMA = 'it must be a schema: an object, and no CDK token';
const OBJECT = 'it must be an object, and no CDK token';
const BRANCHES = 'it must be a list of at least one schema';
const ENUM = 'it must be a list of at least one value, all of them different';
const NAMES = 'it must be a list of different property names';

test('names the construct', () => {
  const stack = new Stack(new App(), 'Shop');
  expect(() => compileSchema(stack, { type: 'strin' })).toThrow(
    new Error(`the value at '#/type' is "strin"; ${TYPE} (at Shop) [SchemaInvalid]`),
  );
});

describe('fails for a root that is no object', () => {
  const ROOT = 'it must be a JSON Schema object';
  expectFailures('SchemaInvalid', [
    [undefined, `the schema is undefined; ${ROOT}`],
    [null, `the schema is null; ${ROOT}`],
    [true, `the schema is true; ${ROOT}`],
    [false, `the schema is false; ${ROOT}`],
    [7, `the schema is 7; ${ROOT}`],
    ['{}', `the schema is "{}"; ${ROOT}`],
    [[{}], `the schema is a list; ${ROOT}`],
    [new Map(), `the schema is an instance of Map; ${ROOT}`],
    [() => ({}), `the schema is a function; ${ROOT}`],
    [10n, `the schema is a bigint; ${ROOT}`],
  ] as Case[]);
});

describe('fails for values that break JSON Schema', () => {
  expectFailures('SchemaInvalid', [
    [
      { $schema: 'http://json-schema.org/draft-03/schema#' },
      `the value at '#/$schema' is "http://json-schema.org/draft-03/schema#"; ${SCHEMA_URIS}`,
    ],
    [
      { $schema: 'http://json-schema.org/draft-07/schema##' },
      `the value at '#/$schema' is "http://json-schema.org/draft-07/schema##"; ${SCHEMA_URIS}`,
    ],
    [{ $schema: 4 }, `the value at '#/$schema' is 4; ${SCHEMA_URIS}`],
    [{ $id: 4 }, `the value at '#/$id' is 4; ${STRING}`],
    [{ id: {} }, `the value at '#/id' is {}; ${STRING}`],
    [{ title: 1 }, `the value at '#/title' is 1; ${STRING}`],
    [{ description: ['a'] }, `the value at '#/description' is ["a"]; ${STRING}`],
    [{ type: 'strin' }, `the value at '#/type' is "strin"; ${TYPE}`],
    [{ type: 'any' }, `the value at '#/type' is "any"; ${TYPE}`],
    [{ type: 'String' }, `the value at '#/type' is "String"; ${TYPE}`],
    [{ type: [] }, `the value at '#/type' is []; ${TYPE}`],
    [{ type: null }, `the value at '#/type' is null; ${TYPE}`],
    [{ type: ['string', 'string'] }, `the value at '#/type' is ["string","string"]; ${TYPE}`],
    [{ type: ['string', { type: 'null' }] }, `the value at '#/type' is ["string",{"type":"null"}]; ${TYPE}`],
    [{ enum: [] }, `the value at '#/enum' is []; ${ENUM}`],
    [{ enum: 'a' }, `the value at '#/enum' is "a"; ${ENUM}`],
    [{ enum: { a: 1 } }, `the value at '#/enum' is {"a":1}; ${ENUM}`],
    [{ enum: [1, 1.0] }, `the value at '#/enum' is [1,1]; ${ENUM}`],
    [
      {
        enum: [
          { a: 1, b: [2] },
          { b: [2], a: 1 },
        ],
      },
      `the value at '#/enum' is [{"a":1,"b":[2]},{"b":[2],"a":1}]; ${ENUM}`,
    ],
    [{ const: 1, enum: [1] }, `'const' at '#/const' stands beside 'enum'; keep one of the two`],
    [{ minimum: '1' }, `the value at '#/minimum' is "1"; ${NUMBER}`],
    [{ maximum: null }, `the value at '#/maximum' is null; ${NUMBER}`],
    [{ maximum: Infinity }, `the value at '#/maximum' is Infinity; a schema must hold JSON values only`],
    [{ minimum: NaN }, `the value at '#/minimum' is NaN; a schema must hold JSON values only`],
    [{ multipleOf: 0 }, `the value at '#/multipleOf' is 0; it must be a number above 0`],
    [{ multipleOf: -2 }, `the value at '#/multipleOf' is -2; it must be a number above 0`],
    [{ minLength: -1 }, `the value at '#/minLength' is -1; ${SIZE}`],
    [{ maxLength: 1.5 }, `the value at '#/maxLength' is 1.5; ${SIZE}`],
    [{ minItems: '1' }, `the value at '#/minItems' is "1"; ${SIZE}`],
    [{ maxItems: true }, `the value at '#/maxItems' is true; ${SIZE}`],
    [{ minProperties: -1 }, `the value at '#/minProperties' is -1; ${SIZE}`],
    [{ maxProperties: {} }, `the value at '#/maxProperties' is {}; ${SIZE}`],
    [{ uniqueItems: 'true' }, `the value at '#/uniqueItems' is "true"; it must be true or false`],
    [{ pattern: '(' }, `the value at '#/pattern' is "("; it must be a regular expression`],
    [{ pattern: {} }, `the value at '#/pattern' is {}; it must be a regular expression`],
    [{ pattern: /a/ }, `the value at '#/pattern' is an instance of RegExp; a schema must hold JSON values only`],
    [{ format: 1 }, `the value at '#/format' is 1; ${STRING}`],
    [{ required: 'a' }, `the value at '#/required' is "a"; ${NAMES}`],
    [{ required: ['a', 'a'] }, `the value at '#/required' is ["a","a"]; ${NAMES}`],
    [{ required: [1] }, `the value at '#/required' is [1]; ${NAMES}`],
    [
      { properties: { a: { required: true } } },
      `the value at '#/properties/a/required' is true; it must be a list of property names, beside 'properties': the boolean form is draft-03`,
    ],
    [{ properties: [] }, `the value at '#/properties' is []; ${OBJECT}`],
    [{ properties: { a: 'string' } }, `the value at '#/properties/a' is "string"; ${SCHEMA}`],
    [{ properties: { a: null } }, `the value at '#/properties/a' is null; ${SCHEMA}`],
    [{ patternProperties: null }, `the value at '#/patternProperties' is null; ${OBJECT}`],
    [
      { patternProperties: { '(': {} } },
      `the value at '#/patternProperties/(' is "("; its name must be a regular expression`,
    ],
    [{ additionalProperties: 'no' }, `the value at '#/additionalProperties' is "no"; ${SCHEMA}`],
    [{ additionalItems: 0 }, `the value at '#/additionalItems' is 0; ${SCHEMA}`],
    [{ items: [] }, `the value at '#/items' is []; it must be a schema, or a list of at least one`],
    [{ items: 'a' }, `the value at '#/items' is "a"; ${SCHEMA}`],
    [{ items: [{}, 'a'] }, `the value at '#/items/1' is "a"; ${SCHEMA}`],
    [{ allOf: [] }, `the value at '#/allOf' is []; ${BRANCHES}`],
    [{ anyOf: {} }, `the value at '#/anyOf' is {}; ${BRANCHES}`],
    [{ oneOf: [[]] }, `the value at '#/oneOf/0' is []; ${SCHEMA}`],
    [{ not: [{}] }, `the value at '#/not' is [{}]; ${SCHEMA}`],
    [{ dependencies: [] }, `the value at '#/dependencies' is []; ${OBJECT}`],
    [{ dependencies: { 'a/b': 'c' } }, `the value at '#/dependencies/a~1b' is "c"; ${SCHEMA}`],
    [{ dependencies: { a: ['b', 'b'] } }, `the value at '#/dependencies/a' is ["b","b"]; ${NAMES}, or a schema`],
    [{ definitions: [] }, `the value at '#/definitions' is []; ${OBJECT}`],
    [{ definitions: { A: 1 } }, `the value at '#/definitions/A' is 1; ${SCHEMA}`],
    [{ $defs: 'A' }, `the value at '#/$defs' is "A"; ${OBJECT}`],
    [
      { $defs: { A: {} }, definitions: { A: {} } },
      `the name at '#/definitions/A' is in both 'definitions' and '$defs'; rename one`,
    ],
    [{ properties: { a: { minLength: -1 } } }, `the value at '#/properties/a/minLength' is -1; ${SIZE}`],
    [{ definitions: { '~/': { type: 1 } } }, `the value at '#/definitions/~0~1/type' is 1; ${TYPE}`],
  ] as Case[]);
});

describe('fails for what the draft in $schema does not have', () => {
  const [D4, D12] = ['http://json-schema.org/draft-04/schema', 'https://json-schema.org/draft/2020-12/schema'];
  const BOOLEAN = `it must be an object: draft-04, which '$schema' names, has no boolean schemas`;
  expectFailures('SchemaInvalid', [
    [{ $schema: D4, items: true }, `the value at '#/items' is true; ${BOOLEAN}`],
    [{ $schema: D4, properties: { a: false } }, `the value at '#/properties/a' is false; ${BOOLEAN}`],
    [
      { $schema: D12, items: [{}] },
      `the value at '#/items' is a list; draft 2020-12, which '$schema' names, takes one schema here: name an earlier draft`,
    ],
  ]);
  expectFailures('SchemaKeywordUnsupported', [
    [{ $schema: D4, const: 1 }, `keyword 'const' at '#/const' is not in draft-04, which '$schema' names; use 'enum'`],
    [
      { $schema: D12, additionalItems: false },
      `keyword 'additionalItems' at '#/additionalItems' is not in draft 2020-12, which '$schema' names; name an earlier draft`,
    ],
  ]);
  test('draft-04 still has its booleans, earlier drafts their lists', () => {
    expect(() =>
      compileSchema('test', { $schema: D4, additionalProperties: false, items: [{}], additionalItems: false }),
    ).not.toThrow();
    expect(() =>
      compileSchema('test', { $schema: 'https://json-schema.org/draft/2019-09/schema', items: [{}] }),
    ).not.toThrow();
    expect(() => compileSchema('test', { $schema: D12, items: {} })).not.toThrow();
  });
});

describe('fails for keywords whose meaning a model cannot keep', () => {
  const CONDITION = 'write it as { "anyOf": [{ "not": <if> }, <then>] }';
  const BACKEND = 'remove it, and check it in the backend';
  const REFERENCE = `use '$ref' to '#/definitions/<name>'`;
  const REMOVE = 'remove it: it validates nothing';
  const BELOW = 'stands below the root, where it changes what references mean';
  const UNKNOWN = 'it must be a keyword of JSON Schema: correct or remove it';
  expectFailures(
    'SchemaKeywordUnsupported',
    (
      [
        ['if', {}, CONDITION],
        ['then', {}, CONDITION],
        ['else', {}, CONDITION],
        [
          'exclusiveMinimum',
          5,
          `use 'minimum': with the next whole number above it, or, for any number n, { "minimum": n, "not": { "enum": [n] } }`,
        ],
        [
          'exclusiveMinimum',
          true,
          `use 'minimum': with the next whole number above it, or, for any number n, { "minimum": n, "not": { "enum": [n] } }`,
        ],
        [
          'exclusiveMinimum',
          false,
          `use 'minimum': with the next whole number above it, or, for any number n, { "minimum": n, "not": { "enum": [n] } }`,
        ],
        [
          'exclusiveMaximum',
          5,
          `use 'maximum': with the next whole number below it, or, for any number n, { "maximum": n, "not": { "enum": [n] } }`,
        ],
        [
          'exclusiveMaximum',
          true,
          `use 'maximum': with the next whole number below it, or, for any number n, { "maximum": n, "not": { "enum": [n] } }`,
        ],
        ['contains', {}, BACKEND],
        ['minContains', 1, BACKEND],
        ['maxContains', 1, BACKEND],
        ['contentEncoding', 'base64', BACKEND],
        ['contentMediaType', 'image/png', BACKEND],
        ['contentSchema', {}, BACKEND],
        ['prefixItems', [{}], `name a draft up to 2019-09 in '$schema', and write 'items' as a list`],
        ['unevaluatedItems', false, `use 'additionalItems', or 'items' as one schema`],
        ['unevaluatedProperties', false, `use 'additionalProperties'`],
        ['propertyNames', {}, `use 'patternProperties' with 'additionalProperties': false`],
        ['dependentRequired', {}, `use 'dependencies'`],
        ['dependentSchemas', {}, `use 'dependencies'`],
        ['$anchor', 'a', REFERENCE],
        ['$dynamicRef', '#a', REFERENCE],
        ['$dynamicAnchor', 'a', REFERENCE],
        ['$recursiveRef', '#', REFERENCE],
        ['$recursiveAnchor', true, REFERENCE],
        ['$vocabulary', {}, REMOVE],
        ['nullable', true, `add 'null' to 'type'`],
        ['discriminator', {}, `use 'oneOf' with an 'enum' in each branch`],
        ['xml', {}, REMOVE],
        ['externalDocs', {}, REMOVE],
        ['divisibleBy', 2, `use 'multipleOf'`],
        ['disallow', 'string', `use 'not'`],
        ['extends', {}, `use 'allOf'`],
      ] as Array<[string, unknown, string]>
    ).flatMap(([keyword, value, rule]): Case[] => [
      [{ [keyword]: value }, `keyword '${keyword}' at '#/${keyword}' does not work in API Gateway models; ${rule}`],
      [
        { properties: { a: { items: { [keyword]: value } } } },
        `keyword '${keyword}' at '#/properties/a/items/${keyword}' does not work in API Gateway models; ${rule}`,
      ],
    ]),
  );
  expectFailures('SchemaKeywordUnsupported', [
    [{ requried: ['a'] }, `keyword 'requried' at '#/requried' is not known; did you mean 'required'?`],
    [{ require: ['a'] }, `keyword 'require' at '#/require' is not known; did you mean 'required'?`],
    [
      { additionalproperties: false },
      `keyword 'additionalproperties' at '#/additionalproperties' is not known; did you mean 'additionalProperties'?`,
    ],
    [{ minLenght: 1 }, `keyword 'minLenght' at '#/minLenght' is not known; did you mean 'minLength'?`],
    [{ maxLengths: 1 }, `keyword 'maxLengths' at '#/maxLengths' is not known; did you mean 'maxLength'?`],
    [{ $def: {} }, `keyword '$def' at '#/$def' is not known; did you mean '$defs'?`],
    [{ 'x-internal': true }, `keyword 'x-internal' at '#/x-internal' is not known; ${UNKNOWN}`],
    [{ items: { 'x/y': 1 } }, `keyword 'x/y' at '#/items/x~1y' is not known; ${UNKNOWN}`],
    [{ constructor: 1 }, `keyword 'constructor' at '#/constructor' is not known; ${UNKNOWN}`],
    [{ toString: 1 }, `keyword 'toString' at '#/toString' is not known; ${UNKNOWN}`],
    [{ '': 1 }, `keyword '' at '#/' is not known; ${UNKNOWN}`],
    [{ items: { $id: 'a' } }, `keyword '$id' at '#/items/$id' ${BELOW}; remove it, and ${REFERENCE}`],
    [
      { definitions: { A: { id: '#a' } } },
      `keyword 'id' at '#/definitions/A/id' ${BELOW}; remove it, and ${REFERENCE}`,
    ],
    [
      { not: { $schema: 'http://json-schema.org/draft-07/schema#' } },
      `keyword '$schema' at '#/not/$schema' ${BELOW}; remove it, and ${REFERENCE}`,
    ],
  ]);
});
