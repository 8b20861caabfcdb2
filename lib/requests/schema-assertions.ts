import type { KeywordSite } from './schema-compilation';
import { requireDataWithoutObjects } from './schema-emptiness';
import { failInvalid, failUnsupported, failValue } from './schema-faults';
import { canonicalText, isToken } from './schema-json';
import { requireDataNames } from './schema-names';
import { childPointer } from './schema-pointer';

/** What the value of a keyword must be. */
export interface ValueRule {
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const DRAFT_04_FORMATS = ['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri'];

const TEXT = { text: 'it must be a string', holds: isString };
const SIZE = { text: 'it must be a whole number of 0 or more', holds: isSize };
const NUMBER = { text: 'it must be a number', holds: isNumber };

/** The keywords that are checked and kept as they are. */
export const ASSERTIONS: ReadonlyMap<string, ValueRule> = new Map([
  ['title', TEXT],
  ['description', TEXT],
  ['type', { text: `it must be one of ${TYPES.join(', ')}, or a list of different ones`, holds: isType }],
  ['minimum', NUMBER],
  ['maximum', NUMBER],
  ['multipleOf', { text: 'it must be a number above 0', holds: (value) => isNumber(value) && value > 0 }],
  ['minLength', SIZE],
  ['maxLength', SIZE],
  ['pattern', { text: 'it must be a regular expression', holds: isPattern }],
  ['minItems', SIZE],
  ['maxItems', SIZE],
  ['uniqueItems', { text: 'it must be true or false', holds: (value) => typeof value === 'boolean' }],
  ['minProperties', SIZE],
  ['maxProperties', SIZE],
]);

/** A token passes: what it holds is known only at deployment. */
export function compileAssertion(site: KeywordSite, rule: ValueRule): void {
  requireValue(site, rule);
  site.output[site.keyword] = site.value;
}

export function compileEnum(site: KeywordSite): void {
  requireValue(site, {
    text: 'it must be a list of at least one value, all of them different',
    holds: (value) => Array.isArray(value) && value.length > 0 && allDifferent(value),
  });
  requireDataNames(site, site.value, site.pointer);
  requireDataWithoutObjects(site);
  site.output.enum = site.value;
}

/** `const: x` is `enum: [x]`. */
export function compileConst(site: KeywordSite): void {
  if (site.compilation.draft === '04') {
    failUnsupported(
      site.compilation.at,
      'const',
      site.pointer,
      `is not in draft-04, which '$schema' names`,
      `use 'enum'`,
    );
  }
  if ('enum' in site.schema) {
    failInvalid(site.compilation.at, `'const' at '${site.pointer}' stands beside 'enum'`, 'keep one of the two');
  }
  requireDataNames(site, site.value, site.pointer);
  requireDataWithoutObjects(site);
  site.output.enum = [site.value];
}

/** An empty list asks for nothing, and draft-04 does not allow it. */
export function compileRequired(site: KeywordSite): void {
  requireValue(site, {
    text:
      typeof site.value === 'boolean'
        ? `it must be a list of property names, beside 'properties': the boolean form is draft-03`
        : 'it must be a list of different property names',
    holds: isNameList,
  });
  if (Array.isArray(site.value) && site.value.length === 0) return;
  site.output.required = site.value;
}

/** Formats that draft-04 does not know are annotations; whether API Gateway enforces the others is not documented. */
export function compileFormat(site: KeywordSite): void {
  requireValue(site, TEXT);
  site.compilation.notes.push({ kind: 'format', pointer: site.pointer });
  if (isToken(site.value) || DRAFT_04_FORMATS.includes(String(site.value))) site.output.format = site.value;
}

/** A list of different strings, or tokens. */
export function isNameList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString) && allDifferent(value);
}

/** Checks a pattern that stands as a name. */
export function requirePatternName(site: KeywordSite, pattern: string): void {
  if (isToken(pattern) || isPattern(pattern)) return;
  failValue(site.compilation.at, childPointer(site.pointer, pattern), pattern, 'its name must be a regular expression');
}

function requireValue(site: KeywordSite, rule: ValueRule): void {
  if (isToken(site.value) || rule.holds(site.value)) return;
  failValue(site.compilation.at, site.pointer, site.value, rule.text);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isSize(value: unknown): boolean {
  return isNumber(value) && Number.isInteger(value) && value >= 0;
}

function isType(value: unknown): boolean {
  const types = Array.isArray(value) ? value : [value];
  return (
    types.length > 0 && allDifferent(types) && types.every((type) => isToken(type) || TYPES.includes(type as string))
  );
}

function isPattern(value: unknown): boolean {
  try {
    return isString(value) && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Values that a token hides count as different. */
function allDifferent(values: readonly unknown[]): boolean {
  const texts = values.map(canonicalText).filter((text) => text !== undefined);
  return new Set(texts).size === texts.length;
}
