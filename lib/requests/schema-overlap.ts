import { isJsonObject, isToken, type JsonObject } from './schema-json';

/**
 * True when another keyword of the schema speaks about the whole instance, so that `additionalProperties: false`
 * beside it could refuse what it asks for.
 */
export function describesInstanceTwice(schema: JsonObject): boolean {
  return branches(schema).length > 0 || listsValues(schema);
}

/** True when a property or an item of the instance may be described by another keyword of the schema as well. */
export function describesChildrenTwice(schema: JsonObject): boolean {
  return branches(schema).some(describesChildren) || listsValues(schema);
}

/** True when each property that the schema speaks of could still be sent if all others were refused. */
export function closingKeepsNames(schema: JsonObject): boolean {
  const declared = Object.keys(members(schema.properties));
  const patterns = Object.keys(members(schema.patternProperties));
  const dependencies = Object.entries(members(schema.dependencies));
  const spokenOf = [schema.required, ...dependencies.map(([name, needs]) => [name, needs].flat())].flat();
  if (patterns.length === 0 && Number(schema.minProperties ?? 0) > declared.length) return false;
  return spokenOf.every((name) => typeof name !== 'string' || declared.includes(name) || matchesAny(patterns, name));
}

/** True when the pattern may match the name, in either of the two ways that validators read patterns. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    if (isToken(pattern) || isToken(name)) return true;
    return ['', 'u'].some((flags) => {
      try {
        return new RegExp(pattern, flags).test(name);
      } catch {
        return false;
      }
    });
  });
}

/** An empty object where the keyword is absent or, which is reported elsewhere, has the wrong type. */
function members(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The schemas that describe the same instance as the schema that holds them. */
function branches(schema: JsonObject): unknown[] {
  const conditional = Object.values(members(schema.dependencies)).filter((needs) => !Array.isArray(needs));
  const lists = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list: unknown): unknown[] =>
    Array.isArray(list) ? list : [],
  );
  return [...lists, ...('not' in schema ? [schema.not] : []), ...conditional];
}

function listsValues(schema: JsonObject): boolean {
  return 'enum' in schema || 'const' in schema;
}

function describesChildren(branch: unknown): boolean {
  if (!isJsonObject(branch)) return false;
  const keywords = ['$ref', 'properties', 'patternProperties', 'items', 'enum', 'const'];
  return (
    keywords.some((keyword) => keyword in branch) ||
    isJsonObject(branch.additionalProperties) ||
    isJsonObject(branch.additionalItems) ||
    branches(branch).some(describesChildren)
  );
}
