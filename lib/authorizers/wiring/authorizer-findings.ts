import type { CfnResource } from 'aws-cdk-lib';
import type { RouteRule } from '../../private/authorizer-contract';
import type { AuthorizerView } from './authorizer-view';
import { cachedDecisions, describeCache, requiredSources, suffices } from './cached-decisions';
import type { Finding } from './finding';
import { resourcePolicyMayAllow } from './resource-policy';

/** Authorizers of these types call no function. */
const WITHOUT_FUNCTION = ['COGNITO_USER_POOLS', 'JWT'];

/** One route for each kind of decision that the function's rules ask for. */
export type Decisions = { readonly [D in RouteRule['decision']]?: string };

/** What is wrong with an authorizer that somebody put in front of the function: it must suffice for each of its rules. */
export function authorizerFindings(
  view: AuthorizerView,
  decisions: Decisions,
  resources: readonly CfnResource[],
): Finding[] {
  if (typeof view.type === 'string' && WITHOUT_FUNCTION.includes(view.type)) return [];
  return [cacheFinding(view, decisions, resources), eventFinding(view)].filter((finding) => finding !== undefined);
}

function cacheFinding(
  view: AuthorizerView,
  decisions: Decisions,
  resources: readonly CfnResource[],
): Finding | undefined {
  const cache = cachedDecisions(view);
  const state = describeCache(view);
  const wayOut = `set the identity sources to '${requiredSources(view)}', or the TTL to 0 seconds`;
  const unsafe = (problem: string, rule: string): Finding => ({
    resource: view.resource,
    place: view.place,
    code: 'AuthorizerCacheUnsafe',
    problem,
    rule,
  });
  if (decisions.request !== undefined && cache.cached) {
    return unsafe(
      `${state}, and the rule of '${decisions.request}' depends on who sends the token`,
      'a cached decision would let in whoever stole the token: set the TTL to 0 seconds, as a literal number',
    );
  }
  if (cache.cached && !cache.byToken) {
    return unsafe(state, `without the Authorization header one caller's decision would be everybody's: ${wayOut}`);
  }
  if (decisions.route !== undefined && !suffices(cache, 'route')) {
    return unsafe(
      `${state}, and the decision about '${decisions.route}' covers its whole route`,
      `it would be one about other routes, too: ${wayOut}`,
    );
  }
  // Each route without a rule is denied by its exact ARN, so this holds for every function.
  if (suffices(cache, 'path')) return undefined;
  const policy = resourcePolicyMayAllow(view, resources);
  if (policy !== undefined) {
    return unsafe(
      `${state}, and ${policy}`,
      `where a cached decision says nothing, API Gateway lets in whom the resource policy allows: ${wayOut}`,
    );
  }
  return {
    resource: view.resource,
    place: view.place,
    warning: 'authorizerCacheKey',
    problem: state,
    rule: `a decision is about one method and path, so all others answer 403 to the same token while it is cached: ${wayOut}`,
  };
}

/** The function understands REQUEST events that have a method ARN. */
function eventFinding({ resource, place, apiType, type, payloadFormat }: AuthorizerView): Finding | undefined {
  const unsupported = (problem: string, rule: string): Finding => ({
    resource,
    place,
    code: 'AuthorizerEventUnsupported',
    problem,
    rule: `the function lets nobody in by it: ${rule}`,
  });
  if (type === 'TOKEN') {
    return unsupported('an authorizer of type TOKEN does not say which route is called', 'use type REQUEST');
  }
  if (apiType === 'HTTP' && payloadFormat === '2.0') {
    return unsupported('payload format 2.0 has no method ARN', 'use payload format 1.0, without simple responses');
  }
  return undefined;
}
