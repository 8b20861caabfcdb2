import { compileSchema } from '../../../lib/requests/schema-compiler';

describe('fails for names that a template cannot carry', () => {
  const RENAME = 'CloudFormation would read it as a function of its own: rename it';
  test.each<[unknown, string]>([
    [{ properties: { Ref: {} } }, `the name at '#/properties/Ref' is 'Ref'; ${RENAME}`],
    [{ properties: { 'Fn::Sub': {}, b: {} } }, `the name at '#/properties/Fn::Sub' is 'Fn::Sub'; ${RENAME}`],
    [{ patternProperties: { Ref: {} } }, `the name at '#/patternProperties/Ref' is 'Ref'; ${RENAME}`],
    [{ definitions: { Ref: {} } }, `the name at '#/definitions/Ref' is 'Ref'; ${RENAME}`],
    [{ $defs: { Ref: {} } }, `the name at '#/$defs/Ref' is 'Ref'; ${RENAME}`],
    [{ dependencies: { Ref: ['a'] } }, `the name at '#/dependencies/Ref' is 'Ref'; ${RENAME}`],
    [{ enum: [1, [{ a: { Ref: 'b' } }]] }, `the name at '#/enum/1/0/a/Ref' is 'Ref'; ${RENAME}`],
    [{ const: { 'Fn::If': 1 } }, `the name at '#/const/Fn::If' is 'Fn::If'; ${RENAME}`],
    [
      JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'),
      `the name at '#/properties/__proto__' is '__proto__'; the CDK drops it from the template: rename it`,
    ],
    [
      JSON.parse('{"__proto__":{}}'),
      `the name at '#/__proto__' is '__proto__'; the CDK drops it from the template: rename it`,
    ],
  ])('%j', (schema, message) => {
    expect(() => compileSchema('test', schema as Record<string, unknown>)).toThrow(
      new Error(`${message} (at test) [SchemaInvalid]`),
    );
  });

  test('names that only look like it, and names in what is left out, pass', () => {
    expect(() => compileSchema('test', { properties: { ref: {}, $ref: {}, Fn: {}, Refs: {} } })).not.toThrow();
    expect(() => compileSchema('test', { examples: [{ Ref: 'a' }], default: { 'Fn::Sub': 1 } })).not.toThrow();
    expect(() => compileSchema('test', { required: ['Ref'] })).not.toThrow();
  });
});
