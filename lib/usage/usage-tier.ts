import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { createHash } from 'crypto';
import { Construct } from 'constructs';
import { claimNameOf } from '../authorizers/claim-name';
import { fail, requireInteger, requireName } from '../private/checks';
import { SecureApiError } from '../private/errors';
import { RouteThrottles } from './route-throttles';
import { checkThrottle, defaultAccountThrottle, type Throttle } from './throttle';
import type { TokenUsage } from './token-usage';
import type { UsageTierLimits, UsageTierOptions } from './usage-tier-options';

/** Properties of `UsageTier`. */
export interface UsageTierProps extends UsageTierLimits {
  /** The stage whose requests are counted. */
  readonly stage: apigateway.Stage;

  /**
   * The account's own throttle, which no tier may exceed.
   *
   * @default - what AWS gives to new accounts in the region
   */
  readonly accountThrottle?: Throttle;
}

/**
 * A group of clients with the same limits: a usage plan and its API keys.
 *
 * API Gateway counts on a best-effort basis; a limit is a target, not a guarantee.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsageTier extends Construct {
  /** The usage plan. */
  public readonly usagePlan: apigateway.UsagePlan;
  private readonly clients: Construct;
  private readonly routeThrottles: RouteThrottles;
  private tokenUsage?: TokenUsage;

  public constructor(scope: Construct, id: string, props: UsageTierProps) {
    super(scope, id);
    const account = props.accountThrottle ?? defaultAccountThrottle(this);
    checkThrottle(this, 'throttle', props.throttle, account);
    if (props.quota) {
      const place = { at: this, name: 'quota.limit', code: 'QuotaOutOfRange' } as const;
      requireInteger(place, props.quota.limit, 1, 2_147_483_647, 'requests');
    }
    this.clients = new Construct(this, 'Clients');
    this.usagePlan = new apigateway.UsagePlan(this, 'Resource', {
      description: props.description,
      throttle: props.throttle,
      quota: props.quota,
      apiStages: [{ api: props.stage.restApi, stage: props.stage }],
    });
    this.routeThrottles = new RouteThrottles(this, this.usagePlan, account);
    this.routeThrottles.add(...Object.entries(props.routeThrottles ?? {}));
  }

  /**
   * Limits what each client of the tier may send to one route, instead of the tier's `throttle`. The same as an entry of
   * `routeThrottles`, for languages in which a map cannot hold structs; at most 20 routes, each once.
   *
   * @param routeKey the route, `METHOD /path/{parameter}`: one whose callers belong to a usage tier
   * @param throttle the limits of each client
   */
  public addRouteThrottle(routeKey: string, throttle: Throttle): void {
    this.routeThrottles.add([routeKey, throttle]);
  }

  /**
   * Gives a client of the tier a key of its own. The service makes the key's value; it appears in no template and no output.
   * Read it once, as an operator, with `aws apigateway get-api-key --include-value`.
   *
   * @param client name of the client: letters, digits, `-` and `_`. It names the key, so other keys can come and go.
   */
  public addApiKey(client: string): apigateway.IApiKey {
    if (this.tokenUsage) {
      throw new SecureApiError(this, {
        code: 'UsageTierOptionNotAllowed',
        problem: `'addApiKey' was called for '${client}' while 'usageIdentity' is UsageIdentity.TOKEN`,
        rule: 'callers send no keys then; name the client by addClient()',
      });
    }
    this.checkClient(client);
    return this.addKey(client);
  }

  /**
   * Gives an OAuth client of the tier a bucket of its own, instead of a share in the tier's. With `UsageIdentity.TOKEN` only.
   *
   * The client is known by its id in verified tokens: `client_id`, `azp`, `appid` or `cid`, or what the issuer's `clientClaims` name; of an ID token of a user pool,
   * `aud`. Issuers that you trust must not let others choose the id. Name each client once: if its id is a literal in one place
   * and a CDK token in another, only the authorizer can find that out, and it then refuses every request.
   *
   * @param client name of the client: letters, digits, `-` and `_`. It names the key, so other keys can come and go.
   * @param clientId the OAuth client id; may be a CDK token, as `userPoolClient.userPoolClientId` is
   */
  public addClient(client: string, clientId: string): apigateway.IApiKey {
    const usage = this.tokenUsage;
    if (!usage) {
      throw new SecureApiError(this, {
        code: 'UsageTierOptionNotAllowed',
        problem: `'addClient' was called for '${client}' while 'usageIdentity' is not UsageIdentity.TOKEN`,
        rule: 'clients are known by their API keys then; give it one by addApiKey()',
      });
    }
    this.checkClient(client);
    if (typeof clientId !== 'string' || clientId === '') {
      fail({ at: this, name: 'clientId', code: 'TextEmpty' }, clientId, 'it must be text of at least one character');
    }
    const key = keyEnd(this.node.id, client);
    usage.prepareClient(this, { clientId, tier: this.node.id, key })();
    return this.addKey(client, usage.keyValue(key));
  }

  /**
   * Lets verified tokens choose the tier: by its claim or as the default if it has one of these, else by its clients only.
   *
   * @internal
   */
  public _identifyByToken(usage: TokenUsage, { claim, isDefault }: UsageTierOptions): void {
    if (claim || isDefault) {
      const key = keyEnd(this.node.id);
      const rule = {
        tier: this.node.id,
        key,
        ...(claim && {
          claim: { name: claimNameOf({ at: this, name: 'claim.name' }, claim.name), values: [...claim.values] },
        }),
      };
      const commit = usage.prepareTier(this, rule);
      linkKey(
        new apigateway.ApiKey(this, 'Shared', {
          description: `Shared by the callers of ${this.node.id}`,
          value: usage.keyValue(key),
        }),
        this.usagePlan,
      );
      commit();
    }
    this.tokenUsage = usage;
  }

  /**
   * The routes that have limits of their own.
   *
   * @internal
   */
  public get _limitedRoutes(): readonly string[] {
    return this.routeThrottles.routeKeys;
  }

  /**
   * Whether a token can be in the tier; always where clients send keys, because keys may be made outside of the stack.
   *
   * @internal
   */
  public get _reachable(): boolean {
    return !this.tokenUsage || this.clients.node.children.length > 0 || this.node.tryFindChild('Shared') !== undefined;
  }

  private checkClient(client: string): void {
    requireName({ at: this, name: 'client', code: 'UsageTierNameInvalid' }, client);
    if (this.clients.node.tryFindChild(client)) {
      throw new SecureApiError(this, {
        code: 'UsageClientDuplicate',
        problem: `the client '${client}' has a key already`,
        rule: 'each client needs a name of its own',
      });
    }
  }

  private addKey(client: string, value?: string): apigateway.IApiKey {
    const key = new apigateway.ApiKey(this.clients, client, { description: `Key of ${client}`, value });
    linkKey(key, this.usagePlan);
    return key;
  }
}

/** The L2 usage plan numbers the links, so that removing one client would replace another's. */
function linkKey(key: apigateway.ApiKey, plan: apigateway.UsagePlan): void {
  new apigateway.CfnUsagePlanKey(key, 'Plan', {
    keyId: key.keyId,
    keyType: 'API_KEY',
    usagePlanId: plan.usagePlanId,
  });
}

/** Names a key within its API; of one length, because a key's value holds 128 characters at most. */
function keyEnd(tier: string, client?: string): string {
  return createHash('sha256')
    .update(JSON.stringify([tier, client]))
    .digest('hex')
    .slice(0, 20);
}
