import type { FailedInvocation } from './function-invoker';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** V8's own words when the heap is full. */
const HEAP_FULL = /JavaScript heap out of memory/;

/** Names that Lambda prints of the signals that end a process by its own fault. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
  SIGILL: 'illegal instruction',
};

/**
 * The process of a function ended while it was waited for.
 *
 * @param lines what it printed
 */
export function exited(
  end: ProcessEnd | undefined,
  lines: readonly string[],
  { requestId, memorySize }: { readonly requestId: string; readonly memorySize: number },
): FailedInvocation {
  const errorMessage = exitMessage(end);
  if (!lines.some((line) => HEAP_FULL.test(line))) {
    return { outcome: 'failed', errorType: 'Runtime.ExitError', errorMessage, requestId };
  }
  const full = `${errorMessage}: JavaScript heap out of memory, the function has ${memorySize} MB`;
  return { outcome: 'failed', errorType: 'Runtime.OutOfMemory', errorMessage: full, requestId };
}

/** What Lambda prints of an exit. */
export function exitLines({ errorMessage, errorType, requestId }: FailedInvocation): readonly string[] {
  return [`RequestId: ${requestId} Error: ${errorMessage}`, errorType];
}

function exitMessage(end: ProcessEnd | undefined): string {
  if (end?.signal != null) return `Runtime exited with error: signal: ${SIGNALS[end.signal] ?? end.signal}`;
  if (end?.code != null && end.code !== 0) return `Runtime exited with error: exit status ${end.code}`;
  return 'Runtime exited without providing a reason';
}

/** Lambda's limit of a payload, in either direction: 6 MB. */
export function tooLarge(json: string): boolean {
  return Buffer.byteLength(json) > 6 * 1_024 * 1_024;
}

export function requestTooLarge(requestId: string): FailedInvocation {
  const errorMessage = 'Request must be smaller than 6291456 bytes for the InvokeFunction operation';
  return { outcome: 'failed', errorType: 'RequestTooLargeException', errorMessage, requestId };
}

export function responseTooLarge(requestId: string): FailedInvocation {
  const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291456 bytes).';
  return { outcome: 'failed', errorType: 'Function.ResponseSizeTooLarge', errorMessage, requestId };
}

/** As Lambda says it: `Task timed out after 3.00 seconds`. */
export function timedOut(seconds: number): string {
  return `Task timed out after ${seconds.toFixed(2)} seconds`;
}
