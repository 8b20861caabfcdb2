import { statSync } from 'node:fs';
import { AssemblyError } from '../assembly/assembly-error';
import { isJsonObject, readJsonObject } from '../assembly/json-file';
import type { OpenApiContext, OpenApiImport } from '../openapi/open-api-import';
import { routesFromOpenApi } from '../openapi/routes-from-openapi';
import type { ApiResources } from './api-resources';
import { recordOf } from './property-values';

/** Imports the OpenAPI body of the RestApi; undefined without one. */
export function openApiBody(api: ApiResources, context: OpenApiContext): OpenApiImport | undefined {
  const { Body, BodyS3Location } = api.restApi.properties;
  if (Body === undefined && BodyS3Location === undefined) return undefined;
  return routesFromOpenApi(Body === undefined ? publishedBody(api, BodyS3Location) : inlineBody(api, Body), context);
}

function inlineBody(api: ApiResources, body: unknown): unknown {
  if (isJsonObject(body) && !Object.keys(body).some((key) => key.startsWith('Fn::'))) return body;
  throw new AssemblyError(
    'BodyUnsupported',
    `the body of REST API ${api.restApi.id} is not in the template`,
    'it must be an OpenAPI document in JSON, in the template or as an asset',
  );
}

/** The document that is published as an asset. */
function publishedBody(api: ApiResources, location: unknown): unknown {
  const { id } = api.restApi;
  const key = String(recordOf(location).Key);
  const file = api.stack.assets?.get(key);
  if (file === undefined) {
    throw new AssemblyError(
      'BodyUnsupported',
      `the body of REST API ${id}, ${key}, is not in the assembly`,
      'it must be an OpenAPI document in JSON, in the template or as an asset',
    );
  }
  if (/\.ya?ml$/i.test(file) || !statSync(file).isFile()) {
    throw new AssemblyError(
      'BodyUnsupported',
      `the body of REST API ${id}, ${file}, is not JSON`,
      'YAML is not read: it must be JSON, or inline in the template',
    );
  }
  return readJsonObject(file);
}
