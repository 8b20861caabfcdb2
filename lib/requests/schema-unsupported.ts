import type { KeywordSite } from './schema-compilation';
import { failUnsupported } from './schema-faults';

const CONDITION = `write it as { "anyOf": [{ "not": <if> }, <then>] }`;
const BACKEND = 'remove it, and check it in the backend';
const REFERENCE = `use '$ref' to '#/definitions/<name>'`;
const REMOVE = 'remove it: it validates nothing';

/** How a bound that is not in the range itself can be kept. */
function exclusive(keyword: string, next: string): string {
  return `use '${keyword}': with the next whole number ${next} it, or, for any number n, { "${keyword}": n, "not": { "enum": [n] } }`;
}

/** Known keywords that a model cannot hold, and what to do instead. */
const UNSUPPORTED = new Map<string, string>([
  ['if', CONDITION],
  ['then', CONDITION],
  ['else', CONDITION],
  ['exclusiveMinimum', exclusive('minimum', 'above')],
  ['exclusiveMaximum', exclusive('maximum', 'below')],
  ['contains', BACKEND],
  ['minContains', BACKEND],
  ['maxContains', BACKEND],
  ['contentEncoding', BACKEND],
  ['contentMediaType', BACKEND],
  ['contentSchema', BACKEND],
  ['prefixItems', `name a draft up to 2019-09 in '$schema', and write 'items' as a list`],
  ['unevaluatedItems', `use 'additionalItems', or 'items' as one schema`],
  ['unevaluatedProperties', `use 'additionalProperties'`],
  ['propertyNames', `use 'patternProperties' with 'additionalProperties': false`],
  ['dependentRequired', `use 'dependencies'`],
  ['dependentSchemas', `use 'dependencies'`],
  ['$anchor', REFERENCE],
  ['$dynamicRef', REFERENCE],
  ['$dynamicAnchor', REFERENCE],
  ['$recursiveRef', REFERENCE],
  ['$recursiveAnchor', REFERENCE],
  ['$vocabulary', REMOVE],
  ['nullable', `add 'null' to 'type'`],
  ['discriminator', `use 'oneOf' with an 'enum' in each branch`],
  ['xml', REMOVE],
  ['externalDocs', REMOVE],
  ['divisibleBy', `use 'multipleOf'`],
  ['disallow', `use 'not'`],
  ['extends', `use 'allOf'`],
]);

/** Throws for a keyword that is not in `supported`: to drop it would be to drop what the author asked for. */
export function failKeyword(site: KeywordSite, supported: Iterable<string>): never {
  const { compilation, keyword, pointer } = site;
  const hint = UNSUPPORTED.get(keyword);
  if (hint !== undefined)
    failUnsupported(compilation.at, keyword, pointer, 'does not work in API Gateway models', hint);
  const meant = [...supported, ...UNSUPPORTED.keys()].find((known) => isTypo(keyword, known));
  failUnsupported(
    compilation.at,
    keyword,
    pointer,
    'is not known',
    meant === undefined ? 'it must be a keyword of JSON Schema: correct or remove it' : `did you mean '${meant}'?`,
  );
}

/** True for one letter too many, one missing, one changed or two swapped, in any case. */
function isTypo(written: string, known: string): boolean {
  const [a, b] = [written.toLowerCase(), known.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [extra, missing] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return (
    (extra.length <= 1 && missing.length <= 1) || (extra.length === 2 && extra === [...missing].reverse().join(''))
  );
}
