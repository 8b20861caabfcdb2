import { compileSchema } from '../../../lib/requests/schema-compiler';

const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';

function compiled(schema: Record<string, unknown>): unknown {
  const { $schema, ...rest } = compileSchema('test', schema).schema as Record<string, unknown>;
  expect($schema).toBe(DRAFT_04);
  return rest;
}

describe('keywords of draft-04 are kept as they are', () => {
  test.each<Record<string, unknown>>([
    {},
    { type: 'array' },
    { type: 'boolean' },
    { type: 'integer' },
    { type: 'null' },
    { type: 'number' },
    { type: 'object' },
    { type: 'string' },
    { type: ['string', 'null'] },
    { enum: ['a', 1, null, true, { b: [1] }, [1], '1', {}] },
    { enum: [null] },
    { properties: { a: { type: 'string' } }, additionalProperties: false },
    { properties: {}, additionalProperties: true },
    { patternProperties: { '^a': { type: 'string' } } },
    { additionalProperties: false },
    { additionalProperties: true },
    { additionalProperties: { type: 'string' } },
    { required: ['a', 'b'] },
    { minProperties: 0 },
    { maxProperties: 7 },
    { items: { type: 'string' } },
    { items: [{ type: 'string' }, { type: 'null' }] },
    { items: [{}], additionalItems: false },
    { items: [{}], additionalItems: true },
    { items: [{}], additionalItems: { type: 'null' } },
    { minItems: 1 },
    { maxItems: 2 },
    { uniqueItems: true },
    { uniqueItems: false },
    { minLength: 0 },
    { maxLength: 3 },
    { pattern: '^[a-z]+\\-$' },
    { minimum: -1.5 },
    { maximum: 0 },
    { multipleOf: 0.01 },
    { allOf: [{ type: 'string' }] },
    { anyOf: [{ type: 'string' }, {}] },
    { oneOf: [{ type: 'string' }, { type: 'null' }] },
    { not: { type: 'string' } },
    { definitions: { A: { type: 'string' } } },
    { definitions: {} },
    { dependencies: { a: ['b', 'c'], d: { required: ['e'] } } },
    { title: 'A' },
    { description: '' },
    { format: 'date-time' },
    { format: 'email' },
    { format: 'hostname' },
    { format: 'ipv4' },
    { format: 'ipv6' },
    { format: 'uri' },
  ])('%j', (schema) => {
    expect(compiled(schema)).toEqual(schema);
  });
});

describe('what later drafts say is translated with the same meaning', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['const', { const: 'x' }, { enum: ['x'] }],
    ['const of null', { const: null }, { enum: [null] }],
    ['const of a list', { const: [1] }, { enum: [[1]] }],
    ['const of what looks like a schema', { const: { const: 1, $ref: '#' } }, { enum: [{ const: 1, $ref: '#' }] }],
    [
      'true as a property',
      { items: { properties: { a: true }, additionalProperties: true } },
      { items: { properties: { a: {} }, additionalProperties: true } },
    ],
    [
      'false as a property',
      { properties: { a: false }, additionalProperties: true },
      { properties: { a: { not: {} } }, additionalProperties: true },
    ],
    ['true as items', { items: true }, { items: {} }],
    ['false as items', { items: false }, { items: { not: {} } }],
    ['booleans in a tuple', { items: [true, false] }, { items: [{}, { not: {} }] }],
    ['booleans as branches', { anyOf: [true, false] }, { anyOf: [{}, { not: {} }] }],
    ['a boolean below not', { not: true }, { not: {} }],
    [
      'booleans as pattern properties',
      { patternProperties: { a: true, b: false } },
      { patternProperties: { a: {}, b: { not: {} } } },
    ],
    ['booleans as dependencies', { dependencies: { a: true, b: false } }, { dependencies: { a: {}, b: { not: {} } } }],
    [
      'booleans as definitions',
      { definitions: { a: true }, $defs: { b: false } },
      { definitions: { a: {}, b: { not: {} } } },
    ],
    ['$defs', { $defs: { A: { type: 'string' } } }, { definitions: { A: { type: 'string' } } }],
    ['an empty required', { required: [] }, {}],
    ['an empty list of dependencies', { dependencies: { a: [], b: ['c'] } }, { dependencies: { b: ['c'] } }],
  ])('%s', (_name, schema, expected) => {
    expect(compiled(schema)).toEqual(expected);
  });

  test.each(['$comment', 'default', 'deprecated', 'example', 'examples', 'readOnly', 'writeOnly'])(
    'annotation %s is left out, at any depth and with any value',
    (keyword) => {
      for (const value of ['x', true, null, [{ if: 1 }], { minLength: -1 }]) {
        expect(compiled({ type: 'string', [keyword]: value })).toEqual({ type: 'string' });
        expect(compiled({ items: { [keyword]: value } })).toEqual({ items: {} });
      }
    },
  );

  test.each(['$id', 'id'])('%s is left out at the root', (keyword) => {
    expect(compiled({ [keyword]: 'https://example.com/order.json', type: 'object' })).toEqual({ type: 'object' });
  });

  test.each(['date', 'time', 'uuid', 'regex', 'uri-reference', 'int32', 'password', ''])(
    'format %j, an annotation in later drafts, is left out with a finding',
    (format) => {
      expect(compileSchema('test', { items: { type: 'string', format } })).toEqual({
        schema: { $schema: DRAFT_04, items: { type: 'string' } },
        findings: [{ kind: 'formatNotEnforced', pointer: '#/items/format' }],
      });
    },
  );

  test('a format of draft-04 is kept with a finding', () => {
    expect(
      compileSchema('test', { properties: { 'a/b~c': { format: 'email' } }, additionalProperties: false }),
    ).toEqual({
      schema: { $schema: DRAFT_04, properties: { 'a/b~c': { format: 'email' } }, additionalProperties: false },
      findings: [{ kind: 'formatNotEnforced', pointer: '#/properties/a~1b~0c/format' }],
    });
  });
});

