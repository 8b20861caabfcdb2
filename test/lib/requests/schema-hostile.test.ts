import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { SecureApiError } from '../../../lib/private/errors';
import { type CompiledSchema, compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;

/** SEED=... tries other cases; without it every run is the same. */
const RUNS = { seed: Number(process.env.SEED ?? 20261123), numRuns: Number(process.env.RUNS ?? 100) };

describe('fails for hostile input', () => {
  function nested(levels: number): Schema {
    let schema: Schema = {};
    for (let level = 1; level < levels; level++) schema = { not: schema };
    return schema;
  }

  test('that contains itself', () => {
    const schema: Schema = { properties: { a: {} } };
    (schema.properties as Schema).a = { items: schema };
    const list: unknown[] = [];
    list.push([list]);
    const RULE = `name it in 'definitions' and use '$ref' (at test) [SchemaInvalid]`;
    expect(() => compileSchema('test', schema)).toThrow(
      new Error(`the value at '#/properties/a/items' contains itself; ${RULE}`),
    );
    expect(() => compileSchema('test', { enum: list })).toThrow(
      new Error(`the value at '#/enum/0/0' contains itself; ${RULE}`),
    );
    expect(() => compileSchema('test', { default: list })).toThrow(
      new Error(`the value at '#/default/0/0' contains itself; ${RULE}`),
    );
  });

  test('that is too deep', () => {
    expect(() => compileSchema('test', nested(100))).not.toThrow();
    expect(() => compileSchema('test', nested(101))).toThrow(
      new Error(
        `the value at '#${'/not'.repeat(100)}' is more than 100 levels deep; use 'definitions' and '$ref' (at test) [SchemaInvalid]`,
      ),
    );
    expect(() => compileSchema('test', nested(100_000))).toThrow('is more than 100 levels deep');
  });

  test('that grows without end when written out', () => {
    let schema: Schema = { type: 'string' };
    for (let level = 0; level < 40; level++) schema = { anyOf: [schema, schema] };
    expect(() => compileSchema('test', schema)).toThrow(
      new Error(
        'the schema holds more than 200000 values; it must fit into the 400 KB that API Gateway takes for the models of an API ' +
          '(at test) [SchemaInvalid]',
      ),
    );
  });

  class Money {
    public readonly type = 'string';
  }
  test.each<[Schema, string]>([
    [{ items: new Date(0) }, `the value at '#/items' is an instance of Date`],
    [{ items: new Money() }, `the value at '#/items' is an instance of Money`],
    [{ enum: [new Set()] }, `the value at '#/enum/0' is an instance of Set`],
    [{ const: () => 1 }, `the value at '#/const' is a function`],
    [{ const: Symbol('a') }, `the value at '#/const' is a symbol`],
    [{ minimum: 10n }, `the value at '#/minimum' is a bigint`],
    [{ enum: [1, undefined] }, `the value at '#/enum/1' is undefined`],
    [{ enum: new Array(4_000_000_000) }, `the value at '#/enum/0' is undefined`],
    [{ const: [-Infinity] }, `the value at '#/const/0' is -Infinity`],
    [{ default: { toJSON: () => 1 } }, `the value at '#/default/toJSON' is a function`],
  ])('that JSON cannot hold: %p', (schema, problem) => {
    expect(() => compileSchema('test', schema)).toThrow(
      new Error(`${problem}; a schema must hold JSON values only (at test) [SchemaInvalid]`),
    );
  });

  test('whose list of rules is long, in time', () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`D${i}`, { allOf: [{ $ref: `#/definitions/D${i + 1}` }] }]),
    );
    const schema = { definitions: { ...definitions, D3000: { properties: { a: {} } } } };
    expect(compileSchema('test', schema).findings).toEqual([{ kind: 'openObject', pointer: '#/definitions/D3000' }]);
  });
});

describe('whatever it is given', () => {
  const CODES = ['SchemaInvalid', 'SchemaKeywordUnsupported', 'SchemaReferenceUnresolved'];
  const KEYWORDS = [
    '$schema',
    '$id',
    '$ref',
    '$defs',
    'definitions',
    'type',
    'enum',
    'const',
    'properties',
    'patternProperties',
    'required',
    'additionalProperties',
    'items',
    'additionalItems',
    'allOf',
    'not',
    'dependencies',
    'format',
    'pattern',
    'minLength',
    'multipleOf',
    'title',
    'default',
    'if',
    'nullable',
    'hasOwnProperty',
    '__proto__',
    'x-y',
  ];

  /** Compiles to valid draft-04, or throws one of our errors. */
  function answer(schema: unknown): 'compiled' | 'refused' {
    let output: CompiledSchema;
    try {
      output = compileSchema('test', schema as Schema);
    } catch (error) {
      expect(error).toBeInstanceOf(SecureApiError);
      expect(CODES).toContain((error as SecureApiError).code);
      return 'refused';
    }
    expect(JSON.parse(JSON.stringify(output.schema))).toEqual(output.schema);
    expect(new AjvDraft04().validateSchema(output.schema)).toBe(true);
    return 'compiled';
  }

  test('compiles to valid draft-04, or fails with an error of its own', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSparseArray: true,
      withNullPrototype: true,
    });
    const { nearly } = fc.letrec<{ nearly: unknown }>((tie) => ({
      nearly: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        fc.constantFrom<unknown>({}, true, 'string', 'object', '#/definitions/a', '^a', ['a'], 1, -1, [], null),
        fc.dictionary(fc.constantFrom(...KEYWORDS, 'a'), tie('nearly'), { maxKeys: 3, noNullPrototype: true }),
        fc.array(tie('nearly'), { maxLength: 2 }),
      ),
    }));
    const seen = { compiled: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(anything, nearly, nearly), (schema) => {
        seen[answer(schema)]++;
      }),
      { ...RUNS, numRuns: 10 * RUNS.numRuns },
    );
    expect(seen.compiled).toBeGreaterThan(RUNS.numRuns / 10);
    expect(seen.refused).toBeGreaterThan(RUNS.numRuns);
  });
});
