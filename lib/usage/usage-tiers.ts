import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { claimNameOf } from '../authorizers/claim-name';
import { fail, requireKnownList, requireName } from '../private/checks';
import { describeFault, type Fault, SecureApiError, show } from '../private/errors';
import type { Throttle } from './throttle';
import type { TokenUsage } from './token-usage';
import { UsageTier } from './usage-tier';
import type { UsageTierOptions } from './usage-tier-options';

/** Properties of `UsageTiers`. */
export interface UsageTiersProps {
  readonly stage: apigateway.Stage;
  readonly accountThrottle: Throttle;
  /** How tokens choose tiers; undefined where clients send API keys. */
  readonly tokenUsage?: TokenUsage;
  /** Whether the API has this route, and counts its requests by API keys. */
  readonly countsRoute: (routeKey: string) => boolean;
}

/** The usage tiers of an API, by name. */
export class UsageTiers extends Construct {
  private readonly names = new Set<string>();

  private readonly props: UsageTiersProps;

  public constructor(scope: Construct, id: string, props: UsageTiersProps) {
    super(scope, id);
    this.props = props;
  }

  public get exist(): boolean {
    return this.names.size > 0;
  }

  public add(name: string, options: UsageTierOptions): UsageTier {
    const place = { at: this, name: 'name', code: 'UsageTierNameInvalid' } as const;
    requireName(place, name);
    if (this.names.has(name)) {
      throw new SecureApiError(this, {
        code: 'UsageTierDuplicate',
        problem: `the usage tier '${name}' has been added already`,
        rule: 'each tier needs a name of its own',
      });
    }
    const { stage, accountThrottle, tokenUsage } = this.props;
    try {
      const { throttle, quota, routeThrottles, description } = options ?? {};
      const limits = { throttle, quota, routeThrottles, description };
      const tier = new UsageTier(this, name, { ...limits, stage, accountThrottle });
      checkIdentity(tier, options, tokenUsage !== undefined);
      if (tokenUsage) tier._identifyByToken(tokenUsage, options);
      tier.node.addValidation({ validate: () => [...this.routeFaults(tier._limitedRoutes), ...reachFaults(tier)] });
      this.names.add(name);
      return tier;
    } catch (error) {
      // What was refused must not be in the way of what is right.
      this.node.tryRemoveChild(name);
      throw error;
    }
  }

  /** Routes may come after the tier, so this is found out at synth. */
  private routeFaults(routes: readonly string[]): string[] {
    return routes
      .filter((route) => !this.props.countsRoute(route))
      .map((route) => {
        const fault: Fault = {
          code: 'UsageTierRouteUnknown',
          problem: `'routeThrottles' names the route ${show(route)}`,
          rule: 'it must be a route of the API whose callers belong to a usage tier: neither public nor with apiKeyRequired: false',
        };
        return `${describeFault(fault)} [${fault.code}]`;
      });
  }
}

/** A tier that nobody can be in is a mistake. */
function reachFaults(tier: UsageTier): string[] {
  if (tier._reachable) return [];
  const fault: Fault = {
    code: 'UsageTierUnreachable',
    problem: `no token can be in the tier '${tier.node.id}'`,
    rule: "give it a 'claim', make it the default, or add a client",
  };
  return [`${describeFault(fault)} [${fault.code}]`];
}

/** What only one way of knowing the client can do is refused with the other one, not dropped. */
function checkIdentity(at: Construct, { claim, isDefault }: UsageTierOptions, byToken: boolean): void {
  if (isDefault !== undefined && typeof isDefault !== 'boolean') {
    fail({ at, name: 'isDefault', code: 'UsageTierClaimInvalid' }, isDefault, 'it must be true or false');
  }
  if (!byToken && (claim !== undefined || isDefault)) {
    throw new SecureApiError(at, {
      code: 'UsageTierOptionNotAllowed',
      problem: `'${claim === undefined ? 'isDefault' : 'claim'}' is set while 'usageIdentity' is not UsageIdentity.TOKEN`,
      rule: 'an API key chooses the tier then; give each client one by addApiKey()',
    });
  }
  if (claim === undefined) return;
  const place = { at, name: 'claim', code: 'UsageTierClaimInvalid' } as const;
  if (isDefault) fail(place, claim, "'isDefault' takes every token that no other tier takes; choose one of both");
  requireKnownList(at, 'claim.values', claim?.values);
  const { name, values } = claim ?? {};
  const texts: unknown[] = [name, ...(Array.isArray(values) ? values : [])];
  if (texts.length < 2 || texts.some((text) => typeof text !== 'string' || text === '' || Token.isUnresolved(text))) {
    fail(place, claim, "it must have a 'name' and at least one value, all literal strings of at least one character");
  }
  claimNameOf({ at, name: 'claim.name' }, name);
}
