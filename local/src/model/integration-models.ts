import { isUnresolved } from '../assembly/resolved-stack';
import { lambdaTarget } from './lambda-uri';
import { listOf, numberOf, recordOf, textOf, textRecordOf } from './property-values';
import type { IntegrationModel, IntegrationResponseModel, MockIntegrationModel } from './route-model';

const DEFAULT_TIMEOUT_MS = 29_000;

/** Reads the `Integration` of a method; what cannot be done here is `UNSUPPORTED`, and says why. */
export function readIntegration(value: unknown, stageVariables: Readonly<Record<string, string>>): IntegrationModel {
  if (value === undefined) return unsupported('it has no integration');
  if (typeof value === 'string') return unsupported('its integration is not known without AWS');
  const properties = recordOf(value);
  const { Type: type } = properties;
  if (properties.ConnectionType === 'VPC_LINK' || properties.ConnectionId !== undefined) {
    return unsupported('it goes through a VPC link');
  }
  if (properties.ResponseTransferMode === 'STREAM') return unsupported('it streams its response');
  const unknown = GUARDS.filter((property) => isUnresolved(properties[property]));
  if (unknown.length > 0) return unsupported(`${unknown.join(', ')} of its integration is not known without AWS`);
  switch (type) {
    case 'AWS_PROXY':
      return lambdaProxy(properties, stageVariables);
    case 'HTTP_PROXY':
      return httpProxy(properties);
    case 'MOCK':
      return mock(properties);
    default:
      return unsupported(`its integration is of type ${String(type)}`);
  }
}

const GUARDS = ['Type', 'ConnectionType', 'IntegrationHttpMethod', 'TimeoutInMillis', 'ResponseTransferMode'];

/** The caller's own rights decide, which only AWS knows. */
const CALLER_CREDENTIALS = /^arn:[^:]+:iam::\*:user\/\*$/;

function lambdaProxy(
  properties: Readonly<Record<string, unknown>>,
  stageVariables: Readonly<Record<string, string>>,
): IntegrationModel {
  if (CALLER_CREDENTIALS.test(String(properties.Credentials)))
    return unsupported('it runs with the rights of the caller');
  const target = lambdaTarget(properties.Uri, stageVariables);
  if ('why' in target) return unsupported(`integration: ${target.why}`);
  return {
    type: 'LAMBDA_PROXY',
    functionArn: target.functionArn,
    timeoutMs: timeoutOf(properties),
    httpMethod: httpMethodOf(properties),
  };
}

function httpProxy(properties: Readonly<Record<string, unknown>>): IntegrationModel {
  const uri = textOf(properties.Uri);
  if (uri === undefined) return unsupported('the address of its integration is not known without AWS');
  if (isUnresolved(properties.RequestParameters)) {
    return unsupported('what it sends to its integration is not known without AWS');
  }
  return {
    type: 'HTTP_PROXY',
    uri,
    httpMethod: httpMethodOf(properties),
    requestParameters: textRecordOf(properties.RequestParameters),
    timeoutMs: timeoutOf(properties),
  };
}

function mock(properties: Readonly<Record<string, unknown>>): IntegrationModel {
  const { RequestTemplates, PassthroughBehavior, IntegrationResponses } = properties;
  if (isUnresolved([RequestTemplates, PassthroughBehavior, IntegrationResponses])) {
    return unsupported('the templates of its mock integration are not known without AWS');
  }
  const responses = listOf(IntegrationResponses).map(recordOf);
  const handlings = [properties, ...responses].map(({ ContentHandling }) => ContentHandling);
  if (handlings.some((handling) => handling !== undefined && handling !== 'CONVERT_TO_TEXT')) {
    return unsupported('its mock integration converts between text and bytes');
  }
  return {
    type: 'MOCK',
    requestTemplates: textRecordOf(RequestTemplates),
    passthroughBehavior: passthroughOf(PassthroughBehavior),
    convertsToText: properties.ContentHandling === 'CONVERT_TO_TEXT' || undefined,
    responses: responses.map(responseOf),
  };
}

function passthroughOf(value: unknown): MockIntegrationModel['passthroughBehavior'] {
  return value === 'WHEN_NO_TEMPLATES' || value === 'NEVER' ? value : 'WHEN_NO_MATCH';
}

function responseOf(response: Readonly<Record<string, unknown>>): IntegrationResponseModel {
  return {
    statusCode: textOf(response.StatusCode) ?? '',
    selectionPattern: textOf(response.SelectionPattern),
    parameters: textRecordOf(response.ResponseParameters),
    templates: textRecordOf(response.ResponseTemplates),
    convertsToText: response.ContentHandling === 'CONVERT_TO_TEXT' || undefined,
  };
}

function httpMethodOf({ IntegrationHttpMethod }: Readonly<Record<string, unknown>>): string {
  return (textOf(IntegrationHttpMethod) ?? '').toUpperCase();
}

function timeoutOf({ TimeoutInMillis }: Readonly<Record<string, unknown>>): number {
  return numberOf(TimeoutInMillis) ?? DEFAULT_TIMEOUT_MS;
}

function unsupported(what: string): IntegrationModel {
  return { type: 'UNSUPPORTED', what };
}
