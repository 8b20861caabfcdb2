/** A regular expression over bytes; what has no place here is nothing that WAF supports. */
export type RegexNode =
  /** One byte out of a set of 256, or one code unit of UTF-16 out of a set that may end early. */
  | { readonly type: 'bytes'; readonly set: Uint8Array }
  | { readonly type: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly type: 'either'; readonly options: readonly RegexNode[] }
  | { readonly type: 'repeat'; readonly item: RegexNode; readonly min: number; readonly max: number }
  | { readonly type: 'assert'; readonly at: Assertion };

/**
 * `end` also holds before a last line feed, as `$` does; `lineStart` and `lineEnd` hold at every line.
 */
export type Assertion = 'start' | 'end' | 'veryEnd' | 'lineStart' | 'lineEnd' | 'word' | 'noWord';

/** WAF would not take the expression, or it is not known how it reads it. */
export class UnsupportedRegex extends Error {}

const DIGITS = byteSet((code) => code >= 48 && code <= 57);
const WORD = byteSet((code) => isWordByte(code));
const SPACE = byteSet((code) => code === 32 || (code >= 9 && code <= 13));

/** Sets that have a letter of their own: `\d`. */
export const SHORTHAND: ReadonlyMap<string, Uint8Array> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
]);

/** Sets of POSIX: `[:alpha:]`. */
export const POSIX: ReadonlyMap<string, Uint8Array> = new Map([
  ['digit', DIGITS],
  ['word', WORD],
  ['space', SPACE],
  ['alpha', matching(/[A-Za-z]/)],
  ['alnum', matching(/[A-Za-z0-9]/)],
  ['upper', matching(/[A-Z]/)],
  ['lower', matching(/[a-z]/)],
  ['xdigit', matching(/[0-9A-Fa-f]/)],
  ['punct', matching(/[!-/:-@[-`{-~]/)],
]);

export function isWordByte(code: number): boolean {
  return /[A-Za-z0-9_]/.test(String.fromCharCode(code));
}

export function byteSet(has: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (has(code) ? 1 : 0));
}

export function complement(set: Uint8Array): Uint8Array {
  return set.map((has) => 1 - has);
}

/** The set, and the other case of each of its letters. */
export function ignoringCase(set: Uint8Array): Uint8Array {
  return byteSet((code) => set[code] === 1 || (/[A-Za-z]/.test(String.fromCharCode(code)) && set[code ^ 32] === 1));
}

function matching(pattern: RegExp): Uint8Array {
  return byteSet((code) => pattern.test(String.fromCharCode(code)));
}
