import { GatewayError } from '../chain/gateway-error';

/** Too many requests at a time. */
export function throttled(): GatewayError {
  return new GatewayError('THROTTLED', 429, 'Too Many Requests', 'TooManyRequestsException', 'throttle');
}

/** Too many requests in the period of the quota. */
export function quotaExceeded(): GatewayError {
  return new GatewayError('QUOTA_EXCEEDED', 429, 'Limit Exceeded', 'LimitExceededException', 'throttle');
}
