import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';

/** All properties of the types that guard requests: evaluated, or known to be of no effect on a request. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': [
    ...['ApiKeySourceType', 'BinaryMediaTypes', 'Body', 'BodyS3Location', 'CloneFrom', 'Description'],
    ...['DisableExecuteApiEndpoint', 'EndpointAccessMode', 'EndpointConfiguration', 'FailOnWarnings'],
    ...['MinimumCompressionSize', 'Mode', 'Name', 'Parameters', 'Policy', 'SecurityPolicy', 'Tags'],
  ],
  'AWS::ApiGateway::Stage': [
    ...['AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'ClientCertificateId'],
    ...['DeploymentId', 'Description', 'DocumentationVersion', 'MethodSettings', 'RestApiId', 'StageName', 'Tags'],
    ...['TracingEnabled', 'Variables'],
  ],
  'AWS::ApiGateway::Method': [
    ...['ApiKeyRequired', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'HttpMethod', 'Integration'],
    ...['MethodResponses', 'OperationName', 'RequestModels', 'RequestParameters', 'RequestValidatorId'],
    ...['ResourceId', 'RestApiId'],
  ],
  'AWS::ApiGateway::Authorizer': [
    ...['AuthType', 'AuthorizerCredentials', 'AuthorizerResultTtlInSeconds', 'AuthorizerUri', 'IdentitySource'],
    ...['IdentityValidationExpression', 'Name', 'ProviderARNs', 'RestApiId', 'Type'],
  ],
  'AWS::ApiGateway::RequestValidator': ['Name', 'RestApiId', 'ValidateRequestBody', 'ValidateRequestParameters'],
};

/** Properties that are yes or no; anything else might mean yes. */
const FLAGS = new Set([
  'ApiKeyRequired',
  'DisableExecuteApiEndpoint',
  'ValidateRequestBody',
  'ValidateRequestParameters',
]);
const FLAG_VALUES = new Set<unknown>([undefined, true, false, 'true', 'false']);

/** A property that is not known may be a guard of the future, and so may be a flag that is neither yes nor no. */
export function reportUnknownProperties(api: ApiResources, problems: ModelProblems): void {
  for (const [type, known] of Object.entries(PROPERTIES)) {
    const resources = type === 'AWS::ApiGateway::RestApi' ? [api.restApi] : api.own(type);
    for (const { id, properties } of resources) {
      for (const [name, value] of Object.entries(properties)) {
        if (!known.includes(name)) problems.refuseApi(id, `property ${name} is not known`);
        else if (FLAGS.has(name) && !FLAG_VALUES.has(value))
          problems.refuseApi(id, `${name} is neither true nor false`);
      }
    }
  }
}
