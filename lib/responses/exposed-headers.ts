// Runs inside of handlers, too: nothing of the CDK may be imported here.

/** What pages need to handle an error: when to come back, what to bring, and the id to ask the operator about. */
const EXPOSED = ['Retry-After', 'WWW-Authenticate', 'x-amzn-RequestId'];

/** The response headers that pages may read: the ones above, then those of `names` that are others. */
export function exposedHeaders(names: readonly string[] = []): string[] {
  return joinHeaderNames(EXPOSED, names);
}

/** Names of both lists, each once whatever its case. */
export function joinHeaderNames(first: readonly string[], second: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of [...first, ...second]) {
    if (!seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
  }
  return [...seen.values()];
}
