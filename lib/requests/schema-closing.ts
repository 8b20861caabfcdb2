import type { Note, Reference, SchemaFinding } from './schema-compilation';
import { closingKeepsNames, describesInstanceTwice } from './schema-overlap';

/**
 * Adds `additionalProperties: false` to each noted object schema that describes its instance alone, and reports the
 * others: the author has to decide about those.
 */
export function closeObjects(notes: readonly Note[], references: readonly Reference[]): SchemaFinding[] {
  const shared = sharedDefinitions(references);
  const findings: SchemaFinding[] = [];
  for (const note of notes) {
    if (note.kind === 'format') {
      findings.push({ kind: 'formatNotEnforced', pointer: note.pointer });
      continue;
    }
    const { position, schema, output } = note;
    const alone = !position.shared && !shared.has(position.definition) && !describesInstanceTwice(schema);
    if (alone && closingKeepsNames(schema)) {
      output.additionalProperties = false;
    } else {
      findings.push({ kind: 'openObject', pointer: position.pointer });
    }
  }
  return findings;
}

/** Definitions that a `$ref` reaches, in one step or more, from where an instance has more than one description. */
function sharedDefinitions(references: readonly Reference[]): Set<string | undefined> {
  const shared = new Set<string | undefined>(references.filter(({ from }) => from.shared).map(({ target }) => target));
  // The loop sees what it adds.
  for (const definition of shared) {
    for (const { from, target } of references) {
      if (from.definition === definition) shared.add(target);
    }
  }
  return shared;
}
