import { primitiveText } from './claims';

/** Deeper structures are no claims that a backend would understand; each level costs stack. */
const MAX_DEPTH = 32;

/** What JSON.stringify leaves as it is, and what is not safe in a header or a log line: DEL, C1 controls, line separators. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029]/g;

/**
 * A list or an object as JSON text in which every control character is escaped; undefined if the text would not say the same: a
 * number that JavaScript cannot hold exactly, or more than 32 levels.
 */
export function jsonText(value: unknown): string | undefined {
  if (!isExact(value, MAX_DEPTH)) return undefined;
  return JSON.stringify(value).replace(
    UNESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isExact(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return value === null || primitiveText(value) !== undefined;
  return levels > 0 && Object.values(value).every((member) => isExact(member, levels - 1));
}
