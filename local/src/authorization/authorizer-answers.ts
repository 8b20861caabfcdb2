import { GatewayError } from '../chain/gateway-error';

/**
 * No identity, or one that does not count.
 *
 * @param detail why, for the log
 */
export function unauthorized(detail: string, message = 'Unauthorized'): GatewayError {
  return new GatewayError('UNAUTHORIZED', 401, message, 'UnauthorizedException', 'authorizer', detail);
}

/** The authorizer's policy does not let the caller in. */
export function accessDenied(explicit: boolean, detail?: string): GatewayError {
  const message = `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`;
  return new GatewayError('ACCESS_DENIED', 403, message, 'AccessDeniedException', 'authorizer', detail);
}

/** The authorizer's function failed, or what it answered is no authorizer's output. */
export function authorizerMisconfigured(detail: string): GatewayError {
  const type = 'AuthorizerConfigurationException';
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, '', type, 'authorizer', detail);
}

/** The authorizer could not be reached. */
export function authorizerFailed(detail: string): GatewayError {
  const type = 'InternalServerErrorException';
  return new GatewayError('AUTHORIZER_FAILURE', 500, 'Internal server error', type, 'authorizer', detail);
}
