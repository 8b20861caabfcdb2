import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { UsageError } from './usage-error';

const ROUTE = /^(?<method>[A-Z]+) (?<resource>\/\S*)$/;
const PARAMETER = /^\{(?<name>[^{}+]+)(?<greedy>\+?)\}$/;

/** Stands for an API: the names are as long as those of a deployed one, because the length of an ARN is limited. */
const STAGE_ARN = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod';

/** The event that API Gateway sends for a request of the route. */
export function eventOf(route: string, path: string | undefined, token: string): APIGatewayRequestAuthorizerEvent {
  const { method, resource } = ROUTE.exec(route)?.groups ?? wrong(`--route must look like 'GET /orders/{orderId}'`);
  if (path === undefined && resource.includes('{')) wrong(`--path is missing: the route ${route} has parameters`);
  const concrete = path ?? resource;
  const pathParameters = parametersOf(resource, concrete) ?? wrong(`--path must be a path of the route ${route}`);
  const headers = { Authorization: `Bearer ${token}` };
  return {
    type: 'REQUEST',
    methodArn: `${STAGE_ARN}/${method}${concrete}`,
    resource,
    path: concrete,
    httpMethod: method,
    headers,
    multiValueHeaders: { Authorization: [headers.Authorization] },
    pathParameters,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
    requestContext: { httpMethod: method, resourcePath: resource },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}

/** The values of the parameters as they stand in the path, as API Gateway passes them; undefined if the path is none of the resource's. */
function parametersOf(resource: string, path: string): Record<string, string> | undefined {
  if (!path.startsWith('/') || /[?#]/.test(path)) return undefined;
  const wanted = resource.split('/');
  const given = path.split('/');
  const values: [string, string][] = [];
  for (const [index, part] of wanted.entries()) {
    const { name, greedy } = PARAMETER.exec(part)?.groups ?? {};
    const value = greedy ? given.splice(index).join('/') : given[index];
    if (name === undefined ? value !== part : !value) return undefined;
    if (name !== undefined) values.push([name, value]);
    if (greedy) return index === wanted.length - 1 ? Object.fromEntries(values) : undefined;
  }
  return given.length === wanted.length ? Object.fromEntries(values) : undefined;
}

function wrong(message: string): never {
  throw new UsageError(message);
}
