import type { Compilation, KeywordSite, Reference } from './schema-compilation';
import { type Caller, failUnresolved, failUnsupported, failValue } from './schema-faults';
import { isJsonObject, isToken } from './schema-json';
import { type DefinitionReference, parseReference } from './schema-pointer';

/** Keeps a reference to a definition of the same schema; every other one is refused. */
export function compileReference(site: KeywordSite): void {
  const { compilation, pointer, position, value } = site;
  // Even a token: which schema it names would be known only at deployment.
  if (typeof value !== 'string' || isToken(value)) {
    failValue(compilation.at, pointer, value, `it must be '#/definitions/<name>' or '#/$defs/<name>', written out`);
  }
  const reference = parseReference(value);
  if (reference === undefined) {
    failUnresolved(
      compilation.at,
      pointer,
      value,
      `it must name an entry of the root's definitions: '#/definitions/<name>' or '#/$defs/<name>'`,
    );
  }
  if (!isDefined(compilation, reference)) {
    failUnresolved(
      compilation.at,
      pointer,
      value,
      `the root's '${reference.container}' must have an entry of that name`,
    );
  }
  compilation.references.push({ from: position, pointer, value, target: reference.name });
  site.output.$ref = reference.draft04;
}

/** Draft-04 ignores what stands beside `$ref`, later drafts apply it. */
export function failBesideReference(site: KeywordSite): never {
  failUnsupported(
    site.compilation.at,
    site.keyword,
    site.pointer,
    `stands beside '$ref', where draft-04 ignores it`,
    `move the '$ref' into an 'allOf', as in { "allOf": [{ "$ref": ... }], "${site.keyword}": ... }`,
  );
}

/** Refuses definitions that lead back to themselves for the same instance: no validator could ever answer. */
export function requireEndingReferences(at: Caller, references: readonly Reference[]): void {
  const inPlace = references.filter(({ from }) => from.inPlace);
  const targets = new Map<string | undefined, Set<string>>();
  for (const { from, target } of inPlace) {
    targets.set(from.definition, (targets.get(from.definition) ?? new Set()).add(target));
  }
  for (const { from, target, pointer, value } of inPlace) {
    const reached = new Set([target]);
    // The loop sees what it adds.
    for (const definition of reached) targets.get(definition)?.forEach((next) => reached.add(next));
    if (from.definition !== undefined && reached.has(from.definition)) {
      failUnresolved(
        at,
        pointer,
        value,
        'it must not lead back to its own definition, unless through a property or an item',
      );
    }
  }
}

function isDefined(compilation: Compilation, reference: DefinitionReference): boolean {
  const container = compilation.root[reference.container];
  return isJsonObject(container) && Object.hasOwn(container, reference.name);
}
