import type { Compilation, KeywordSite } from './schema-compilation';
import { describe, failEmpty } from './schema-faults';
import { isJsonObject, type JsonObject } from './schema-json';
import { childPointer, ROOT_POINTER } from './schema-pointer';

/** Keywords that refuse nothing by themselves. */
const SAYS_NOTHING = new Set([
  '$schema',
  '$id',
  'id',
  '$comment',
  'title',
  'description',
  'default',
  'deprecated',
  'example',
  'examples',
  'readOnly',
  'writeOnly',
  'definitions',
  '$defs',
]);

/** Keywords that ask for nothing when they hold nothing. */
const NOTHING_WHEN_EMPTY = new Set(['required', 'dependencies', 'patternProperties']);

/**
 * Refuses a subschema that accepts everything: `{"const": null}` is one when it comes from another language, because jsii
 * drops members that are null. The root has a rule of its own.
 */
export function requireConstraint(compilation: Compilation, schema: JsonObject, pointer: string): void {
  if (!compilation.nullsMayBeLost || pointer === ROOT_POINTER) return;
  if (!Object.entries(schema).every(([keyword, value]) => isVacuous(keyword, value))) return;
  const draft04 = compilation.draft === '04';
  failEmpty(
    compilation.at,
    `the schema at '${pointer}' is ${describe(schema)}, which accepts everything`,
    draft04 ? undefined : wayOut(schema),
  );
}

function wayOut(schema: JsonObject): string {
  return `write true in its place${Object.keys(schema).length > 0 ? ', without the annotations' : ''}`;
}

/** The same for keywords whose value is a map: an entry that was null is gone. */
export function requireEntries(site: KeywordSite): void {
  if (!site.compilation.nullsMayBeLost || !isJsonObject(site.value) || Object.keys(site.value).length > 0) return;
  failEmpty(
    site.compilation.at,
    `the value at '${site.pointer}' is {}, which asks for nothing`,
    `leave '${site.keyword}' out`,
  );
}

/** The same for what `enum` and `const` hold: an object there may have had another member. */
export function requireDataWithoutObjects({ compilation, value, pointer }: KeywordSite): void {
  if (!compilation.nullsMayBeLost) return;
  const visit = (data: unknown, at: string): void => {
    if (Array.isArray(data)) data.forEach((item, index) => visit(item, childPointer(at, index)));
    if (!isJsonObject(data)) return;
    failEmpty(compilation.at, `the value at '${at}' is ${describe(data)}, an object`, undefined);
  };
  visit(value, pointer);
}

function isVacuous(keyword: string, value: unknown): boolean {
  if (SAYS_NOTHING.has(keyword)) return true;
  if (!NOTHING_WHEN_EMPTY.has(keyword)) return false;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
