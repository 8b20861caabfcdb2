import { isJsonObject, type JsonObject } from 'aws-jwt-verify/safe-json-parse';
import type { ClaimName } from '../../lib/private/authorizer-contract';

const MAX_TEXT_LENGTH = 1_024;

/**
 * C0 and C1 controls and the two Unicode line breaks, which forge log lines and headers further on, and half a surrogate pair,
 * which UTF-8 cannot hold: all of them would become the same character.
 */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/u;

/**
 * A claim of the token itself, or, by a list of names, a member of a claim that is an object. What every JavaScript object
 * inherits is no claim, and items of lists have no names.
 */
export function claimOf(claims: JsonObject, name: ClaimName): unknown {
  if (typeof name === 'string') return Object.hasOwn(claims, name) ? claims[name] : undefined;
  let value: unknown = claims;
  for (const part of name) {
    if (!isJsonObject(value as JsonObject) || !Object.hasOwn(value as JsonObject, part)) return undefined;
    value = (value as JsonObject)[part];
  }
  return value;
}

/**
 * A primitive claim as text, else undefined.
 *
 * A whole number that JavaScript cannot hold exactly is no text: two different ones would look the same.
 */
export function primitiveText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))
    ? String(value)
    : undefined;
}

/** Whether the text has no control characters, line breaks and half characters. */
export function isSafe(text: string): boolean {
  return !UNSAFE.test(text);
}

/** Text that may leave this function: not empty, of bounded length, without control characters and half characters. */
export function safeText(value: string | undefined): string | undefined {
  return value && value.length <= MAX_TEXT_LENGTH && isSafe(value) ? value : undefined;
}

/** Scopes of `scope`, or of `scp` where there is no `scope`; a claim of any other type grants none. */
export function scopesOf(claims: JsonObject): readonly string[] {
  const value = claimOf(claims, 'scope') ?? claimOf(claims, 'scp');
  const text = isTexts(value) ? value.join(' ') : value;
  return typeof text === 'string' ? text.split(' ').filter((scope) => scope !== '') : [];
}

/** Groups of an array of strings or of one string; a claim of any other type grants none. */
export function groupsOf(claims: JsonObject, groupsClaim: ClaimName): readonly string[] {
  const value = claimOf(claims, groupsClaim);
  if (typeof value === 'string') return [value];
  return isTexts(value) ? value : [];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
