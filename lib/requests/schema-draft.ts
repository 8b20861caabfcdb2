import { type Caller, failValue } from './schema-faults';
import type { JsonObject } from './schema-json';
import { childPointer, ROOT_POINTER } from './schema-pointer';

/** The drafts that a body schema may be written in. */
export type Draft = '04' | '06' | '07' | '2019-09' | '2020-12';

/** The draft that API Gateway models are written in, as the value of `$schema`. */
export const DRAFT_04_URI = 'http://json-schema.org/draft-04/schema#';

const DRAFTS = new Map<string, Draft>([
  ['http://json-schema.org/draft-04/schema', '04'],
  ['http://json-schema.org/draft-06/schema', '06'],
  ['http://json-schema.org/draft-07/schema', '07'],
  ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
]);

/** The draft that the schema names in `$schema`; undefined when it names none, and is read as what all drafts share. */
export function declaredDraft(at: Caller, root: JsonObject): Draft | undefined {
  const uri = root.$schema;
  if (uri === undefined) return undefined;
  const draft = typeof uri === 'string' ? DRAFTS.get(uri.replace(/#$/, '')) : undefined;
  return (
    draft ?? failValue(at, childPointer(ROOT_POINTER, '$schema'), uri, `it must be ${[...DRAFTS.keys()].join(', ')}`)
  );
}
