import { Annotations, CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { RouteRule } from '../../private/authorizer-contract';
import { describeFault } from '../../private/errors';
import { authorizerFindings, type Decisions } from './authorizer-findings';
import { type AuthorizerView, authorizersIn } from './authorizer-view';
import type { Finding } from './finding';
import { FunctionReferences } from './function-references';
import { opaqueFinding, unknownFunctionFinding } from './hidden-authorizers';
import { methodFindings, type OwnAuthorizers } from './method-findings';

/** The function whose authorizers are looked for. */
export interface WiringCheckProps {
  readonly cfnFunction: CfnResource;
  readonly rules: { readonly [routeKey: string]: RouteRule };
  /** Undefined where the function is wired by hand. */
  readonly own?: OwnAuthorizers;
}

/**
 * Looks, at synth, at every authorizer of the app that calls the function: a cache that holds decisions for more requests
 * than they were made for would let in who was never decided about. L1 and L2, property overrides, OpenAPI bodies and other
 * stacks count; another app, or an ARN whose function name is generated, cannot be seen.
 *
 * @returns the errors; warnings are annotated
 */
export function checkWiring(owner: IConstruct, props: WiringCheckProps): string[] {
  const errors: string[] = [];
  for (const finding of findings(owner, props)) {
    const { code, warning, place, problem, rule } = finding;
    const text = describeFault({ code: 'AuthorizerCacheUnsafe', problem, rule });
    if (code !== undefined) errors.push(`${text} (at ${place}) [${code}]`);
    else annotatable(finding, owner).addWarningV2(`cdk-secure-api-gateway:${warning}`, `${text} (at ${place})`);
  }
  return errors;
}

function findings(owner: IConstruct, { cfnFunction, rules, own }: WiringCheckProps): Finding[] {
  const resources = owner.node.root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  const references = new FunctionReferences(cfnFunction, resources);
  const decisions = decisionsOf(rules);
  const found: (Finding | undefined)[] = [];
  const calling: AuthorizerView[] = [];
  for (const resource of resources.filter(mayHoldAuthorizers)) {
    const views = authorizersIn(resource);
    const named = viewsOf(resource, views, references);
    calling.push(...named);
    if (decisions.request === undefined) continue;
    const others = views.filter((view) => !named.includes(view));
    found.push(...others.map((view) => unknownFunctionFinding(view, decisions.request!, own !== undefined)));
    found.push(opaqueFinding(resource, references, decisions.request));
  }
  const foreign = calling.filter(({ resource }) => !own?.includes(resource));
  found.push(...foreign.flatMap((view) => authorizerFindings(view, decisions, resources)));
  if (own) found.push(...methodFindings({ own, views: calling, rules, resources }));
  return found.filter((finding) => finding !== undefined);
}

/** The authorizers of a resource that call the function; a reference that is found in none of them may be in each. */
function viewsOf(
  resource: CfnResource,
  views: readonly AuthorizerView[],
  references: FunctionReferences,
): readonly AuthorizerView[] {
  const named = views.filter((view) => references.named(view.stack, view.uri) || references.referredIn(view));
  return named.length === 0 && views.length > 0 && references.referredBy(resource) ? views : named;
}

/** One route for each kind of decision. */
function decisionsOf(rules: WiringCheckProps['rules']): Decisions {
  return Object.fromEntries(Object.entries(rules).map(([routeKey, { decision }]) => [decision, routeKey]));
}

/** Rendering is what costs: only what can be, or was made to be, an authorizer or hold one is rendered. */
function mayHoldAuthorizers(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: { Type?: unknown } };
  return (
    /^AWS::(?:ApiGateway(?:V2)?::(?:Authorizer|RestApi|Api)$|Serverless::|CloudFormation::Stack)/.test(
      resource.cfnResourceType,
    ) || rawOverrides?.Type !== undefined
  );
}

/** What another stage of the app says has been written already. */
function annotatable({ resource }: Finding, owner: IConstruct): Annotations {
  return Annotations.of(Stage.of(resource) === Stage.of(owner) ? resource : owner);
}