describe('$schema', () => {
  test.each([
    'http://json-schema.org/draft-04/schema',
    'http://json-schema.org/draft-06/schema',
    'http://json-schema.org/draft-07/schema',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ])('%s is read, and replaced', (uri) => {
    for (const $schema of [uri, `${uri}#`]) expect(compiled({ type: 'string', $schema })).toEqual({ type: 'string' });
  });

  test('stands first', () => {
    expect(Object.keys(compileSchema('test', { type: 'string', title: 'A' }).schema)).toEqual([
      '$schema',
      'type',
      'title',
    ]);
  });
});

describe('names and data are not read as keywords', () => {
  const KEYWORDS = [
    '$schema',
    '$id',
    'id',
    '$ref',
    '$defs',
    '$comment',
    'definitions',
    'properties',
    'default',
    'example',
    'examples',
    'enum',
    'const',
    'type',
    'format',
    'required',
    'not',
    'if',
    'nullable',
    'readOnly',
    'title',
    'items',
    'ref',
    'schema',
    'x-a',
    'constructor',
    'toString',
    'hasOwnProperty',
    'resolve',
    '',
    ' ',
    '/',
    '~',
    '0',
    'length',
  ];

  test.each(KEYWORDS)('%j as a property', (name) => {
    const schema = { properties: { [name]: { type: 'string' } }, required: [name], additionalProperties: false };
    expect(compiled(schema)).toEqual(schema);
  });

  test.each(KEYWORDS)('%j as a pattern, a dependency and a definition', (name) => {
    const schema = {
      patternProperties: { [name]: { type: 'string' } },
      dependencies: { [name]: ['a'], b: { required: [name] } },
      definitions: { [name]: { type: 'string' } },
    };
    expect(compiled(schema)).toEqual(schema);
  });

  test.each(KEYWORDS)('%j within the values of enum and const', (name) => {
    const data = { [name]: { [name]: [{ [name]: 1 }] } };
    expect(compiled({ enum: [data, 1] })).toEqual({ enum: [data, 1] });
    expect(compiled({ items: { const: data } })).toEqual({ items: { enum: [data] } });
  });

  test('a property named like an annotation keeps its schema, and only the annotations go', () => {
    expect(
      compiled({
        properties: { default: { type: 'string', default: 'x' }, readOnly: { readOnly: true } },
        additionalProperties: { $comment: 'c', maxLength: 1 },
      }),
    ).toEqual({ properties: { default: { type: 'string' }, readOnly: {} }, additionalProperties: { maxLength: 1 } });
  });
});
