import { isObject, mapSubschemas, type Schema } from './subschemas';

/** What draft-04 checks by. */
const KEYWORDS = new Set([
  ...['$schema', 'id', '$ref', 'definitions', 'type', 'enum', 'allOf', 'anyOf', 'oneOf', 'not'],
  ...['properties', 'patternProperties', 'additionalProperties', 'required', 'dependencies'],
  ...['minProperties', 'maxProperties', 'items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minLength', 'maxLength', 'pattern'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
]);

/** What says something about a value and checks nothing in API Gateway. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'default', 'format', 'example', 'examples', '$comment'],
  ...['readOnly', 'writeOnly', 'deprecated', 'xml', 'externalDocs', 'discriminator', 'nullable'],
]);

/**
 * The part of a model's schema that draft-04 checks by. Keywords of later drafts (`const`, `if`, …) would be skipped
 * in silence by a draft-04 validator, and API Gateway does not deploy them: such a model is an error.
 */
export function draft04Schema(schema: Schema): Record<string, unknown> {
  for (const keyword of Object.keys(schema)) {
    if (!KEYWORDS.has(keyword) && !isAnnotation(keyword)) {
      throw new Error(`the keyword "${keyword}" is not of JSON schema draft-04`);
    }
    const value = schema[keyword];
    if (isObject(value) && keyword !== 'default' && Object.hasOwn(value, '__proto__')) {
      throw new Error('a schema for a member named __proto__ is not evaluated');
    }
  }
  const kept = Object.entries(schema).filter(([keyword]) => !isAnnotation(keyword));
  return mapSubschemas(Object.fromEntries(kept), draft04Schema);
}

/** The values of `$ref` in a schema. */
export function references(schema: Schema): readonly string[] {
  const found = typeof schema.$ref === 'string' ? [schema.$ref] : [];
  mapSubschemas(schema, (subschema) => {
    found.push(...references(subschema));
    return subschema;
  });
  return found;
}

function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
}
