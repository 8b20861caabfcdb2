import { isObject, mapSubschemas, type Schema } from '../requests/subschemas';
import { member, pointerSegments, type OpenApiDocument } from './open-api-document';
import { NotEvaluated } from './open-api-import';

/** Checks that API Gateway's importer leaves out of the models it makes. */
const DROPPED = new Set(['minItems', 'maxItems', 'exclusiveMinimum', 'discriminator', 'nullable']);
const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';

/** A schema of the document as a model of its own. */
export interface ImportedSchema {
  /** JSON schema of draft-04; what it refers to is in its `definitions`. */
  readonly schema: Schema;
  /** Keywords that the importer left out, though they check something. */
  readonly dropped: readonly string[];
}

/**
 * Makes a self-contained model of a schema, with every schema of the document that it refers to, also if they refer
 * back to themselves.
 *
 * @throws NotEvaluated for a reference that leads nowhere
 */
export function importSchema(schema: Schema, document: OpenApiDocument): ImportedSchema {
  const dropped = new Set<string>();
  const definitions = new Map<string, unknown>();
  const waiting: string[] = [];
  const convert = (part: Schema): Record<string, unknown> => {
    const kept = Object.entries(part).filter(([keyword]) => {
      if (DROPPED.has(keyword)) dropped.add(keyword);
      return !DROPPED.has(keyword);
    });
    const converted = mapSubschemas(Object.fromEntries(kept), convert);
    if (document.version === '2.0' && ('oneOf' in converted || 'anyOf' in converted || 'not' in converted)) {
      throw new NotEvaluated('a model with alternatives, which OpenAPI 2.0 does not have');
    }
    if (typeof part.$ref !== 'string' || part.$ref.startsWith('https://apigateway.')) return converted;
    const { name, reference } = localReference(part.$ref, document);
    waiting.push(name);
    return { ...converted, $ref: reference };
  };

  const root = convert(schema);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (definitions.has(name)) continue;
    const definition = member(schemasOf(document), name);
    if (!isObject(definition)) throw new NotEvaluated(`the schema ${name}, which is not defined`);
    definitions.set(name, convert(definition));
  }
  const own = definitions.size > 0 ? { definitions: Object.fromEntries(definitions) } : {};
  return { schema: { $schema: DRAFT_04, ...root, ...own }, dropped: [...dropped] };
}

function schemasOf({ version, root }: OpenApiDocument): unknown {
  return version === '2.0' ? root.definitions : member(root.components, 'schemas');
}

/** Where a reference to a schema of the document leads within the model. */
function localReference(
  reference: string,
  { version }: OpenApiDocument,
): { readonly name: string; readonly reference: string } {
  const prefix = version === '2.0' ? '#/definitions/' : '#/components/schemas/';
  if (!reference.startsWith(prefix)) throw new NotEvaluated(`the $ref ${reference} of a model`);
  const rest = reference.slice(prefix.length);
  return { name: pointerSegments(`#/${rest}`)[0], reference: `#/definitions/${rest}` };
}
