/** Runs Lambda functions; nothing that a function does reaches the gateway's own process. */
export interface FunctionInvoker {
  /**
   * @param arn ARN of the function; a version or alias after it is allowed
   * @param event what the handler gets, as JSON
   * @param apiRequestId id of the API's request that it is for, under which its lines are kept
   */
  invoke(arn: string, event: unknown, apiRequestId?: string): Promise<Invocation>;
  close(): Promise<void>;
}

/** What every call of a function leaves behind. */
interface Called {
  readonly requestId: string;
  /** The lines that were printed meanwhile, by the function and about it. */
  readonly log?: readonly string[];
}

/** `payload` went through JSON, as between Lambda and API Gateway; undefined for a handler that returned nothing. */
export interface ReturnedInvocation extends Called {
  readonly outcome: 'returned';
  readonly payload: unknown;
}

/** The handler threw, exited, or answered something that is not JSON. */
export interface FailedInvocation extends Called {
  readonly outcome: 'failed';
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The function's own timeout passed, or that of its initialization. */
export interface LateInvocation extends Called {
  readonly outcome: 'timeout';
  readonly errorMessage?: string;
}

export type Invocation =
  | ReturnedInvocation
  | FailedInvocation
  | LateInvocation
  /** There is no such function, or it cannot be run here. */
  | { readonly outcome: 'unavailable'; readonly why: string };

/** In words, why a function gave nothing to work with. */
export function failureText(invocation: FailedInvocation | LateInvocation): string {
  if (invocation.outcome === 'timeout') return invocation.errorMessage ?? 'Task timed out';
  return `${invocation.errorType}: ${invocation.errorMessage}`;
}
