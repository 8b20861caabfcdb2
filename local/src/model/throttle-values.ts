import type { Throttle } from './api-model';
import { numberOf, recordOf } from './property-values';

/** What an account has where nobody says otherwise: a limit that is not set is this one. */
const ACCOUNT_LIMITS: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };

/** Reads a throttle; undefined if neither limit is set. In a stage, -1 stands for none. */
export function throttleOf(rate: unknown, burst: unknown): Throttle | undefined {
  const [rateLimit, burstLimit] = [rate, burst].map(numberOf).map((limit) => (limit === -1 ? undefined : limit));
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return {
    rateLimit: rateLimit ?? ACCOUNT_LIMITS.rateLimit,
    burstLimit: burstLimit ?? ACCOUNT_LIMITS.burstLimit,
  };
}

/** Reads `{ RateLimit, BurstLimit }`. */
export function throttleSettingsOf(value: unknown): Throttle | undefined {
  const { RateLimit, BurstLimit } = recordOf(value);
  return throttleOf(RateLimit, BurstLimit);
}
