import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';
import { readAuthorization } from './authorizer-models';
import { readIntegration } from './integration-models';
import type { ModelProblems } from './model-problems';
import { flagOf, listOf, recordOf, textOf, textsOf } from './property-values';
import { readRequestValidation } from './request-validation';
import { resourcePaths } from './resource-paths';
import type { RouteModel } from './route-model';

/** The routes of the API's Method resources. */
export function methodRoutes(
  api: ApiResources,
  stageVariables: Readonly<Record<string, string>>,
  problems: ModelProblems,
): readonly RouteModel[] {
  const paths = resourcePaths(api);
  return api.own('AWS::ApiGateway::Method').flatMap((method) => {
    const path = paths.get(String(method.properties.ResourceId));
    const verb = textOf(method.properties.HttpMethod)?.toUpperCase();
    if (path === undefined || verb === undefined) {
      // Without it another route, a greedy one perhaps, would answer its requests.
      problems.refuseApi(method.id, 'the path or the HTTP method of this method is not known without AWS');
      return [];
    }
    return [methodRoute(method, { path, verb, api, stageVariables, problems })];
  });
}

interface MethodPlace {
  readonly path: string;
  readonly verb: string;
  readonly api: ApiResources;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly problems: ModelProblems;
}

function methodRoute(
  { properties }: ResolvedResource,
  { path, verb, api, stageVariables, problems }: MethodPlace,
): RouteModel {
  const refusals: string[] = [];
  const authorization = readAuthorization(properties, api, stageVariables);
  if ('why' in authorization) refusals.push(authorization.why);
  for (const property of ['ApiKeyRequired', 'AuthorizationScopes']) {
    if (isUnresolved(properties[property])) refusals.push(`${property} is not known without AWS`);
  }
  const validation = readRequestValidation(properties, api, (why) => refusals.push(why));
  const integration = readIntegration(properties.Integration, stageVariables);
  const subject = `${verb} ${path}`;
  for (const refusal of refusals) problems.refuse(subject, refusal);
  if (integration.type === 'UNSUPPORTED') problems.refuse(subject, integration.what);
  if (recordOf(recordOf(properties.Integration).TlsConfig).InsecureSkipVerification !== undefined) {
    problems.declare(subject, 'TlsConfig of its integration');
  }
  return {
    resourceId: String(properties.ResourceId),
    resourcePath: path,
    httpMethod: verb,
    // Whatever overlooks the refusal meets a guard that lets nobody in.
    authorization: 'why' in authorization ? { type: 'AWS_IAM' } : authorization.authorization,
    authorizationScopes: textsOf(properties.AuthorizationScopes),
    apiKeyRequired: flagOf(properties.ApiKeyRequired) ?? false,
    operationName: textOf(properties.OperationName),
    ...validation,
    integration,
    methodResponses: Object.fromEntries(listOf(properties.MethodResponses).map(recordOf).map(methodResponse)),
    ...(refusals.length > 0 ? { refusal: refusals.join('; ') } : {}),
  };
}

function methodResponse(response: Readonly<Record<string, unknown>>): [status: string, headers: readonly string[]] {
  const headers = Object.keys(recordOf(response.ResponseParameters)).flatMap(
    (parameter) => /^method\.response\.header\.(.+)$/.exec(parameter)?.[1] ?? [],
  );
  return [textOf(response.StatusCode) ?? '', headers];
}
