import { compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;

const ORDER: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://example.com/order',
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string', format: 'uuid', default: 'x' },
    kind: { const: 'order' },
    lines: { type: 'array', items: { $ref: '#/$defs/line' }, minItems: 1 },
    note: true,
  },
  $defs: { line: { type: 'object', properties: { sku: { enum: ['a', { b: [null] }] } }, required: [] } },
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

function objectsIn(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value === 'object' && value !== null) {
    found.add(value);
    Object.values(value).forEach((member) => objectsIn(member, found));
  }
  return found;
}

describe('the input', () => {
  test('may be frozen, and stays as it was', () => {
    const schema = structuredClone(ORDER);
    const { schema: output, findings } = compileSchema('test', deepFreeze(schema));
    expect(schema).toEqual(ORDER);
    expect(findings).toHaveLength(1);
    expect(output).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      required: ['id', 'lines'],
      properties: {
        id: { type: 'string' },
        kind: { enum: ['order'] },
        lines: { type: 'array', items: { $ref: '#/definitions/line' }, minItems: 1 },
        note: {},
      },
      definitions: {
        line: { type: 'object', properties: { sku: { enum: ['a', { b: [null] }] } }, additionalProperties: false },
      },
      additionalProperties: false,
    });
  });

  test('shares nothing with the output', () => {
    const schema = structuredClone(ORDER);
    const [before, after] = [objectsIn(schema), objectsIn(compileSchema('test', schema).schema)];
    expect(after.size).toBeGreaterThan(10);
    expect([...after].filter((value) => before.has(value))).toEqual([]);
  });

  test('gives the same output each time, to the order of its keys', () => {
    const [first, second] = [compileSchema('test', ORDER), compileSchema('test', structuredClone(ORDER))];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(Object.keys(first.schema)).toEqual([
      '$schema',
      'type',
      'required',
      'properties',
      'definitions',
      'additionalProperties',
    ]);
  });

  test('may be compiled twice: the output compiles to itself', () => {
    const { schema, findings } = compileSchema('test', { ...ORDER, anyOf: [{ properties: { a: {} } }] });
    const again = compileSchema('test', schema as Schema);
    const pointers = findings.map(({ pointer }) => pointer.replace('$defs', 'definitions'));
    expect(again.schema).toEqual(schema);
    expect(pointers).toEqual(['#', '#/properties/id/format', '#/definitions/line', '#/anyOf/0']);
    // The format is gone, the open objects are still open.
    expect(again.findings.map(({ pointer }) => pointer)).toEqual(['#', '#/definitions/line', '#/anyOf/0']);
  });

  test('may have undefined members, which are absent', () => {
    expect(
      compileSchema('test', {
        type: undefined,
        if: undefined,
        const: undefined,
        additionalProperties: { enum: [{ a: undefined }] },
        $schema: undefined,
        items: { properties: { a: undefined, b: { minLength: undefined } }, additionalProperties: undefined },
      }).schema,
    ).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      additionalProperties: { enum: [{}] },
      items: { properties: { b: {} }, additionalProperties: false },
    });
  });

  test('may have no prototype, or use one object in several places', () => {
    const name = Object.freeze({ type: 'string' });
    const schema = Object.assign(Object.create(null) as Schema, { items: [name, name], additionalItems: name });
    expect(compileSchema('test', schema).schema).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      items: [name, name],
      additionalItems: name,
    });
  });
});
