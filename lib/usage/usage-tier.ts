import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { requireInteger, requireName } from '../private/checks';
import { SecureApiError } from '../private/errors';
import { checkThrottle, defaultAccountThrottle, type Throttle } from './throttle';

/** How a request says which client it comes from, for usage tiers. It never lets anybody in by itself. */
export class UsageIdentity {
  /** An API key in the `x-api-key` header, besides the authorizer's token. */
  public static readonly API_KEY_HEADER = new UsageIdentity(apigateway.ApiKeySourceType.HEADER);

  private constructor(/** @internal */ public readonly _source: apigateway.ApiKeySourceType) {}
}

/** How many requests a client may send in a period. */
export interface Quota {
  /** Requests per period, at least 1. */
  readonly limit: number;

  /** The period. */
  readonly period: apigateway.Period;
}

/** Options of `SecureApiGateway.addUsageTier`. */
export interface UsageTierOptions {
  /** What each client of the tier may send; a bucket of its own per API key. */
  readonly throttle: Throttle;

  /**
   * How many requests each client may send in a period.
   *
   * @default - no quota
   */
  readonly quota?: Quota;

  /**
   * What the tier is for, shown in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/** Properties of `UsageTier`. */
export interface UsageTierProps extends UsageTierOptions {
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

  public constructor(scope: Construct, id: string, props: UsageTierProps) {
    super(scope, id);
    checkThrottle(this, 'throttle', props.throttle, props.accountThrottle ?? defaultAccountThrottle(this));
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
  }

  /**
   * Gives a client of the tier a key of its own. The service makes the key's value; it appears in no template and no output.
   * Read it once, as an operator, with `aws apigateway get-api-key --include-value`.
   *
   * @param client name of the client: letters, digits, `-` and `_`. It names the key, so other keys can come and go.
   */
  public addApiKey(client: string): apigateway.IApiKey {
    const place = { at: this, name: 'client', code: 'UsageTierNameInvalid' } as const;
    requireName(place, client);
    if (this.clients.node.tryFindChild(client)) {
      throw new SecureApiError(this, {
        code: 'UsageClientDuplicate',
        problem: `the client '${client}' has a key already`,
        rule: 'each client needs a name of its own',
      });
    }
    const key = new apigateway.ApiKey(this.clients, client, { description: `Key of ${client}` });
    // The L2 usage plan numbers the links, so that removing one client would replace another's.
    new apigateway.CfnUsagePlanKey(key, 'Plan', {
      keyId: key.keyId,
      keyType: 'API_KEY',
      usagePlanId: this.usagePlan.usagePlanId,
    });
    return key;
  }
}
