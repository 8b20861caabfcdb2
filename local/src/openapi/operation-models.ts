import type { Finding } from '../model/api-model';
import { isObject } from '../requests/subschemas';
import { importSchema, type ImportedSchema } from './imported-schema';
import { member, members, type Members, type OpenApiDocument } from './open-api-document';
import { NotEvaluated } from './open-api-import';

const ASSUMED_TYPE = 'application/json';

/** What the bodies of an operation's requests must be. */
export interface OperationModels {
  /** Content type to a JSON schema of draft-04. */
  readonly models: Readonly<Record<string, unknown>>;
  /** Keywords that the importer left out of them, though they check something. */
  readonly dropped: readonly string[];
}

/** The models of an operation: of its `requestBody`, or in OpenAPI 2.0 of its body parameter. */
export function operationModels(
  operation: Members,
  parameters: readonly Members[],
  document: OpenApiDocument,
): OperationModels {
  const schemas =
    document.version === '2.0' ? bodyParameter(operation, parameters, document) : requestBody(operation, document);
  const imported = schemas.map(([type, schema]): [string, ImportedSchema] => {
    if (!isObject(schema)) throw new NotEvaluated(`the model for ${type}, which is not a schema`);
    return [type, importSchema(schema, document)];
  });
  return {
    models: Object.fromEntries(imported.map(([type, { schema }]) => [type, schema])),
    dropped: [...new Set(imported.flatMap(([, { dropped }]) => dropped))],
  };
}

/** What the importer leaves out of an API's models, said once. */
export function droppedKeywords(keywords: ReadonlySet<string>): readonly Finding[] {
  if (keywords.size === 0) return [];
  const what = `API Gateway leaves ${[...keywords].sort().join(', ')} out of the models it imports, so bodies are checked without it`;
  return [{ subject: 'models', what, effect: 'declared' }];
}

function requestBody(operation: Members, document: OpenApiDocument): readonly (readonly [string, unknown])[] {
  if (operation.requestBody === undefined) return [];
  const { content } = members(document.resolve(operation.requestBody));
  return Object.entries(members(content)).flatMap(([type, media]) => {
    const schema = member(media, 'schema');
    return schema === undefined ? [] : [[type, schema] as const];
  });
}

function bodyParameter(
  operation: Members,
  parameters: readonly Members[],
  { root }: OpenApiDocument,
): readonly (readonly [string, unknown])[] {
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (body?.schema === undefined) return [];
  const consumes = operation.consumes ?? root.consumes;
  const types = Array.isArray(consumes) ? consumes.filter((type): type is string => typeof type === 'string') : [];
  return (types.length > 0 ? types : [ASSUMED_TYPE]).map((type) => [type, body.schema] as const);
}
