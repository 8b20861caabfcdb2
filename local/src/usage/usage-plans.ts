import type { Clock } from '../chain/clock';
import type { Exchange } from '../chain/exchange';
import { GatewayError } from '../chain/gateway-error';
import { headerValue } from '../chain/gateway-request';
import type { ApiModel } from '../model/api-model';
import { ApiKeys, type UsageClient } from './api-keys';
import { methodPatterns } from './method-patterns';
import { Quota } from './quota';
import { quotaExceeded, throttled } from './throttled';
import { TokenBuckets } from './token-bucket';

/** API keys, and the limits of the plans that they are in. */
export class UsagePlans {
  private readonly keys: ApiKeys;
  private readonly buckets: TokenBuckets;
  private readonly quotas = new Map<string, Quota>();

  public constructor(
    private readonly model: Pick<ApiModel, 'usagePlans' | 'apiKeySource'>,
    clock: Clock,
  ) {
    this.keys = new ApiKeys(model.usagePlans);
    this.buckets = new TokenBuckets(clock);
    for (const { id, quota, keys } of model.usagePlans) {
      if (!quota) continue;
      for (const key of keys) this.quotas.set(clientName(id, key.id), new Quota(quota, clock));
    }
  }

  /**
   * Finds the client of a method that needs an API key, and sets `exchange.client`.
   *
   * @throws GatewayError of type INVALID_API_KEY
   */
  public identify(exchange: Exchange): void {
    if (!exchange.route.apiKeyRequired) return;
    const value =
      this.model.apiKeySource === 'HEADER'
        ? headerValue(exchange.request.headers, 'x-api-key')
        : exchange.authorizer?.usageIdentifierKey;
    const client = value === undefined ? undefined : this.keys.find(value);
    if (!client)
      throw invalidKey(value === undefined ? 'there is no API key' : 'the API key is of no plan of this stage');
    exchange.client = client;
    exchange.context.identity.apiKeyId = client.key.id;
  }

  /**
   * Counts the request of an identified client; one that is throttled does not count towards the quota.
   *
   * @throws GatewayError of type THROTTLED or QUOTA_EXCEEDED
   */
  public check(exchange: Exchange): void {
    const { client } = exchange;
    if (!client) return;
    this.checkThrottle(exchange, client);
    const quota = this.quotas.get(clientName(client.plan.id, client.key.id));
    if (quota && !quota.take()) throw quotaExceeded();
  }

  /** A limit of the method takes the place of the plan's, as it does in a stage. */
  private checkThrottle(exchange: Exchange, { plan, key }: UsageClient): void {
    const names = methodPatterns(exchange).flatMap(([path, method]) => planNames(path, method));
    const method = names.find((name) => Object.hasOwn(plan.methodThrottles, name));
    const throttle = method === undefined ? plan.throttle : plan.methodThrottles[method];
    if (throttle && !this.buckets.take(clientName(plan.id, key.id, method), throttle)) throw throttled();
  }
}

/** The root is `//GET` in a template that CDK writes, and `/GET` is as clear. */
function planNames(resourcePath: string, httpMethod: string): readonly string[] {
  const name = `${resourcePath}/${httpMethod}`;
  return resourcePath === '/' ? [name, `/${httpMethod}`] : [name];
}

function invalidKey(detail: string): GatewayError {
  return new GatewayError('INVALID_API_KEY', 403, 'Forbidden', 'ForbiddenException', 'api-key', detail);
}

function clientName(planId: string, keyId: string, method = ''): string {
  return JSON.stringify([planId, keyId, method]);
}
