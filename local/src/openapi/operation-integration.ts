import { isUnresolved } from '../assembly/resolved-stack';
import type { HttpProxyIntegrationModel, IntegrationModel, IntegrationResponseModel } from '../model/route-model';
import { functionArnOf } from '../model/lambda-uri';
import { members, stringMembers, type Members } from './open-api-document';
import type { OpenApiContext } from './open-api-import';

const DEFAULT_TIMEOUT_MS = 29_000;
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;

/** What `x-amazon-apigateway-integration` makes of an operation. */
export function operationIntegration(operation: Members, context: OpenApiContext): IntegrationModel {
  const given = operation['x-amazon-apigateway-integration'];
  if (given === undefined) return unsupported('an operation without x-amazon-apigateway-integration');
  const integration = members(given);
  const type = lowerCase(integration.type);
  if (integration.connectionType !== undefined && lowerCase(integration.connectionType) !== 'internet') {
    return unsupported(`a connection of type ${JSON.stringify(integration.connectionType)}`);
  }
  if (integration.responseTransferMode !== undefined && lowerCase(integration.responseTransferMode) !== 'buffered') {
    return unsupported('a streamed response');
  }
  switch (type) {
    case 'aws_proxy':
      return lambdaProxy(integration, context);
    case 'http_proxy':
      return httpProxy(integration);
    case 'mock':
      return mock(integration);
    default:
      return unsupported(`an integration of type ${JSON.stringify(integration.type ?? null)}`);
  }
}

function lambdaProxy(integration: Members, context: OpenApiContext): IntegrationModel {
  const functionArn = functionArnOf(integration.uri, context.stageVariables);
  const timeoutMs = timeout(integration);
  if (!functionArn) return unsupported('an aws_proxy integration whose uri is not a function of the assembly');
  if (typeof integration.httpMethod !== 'string') return unsupported('an aws_proxy integration without httpMethod');
  if (timeoutMs === undefined) return unsupported('a timeoutInMillis that is not a number of milliseconds');
  return { type: 'LAMBDA_PROXY', functionArn, timeoutMs, httpMethod: integration.httpMethod.toUpperCase() };
}

function httpProxy(integration: Members): HttpProxyIntegrationModel | IntegrationModel {
  const { uri, httpMethod } = integration;
  const timeoutMs = timeout(integration);
  if (typeof uri !== 'string' || isUnresolved(uri)) return unsupported('an http_proxy integration without a known uri');
  if (typeof httpMethod !== 'string') return unsupported('an http_proxy integration without httpMethod');
  if (timeoutMs === undefined) return unsupported('a timeoutInMillis that is not a number of milliseconds');
  const requestParameters = stringMembers(integration.requestParameters);
  // The specification's old spelling of any method.
  const method = httpMethod.toUpperCase() === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : httpMethod.toUpperCase();
  return { type: 'HTTP_PROXY', uri, httpMethod: method, requestParameters, timeoutMs };
}

function mock(integration: Members): IntegrationModel {
  const given = lowerCase(integration.passthroughBehavior ?? 'when_no_match');
  const passthroughBehavior = PASSTHROUGH.find((behavior) => behavior.toLowerCase() === given);
  if (!passthroughBehavior) return unsupported(`the passthroughBehavior ${JSON.stringify(given)}`);
  return {
    type: 'MOCK',
    requestTemplates: stringMembers(integration.requestTemplates),
    passthroughBehavior,
    responses: Object.entries(members(integration.responses)).map(([pattern, response]) =>
      integrationResponse(pattern, members(response)),
    ),
  };
}

function integrationResponse(pattern: string, response: Members): IntegrationResponseModel {
  return {
    statusCode: String(response.statusCode),
    ...(pattern !== 'default' && { selectionPattern: pattern }),
    parameters: stringMembers(response.responseParameters),
    templates: stringMembers(response.responseTemplates),
  };
}

/** Milliseconds, undefined for something that is not a number of them. */
function timeout({ timeoutInMillis }: Members): number | undefined {
  if (timeoutInMillis === undefined) return DEFAULT_TIMEOUT_MS;
  const given = typeof timeoutInMillis === 'string' ? Number(timeoutInMillis) : timeoutInMillis;
  return typeof given === 'number' && given > 0 && Number.isFinite(given) ? given : undefined;
}

function unsupported(what: string): IntegrationModel {
  return { type: 'UNSUPPORTED', what };
}

function lowerCase(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}
