import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type ErrorCode, SecureApiError, show } from './errors';

/** Where a value was given: the construct or factory call, and the caller's name for the value. */
export interface Place {
  readonly at: IConstruct | string;
  readonly name: string;
  readonly code: ErrorCode;
}

/** Passes unresolved tokens: what they hold is known only at deployment. */
export function requireNumber(place: Place, value: number, min: number, max: number, unit = ''): void {
  if (Token.isUnresolved(value)) return;
  if (typeof value === 'number' && value >= min && value <= max) return;
  fail(place, value, `it must be a number from ${min} to ${max}${unit && ` ${unit}`}`);
}

/** Like {@link requireNumber}, for whole numbers. */
export function requireInteger(place: Place, value: number, min: number, max: number, unit = ''): void {
  if (Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= min && value <= max) return;
  fail(place, value, `it must be a whole number from ${min} to ${max}${unit && ` ${unit}`}`);
}

/** Opting out of a protection is a named act: the reason must say something. */
export function requireReason(at: IConstruct | string, name: string, reason: string): void {
  if (Token.isUnresolved(reason)) return;
  // A word at least; white space and dots of any kind are none.
  if (typeof reason === 'string' && /\p{L}/u.test(reason)) return;
  fail({ at, name, code: 'ReasonMissing' }, reason, 'it must say why the protection is not needed here');
}

/** An empty list never means "all". */
export function requireNonEmpty(place: Place, list: readonly unknown[] | undefined, consequence: string): void {
  if (Array.isArray(list) ? list.length > 0 : Token.isUnresolved(list)) return;
  fail(place, list, `it must name at least one; ${consequence}`);
}

/** A list that is itself a token has members that no template can be written from; its members may be tokens. */
export function requireKnownList(at: IConstruct | string, name: string, list: readonly unknown[] | undefined): void {
  if (!Token.isUnresolved(list)) return;
  const problem = `'${name}' is a list that is unknown until deployment`;
  throw new SecureApiError(at, { code: 'ListUnresolved', problem, rule: 'write the list; its members may be tokens' });
}

/** A name that becomes a construct id; what every JavaScript object has by itself is no name. */
export function requireName(place: Place, value: string): void {
  const rule = "it must be 1 to 64 letters, digits, '-' or '_', and no word of JavaScript's own";
  requirePattern(place, value, /^[A-Za-z0-9_-]{1,64}$/, rule);
  if (value in {}) fail(place, value, rule);
}

/** One of an enum's values; JavaScript callers can pass anything. */
export function requireOneOf(place: Place, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  fail(place, value, `it must be one of ${allowed.join(', ')}`);
}

/** Passes unresolved tokens. */
export function requirePattern(place: Place, value: string, pattern: RegExp, rule: string): void {
  if (Token.isUnresolved(value)) return;
  if (typeof value === 'string' && pattern.test(value)) return;
  fail(place, value, rule);
}

/** Throws the error for `value` at `place`. */
export function fail(place: Place, value: unknown, rule: string): never {
  throw new SecureApiError(place.at, {
    code: place.code,
    problem: `'${place.name}' is ${show(value)}`,
    rule,
  });
}
