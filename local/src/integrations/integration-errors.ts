import { GatewayError } from '../chain/gateway-error';

const ERROR_TYPE = 'InternalServerErrorException';

/** The integration failed, or what it answered cannot be used; the status was recorded from the service. */
export function badGateway(detail?: string): GatewayError {
  return new GatewayError('DEFAULT_5XX', 502, 'Internal server error', ERROR_TYPE, 'integration', detail);
}

/** The integration is set up in a way that cannot work. */
export function configurationError(detail: string): GatewayError {
  return new GatewayError('API_CONFIGURATION_ERROR', 500, 'Internal server error', ERROR_TYPE, 'integration', detail);
}

/** The backend could not be reached. */
export function integrationFailure(detail: string): GatewayError {
  return new GatewayError(
    'INTEGRATION_FAILURE',
    504,
    'Network error communicating with endpoint',
    ERROR_TYPE,
    'integration',
    detail,
  );
}

export function integrationTimeout(timeoutMs: number): GatewayError {
  const detail = `the integration waits ${timeoutMs} ms`;
  return new GatewayError('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', ERROR_TYPE, 'integration', detail);
}

/** Waits no longer than an integration may take. */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(integrationTimeout(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
