import { randomInt } from 'node:crypto';
import type { JsonObject } from './json-file';

/** What `GenerateSecretString` may say here: everything that it may say on AWS. */
const KNOWN = new Set([
  ...['ExcludeCharacters', 'ExcludeLowercase', 'ExcludeNumbers', 'ExcludePunctuation', 'ExcludeUppercase'],
  ...['GenerateStringKey', 'IncludeSpace', 'PasswordLength', 'RequireEachIncludedType', 'SecretStringTemplate'],
]);
const DEFAULT_LENGTH = 32;
const MAX_LENGTH = 4_096;
const KINDS = [
  ['ExcludeUppercase', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['ExcludeLowercase', 'abcdefghijklmnopqrstuvwxyz'],
  ['ExcludeNumbers', '0123456789'],
] as const;

/**
 * A password as Secrets Manager might make it, of letters and digits only; undefined if the settings ask for something else.
 *
 * @param settings resolved `GenerateSecretString`
 */
export function generatedPassword(settings: JsonObject): string | undefined {
  if (!Object.keys(settings).every((name) => KNOWN.has(name))) return undefined;
  const length = lengthOf(settings.PasswordLength);
  const excluded = settings.ExcludeCharacters ?? '';
  if (length === undefined || typeof excluded !== 'string') return undefined;
  let alphabet = '';
  for (const [exclusion, characters] of KINDS) {
    const flag = flagOf(settings[exclusion]);
    if (flag === undefined) return undefined;
    if (!flag) alphabet += [...characters].filter((character) => !excluded.includes(character)).join('');
  }
  if (alphabet === '') return undefined;
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function lengthOf(value: unknown): number | undefined {
  if (value === undefined) return DEFAULT_LENGTH;
  const length = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isInteger(length) && length >= 1 && length <= MAX_LENGTH ? length : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || value === false || value === 'false') return false;
  return value === true || value === 'true' ? true : undefined;
}
