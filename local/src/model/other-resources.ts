import { isJsonObject } from '../assembly/json-file';
import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';

/** What the model is built from, and what has no effect on a request. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[
    ...['Account', 'ApiKey', 'Authorizer', 'BasePathMapping', 'ClientCertificate', 'Deployment', 'DocumentationPart'],
    ...['DocumentationVersion', 'DomainName', 'GatewayResponse', 'Method', 'Model', 'RequestValidator', 'Resource'],
    ...['RestApi', 'Stage', 'UsagePlan', 'UsagePlanKey', 'VpcLink'],
  ].map((kind) => `AWS::ApiGateway::${kind}`),
  ...['IPSet', 'LoggingConfiguration', 'RegexPatternSet', 'RuleGroup', 'WebACL', 'WebACLAssociation'].map(
    (kind) => `AWS::WAFv2::${kind}`,
  ),
]);

/** Ways into the API that are not served: a request cannot come through them. */
const OTHER_WAYS_IN = new Set([
  'AWS::ApiGateway::BasePathMappingV2',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGatewayV2::RoutingRule',
]);

/** Reports the resources that refer to the API and whose effect on it is not known. */
export function reportOtherResources(api: ApiResources, problems: ModelProblems): void {
  for (const resource of api.stack.resources) {
    const { id, type, properties } = resource;
    if (KNOWN.has(type) && isUnresolved(properties.RestApiId)) {
      problems.declare(id, `which API this ${type} belongs to is not known without AWS`);
    }
    if (KNOWN.has(type) || !mentions(properties, api.apiId)) continue;
    if (OTHER_WAYS_IN.has(type)) problems.declare(id, `${type}: requests do not come this way here`);
    else if (/^AWS::(ApiGateway|WAFv2)::/.test(type)) {
      problems.refuseApi(id, `what a resource of type ${type} does to the API is not known`);
    } else if (type === 'AWS::CloudFormation::Stack' && !isRead(api, resource)) {
      problems.refuseApi(id, 'the template of this nested stack, which gets the API, is not in the assembly');
    } else if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
      problems.declare(id, `${type}: what this custom resource does to the API is not known`);
    }
  }
}

function isRead({ stack }: ApiResources, { id }: ResolvedResource): boolean {
  return stack.resources.some((other) => other.id.startsWith(`${id}/`));
}

function mentions(value: unknown, apiId: string): boolean {
  if (typeof value === 'string') return value.includes(apiId);
  if (Array.isArray(value)) return value.some((element) => mentions(element, apiId));
  return isJsonObject(value) && Object.values(value).some((member) => mentions(member, apiId));
}
