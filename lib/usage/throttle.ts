import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, requireInteger, requireNumber } from '../private/checks';

/**
 * A token bucket.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface Throttle {
  /** Requests per second on average. */
  readonly rateLimit: number;

  /** Requests that may come at once: the size of the bucket. */
  readonly burstLimit: number;
}

/** What a stage allows unless told otherwise. */
export const DEFAULT_THROTTLE: Throttle = { rateLimit: 100, burstLimit: 200 };

/** Regions whose accounts start with a quarter of the usual quota. */
const SMALL_REGIONS = [
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
];

/** The account's quota in the scope's region, as AWS gives it to new accounts. */
export function defaultAccountThrottle(scope: Construct): Throttle {
  return SMALL_REGIONS.includes(Stack.of(scope).region)
    ? { rateLimit: 2_500, burstLimit: 1_250 }
    : { rateLimit: 10_000, burstLimit: 5_000 };
}

/** A throttle above the account's would never be reached, so it is a mistake. */
export function checkThrottle(at: Construct, name: string, throttle: Throttle, account: Throttle): void {
  const code = 'ThrottleOutOfRange';
  if (typeof throttle !== 'object' || throttle === null) {
    fail({ at, name, code }, throttle, "it must have a 'rateLimit' and a 'burstLimit'");
  }
  const unit = "(above it the account's own quota decides; raise 'accountThrottle' if AWS raised yours)";
  requireNumber({ at, name: `${name}.rateLimit`, code }, throttle.rateLimit, 1, upperBound(account.rateLimit), unit);
  requireInteger(
    { at, name: `${name}.burstLimit`, code },
    throttle.burstLimit,
    1,
    upperBound(account.burstLimit),
    unit,
  );
}

/** The account's own limits: above zero, whatever AWS granted. */
export function checkAccountThrottle(at: Construct, account: Throttle): void {
  const code = 'ThrottleOutOfRange';
  const most = Number.MAX_SAFE_INTEGER;
  requireNumber({ at, name: 'accountThrottle.rateLimit', code }, account.rateLimit, 1, most);
  requireInteger({ at, name: 'accountThrottle.burstLimit', code }, account.burstLimit, 1, most);
}

/** What is known only at deployment bounds nothing before. */
function upperBound(limit: number): number {
  return Token.isUnresolved(limit) ? Number.MAX_SAFE_INTEGER : limit;
}
