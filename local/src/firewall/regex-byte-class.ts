import type { RegexReader } from './regex-reader';
import { POSIX, SHORTHAND, UnsupportedRegex, byteSet, complement, ignoringCase } from './regex-syntax';

/** Escapes that read the same in and outside of a set. */
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, a: 7, e: 27 };

/** The rest of `[…]`, after its opening bracket. */
export function parseByteClass(reader: RegexReader, ignoreCase: boolean): Uint8Array {
  const negated = reader.accept('^');
  const set = new Uint8Array(256);
  // A bracket that comes first stands for itself.
  let first = true;
  while (first || !reader.accept(']')) {
    addItem(reader, set);
    first = false;
  }
  const folded = ignoreCase ? ignoringCase(set) : set;
  return negated ? complement(folded) : folded;
}

/** One byte behind a backslash. */
export function parseEscapedByte(reader: RegexReader): number {
  const hex = reader.match(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,2})\})/y);
  if (hex) return parseInt(hex[1] ?? hex[2], 16);
  const char = reader.next();
  if (char in CONTROLS) return CONTROLS[char];
  if (/[A-Za-z0-9]/.test(char)) throw new UnsupportedRegex(`the escape \\${char}`);
  return char.charCodeAt(0);
}

function addItem(reader: RegexReader, set: Uint8Array): void {
  const whole = wholeSet(reader);
  if (whole !== undefined) {
    if (reader.match(/-(?!\])/y)) throw new UnsupportedRegex('a range that starts with a set');
    whole.forEach((has, code) => (set[code] |= has));
    return;
  }
  const from = classByte(reader);
  const to = reader.match(/-(?!\])/y) ? rangeEnd(reader) : from;
  if (to < from) throw new UnsupportedRegex('a range the wrong way round');
  byteSet((code) => code >= from && code <= to).forEach((has, code) => (set[code] |= has));
}

function wholeSet(reader: RegexReader): Uint8Array | undefined {
  const posix = reader.match(/\[:(\^?)(\w+):\]/y);
  if (posix) {
    const named = POSIX.get(posix[2]);
    if (named === undefined) throw new UnsupportedRegex(`the set [:${posix[2]}:]`);
    return posix[1] === '^' ? complement(named) : named;
  }
  if (reader.match(/\[[:.=]/y)) throw new UnsupportedRegex('a set of POSIX');
  return SHORTHAND.get(reader.match(/\\([dDwWsS])/y)?.[1] ?? '');
}

function rangeEnd(reader: RegexReader): number {
  if (wholeSet(reader) !== undefined) throw new UnsupportedRegex('a range that ends with a set');
  return classByte(reader);
}

function classByte(reader: RegexReader): number {
  if (reader.match(/\\b/y)) return 8;
  return reader.accept('\\') ? parseEscapedByte(reader) : reader.next().charCodeAt(0);
}
