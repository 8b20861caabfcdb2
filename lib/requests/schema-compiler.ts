import { closeObjects } from './schema-closing';
import type { Compilation, Position, SchemaFinding } from './schema-compilation';
import { DRAFT_04_URI, declaredDraft } from './schema-draft';
import { requireConstraint } from './schema-emptiness';
import { type Caller, failValue } from './schema-faults';
import { copyJson, isJsonObject } from './schema-json';
import { compileKeyword } from './schema-keywords';
import { childPointer, ROOT_POINTER } from './schema-pointer';
import { requireEndingReferences } from './schema-references';

export type { SchemaFinding } from './schema-compilation';

/** A schema as API Gateway takes it. */
export interface CompiledSchema {
  /** JSON Schema draft-04, sharing nothing with the schema it was made from, except CDK tokens. */
  readonly schema: object;
  /** What the author should be told, in document order. */
  readonly findings: SchemaFinding[];
}

/** How a schema was given. */
export interface SchemaSource {
  /** Whether what is empty may have held a null, and is refused. */
  readonly nullsMayBeLost?: boolean;
}

/**
 * Compiles a JSON Schema of draft 04 to 2020-12 to draft-04 with the same meaning, or throws where that cannot be done.
 *
 * One meaning is added: an object schema with `properties` and no `additionalProperties` refuses unknown properties,
 * unless another schema may describe the same instance, which is a finding.
 *
 * Whoever renders the result must not map its names: `CfnModel` keeps them, the L2 `Model` renames `ref` and `schema`.
 *
 * @param at the construct or the factory call that the schema was given to
 * @param source how the schema was given; nothing is lost unless it says so
 */
export function compileSchema(
  at: Caller,
  schema: Record<string, unknown>,
  { nullsMayBeLost = false }: SchemaSource = {},
): CompiledSchema {
  const root = copyJson(at, schema, nullsMayBeLost);
  const compilation: Compilation = {
    at,
    draft: declaredDraft(at, root),
    root,
    nullsMayBeLost,
    notes: [],
    references: [],
    compile: (subschema, position) => compileSubschema(compilation, subschema, position),
  };
  const output = compilation.compile(root, { pointer: ROOT_POINTER, shared: false, inPlace: true });
  requireEndingReferences(at, compilation.references);
  const findings = closeObjects(compilation.notes, compilation.references);
  return { schema: { $schema: DRAFT_04_URI, ...output }, findings };
}

function compileSubschema(compilation: Compilation, schema: unknown, position: Position): Record<string, unknown> {
  if (typeof schema === 'boolean') return compileBoolean(compilation, schema, position);
  if (!isJsonObject(schema)) {
    failValue(compilation.at, position.pointer, schema, 'it must be a schema: an object, and no CDK token');
  }
  requireConstraint(compilation, schema, position.pointer);
  const output: Record<string, unknown> = {};
  if ('properties' in schema && !('additionalProperties' in schema)) {
    compilation.notes.push({ kind: 'object', position, schema, output });
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const pointer = childPointer(position.pointer, keyword);
    compileKeyword({ compilation, schema, position, keyword, value, pointer, output });
  }
  return output;
}

/** Draft-04 has no boolean schemas. */
function compileBoolean(compilation: Compilation, schema: boolean, position: Position): Record<string, unknown> {
  if (compilation.draft === '04') {
    failValue(
      compilation.at,
      position.pointer,
      schema,
      `it must be an object: draft-04, which '$schema' names, has no boolean schemas`,
    );
  }
  return schema ? {} : { not: {} };
}
