import { type CfnResource } from 'aws-cdk-lib';
import { render } from '../../private/rendered-resource';
import { namesResource, referencesIn } from '../../private/resource-reference';
import { type AuthorizerView, hidesDefinition } from './authorizer-view';

const BODY_POLICY = 'x-amazon-apigateway-policy';

/**
 * Why the resource policy of the authorizer's API may allow a request that the authorizer's policy says nothing about;
 * undefined if it cannot. Of an API that is not in the app nothing is known.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function resourcePolicyMayAllow(view: AuthorizerView, resources: readonly CfnResource[]): string | undefined {
  if (view.apiType === 'HTTP') return undefined;
  const api = apiOf(view, resources);
  if (!api) return 'the resource policy of its API is not known here';
  if (hidesDefinition(api)) return 'the resource policy of its API is not in the template';
  const { Policy: policy, Body: body } = render(api).properties;
  const inBody = (body as { readonly [name: string]: unknown } | undefined)?.[BODY_POLICY];
  return [policy, inBody].some(mayAllow) ? `the resource policy of ${api.node.path} may allow` : undefined;
}

function apiOf({ resource, stack, api }: AuthorizerView, resources: readonly CfnResource[]): CfnResource | undefined {
  // A security scheme stands in its API.
  if (api === undefined) return resource;
  const apis = resources.filter(({ cfnResourceType }) => cfnResourceType === 'AWS::ApiGateway::RestApi');
  const named = apis.find((candidate) => namesResource(candidate, stack, api));
  if (named) return named;
  const element = resource as unknown as { _toCloudFormation(): unknown };
  const targets = referencesIn(resource, element._toCloudFormation());
  return apis.find((candidate) => targets.has(candidate));
}

/** Only a policy all of whose statements are literally denials allows nothing. */
function mayAllow(policy: unknown): boolean {
  if (policy === undefined) return false;
  const { Statement: statements } = (policy ?? {}) as { readonly Statement?: unknown };
  if (typeof statements !== 'object' || statements === null) return true;
  return [statements].flat().some((statement) => (statement as { Effect?: unknown } | null)?.Effect !== 'Deny');
}
