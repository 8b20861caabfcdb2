import { isNameList, requirePatternName } from './schema-assertions';
import type { KeywordSite, Position } from './schema-compilation';
import { requireEntries } from './schema-emptiness';
import { failInvalid, failUnsupported, failValue } from './schema-faults';
import { isJsonObject, type JsonObject } from './schema-json';
import { requireName } from './schema-names';
import { describesChildrenTwice, matchesAny } from './schema-overlap';
import { childPointer } from './schema-pointer';

/** `allOf`, `anyOf`, `oneOf`. */
export function compileBranches(site: KeywordSite): void {
  site.output[site.keyword] = requireList(site, 'it must be a list of at least one schema').map((schema, index) =>
    site.compilation.compile(schema, branchAt(site, childPointer(site.pointer, index))),
  );
}

export function compileNot(site: KeywordSite): void {
  site.output.not = site.compilation.compile(site.value, branchAt(site, site.pointer));
}

/** A schema, or a list of names; draft-04 has no empty list, which asks for nothing. */
export function compileDependencies(site: KeywordSite): void {
  requireEntries(site);
  const output: Record<string, unknown> = {};
  for (const [name, needs] of requireMembers(site)) {
    const pointer = childPointer(site.pointer, name);
    if (!Array.isArray(needs)) {
      output[name] = site.compilation.compile(needs, branchAt(site, pointer));
    } else if (!isNameList(needs)) {
      failValue(site.compilation.at, pointer, needs, 'it must be a list of different property names, or a schema');
    } else if (needs.length > 0) {
      output[name] = needs;
    }
  }
  site.output.dependencies = output;
}

export function compileProperties(site: KeywordSite): void {
  const patterns = isJsonObject(site.schema.patternProperties) ? Object.keys(site.schema.patternProperties) : [];
  site.output.properties = compileMembers(site, (name) => matchesAny(patterns, name));
}

/** More than one pattern, or a pattern and a property, may describe the same value. */
export function compilePatternProperties(site: KeywordSite): void {
  requireEntries(site);
  site.output.patternProperties = compileMembers(site, (pattern) => {
    requirePatternName(site, pattern);
    return true;
  });
}

/** `additionalProperties`, `additionalItems`: draft-04 takes a boolean here. */
export function compileAdditional(site: KeywordSite): void {
  const { compilation, keyword, pointer, value } = site;
  if (keyword === 'additionalItems' && compilation.draft === '2020-12') {
    failUnsupported(
      compilation.at,
      keyword,
      pointer,
      `is not in draft 2020-12, which '$schema' names`,
      'name an earlier draft',
    );
  }
  const position = childAt(site, pointer, describesChildrenTwice(site.schema));
  site.output[keyword] = typeof value === 'boolean' ? value : compilation.compile(value, position);
}

export function compileItems(site: KeywordSite): void {
  const { compilation, pointer, value } = site;
  const describedTwice = describesChildrenTwice(site.schema);
  if (!Array.isArray(value)) {
    site.output.items = compilation.compile(value, childAt(site, pointer, describedTwice));
    return;
  }
  if (compilation.draft === '2020-12') {
    failInvalid(
      compilation.at,
      `the value at '${pointer}' is a list`,
      `draft 2020-12, which '$schema' names, takes one schema here: name an earlier draft`,
    );
  }
  site.output.items = requireList(site, 'it must be a schema, or a list of at least one').map((schema, index) =>
    compilation.compile(schema, childAt(site, childPointer(pointer, index), describedTwice)),
  );
}

/** `definitions`, and `$defs` of later drafts, become the one `definitions` of draft-04. */
export function compileDefinitions(site: KeywordSite): void {
  const atRoot = site.schema === site.compilation.root;
  const { definition, shared } = site.position;
  const output = (site.output.definitions ?? {}) as Record<string, unknown>;
  for (const [name, schema] of requireMembers(site)) {
    const pointer = childPointer(site.pointer, name);
    if (Object.hasOwn(output, name)) {
      failInvalid(site.compilation.at, `the name at '${pointer}' is in both 'definitions' and '$defs'`, 'rename one');
    }
    const position = atRoot
      ? { pointer, definition: name, shared: false, inPlace: true }
      : { pointer, definition, shared, inPlace: false };
    output[name] = site.compilation.compile(schema, position);
  }
  site.output.definitions = output;
}

function compileMembers(site: KeywordSite, matchesPattern: (name: string) => boolean): JsonObject {
  const describedTwice = describesChildrenTwice(site.schema);
  const output: Record<string, unknown> = {};
  for (const [name, schema] of requireMembers(site)) {
    const position = childAt(site, childPointer(site.pointer, name), describedTwice || matchesPattern(name));
    output[name] = site.compilation.compile(schema, position);
  }
  return output;
}

/** The position of a schema that describes the same instance. */
function branchAt(site: KeywordSite, pointer: string): Position {
  return { ...site.position, pointer, shared: true };
}

/** The position of a schema that describes a property or an item of the instance. */
function childAt(site: KeywordSite, pointer: string, describedTwice: boolean): Position {
  return { ...site.position, pointer, shared: site.position.shared || describedTwice, inPlace: false };
}

function requireList(site: KeywordSite, rule: string): unknown[] {
  if (Array.isArray(site.value) && site.value.length > 0) return site.value;
  return failValue(site.compilation.at, site.pointer, site.value, rule);
}

function requireMembers(site: KeywordSite): Array<[string, unknown]> {
  if (!isJsonObject(site.value)) {
    failValue(site.compilation.at, site.pointer, site.value, 'it must be an object, and no CDK token');
  }
  const members = Object.entries(site.value);
  for (const [name] of members) requireName(site, name, childPointer(site.pointer, name));
  return members;
}
