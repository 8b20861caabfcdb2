import { App, aws_apigateway as apigateway, type IResolvable, Lazy, Stack, Token } from 'aws-cdk-lib';
import { compileSchema } from '../../../lib/requests/schema-compiler';

type Schema = Record<string, unknown>;

describe('CDK tokens', () => {
  const text = Lazy.string({ produce: () => 'a' });
  const number = Lazy.number({ produce: () => 1 });
  const any = Lazy.any({ produce: () => ['a'] });
  const list = Lazy.list({ produce: () => ['a'] });

  test.each<[string, unknown]>([
    ...['type', 'pattern', 'title', 'description', 'format'].map((keyword): [string, unknown] => [keyword, text]),
    ...[
      'minimum',
      'maximum',
      'multipleOf',
      'minLength',
      'maxLength',
      'minItems',
      'maxItems',
      'minProperties',
      'maxProperties',
    ].map((keyword): [string, unknown] => [keyword, number]),
    ...['type', 'enum', 'required', 'minLength', 'pattern', 'uniqueItems', 'title'].map(
      (keyword): [string, unknown] => [keyword, any],
    ),
    ...['type', 'enum', 'required'].map((keyword): [string, unknown] => [keyword, list]),
    ['type', ['null', text]],
    ['enum', [text, number, any, text]],
    ['required', [text, 'a', text]],
  ])('pass as the value of %s', (keyword, value) => {
    const { schema } = compileSchema('test', { items: { [keyword]: value } });
    expect((schema as { items: Schema }).items[keyword]).toEqual(value);
  });

  test('pass within const and as names', () => {
    const { schema } = compileSchema('test', {
      items: { const: { a: [any, text], [text]: number } },
      properties: { [text]: { type: text } },
      patternProperties: { [text]: {} },
    });
    expect(schema).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      items: { enum: [{ a: [any, text], [text]: number }] },
      properties: { [text]: { type: text } },
      patternProperties: { [text]: {} },
      additionalProperties: false,
    });
  });

  test('stay the very same objects', () => {
    const { schema } = compileSchema('test', { enum: any });
    expect((schema as { enum: IResolvable }).enum).toBe(any);
  });

  test('that hide a pattern may match any property, and that hide a property may be matched', () => {
    const { findings } = compileSchema('test', {
      properties: { a: { properties: {} } },
      patternProperties: { [text]: {} },
      items: { properties: { [text]: { properties: {} } }, patternProperties: { b: {} } },
    });
    expect(findings.map(({ pointer }) => pointer)).toEqual([
      '#/properties/a',
      `#/items/properties/${text.replace(/~/g, '~0')}`,
    ]);
  });

  const OBJECT = 'it must be an object, and no CDK token';
  const SCHEMA = 'it must be a schema: an object, and no CDK token';
  test.each<[string, unknown, string, string]>([
    ['properties', any, '', OBJECT],
    ['patternProperties', any, '', OBJECT],
    ['dependencies', any, '', OBJECT],
    ['definitions', any, '', OBJECT],
    ['$defs', any, '', OBJECT],
    ['properties', { a: any }, '/a', SCHEMA],
    ['dependencies', { a: any }, '/a', SCHEMA],
    ['additionalProperties', any, '', SCHEMA],
    ['additionalItems', any, '', SCHEMA],
    ['items', any, '', SCHEMA],
    ['items', [any], '/0', SCHEMA],
    ['not', any, '', SCHEMA],
    ['allOf', [any], '/0', SCHEMA],
    ['allOf', any, '', 'it must be a list of at least one schema'],
    ['$ref', any, '', `it must be '#/definitions/<name>' or '#/$defs/<name>', written out`],
  ])('fail where they would hide a schema: %s, %j', (keyword, value, pointer, rule) => {
    expect(() => compileSchema('test', { [keyword]: value })).toThrow(
      new Error(`the value at '#/${keyword}${pointer}' is a CDK token; ${rule} (at test) [SchemaInvalid]`),
    );
  });

  test('fail as $ref, $schema and root', () => {
    expect(() => compileSchema('test', { items: { $ref: text } })).toThrow(
      new Error(
        `the value at '#/items/$ref' is "${text}"; it must be '#/definitions/<name>' or '#/$defs/<name>', written out ` +
          `(at test) [SchemaInvalid]`,
      ),
    );
    expect(() => compileSchema('test', { $schema: text })).toThrow(
      `the value at '#/$schema' is "${text}"; it must be http`,
    );
    expect(() => compileSchema('test', any as unknown as Schema)).toThrow(
      new Error('the schema is a CDK token; it must be a JSON Schema object (at test) [SchemaInvalid]'),
    );
    expect(() => compileSchema('test', { resolve: () => ({}) })).toThrow(
      new Error('the schema is a CDK token; it must be a JSON Schema object (at test) [SchemaInvalid]'),
    );
  });

  test('and every other value reach the template', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'api' });
    const schema = {
      properties: {
        id: { const: api.attrRootResourceId },
        ref: { enum: [null, [], {}, { a: null }, 0, '', false] },
        tags: { uniqueItems: false, maxItems: number, enum: any, not: {} },
      },
      definitions: {},
      required: ['id'],
    };
    const model = new apigateway.CfnModel(stack, 'Model', {
      restApiId: api.ref,
      schema: compileSchema(stack, schema).schema,
    });
    expect(stack.resolve(model.schema)).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: {
        id: { enum: [{ 'Fn::GetAtt': ['Api', 'RootResourceId'] }] },
        ref: { enum: [null, [], {}, { a: null }, 0, '', false] },
        tags: { uniqueItems: false, maxItems: 1, enum: ['a'], not: {} },
      },
      definitions: {},
      required: ['id'],
      additionalProperties: false,
    });
    expect(Token.isUnresolved(api.attrRootResourceId)).toBe(true);
  });
});
