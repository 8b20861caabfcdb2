import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { SecureApiError } from '../../../lib/private/errors';
import { type CompiledSchema, compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;

/** SEED=... tries other cases; without it every run is the same. */
const RUNS = { seed: Number(process.env.SEED ?? 20261123), numRuns: Number(process.env.RUNS ?? 100) };

/** What schemas are made of. */
interface Shape {
  readonly uri: string;
  readonly booleans: boolean;
  readonly tuples: boolean;
  /** Each object schema says by itself what it does with unknown properties. */
  readonly explicit?: boolean;
  /** Nothing counts or lists what is in an object, so that an unknown property is never needed. */
  readonly uncounted?: boolean;
}

const DRAFTS = [
  { name: '04', uri: 'http://json-schema.org/draft-04/schema#', validator: AjvDraft04, booleans: false, tuples: true },
  { name: '07', uri: 'http://json-schema.org/draft-07/schema#', validator: Ajv, booleans: true, tuples: true },
  {
    name: '2019-09',
    uri: 'https://json-schema.org/draft/2019-09/schema',
    validator: Ajv2019,
    booleans: true,
    tuples: true,
  },
  {
    name: '2020-12',
    uri: 'https://json-schema.org/draft/2020-12/schema',
    validator: Ajv2020,
    booleans: true,
    tuples: false,
  },
];

const NAMES = ['a', 'b', 'ab', 'constructor', '$ref', 'x/~y'];
const name = fc.constantFrom(...NAMES);
const names = fc.uniqueArray(name, { maxLength: 3 });
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 1.5, 2, '', 'a', 'ab');
const size = fc.nat(3);

const { instance } = fc.letrec<{ instance: unknown }>((tie) => ({
  instance: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    scalar,
    fc.array(tie('instance'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof({ arbitrary: name, weight: 4 }, { arbitrary: fc.constant('zz'), weight: 1 }),
      tie('instance'),
      { maxKeys: 3, noNullPrototype: true },
    ),
    fc.dictionary(name, tie('instance'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** A root schema with definitions, of keywords that the compiler takes. */
function rootSchema(shape: Shape): fc.Arbitrary<Schema> {
  const { schema } = fc.letrec<{ schema: unknown; object: unknown; any: Schema }>((tie) => {
    const child = tie('schema');
    const branches = fc.array(child, { minLength: 1, maxLength: 2 });
    const values = fc.uniqueArray(shape.uncounted ? scalar : instance, {
      minLength: 1,
      maxLength: 3,
      selector: (value) =>
        JSON.stringify(value, (_key, inner: unknown) =>
          isRecord(inner) ? Object.entries(inner).sort(([one], [two]) => (one < two ? -1 : 1)) : inner,
        ),
    });
    const additional = fc.oneof(fc.boolean(), child);
    const members = fc.dictionary(name, child, { maxKeys: 3, noNullPrototype: true });
    const objectKeywords = {
      properties: members,
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$', '^\\p{L}$'), child, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      required: names,
      maxProperties: size,
      dependencies: fc.dictionary(
        name,
        fc.oneof(
          names.filter((list) => list.length > 0),
          child,
        ),
        { maxKeys: 2, noNullPrototype: true },
      ),
    };
    const keywords = {
      type: fc.oneof(
        fc.constantFrom<unknown>('object', 'object', 'array', 'string', 'number', 'integer'),
        fc.constantFrom<unknown>(['object', 'null'], ['string', 'boolean', 'array']),
      ),
      ...objectKeywords,
      allOf: branches,
      anyOf: branches,
      oneOf: branches,
      not: child,
      minLength: size,
      maxLength: size,
      pattern: fc.constantFrom('^a', 'b$'),
      minimum: size,
      maximum: size,
      multipleOf: fc.constantFrom(0.5, 1, 2),
      maxItems: size,
      title: fc.constant('T'),
      default: instance,
      ...(shape.uncounted ? {} : { minProperties: size, minItems: size, uniqueItems: fc.boolean() }),
    };
    const items = shape.tuples
      ? fc.oneof(
          child.map((one) => ({ items: one })),
          fc.tuple(branches, additional).map(([list, rest]) => ({ items: list, additionalItems: rest })),
        )
      : child.map((one) => ({ items: one }));
    const some = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<object> =>
      fc.oneof(fc.constant({}), fc.constant({}), arbitrary);
    const listed = shape.booleans
      ? fc.oneof(
          values.map((list): object => ({ enum: list })),
          values.map(([one]): object => ({ const: one })),
        )
      : values.map((list): object => ({ enum: list }));
    return {
      any: fc
        .tuple(
          subset(keywords, 3),
          some(items),
          fc.oneof({ arbitrary: fc.constant({}), weight: 6 }, { arbitrary: listed, weight: 1 }),
          additional,
          fc.boolean(),
        )
        .map(([base, list, value, rest, closes]) => ({
          ...base,
          ...list,
          ...value,
          ...(closes || ('properties' in base && shape.explicit) ? { additionalProperties: rest } : {}),
        })),
      object: fc.tuple(subset(objectKeywords, 2), members, additional).map(([base, properties, rest]) => ({
        ...base,
        properties,
        ...(shape.explicit ? { additionalProperties: rest } : {}),
      })),
      schema: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        shape.booleans ? fc.boolean() : fc.constant({}),
        fc.constantFrom('#/definitions/D', '#/definitions/x~1y', '#/$defs/E%20').map(($ref) => ({ $ref })),
        tie('object'),
        tie('any'),
      ),
    };
  });
  return fc.tuple(schema.filter(isRecord), schema, schema, schema).map(([root, first, second, third]) => ({
    ...root,
    $schema: shape.uri,
    definitions: { D: first, 'x/y': second },
    $defs: { 'E ': third },
  }));
}

function subset(keywords: Record<string, fc.Arbitrary<unknown>>, most: number): fc.Arbitrary<Schema> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { maxLength: most })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword]]))));
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for definitions that lead back to themselves, which no validator can answer. */
function tryCompile(schema: Schema): CompiledSchema | undefined {
  try {
    return compileSchema('test', schema);
  } catch (error) {
    if (error instanceof SecureApiError && error.message.includes('lead back to its own definition')) return undefined;
    throw error;
  }
}

