import type { CfnResource } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { RouteRule } from '../../private/authorizer-contract';
import { show } from '../../private/errors';
import { namesResource } from '../../private/resource-reference';
import type { AuthorizerView } from './authorizer-view';
import { cachedDecisions, describeCache, suffices } from './cached-decisions';
import type { Finding } from './finding';
import { MethodReader, type MethodView } from './method-view';
import { resourcePolicyMayAllow } from './resource-policy';

/** The authorizers that a construct of ours put in front of its own function, and the API that they belong to. */
export interface OwnAuthorizers {
  readonly api: apigateway.CfnRestApi;
  includes(resource: CfnResource): boolean;
}

/** What the methods of an API are held against. */
export interface MethodFindingsProps {
  readonly own: OwnAuthorizers;
  /** Every authorizer that calls the function. */
  readonly views: readonly AuthorizerView[];
  readonly rules: { readonly [routeKey: string]: RouteRule };
  readonly resources: readonly CfnResource[];
}

/** Methods that were moved, past the library, to an authorizer which does not know or suffice for their rule. */
export function methodFindings(props: MethodFindingsProps): Finding[] {
  const reader = new MethodReader();
  const views = new Map(props.views.map((view) => [view.resource, view]));
  return props.resources.flatMap((resource) => {
    if (resource.cfnResourceType !== 'AWS::ApiGateway::Method') return [];
    const method = reader.read(resource);
    const view = method.authorizationType === 'CUSTOM' ? views.get(method.authorizer as CfnResource) : undefined;
    const finding = view ? askedFinding(method, view, props) : unaskedFinding(method, props);
    return finding ? [finding] : [];
  });
}

/** A method that asks the function: what is cached for it must belong to as little as its rule needs. */
function askedFinding(method: MethodView, view: AuthorizerView, props: MethodFindingsProps): Finding | undefined {
  const cache = cachedDecisions(view);
  const rules = rulesOf(method, props.rules);
  const unsafe = (what: string, rule: string): Finding => ({
    ...about(method),
    code: 'AuthorizerCacheUnsafe',
    problem: `${describe(method)} asks ${view.place}, where ${describeCache(view)}, and ${what}`,
    rule,
  });
  if (rules === undefined) {
    const bound = Object.keys(props.rules).find((routeKey) => props.rules[routeKey].decision === 'request');
    return bound === undefined || !cache.cached
      ? undefined
      : unsafe(
          `its path is not known here, so it could be '${bound}'`,
          'name the path, or use an authorizer that caches nothing',
        );
  }
  const insufficient = rules.find(({ decision }) => !suffices(cache, decision));
  if (insufficient) {
    const on = insufficient.decision === 'request' ? 'who sends the token' : 'more than that';
    return unsafe(`its rule depends on ${on}`, 'leave it at the authorizer that it got with its rule');
  }
  if (rules.length > 0 || !props.own.includes(view.resource)) return undefined;
  const policy = suffices(cache, 'path') ? undefined : resourcePolicyMayAllow(view, props.resources);
  if (policy !== undefined)
    return unsafe(
      `it has no rule while ${policy}`,
      'give it a rule: what the denial does not name, the resource policy would let in',
    );
  return {
    ...about(method),
    warning: 'routeWithoutRule',
    problem: `${describe(method)} asks the JWT authorizer and has no rule`,
    rule: 'nobody can call it: ask for its options by the route key that it has in the API',
  };
}

/** A method that does not ask the function although it has a rule. */
function unaskedFinding(method: MethodView, { own, rules }: MethodFindingsProps): Finding | undefined {
  if (!rulesOf(method, rules)?.length || !namesResource(own.api, method.resource.stack, method.api)) return undefined;
  return {
    ...about(method),
    code: 'AuthorizerReplaced',
    problem: `${describe(method)} has an access rule and no longer asks the authorizer that knows it: its authorization is ${show(method.authorizationType)}`,
    rule: 'leave it at the authorizer that it got with its rule, or add the route without one',
  };
}

/** The rules that requests of the method can be decided by; undefined if its path is not known. */
function rulesOf({ httpMethod, path }: MethodView, rules: MethodFindingsProps['rules']): RouteRule[] | undefined {
  if (path === undefined) return undefined;
  return Object.entries(rules)
    .filter(([routeKey]) => {
      const [ruleMethod, rulePath] = routeKey.split(' ');
      // A method ANY, or one that only the deployment knows, can be each of them.
      const isMethod = /^(?:DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/.test(String(httpMethod));
      return rulePath === path && (!isMethod || ruleMethod === httpMethod);
    })
    .map(([, rule]) => rule);
}

function about({ resource }: MethodView): Pick<Finding, 'resource' | 'place'> {
  return { resource, place: resource.node.path };
}

function describe({ httpMethod, path }: MethodView): string {
  return `the method ${typeof httpMethod === 'string' ? httpMethod : show(httpMethod)} ${path ?? 'of an unknown path'}`;
}
