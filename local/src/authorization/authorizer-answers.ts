import { GatewayError } from '../chain/gateway-error';

/** No identity, or one that does not count. */
export function unauthorized(message = 'Unauthorized'): GatewayError {
  return new GatewayError('UNAUTHORIZED', 401, message, 'UnauthorizedException', 'authorizer');
}

/** The authorizer's policy does not let the caller in. */
export function accessDenied(explicit: boolean): GatewayError {
  const message = `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`;
  return new GatewayError('ACCESS_DENIED', 403, message, 'AccessDeniedException', 'authorizer');
}

/** The authorizer's function failed, or what it answered is no authorizer's output. */
export function authorizerMisconfigured(): GatewayError {
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, '', 'AuthorizerConfigurationException', 'authorizer');
}

/** The authorizer could not be reached. */
export function authorizerFailed(): GatewayError {
  return new GatewayError(
    'AUTHORIZER_FAILURE',
    500,
    'Internal server error',
    'InternalServerErrorException',
    'authorizer',
  );
}