function draft04(schema: object): ValidateFunction {
  const options = {
    strictSchema: true,
    allowMatchingProperties: true,
    strictTypes: false,
    strictTuples: false,
    allErrors: true,
  } as const;
  return new AjvDraft04({ ...options, strictRequired: false }).compile(schema);
}

describe.each(DRAFTS)('draft $name', ({ uri, validator, booleans, tuples }) => {
  function original(schema: Schema): ValidateFunction {
    const ajv = new validator({ strict: false, validateSchema: false });
    // Ajv 8.20 fails with a TypeError on `dependencies` beside `patternProperties` when it tracks what was evaluated.
    ajv.opts.unevaluated = false;
    return ajv.compile({ ...schema, $schema: undefined });
  }

  /** Runs the check on many schemas and instances, and makes sure that both verdicts were seen. */
  function compare(
    shape: Omit<Shape, 'uri' | 'booleans' | 'tuples'>,
    check: (
      before: ValidateFunction,
      after: ValidateFunction,
      value: unknown,
      findings: CompiledSchema['findings'],
    ) => void,
  ): void {
    const verdicts = { accepted: 0, refused: 0 };
    const property = fc.property(
      rootSchema({ uri, booleans, tuples, ...shape }),
      fc.array(instance, { minLength: 15, maxLength: 15 }),
      (schema, instances) => {
        const output = tryCompile(schema);
        fc.pre(output !== undefined);
        const [before, after] = [original(schema), draft04(output.schema)];
        for (const value of instances) {
          verdicts[after(value) ? 'accepted' : 'refused']++;
          check(before, after, value, output.findings);
        }
      },
    );
    fc.assert(property, RUNS);
    expect(verdicts.accepted).toBeGreaterThan(RUNS.numRuns);
    expect(verdicts.refused).toBeGreaterThan(RUNS.numRuns);
  }

  test('agrees exactly where the author says what happens to unknown properties', () => {
    compare({ explicit: true }, (before, after, value, findings) => {
      expect(findings).toEqual([]);
      expect(after(value)).toBe(before(value));
    });
  });

  test('accepts only what the author accepts, and refuses nothing else but unknown properties', () => {
    let closed = 0;
    compare({}, (before, after, value) => {
      const accepted = before(value);
      if (after(value)) {
        expect(accepted).toBe(true);
      } else if (accepted) {
        closed++;
        expect([...new Set(after.errors?.map(({ keyword }) => keyword))]).toEqual(['additionalProperties']);
      }
    });
    expect(closed).toBeGreaterThan(0);
  });

  test('closing refuses nothing that the schema asks for: it accepts the rest', () => {
    let pruned = 0;
    compare({ uncounted: true }, (before, after, value) => {
      if (!before(value)) return;
      let rest = value;
      for (let round = 0; !after(rest) && round < 100; round++) {
        rest = structuredClone(rest);
        removeUnknown(rest, after.errors ?? []);
        pruned++;
      }
      expect({ rest, before: before(rest), after: after(rest) }).toEqual({ rest, before: true, after: true });
    });
    expect(pruned).toBeGreaterThan(0);
  });
});

function removeUnknown(value: unknown, errors: ErrorObject[]): void {
  for (const { instancePath, params } of errors) {
    const path = instancePath.split('/').slice(1);
    let holder: unknown = value;
    for (const token of path) holder = (holder as Schema | undefined)?.[token.replace(/~1/g, '/').replace(/~0/g, '~')];
    const unknown = (params as { additionalProperty?: string }).additionalProperty;
    if (isRecord(holder) && unknown !== undefined) delete holder[unknown];
  }
}
