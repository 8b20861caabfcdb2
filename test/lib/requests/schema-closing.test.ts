import { compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;

/** Pointers of the object schemas that were closed, read from the output, and those that were reported open. */
function closing(schema: Schema): { closed: string[]; open: string[] } {
  const { schema: output, findings } = compileSchema('test', schema);
  const closed: string[] = [];
  (function walk(before: unknown, after: unknown, pointer: string): void {
    if (typeof before !== 'object' || before === null || pointer.endsWith('/const')) return;
    const [from, to] = [before as Schema, after as Schema];
    if ('additionalProperties' in to && from.additionalProperties === undefined) {
      expect(to.additionalProperties).toBe(false);
      closed.push(pointer);
    }
    for (const [name, value] of Object.entries(from)) {
      const renamed = name === '$defs' && pointer === '#' ? 'definitions' : name;
      walk(value, to[renamed], `${pointer}/${name}`);
    }
  })(schema, output, '#');
  return {
    closed: closed.sort(),
    open: findings.filter(({ kind }) => kind === 'openObject').map(({ pointer }) => pointer),
  };
}

const OBJECT = { type: 'object', properties: { x: {} } };
const REQUIRES = { required: ['x'] };

test('says nothing about objects without properties', () => {
  for (const schema of [{}, { type: 'object' }, { required: ['a'] }, { patternProperties: { a: {} } }]) {
    expect(compileSchema('test', schema)).toEqual({
      schema: { $schema: 'http://json-schema.org/draft-04/schema#', ...schema },
      findings: [],
    });
  }
});

describe('closes an object that one schema describes', () => {
  test.each<[string, Schema, string[]]>([
    ['at the root', OBJECT, ['#']],
    ['without a type', { properties: {} }, ['#']],
    ['with an additionalProperties that is undefined', { ...OBJECT, additionalProperties: undefined }, ['#']],
    ['in a property', { properties: { a: OBJECT } }, ['#', '#/properties/a']],
    ['in items', { items: OBJECT }, ['#/items']],
    ['in a tuple', { items: [OBJECT, { items: OBJECT }] }, ['#/items/0', '#/items/1/items']],
    ['in additionalItems', { items: [{}], additionalItems: OBJECT }, ['#/additionalItems']],
    ['in additionalProperties', { additionalProperties: OBJECT }, ['#/additionalProperties']],
    [
      'beside patterns that match no property',
      { patternProperties: { '^_': {} }, properties: { a: OBJECT } },
      ['#', '#/properties/a'],
    ],
    ['with lists of dependencies', { properties: { a: {}, b: {} }, dependencies: { a: ['b'] } }, ['#']],
    ['with properties that are required', { ...OBJECT, required: ['x'], minProperties: 1 }, ['#']],
    [
      'with required properties that match a pattern',
      { ...OBJECT, required: ['y1'], patternProperties: { '^y': {} }, minProperties: 9 },
      ['#'],
    ],
    [
      'beside a pattern that Unicode mode refuses',
      { patternProperties: { '^_\\-': {} }, properties: { a: OBJECT } },
      ['#', '#/properties/a'],
    ],
    ['beside branches that describe no items', { items: OBJECT, anyOf: [true, { maxItems: 1 }] }, ['#/items']],
    ['in a definition nobody uses', { definitions: { A: OBJECT } }, ['#/definitions/A']],
    [
      'in a definition used by a property',
      { $defs: { A: OBJECT }, properties: { a: { $ref: '#/$defs/A' } } },
      ['#', '#/$defs/A'],
    ],
    [
      'in a definition used by itself',
      { definitions: { A: { properties: { a: { $ref: '#/definitions/A' } } } } },
      ['#/definitions/A'],
    ],
    ['in a definition used by the root', { definitions: { A: OBJECT }, $ref: '#/definitions/A' }, ['#/definitions/A']],
    [
      'beside an allOf on another level',
      { properties: { a: { allOf: [REQUIRES] }, b: OBJECT }, additionalProperties: false },
      ['#/properties/b'],
    ],
  ])('%s', (_name, schema, closed) => {
    expect(closing(schema)).toEqual({ closed, open: [] });
  });
});

describe('respects what the author wrote', () => {
  test.each([true, false, { type: 'string' }])('additionalProperties: %j', (additionalProperties) => {
    for (const schema of [
      { ...OBJECT, additionalProperties },
      { ...OBJECT, additionalProperties, anyOf: [REQUIRES] },
      { allOf: [{ ...OBJECT, additionalProperties }] },
      { not: { ...OBJECT, additionalProperties } },
      { patternProperties: { a: { ...OBJECT, additionalProperties } } },
    ]) {
      const { schema: output, findings } = compileSchema('test', schema);
      expect(findings).toEqual([]);
      expect(output).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema });
    }
  });
});

