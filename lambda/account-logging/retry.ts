export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * No try starts later than this. The function's timeout of 120 seconds leaves room for the calls of one more try and
 * for the answer to CloudFormation.
 */
export const TIME_LIMIT_MS = 70_000;

/** API Gateway takes one UpdateAccount in 20 seconds, from all deployments in the region together. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 16_000;

/** Forbidden, conflict (another deployment changes the settings at this moment), too many requests. */
const TEMPORARY_STATUS = new Set([403, 409, 429]);
const NETWORK_ERRORS = new Set<unknown>(['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT']);

/** Runs `action` until it succeeds, fails for good or the time is up. */
export async function retryWhileTemporary<T>(action: () => Promise<T>, clock: Clock): Promise<T> {
  const deadline = clock.now() + TIME_LIMIT_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await action();
    } catch (error) {
      if (!isTemporary(error) || clock.now() + pause > deadline) throw error;
      await clock.sleep(pause);
    }
  }
}

/** Whether one of these is the error's name, as the AWS SDK names errors after the service's error codes. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/**
 * Throttling, outages, and what IAM has not told every service yet.
 *
 * `BadRequestException` is how API Gateway says that the new role cannot be used (yet), in wordings that changed over the
 * years: "The role ARN does not have required permissions configured", "... set to API Gateway", "could not successfully
 * write to CloudWatch Logs". The rest of the request is constant, so nothing else can be bad about it. A 403 means that the
 * handler's own permissions are not known everywhere yet. API Gateway also throttles with a bare 429 that has no code.
 */
function isTemporary(error: unknown): boolean {
  if (isNamed(error, 'BadRequestException', 'TooManyRequestsException', 'TimeoutError', 'AbortError')) return true;
  const { $metadata, $retryable, code } = Object(error) as {
    $metadata?: { httpStatusCode?: number };
    $retryable?: unknown;
    code?: unknown;
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return TEMPORARY_STATUS.has(status) || status >= 500 || $retryable !== undefined || NETWORK_ERRORS.has(code);
}
