// Writes what Lambda's own runtime writes about a function that fails, and says where the output of an invocation ends.

// A function may replace them; these are its process's own.
const outputs = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));

/**
 * One line: time, request, ERROR, title, and the error as JSON.
 *
 * @param {string} title `Invoke Error`, `Uncaught Exception`, `Unhandled Promise Rejection`
 * @param {string | undefined} requestId undefined while the function is loaded
 */
export function logError(title, error, requestId) {
  outputs[1](`${new Date().toISOString()}\t${requestId}\tERROR\t${title} \t${errorJson(error)}\n`);
}

/** Everything that was printed before is there once the gateway has read this on both streams. */
export function markEnd(marker) {
  for (const write of outputs) write(`${marker}\n`);
}

/** What Lambda answers for an error, whatever was thrown. */
export function errorReport(error) {
  try {
    const isError = error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error);
    return isError
      ? { errorType: String(error.name), errorMessage: String(error.message) }
      : { errorType: typeof error, errorMessage: String(error) };
  } catch {
    return { errorType: 'handled', errorMessage: 'what was thrown cannot be read' };
  }
}

export function named(name, message, cause) {
  const error = Object.defineProperty(new Error(message), 'name', { value: name });
  // Where the mistake is says the error that this one stands for.
  if (typeof cause?.stack === 'string') error.stack = cause.stack;
  return error;
}

function errorJson(error) {
  const thrown = error instanceof Error ? error : new Error(errorReport(error).errorMessage);
  try {
    return JSON.stringify(thrown, (_, value) => (value instanceof Error ? members(value) : value));
  } catch {
    // A circle, a BigInt, or a getter that throws.
    const { errorType, errorMessage } = errorReport(thrown);
    return JSON.stringify({ errorType, errorMessage, stack: stackOf(thrown) });
  }
}

function members(error) {
  return { ...errorReport(error), code: error.code, ...error, stack: stackOf(error) };
}

function stackOf(error) {
  try {
    return typeof error.stack === 'string' ? error.stack.split('\n') : [];
  } catch {
    return [];
  }
}
