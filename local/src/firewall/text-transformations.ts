import { createHash } from 'node:crypto';
import { decodeBase64, decodeBase64Loosely, decodeHex, decodeHtmlEntities, decodeUrl, decodeUrlUni } from './decodings';
import { normalizedPaths } from './path-normalization';

/** What a text may become; several where WAF's way is not known for this text, none where not even that is. */
type Transformation = (text: string) => readonly string[];

/** Beyond it nothing is said about a text. */
const MAX_READINGS = 16;

const TRANSFORMATIONS: ReadonlyMap<string, Transformation> = new Map<string, Transformation>([
  ['NONE', (text) => [text]],
  ['LOWERCASE', (text) => [lowerCase(text)]],
  ['UPPERCASE', (text) => [text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())]],
  ['COMPRESS_WHITE_SPACE', (text) => [text.replace(/[\f\t\n\r\v\xa0 ]+/g, ' ')]],
  ['CMD_LINE', (text) => [commandLine(text)]],
  ['URL_DECODE', decodeUrl],
  ['URL_DECODE_UNI', decodeUrlUni],
  ['HTML_ENTITY_DECODE', decodeHtmlEntities],
  ['BASE64_DECODE', decodeBase64],
  ['BASE64_DECODE_EXT', decodeBase64Loosely],
  ['HEX_DECODE', decodeHex],
  ['MD5', (text) => [createHash('md5').update(text, 'latin1').digest().toString('latin1')]],
  ['NORMALIZE_PATH', normalizedPaths],
  ['NORMALIZE_PATH_WIN', (text) => normalizedPaths(text.replaceAll('\\', '/'))],
  ['REMOVE_NULLS', (text) => [text.replaceAll('\0', '')]],
  ['REPLACE_NULLS', (text) => [text.replaceAll('\0', ' ')]],
  ['REPLACE_COMMENTS', (text) => [replaceComments(text)]],
  ['TRIM', (text) => bothSpaces(text, (space) => new RegExp(`^${space}+|${space}+$`, 'g'))],
  ['TRIM_LEFT', (text) => bothSpaces(text, (space) => new RegExp(`^${space}+`, 'g'))],
  ['TRIM_RIGHT', (text) => bothSpaces(text, (space) => new RegExp(`${space}+$`, 'g'))],
  ['REMOVE_WHITESPACE', (text) => bothSpaces(text, (space) => new RegExp(`${space}+`, 'g'))],
]);

/** Whether a transformation can be done here as WAF does it. */
export function isKnownTransformation(name: string): boolean {
  return TRANSFORMATIONS.has(name);
}

/**
 * A text after the transformations, one after the other.
 *
 * @param text one character for each byte
 * @param names of transformations that are known
 * @returns all that it may be, where WAF's documents leave room; empty if nothing can be said
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function transformed(text: string, names: readonly string[]): readonly string[] {
  let readings: readonly string[] = [text];
  for (const name of names) {
    const results = readings.map((reading) => TRANSFORMATIONS.get(name)?.(reading) ?? []);
    if (results.some((result) => result.length === 0)) return [];
    readings = [...new Set(results.flat())];
    if (readings.length > MAX_READINGS) return [];
  }
  return readings;
}

/** Only ASCII letters have another case for WAF. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function commandLine(text: string): string {
  const spaced = text
    .replace(/[\\"'^]+/g, '')
    .replace(/[,;]/g, ' ')
    .replace(/ {2,}/g, ' ');
  return lowerCase(spaced.replace(/ ([/(])/g, '$1'));
}

/** A comment without an end goes on to the end; the end of a comment that never began stays. */
function replaceComments(text: string): string {
  const parts: string[] = [];
  let position = 0;
  for (let start = text.indexOf('/*'); start >= 0; start = text.indexOf('/*', position)) {
    parts.push(text.slice(position, start), ' ');
    const end = text.indexOf('*/', start + 2);
    position = end < 0 ? text.length : end + 2;
  }
  return parts.join('') + text.slice(position);
}

/** Whether the non-breaking space is white space here is not documented. */
function bothSpaces(text: string, pattern: (space: string) => RegExp): readonly string[] {
  return ['[\\f\\t\\n\\r\\v ]', '[\\f\\t\\n\\r\\v\\xa0 ]'].map((space) => text.replace(pattern(space), ''));
}
