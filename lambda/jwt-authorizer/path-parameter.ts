import { isSafe } from './claims';

/** Encoded slashes, and backslashes however they are written: where one value ends would be anybody's guess. */
const SEPARATOR = /%2f|%5c|\\/i;

/**
 * A path parameter as the client meant it; undefined for one that could mean something else to whoever decodes it next.
 *
 * API Gateway passes parameters as they stand in the path, so this decodes, exactly once: `%257C` is the text `%7C`, and a
 * plus sign is a plus sign. Refused are broken escapes, bytes that are not UTF-8 (overlong forms and surrogates too), encoded
 * slashes, backslashes, control characters, and dot segments. A raw slash is there in a greedy parameter only, and stays.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc3986#section-2.4
 */
export function decodedParameter(raw: string): string | undefined {
  const text = SEPARATOR.test(raw) ? undefined : decodedOnce(raw);
  if (!text || !isSafe(text)) return undefined;
  return text.split('/').some((segment) => segment === '.' || segment === '..') ? undefined : text;
}

function decodedOnce(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
