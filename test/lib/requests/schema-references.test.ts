import { compileSchema } from '../../../lib/requests/schema-compiler';

function compiled(schema: Record<string, unknown>): Record<string, unknown> {
  return compileSchema('test', schema).schema as Record<string, unknown>;
}

describe('references to definitions', () => {
  test('are kept for definitions, and rewritten for $defs', () => {
    expect(
      compiled({
        definitions: { A: { type: 'string' } },
        $defs: { B: { items: { $ref: '#/definitions/A' } } },
        properties: { a: { $ref: '#/definitions/A' }, b: { $ref: '#/$defs/B' } },
      }),
    ).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      definitions: { A: { type: 'string' }, B: { items: { $ref: '#/definitions/A' } } },
      properties: { a: { $ref: '#/definitions/A' }, b: { $ref: '#/definitions/B' } },
      additionalProperties: false,
    });
  });

  test.each([
    ['a/b', '#/$defs/a~1b', '#/definitions/a~1b'],
    ['a~b', '#/$defs/a~0b', '#/definitions/a~0b'],
    ['~1', '#/$defs/~01', '#/definitions/~01'],
    ['a b', '#/$defs/a b', '#/definitions/a%20b'],
    ['a b', '#/$defs/a%20b', '#/definitions/a%20b'],
    ['List<A>', '#/$defs/List<A>', '#/definitions/List%3CA%3E'],
    ['List<A>', '#/$defs/List%3CA%3E', '#/definitions/List%3CA%3E'],
    ['100%', '#/$defs/100%25', '#/definitions/100%25'],
    ['é', '#/$defs/é', '#/definitions/%C3%A9'],
    ['', '#/$defs/', '#/definitions/'],
    ['0', '#/$defs/0', '#/definitions/0'],
    ['toString', '#/$defs/toString', '#/definitions/toString'],
    ['a.b-c_d', '#/$defs/a.b-c_d', '#/definitions/a.b-c_d'],
  ])('name %j by %j', (name, $ref, expected) => {
    const { items, definitions } = compiled({ $defs: { [name]: { type: 'null' } }, items: { $ref } });
    expect(items).toEqual({ $ref: expected });
    expect(definitions).toEqual({ [name]: { type: 'null' } });
  });

  test('annotations beside a reference go', () => {
    const beside = {
      title: 't',
      description: 'd',
      $comment: 'c',
      default: 1,
      examples: [1],
      deprecated: true,
      readOnly: true,
    };
    expect(compiled({ $defs: { A: {} }, items: { ...beside, $ref: '#/$defs/A' } }).items).toEqual({
      $ref: '#/definitions/A',
    });
  });

  test('a root that is a reference keeps its definitions', () => {
    expect(compiled({ $id: 'urn:a', $ref: '#/$defs/A', title: 'T', $defs: { A: { type: 'object' } } })).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      $ref: '#/definitions/A',
      definitions: { A: { type: 'object' } },
    });
  });

  test('may lead back through a property or an item', () => {
    const schema = {
      definitions: {
        Tree: {
          properties: { left: { $ref: '#/definitions/Tree' } },
          additionalProperties: { $ref: '#/definitions/Tree' },
        },
        Unused: { definitions: { inner: { $ref: '#/definitions/Unused' } } },
        List: { items: { $ref: '#/definitions/List' }, anyOf: [{ $ref: '#/definitions/Tree' }, { type: 'array' }] },
      },
      $ref: '#/definitions/List',
    };
    expect(compiled(schema)).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema });
  });
});

