import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { fail } from '../private/checks';
import { sortKeys } from '../private/sorted-keys';
import { parseRouteKey } from '../routes/route-key';
import { checkThrottle, type Throttle } from './throttle';

/** API Gateway's own limit for one stage of a plan. */
const MAX_ROUTES = 20;

/** Writes limits of single routes into a plan with one stage; each client has a bucket of its own for each such route. */
export function limitRoutes(
  at: Construct,
  plan: apigateway.UsagePlan,
  throttles: { readonly [routeKey: string]: Throttle },
  account: Throttle,
): void {
  const entries = Object.entries(throttles);
  if (entries.length === 0) return;
  if (entries.length > MAX_ROUTES) {
    const place = { at, name: 'routeThrottles', code: 'UsageTierRoutesTooMany' } as const;
    fail(
      place,
      `${entries.length} routes`,
      `API Gateway takes ${MAX_ROUTES} in a usage plan; limit the others by 'throttle'`,
    );
  }
  const limits = entries.map(([routeKey, throttle]): [string, unknown] => {
    const { method, path } = parseRouteKey(at, routeKey);
    checkThrottle(at, `routeThrottles['${routeKey}']`, throttle, account);
    return [`${path}/${method}`, { RateLimit: throttle.rateLimit, BurstLimit: throttle.burstLimit }];
  });
  // The L2 class wants Method objects, which come after the tiers or before them.
  (plan.node.defaultChild as apigateway.CfnUsagePlan).addPropertyOverride(
    'ApiStages.0.Throttle',
    sortKeys(Object.fromEntries(limits)),
  );
}
