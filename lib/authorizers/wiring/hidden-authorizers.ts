import { type CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { render } from '../../private/rendered-resource';
import { type AuthorizerView, hidesDefinition } from './authorizer-view';
import { cachedDecisions, describeCache } from './cached-decisions';
import type { Finding } from './finding';
import type { FunctionReferences } from './function-references';
import { isUnknown } from './unknown-function';

/** Types of resources that can hold an authorizer which the template does not show. */
const OPAQUE = /^AWS::(?:Serverless::|CloudFormation::Stack$|CloudFormation::StackSet$)/;

const WAY_OUT = 'put an authorizer whose TTL is the literal 0 seconds in front of the function';

/** An authorizer that calls a function which only the deployment knows: it could be this one. */
export function unknownFunctionFinding(view: AuthorizerView, boundRoute: string, owned: boolean): Finding | undefined {
  const { resource, place, stack, uri } = view;
  if (!cachedDecisions(view).cached || !isUnknown(stack, uri)) return undefined;
  return {
    resource,
    place,
    // Nobody is meant to put another authorizer in front of a function that a construct of ours owns.
    ...(owned ? { warning: 'authorizerUnknown' } : { code: 'AuthorizerCacheUnsafe' as const }),
    problem: `which function the authorizer calls is known at deployment only, ${describeCache(view)}, and the rule of '${boundRoute}' depends on who sends the token`,
    rule: 'set the TTL to 0 seconds, or name the function by a reference or a literal ARN',
  };
}

/** Something that got the function and can hold authorizers that cannot be looked at. */
export function opaqueFinding(
  resource: CfnResource,
  references: FunctionReferences,
  boundRoute: string,
): Finding | undefined {
  const { type, properties } = render(resource);
  const hidden = hidesDefinition(resource);
  if (!hidden && (!OPAQUE.test(type) || isNestedStack(resource))) return undefined;
  const about = { resource, place: resource.node.path };
  if (references.referredBy(resource) || references.named(Stack.of(resource), properties)) {
    return {
      ...about,
      code: 'AuthorizerCacheUnsafe',
      problem: `a resource of type ${type} names the function, its authorizers cannot be seen, and the rule of '${boundRoute}' depends on who sends the token`,
      rule: WAY_OUT,
    };
  }
  if (!hidden) return undefined;
  return {
    ...about,
    warning: 'authorizerUnknown',
    problem: `the definition of the API is not in the template, and the rule of '${boundRoute}' depends on who sends the token`,
    rule: `if the definition names the authorizer's function, ${WAY_OUT}`,
  };
}

/** What is in a nested stack of the app is looked at itself. */
function isNestedStack(resource: CfnResource): boolean {
  const nested = resource.node.root.node.findAll().filter((node) => NestedStack.isNestedStack(node));
  return nested.some(({ nestedStackResource }) => nestedStackResource === resource);
}
