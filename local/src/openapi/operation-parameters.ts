import type { RouteModel } from '../model/route-model';
import { members, type Members, type OpenApiDocument } from './open-api-document';
import { NotEvaluated } from './open-api-import';

/** The parameters of an operation: those of its path, unless it has one of the same name and place itself. */
export function operationParameters(
  pathItem: Members,
  operation: Members,
  document: OpenApiDocument,
): readonly Members[] {
  const byPlace = new Map<string, Members>();
  for (const parameter of [...listOf(pathItem.parameters), ...listOf(operation.parameters)]) {
    const resolved = members(document.resolve(parameter));
    byPlace.set(JSON.stringify([resolved.in, resolved.name]), resolved);
  }
  return [...byPlace.values()];
}

/** Names of those that must be there. */
export function requiredParameters(parameters: readonly Members[]): RouteModel['requiredParameters'] {
  const requiredIn = (place: string): string[] =>
    parameters
      .filter((parameter) => parameter.in === place && parameter.required === true)
      .map(({ name }) => {
        if (typeof name !== 'string') throw new NotEvaluated('a required parameter without a name');
        return name;
      });
  return { headers: requiredIn('header'), path: requiredIn('path'), query: requiredIn('query') };
}

function listOf(parameters: unknown): readonly unknown[] {
  if (parameters === undefined) return [];
  if (Array.isArray(parameters)) return parameters;
  throw new NotEvaluated('parameters that are not a list');
}
