export type Schema = Readonly<Record<string, unknown>>;

/** Keywords whose value is one schema; `items` may also be a list of them. */
const SINGLE = new Set(['items', 'additionalItems', 'additionalProperties', 'not']);
const LIST = new Set(['items', 'allOf', 'anyOf', 'oneOf']);
/** Keywords whose value is a map from names to schemas. */
const MAP = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A copy of a draft-04 schema with `change` applied to each schema directly below it. A property that is called like a
 * keyword is a name there, not a keyword.
 */
export function mapSubschemas(schema: Schema, change: (subschema: Schema) => unknown): Record<string, unknown> {
  const changed = (value: unknown): unknown => (isObject(value) ? change(value) : value);
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (MAP.has(keyword) && isObject(value)) {
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, below]) => [name, changed(below)]))];
    }
    if (LIST.has(keyword) && Array.isArray(value)) return [keyword, value.map(changed)];
    return [keyword, SINGLE.has(keyword) ? changed(value) : value];
  });
  return Object.fromEntries(entries);
}
