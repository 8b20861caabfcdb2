import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Throttle } from './throttle';

/** How many requests a client may send in a period. */
export interface Quota {
  /** Requests per period, at least 1. */
  readonly limit: number;

  /** The period. */
  readonly period: apigateway.Period;
}

/** A claim that puts a token into a usage tier. */
export interface UsageTierClaim {
  /** Name of the claim: a literal string; `ClaimPath.of()` for a claim inside of another one. */
  readonly name: string;

  /**
   * The values that the tier takes: the claim is one of them, or a list that holds one. Numbers and booleans are compared
   * in their JSON form.
   */
  readonly values: string[];
}

/** What the clients of a usage tier may send. */
export interface UsageTierLimits {
  /** What each client of the tier may send; a bucket of its own per API key. */
  readonly throttle: Throttle;

  /**
   * How many requests each client may send in a period.
   *
   * @default - no quota
   */
  readonly quota?: Quota;

  /**
   * What each client may send to single routes, instead of `throttle`: route key to limits. At most 20 routes, each one that
   * needs an API key. In Python, Java, Go and .NET use `UsageTier.addRouteThrottle()`: jsii loses structs inside of a map.
   *
   * @default - `throttle` holds for every route
   */
  readonly routeThrottles?: { [routeKey: string]: Throttle };

  /**
   * What the tier is for, shown in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/** Options of `SecureApiGateway.addUsageTier`. */
export interface UsageTierOptions extends UsageTierLimits {
  /**
   * With `UsageIdentity.TOKEN`: which tokens the tier takes. They share one bucket, apart from clients that got one of
   * their own by `addClient`. Of several tiers that fit, the one that was added first counts.
   *
   * @default - none: the tier takes its clients only
   */
  readonly claim?: UsageTierClaim;

  /**
   * With `UsageIdentity.TOKEN`: the tier takes every token that no other tier takes. They share one bucket. There is exactly
   * one such tier.
   *
   * @default false
   */
  readonly isDefault?: boolean;
}