describe('leaves open, and reports, what closing could change', () => {
  const A = { $ref: '#/definitions/A' };
  const B = { $ref: '#/definitions/B' };
  test.each<[string, Schema, string[], string[]?]>([
    ['beside allOf', { ...OBJECT, allOf: [REQUIRES] }, ['#']],
    ['beside anyOf', { ...OBJECT, anyOf: [REQUIRES] }, ['#']],
    ['beside oneOf', { ...OBJECT, oneOf: [REQUIRES] }, ['#']],
    ['beside not', { ...OBJECT, not: REQUIRES }, ['#']],
    ['beside dependencies with a schema', { ...OBJECT, dependencies: { x: REQUIRES } }, ['#']],
    ['beside enum', { ...OBJECT, enum: [{ y: 1 }] }, ['#']],
    ['beside const', { ...OBJECT, const: { y: 1 } }, ['#']],
    ['in allOf', { allOf: [{}, OBJECT] }, ['#/allOf/1']],
    ['in anyOf', { anyOf: [OBJECT] }, ['#/anyOf/0']],
    ['in oneOf', { oneOf: [OBJECT] }, ['#/oneOf/0']],
    ['in not', { not: OBJECT }, ['#/not']],
    ['in dependencies', { dependencies: { a: OBJECT } }, ['#/dependencies/a']],
    [
      'anywhere below a branch',
      { allOf: [{ items: [{ additionalProperties: OBJECT }] }] },
      ['#/allOf/0/items/0/additionalProperties'],
    ],
    ['in a pattern', { patternProperties: { '^a': OBJECT } }, ['#/patternProperties/^a']],
    [
      'in a property that a pattern matches',
      { properties: { ab: OBJECT, c: OBJECT }, patternProperties: { '^a': {} } },
      ['#/properties/ab'],
      ['#', '#/properties/c'],
    ],
    [
      'in a property that a pattern matches in Unicode mode only',
      { properties: { é: OBJECT }, patternProperties: { '^\\p{L}$': {} } },
      ['#/properties/é'],
      ['#'],
    ],
    ['when a required property is not declared', { ...OBJECT, required: ['x', 'y'] }, ['#']],
    ['when a dependency is not declared', { ...OBJECT, dependencies: { x: ['y'] } }, ['#']],
    ['when what depends is not declared', { ...OBJECT, dependencies: { y: ['x'] } }, ['#']],
    ['when more properties are asked for than declared', { ...OBJECT, minProperties: 2 }, ['#']],
    ['in a definition used in a branch', { definitions: { A: OBJECT }, anyOf: [A] }, ['#/definitions/A']],
    [
      'below a definition used in a branch',
      { definitions: { A: { items: OBJECT } }, anyOf: [A] },
      ['#/definitions/A/items'],
    ],
    [
      'in a definition used in a branch and in a property',
      { definitions: { A: OBJECT }, properties: { a: A, b: { not: A } } },
      ['#/definitions/A'],
      ['#'],
    ],
    [
      'in a definition reached from a branch',
      { definitions: { B: OBJECT, A: { properties: { b: B } } }, not: { items: A } },
      ['#/definitions/B', '#/definitions/A'],
    ],
    [
      'in a definition used in a branch of another',
      { definitions: { B: OBJECT, A: { items: { allOf: [B] } } }, items: A },
      ['#/definitions/B'],
    ],
    [
      'in a definition used by a pattern',
      { definitions: { A: OBJECT }, patternProperties: { a: A } },
      ['#/definitions/A'],
    ],
    [
      'in a property that a branch describes too',
      { properties: { a: OBJECT }, allOf: [{ properties: { a: REQUIRES } }] },
      ['#', '#/properties/a', '#/allOf/0'],
    ],
    [
      'in a property that a branch of a branch describes',
      { properties: { a: OBJECT }, not: { anyOf: [{ properties: {} }] } },
      ['#', '#/properties/a', '#/not/anyOf/0'],
    ],
    [
      'in a property that a definition describes too',
      { definitions: { A: {} }, properties: { a: OBJECT }, anyOf: [A] },
      ['#', '#/properties/a'],
    ],
    ['in items that a branch describes too', { items: OBJECT, allOf: [{ items: REQUIRES }] }, ['#/items']],
    [
      'in a tuple that a branch describes too',
      { items: [OBJECT], allOf: [{ additionalItems: REQUIRES }] },
      ['#/items/0'],
    ],
    [
      'in a property of a listed value',
      { properties: { a: OBJECT }, enum: [{ a: { y: 1 } }] },
      ['#', '#/properties/a'],
    ],
    [
      'but not what a branch cannot reach',
      { properties: { a: OBJECT, b: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      ['#'],
      ['#/properties/a'],
    ],
  ])('%s', (_name, schema, open, closed = []) => {
    expect(closing(schema)).toEqual({ open, closed });
  });

  test('findings stand in document order, with pointers into what the author wrote', () => {
    const schema = {
      $defs: { 'a/b': { properties: { mail: { format: 'email' } } } },
      oneOf: [{ $ref: '#/$defs/a~1b' }, { properties: { day: { format: 'date' } } }],
    };
    expect(compileSchema('test', schema).findings).toEqual([
      { kind: 'openObject', pointer: '#/$defs/a~1b' },
      { kind: 'formatNotEnforced', pointer: '#/$defs/a~1b/properties/mail/format' },
      { kind: 'openObject', pointer: '#/oneOf/1' },
      { kind: 'formatNotEnforced', pointer: '#/oneOf/1/properties/day/format' },
    ]);
  });
});
