/**
 * Reads a body as JSON, strictly: no byte order mark, no bytes that are not UTF-8, nothing around the value. Of several
 * members with one name the last counts, as for `JSON.parse` in a handler.
 *
 * @returns undefined for a body that is not JSON
 */
export function parseJsonBody(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) as unknown };
  } catch {
    return undefined;
  }
}
