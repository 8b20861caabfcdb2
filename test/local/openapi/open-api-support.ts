import type { OpenApiContext, OpenApiImport } from '../../../local/src/openapi/open-api-import';
import { routesFromOpenApi } from '../../../local/src/openapi/routes-from-openapi';
import type { RouteModel } from '../../../local/src/model/route-model';

export const CONTEXT: OpenApiContext = {
  stageVariables: { fn: 'orders-live', pool: 'p1' },
  region: 'eu-west-3',
  account: '210987654321',
  partition: 'aws',
};

export const FUNCTION = 'arn:aws:lambda:eu-west-3:210987654321:function:orders';

export function lambdaUri(functionArn: string): string {
  return `arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

export const INTEGRATION = {
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(FUNCTION) },
};

/** Imports an OpenAPI 3.0 document with these members. */
export function imported(document: object, context = CONTEXT): OpenApiImport {
  return routesFromOpenApi({ openapi: '3.0.1', info: { title: 'Orders' }, paths: {}, ...document }, context);
}

/** Imports a document whose only operation is `POST /orders`. */
export function importedOperation(operation: object, document: object = {}): OpenApiImport & { route: RouteModel } {
  const result = imported({ ...document, paths: { '/orders': { post: { ...INTEGRATION, ...operation } } } });
  return { ...result, route: result.routes[0] };
}

/** The same as OpenAPI 2.0. */
export function importedSwaggerOperation(
  operation: object,
  document: object = {},
): OpenApiImport & { route: RouteModel } {
  const paths = { '/orders': { post: { ...INTEGRATION, ...operation } } };
  const result = routesFromOpenApi({ swagger: '2.0', info: {}, ...document, paths }, CONTEXT);
  return { ...result, route: result.routes[0] };
}
