import { isJsonObject } from '../assembly/json-file';
import { isUnresolved } from '../assembly/resolved-stack';
import type { OpenApiImport } from '../openapi/open-api-import';
import type { ApiModel, PolicyDocument } from './api-model';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';
import { flagOf, listOf, recordOf, textOf, textsOf } from './property-values';

type Settings = Pick<
  ApiModel,
  | 'endpointType'
  | 'securityPolicy'
  | 'endpointAccessMode'
  | 'disableExecuteApiEndpoint'
  | 'apiKeySource'
  | 'binaryMediaTypes'
  | 'resourcePolicy'
>;

/** The settings of the RestApi itself; a property of it wins over its OpenAPI body. */
export function restApiSettings(
  { restApi }: ApiResources,
  body: OpenApiImport | undefined,
  problems: ModelProblems,
): Settings {
  const { id, properties } = restApi;
  const types =
    recordOf(properties.EndpointConfiguration).Types ?? recordOf(properties.Parameters).endpointConfigurationTypes;
  for (const [name, value] of Object.entries({ ...properties, EndpointConfiguration: types })) {
    if (GUARDS.has(name) && isUnresolved(value)) problems.refuseApi(id, `${name} is not known without AWS`);
  }
  if (properties.CloneFrom !== undefined)
    problems.refuseApi(id, 'CloneFrom: the methods of the other API are not known');
  if (properties.MinimumCompressionSize !== undefined)
    problems.declare(id, 'MinimumCompressionSize: nothing is compressed');
  const endpointType = endpointTypeOf(id, types, problems);
  return {
    endpointType,
    securityPolicy:
      textOf(properties.SecurityPolicy) ?? body?.securityPolicy ?? (endpointType === 'PRIVATE' ? 'TLS_1_2' : 'TLS_1_0'),
    endpointAccessMode:
      (textOf(properties.EndpointAccessMode) ?? body?.endpointAccessMode) === 'STRICT' ? 'STRICT' : 'BASIC',
    disableExecuteApiEndpoint:
      flagOf(properties.DisableExecuteApiEndpoint) === true || body?.disableExecuteApiEndpoint === true,
    apiKeySource:
      (textOf(properties.ApiKeySourceType) ?? body?.apiKeySource) === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    binaryMediaTypes: [...new Set([...textsOf(properties.BinaryMediaTypes), ...(body?.binaryMediaTypes ?? [])])],
    resourcePolicy: resourcePolicyOf(id, properties.Policy, body?.resourcePolicy, problems),
  };
}

const GUARDS = new Set([
  'ApiKeySourceType',
  'BinaryMediaTypes',
  'DisableExecuteApiEndpoint',
  'EndpointAccessMode',
  'EndpointConfiguration',
  'SecurityPolicy',
]);

/** Edge-optimized where the template says nothing, as AWS does. */
function endpointTypeOf(id: string, types: unknown, problems: ModelProblems): Settings['endpointType'] {
  const [type = 'EDGE'] = typeof types === 'string' ? types.split(',') : textsOf(listOf(types));
  if (type === 'EDGE' || type === 'REGIONAL' || type === 'PRIVATE') return type;
  if (!isUnresolved(types)) problems.refuseApi(id, `endpoints of type ${type}`);
  return 'EDGE';
}

function resourcePolicyOf(
  id: string,
  own: unknown,
  imported: PolicyDocument | undefined,
  problems: ModelProblems,
): PolicyDocument | undefined {
  if (own === undefined) return imported;
  const policy = typeof own === 'string' ? parsed(own) : own;
  if (!isJsonObject(policy) || policy.Statement === undefined) {
    problems.refuseApi(id, 'the resource policy is not known without AWS');
    return imported;
  }
  // Each statement fails closed by itself; that one may is said beforehand.
  if (isUnresolved(policy)) problems.refuse(id, 'a part of the resource policy is not known without AWS');
  const document = { ...policy, Statement: [policy.Statement].flat() } as unknown as PolicyDocument;
  if (imported !== undefined && JSON.stringify(imported) !== JSON.stringify(document)) {
    problems.refuseApi(id, 'two resource policies, one in the body and one beside it');
  }
  return document;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
