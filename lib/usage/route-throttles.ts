import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { fail } from '../private/checks';
import { SecureApiError } from '../private/errors';
import { sortKeys } from '../private/sorted-keys';
import { parseRouteKey } from '../routes/route-key';
import { checkThrottle, type Throttle } from './throttle';

/** API Gateway's own limit for one stage of a plan. */
const MAX_ROUTES = 20;

/** A route key and its limits. */
type RouteLimit = readonly [routeKey: string, throttle: Throttle];

/** Limits of single routes in a plan with one stage; each client has a bucket of its own for each such route. */
export class RouteThrottles {
  private readonly limits = new Map<string, unknown>();

  public constructor(
    private readonly at: Construct,
    private readonly plan: apigateway.UsagePlan,
    private readonly account: Throttle,
  ) {}

  /** The routes that have limits of their own. */
  public get routeKeys(): readonly string[] {
    return [...this.limits.keys()];
  }

  /** Adds the limits, or throws and adds none. */
  public add(...limits: readonly RouteLimit[]): void {
    if (limits.length === 0) return;
    this.checkCount(this.limits.size + limits.length);
    for (const [routeKey, throttle] of limits) {
      parseRouteKey(this.at, routeKey);
      this.checkNew(routeKey);
      checkThrottle(this.at, `routeThrottles['${routeKey}']`, throttle, this.account);
    }
    for (const [routeKey, { rateLimit, burstLimit }] of limits) {
      this.limits.set(routeKey, { RateLimit: rateLimit, BurstLimit: burstLimit });
    }
    this.write();
  }

  private checkCount(count: number): void {
    if (count <= MAX_ROUTES) return;
    const place = { at: this.at, name: 'routeThrottles', code: 'UsageTierRoutesTooMany' } as const;
    fail(place, `${count} routes`, `API Gateway takes ${MAX_ROUTES} in a usage plan; limit the others by 'throttle'`);
  }

  private checkNew(routeKey: string): void {
    if (!this.limits.has(routeKey)) return;
    throw new SecureApiError(this.at, {
      code: 'RouteDuplicate',
      problem: `route '${routeKey}' has limits in this tier already`,
      rule: 'a tier limits each route once',
    });
  }

  /** The L2 class wants Method objects, which come after the tiers or before them. */
  private write(): void {
    const limits = [...this.limits].map(([routeKey, limit]) => {
      const { method, path } = parseRouteKey(this.at, routeKey);
      return [`${path}/${method}`, limit] as const;
    });
    (this.plan.node.defaultChild as apigateway.CfnUsagePlan).addPropertyOverride(
      'ApiStages.0.Throttle',
      sortKeys(Object.fromEntries(limits)),
    );
  }
}