describe('fails', () => {
  const FORM = `it must name an entry of the root's definitions: '#/definitions/<name>' or '#/$defs/<name>'`;
  const definitions = { A: { properties: { b: {} } } };

  test.each([
    '#',
    '',
    '#/',
    '#/definitions',
    '#/definitions/A/properties/b',
    '#/properties/a',
    '#A',
    'A',
    '/definitions/A',
    'definitions/A',
    'other.json#/definitions/A',
    'https://example.com/a.json',
    '#/Definitions/A',
    '#/definitions/~2',
    '#/definitions/~',
    '#/definitions/%',
    '#/definitions/%2Fproperties',
    '#/definitions/A%2Fproperties%2Fb',
    '#/%24defs/A',
    '#/definitions/\ud800',
    '#/definitions/A\n/b',
  ])('for a reference of another form: %j', ($ref) => {
    expect(() => compileSchema('test', { definitions, items: { $ref } })).toThrow(
      new Error(`'$ref' at '#/items/$ref' is ${JSON.stringify($ref)}; ${FORM} (at test) [SchemaReferenceUnresolved]`),
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['#/definitions/B', { definitions }, 'definitions'],
    ['#/definitions/a', { definitions }, 'definitions'],
    ['#/definitions/', { definitions }, 'definitions'],
    ['#/definitions/A', {}, 'definitions'],
    ['#/definitions/A', { $defs: definitions }, 'definitions'],
    ['#/$defs/A', { definitions }, '$defs'],
    ['#/definitions/toString', { definitions }, 'definitions'],
    ['#/definitions/__proto__', { definitions }, 'definitions'],
    ['#/definitions/A%20', { definitions }, 'definitions'],
    ['#/definitions/A', { items: { definitions } }, 'definitions'],
  ])('for a reference without a target: %s in %j', ($ref, rest, container) => {
    expect(() => compileSchema('test', { not: { $ref }, ...rest })).toThrow(
      new Error(
        `'$ref' at '#/not/$ref' is "${$ref}"; the root's '${container}' must have an entry of that name ` +
          `(at test) [SchemaReferenceUnresolved]`,
      ),
    );
  });

  test.each([4, null, ['#/definitions/A'], { a: 1 }])('for a reference that is no string: %j', ($ref) => {
    expect(() => compileSchema('test', { definitions, items: { $ref } })).toThrow(
      new Error(
        `the value at '#/items/$ref' is ${JSON.stringify($ref)}; it must be '#/definitions/<name>' or '#/$defs/<name>', ` +
          `written out (at test) [SchemaInvalid]`,
      ),
    );
  });

  test.each<[string, unknown]>([
    ['minLength', 3],
    ['type', 'object'],
    ['required', []],
    ['properties', {}],
    ['additionalProperties', false],
    ['enum', [1]],
    ['format', 'email'],
    ['allOf', [{}]],
    ['definitions', {}],
  ])('for %s beside a reference, in every draft', (keyword, value) => {
    for (const $schema of [
      undefined,
      'http://json-schema.org/draft-04/schema#',
      'https://json-schema.org/draft/2020-12/schema',
    ]) {
      expect(() =>
        compileSchema('test', { $schema, definitions, items: { $ref: '#/definitions/A', [keyword]: value } }),
      ).toThrow(
        new Error(
          `keyword '${keyword}' at '#/items/${keyword}' stands beside '$ref', where draft-04 ignores it; move the '$ref' into ` +
            `an 'allOf', as in { "allOf": [{ "$ref": ... }], "${keyword}": ... } (at test) [SchemaKeywordUnsupported]`,
        ),
      );
    }
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'nullable',
      { nullable: true },
      `keyword 'nullable' at '#/items/nullable' does not work in API Gateway models; add 'null' to 'type'`,
    ],
    [
      'an identifier',
      { $id: 'a' },
      `keyword '$id' at '#/items/$id' stands below the root, where it changes what references mean; ` +
        `remove it, and use '$ref' to '#/definitions/<name>'`,
    ],
  ])('with its own text for %s beside a reference', (_name, beside, message) => {
    expect(() => compileSchema('test', { definitions, items: { ...beside, $ref: '#/definitions/A' } })).toThrow(
      new Error(`${message} (at test) [SchemaKeywordUnsupported]`),
    );
  });

  const A = { $ref: '#/definitions/A' };
  const B = { $ref: '#/definitions/B' };
  test.each<[Record<string, unknown>, string]>([
    [{ A }, '#/definitions/A/$ref'],
    [{ A: { allOf: [{}, A] } }, '#/definitions/A/allOf/1/$ref'],
    [{ A: { anyOf: [{ oneOf: [A] }] } }, '#/definitions/A/anyOf/0/oneOf/0/$ref'],
    [{ A: { not: A } }, '#/definitions/A/not/$ref'],
    [{ A: { dependencies: { a: A } } }, '#/definitions/A/dependencies/a/$ref'],
    [{ B: A, A: B }, '#/definitions/B/$ref'],
    [{ B: { allOf: [A] }, A: { items: A, not: B } }, '#/definitions/B/allOf/0/$ref'],
  ])('for definitions that never end: %j', (defs, pointer) => {
    expect(() => compileSchema('test', { definitions: defs })).toThrow(
      new Error(
        `'$ref' at '${pointer}' is "#/definitions/A"; it must not lead back to its own definition, ` +
          `unless through a property or an item (at test) [SchemaReferenceUnresolved]`,
      ),
    );
  });
});
