import { isUnresolved } from '../assembly/resolved-stack';
import type { Finding } from '../model/api-model';
import { apiSettings } from './api-settings';
import { importedGatewayResponses } from './gateway-responses';
import { member, members, type Members, OpenApiDocument } from './open-api-document';
import { NotEvaluated, type OpenApiContext, type OpenApiImport } from './open-api-import';
import { droppedKeywords } from './operation-models';
import { operationRoute, type PlacedOperation } from './operation-route';
import { unknownExtensions } from './unknown-extensions';

const METHODS = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map(
    (method) => [method, method.toUpperCase()] as const,
  ),
  ['x-amazon-apigateway-any-method', 'ANY'],
]);

/**
 * Imports an OpenAPI document as API Gateway imports it into a REST API, with what that leaves out: `security` at the
 * root, `minItems` and `maxItems`, methods that it does not know.
 *
 * @param body an OpenAPI 2.0 or 3.0 document with `x-amazon-apigateway-*` extensions, its intrinsic functions resolved
 * @throws Error for a body that API Gateway does not import, for example OpenAPI 3.1
 */
export function routesFromOpenApi(body: unknown, context: OpenApiContext): OpenApiImport {
  const document = new OpenApiDocument(body, context);
  const { root } = document;
  const apiProblems = [...unknownExtensions('root', root)];
  const settings = apiSettings(root, (why) => apiProblems.push(why));
  const findings: Finding[] = apiProblems.map((what) => ({ subject: 'OpenAPI definition', what, effect: 'refused' }));
  const imported = placedOperations(document, findings).map((placed) =>
    operationRoute(placed, document, context, apiProblems),
  );
  return {
    routes: imported.map(({ route }) => route),
    gatewayResponses: importedGatewayResponses(root),
    ...settings,
    findings: [
      ...findings,
      ...imported.flatMap((route) => route.findings),
      ...droppedKeywords(new Set(imported.flatMap(({ dropped }) => dropped))),
    ],
  };
}

function placedOperations(document: OpenApiDocument, findings: Finding[]): readonly PlacedOperation[] {
  return Object.entries(members(document.root.paths)).flatMap(([resourcePath, given]): PlacedOperation[] => {
    if (resourcePath.startsWith('x-')) return [];
    if (isUnresolved(resourcePath) || !resourcePath.startsWith('/')) {
      findings.push({ subject: resourcePath, what: 'not a path that can be served', effect: 'refused' });
      return [];
    }
    const pathItem = resolvedPath(given, document);
    if (pathItem instanceof NotEvaluated) {
      return [{ resourcePath, httpMethod: 'ANY', pathItem: {}, operation: {}, problem: pathItem.message }];
    }
    if (member(pathItem, 'trace') !== undefined) {
      findings.push({ subject: `TRACE ${resourcePath}`, what: 'API Gateway has no TRACE', effect: 'declared' });
    }
    return Object.entries(pathItem).flatMap(([name, operation]) => {
      const httpMethod = METHODS.get(name);
      return httpMethod ? [{ resourcePath, httpMethod, pathItem, operation: members(operation) }] : [];
    });
  });
}

function resolvedPath(given: unknown, document: OpenApiDocument): Members | NotEvaluated {
  try {
    return members(document.resolve(given));
  } catch (error) {
    if (error instanceof NotEvaluated) return error;
    throw error;
  }
}
