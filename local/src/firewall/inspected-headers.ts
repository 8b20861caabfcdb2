import type { GatewayRequest } from '../chain/gateway-request';
import { byteText } from './byte-text';

export type Pair = readonly [name: string, value: string];

/** WAF sees the first 8 KB and the first 200 of the headers, and of the cookies. */
const MAX_BYTES = 8_192;
const MAX_PAIRS = 200;

/** The headers with their names and values as bytes. */
export function headerPairs(request: GatewayRequest): readonly Pair[] {
  return request.headers.map(([name, value]) => [byteText(name), byteText(value)]);
}

/** The cookies of all Cookie headers, in their order. */
export function cookiePairs(request: GatewayRequest): readonly Pair[] {
  const headers = headerPairs(request).filter(([name]) => name.toLowerCase() === 'cookie');
  const cookies = headers.flatMap(([, value]) => value.split(';')).map((cookie) => cookie.trim());
  return cookies.filter((cookie) => cookie !== '').map((cookie) => splitAt(cookie, '='));
}

/** The arguments of the query, still encoded. */
export function queryArguments(request: GatewayRequest): readonly Pair[] {
  const parts = byteText(request.rawQuery).split('&');
  return parts.filter((part) => part !== '').map((part) => splitAt(part, '='));
}

/** As much as WAF sees; a value at the limit is cut. */
export function inspectedPart(pairs: readonly Pair[]): readonly Pair[] {
  const seen: Pair[] = [];
  let left = MAX_BYTES;
  for (const [name, value] of pairs.slice(0, MAX_PAIRS)) {
    if (left <= 0) break;
    const seenName = name.slice(0, left);
    left -= seenName.length;
    seen.push([seenName, value.slice(0, left)]);
    left -= Math.min(value.length, left);
  }
  return seen;
}

/** Whether there is more than WAF sees. */
export function isOversize(pairs: readonly Pair[]): boolean {
  const bytes = pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return pairs.length > MAX_PAIRS || bytes > MAX_BYTES;
}

function splitAt(text: string, separator: string): Pair {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}
