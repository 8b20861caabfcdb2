import Ajv from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import { compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;
type Verdict = (instance: unknown) => boolean;

const DRAFTS = {
  'http://json-schema.org/draft-04/schema#': AjvDraft04,
  'http://json-schema.org/draft-06/schema#': Ajv,
  'http://json-schema.org/draft-07/schema#': Ajv,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'https://json-schema.org/draft/2020-12/schema': Ajv2020,
};
type DraftUri = keyof typeof DRAFTS;
const [D04, D06, D07, D2019, D2020] = Object.keys(DRAFTS) as DraftUri[];

/** What a validator of the schema's own draft says. */
function original(schema: Schema): Verdict {
  const { $schema = D07, ...rest } = schema;
  return new DRAFTS[$schema as DraftUri]({ strict: false, validateFormats: false }).compile(rest) as Verdict;
}

/** What a draft-04 validator that knows no other keyword says of the compiled schema. */
function compiled(schema: Schema): Verdict {
  const ajv = new AjvDraft04({
    strictSchema: true,
    allowMatchingProperties: true,
    strictTypes: false,
    strictTuples: false,
  });
  return ajv.compile(compileSchema('test', schema).schema) as Verdict;
}

interface Meaning {
  readonly schema: Schema;
  readonly good: unknown[];
  readonly bad: unknown[];
  /** Accepted by the author's schema, refused because the object was closed. */
  readonly closed?: unknown[];
}

const MEANINGS: Record<string, Meaning> = {
  'a closed order': {
    schema: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', minLength: 1 }, n: { type: 'integer' } },
    },
    good: [{ id: 'a' }, { id: 'a', n: 2 }],
    bad: [{}, { id: '' }, { id: 'a', n: 1.5 }, [], 'a', null],
    closed: [{ id: 'a', admin: true }],
  },
  'closing at depth, through definitions': {
    schema: {
      $schema: D2020,
      $defs: { line: { properties: { sku: { type: 'string' } } } },
      properties: { lines: { items: { $ref: '#/$defs/line' } } },
    },
    good: [{}, { lines: [] }, { lines: [{ sku: 'a' }, {}] }],
    bad: [{ lines: [{ sku: 1 }] }],
    closed: [{ lines: [{ sku: 'a', price: 0 }] }, { line: 1 }],
  },
  'an extension by allOf keeps both halves': {
    schema: {
      definitions: { base: { properties: { id: { type: 'string' } }, required: ['id'] } },
      allOf: [{ $ref: '#/definitions/base' }],
      properties: { n: { type: 'number' } },
    },
    good: [
      { id: 'a', n: 1 },
      { id: 'a', other: 1 },
    ],
    bad: [{ n: 1 }, { id: 1 }, { id: 'a', n: 'a' }],
  },
  'a property described twice keeps both halves': {
    schema: {
      properties: { a: { properties: { x: {} } } },
      additionalProperties: false,
      allOf: [{ properties: { a: { required: ['y'] } } }],
    },
    good: [{ a: { y: 1 } }, { a: { x: 1, y: 1 } }, {}],
    bad: [{ a: {} }, { a: { x: 1 } }, { b: 1 }],
  },
  'not is not turned round': {
    schema: { not: { properties: { a: { const: 1 } }, required: ['a'] } },
    good: [{}, { a: 2 }, { b: 1 }],
    bad: [{ a: 1 }, { a: 1, b: 2 }],
  },
  'a discriminated union': {
    schema: {
      $schema: D07,
      oneOf: [
        {
          properties: { kind: { const: 'card' }, pan: { pattern: '^\\d{4}$' } },
          required: ['kind', 'pan'],
          additionalProperties: false,
        },
        { properties: { kind: { const: 'cash' } }, required: ['kind'], additionalProperties: false },
      ],
    },
    good: [{ kind: 'card', pan: '1234' }, { kind: 'cash' }],
    bad: [{ kind: 'card' }, { kind: 'cash', pan: '1234' }, { kind: 'card', pan: '123' }, {}],
  },
  'a tuple of draft 2019-09': {
    schema: { $schema: D2019, items: [{ type: 'string' }, true], additionalItems: false, minItems: 1 },
    good: [['a'], ['a', 1], {}, 'a'],
    bad: [[], [1], ['a', 1, 2]],
  },
  'false schemas': {
    schema: { $schema: D06, properties: { a: false, b: true }, items: false },
    good: [{}, { b: 1 }, []],
    bad: [{ a: 1 }, [1]],
    closed: [{ c: 1 }],
  },
  'const of every type': {
    schema: { items: [{ const: null }, { const: { a: [1] } }, { const: 0 }, { const: false }] },
    good: [[null, { a: [1] }, 0, false], []],
    bad: [[0], [null, { a: ['1'] }], [null, { a: [1] }, false], [null, { a: [1] }, 0, 0]],
  },
  'a tree': {
    schema: {
      $ref: '#/$defs/node',
      $defs: { node: { properties: { kids: { items: { $ref: '#/$defs/node' } }, v: { type: 'null' } } } },
    },
    good: [{}, { kids: [{ kids: [], v: null }] }],
    bad: [{ kids: [{ kids: [{ v: 1 }] }] }],
    closed: [{ kids: [{ kids: [{ w: 1 }] }] }],
  },
  'names that need escapes': {
    schema: {
      definitions: { 'a/b~1 <c>%é': { type: 'string' }, 'a~1b': { type: 'null' } },
      items: [{ $ref: '#/definitions/a~1b~01%20%3Cc%3E%25%C3%A9' }, { $ref: '#/definitions/a~01b' }],
    },
    good: [['x', null]],
    bad: [[null], ['x', 'x']],
  },
  'patterns beside properties': {
    schema: {
      properties: { id: { type: 'string' } },
      patternProperties: { '^x-': { type: 'number' } },
      required: ['x-a'],
    },
    good: [{ 'x-a': 1, id: 'a' }],
    bad: [{}, { 'x-a': 'a' }],
    closed: [{ 'x-a': 1, y: 1 }],
  },
  dependencies: {
    schema: { $schema: D04, dependencies: { a: ['b'], c: { required: ['d'] } } },
    good: [{}, { a: 1, b: 1 }, { c: 1, d: 1 }, { b: 1 }],
    bad: [{ a: 1 }, { c: 1 }],
  },
  'a required property that is not declared': {
    schema: { properties: { a: {} }, required: ['b'] },
    good: [{ b: 1 }, { a: 1, b: 1 }],
    bad: [{}, { a: 1 }],
  },
  'words that are names': {
    schema: {
      properties: { $ref: { type: 'string' }, default: { type: 'null' }, id: { type: 'number' } },
      required: ['default'],
    },
    good: [{ default: null, $ref: 'a', id: 1 }],
    bad: [{}, { default: 1 }, { default: null, id: 'a' }, { default: null, $ref: 1 }],
    closed: [{ default: null, x: 1 }],
  },
};

describe.each(Object.entries(MEANINGS))('%s', (_name, { schema, good, bad, closed = [] }) => {
  test('means what it meant', () => {
    const [before, after] = [original(schema), compiled(schema)];
    for (const instance of good)
      expect({ instance, before: before(instance), after: after(instance) }).toEqual({
        instance,
        before: true,
        after: true,
      });
    for (const instance of bad)
      expect({ instance, before: before(instance), after: after(instance) }).toEqual({
        instance,
        before: false,
        after: false,
      });
    for (const instance of closed)
      expect({ instance, before: before(instance), after: after(instance) }).toEqual({
        instance,
        before: true,
        after: false,
      });
  });
});
