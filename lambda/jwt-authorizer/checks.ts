import type { ClaimName } from '../../lib/private/authorizer-contract';

/** The configuration or the route table breaks the contract: every request fails closed. */
export class ConfigError extends Error {
  public constructor(where: string, rule: string) {
    super(`${where} must ${rule}`);
    this.name = 'ConfigError';
  }
}

/** An object with exactly these members: one that is not understood might have been a restriction. */
export function requireObject(
  value: unknown,
  where: string,
  members?: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ConfigError(where, 'be an object');
  const names = Object.keys(value).filter((name) => !optional.includes(name));
  if (members && (names.length !== members.length || names.some((name) => !members.includes(name)))) {
    const others = optional.length > 0 ? ` and none else but ${optional.join(', ')}` : '';
    throw new ConfigError(where, `have exactly the members ${members.join(', ')}${others}`);
  }
  return value as Record<string, unknown>;
}

export function requireArray(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ConfigError(where, 'be an array');
  return value;
}

/** A string that is not empty and, if a pattern is given, matches it. */
export function requireText(value: unknown, where: string, pattern?: RegExp): string {
  if (typeof value !== 'string' || value === '') throw new ConfigError(where, 'be a string that is not empty');
  if (pattern && !pattern.test(value)) throw new ConfigError(where, `match ${pattern}`);
  return value;
}

/** At least one string: an empty list never means "all". */
export function requireTexts(value: unknown, where: string, pattern?: RegExp): readonly string[] {
  const list = requireArray(value, where);
  if (list.length === 0) throw new ConfigError(where, 'not be empty');
  return list.map((item) => requireText(item, where, pattern));
}

/** A name of a claim, or the names that lead to one inside of another. */
export function requireClaimName(value: unknown, where: string): ClaimName {
  return Array.isArray(value) ? requireTexts(value, where) : requireText(value, where);
}

/** At least one name of a claim. */
export function requireClaimNames(value: unknown, where: string): readonly ClaimName[] {
  const list = requireArray(value, where);
  if (list.length === 0) throw new ConfigError(where, 'not be empty');
  return list.map((item) => requireClaimName(item, where));
}

export function requireBoolean(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw new ConfigError(where, 'be true or false');
  return value;
}

export function requireOneOf<T extends string>(value: unknown, where: string, allowed: readonly T[]): T {
  const match = allowed.find((candidate) => candidate === value);
  if (match === undefined) throw new ConfigError(where, `be one of ${allowed.join(', ')}`);
  return match;
}

/** An absolute HTTPS URL, kept as it is written. */
export function requireHttpsUrl(value: unknown, where: string): string {
  const text = requireText(value, where);
  const url = /^https:\/\/[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.hash) throw new ConfigError(where, 'be a plain https URL');
  return text;
}
