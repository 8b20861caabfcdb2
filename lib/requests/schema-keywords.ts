import {
  compileAdditional,
  compileBranches,
  compileDefinitions,
  compileDependencies,
  compileItems,
  compileNot,
  compilePatternProperties,
  compileProperties,
} from './schema-applicators';
import {
  ASSERTIONS,
  compileAssertion,
  compileConst,
  compileEnum,
  compileFormat,
  compileRequired,
} from './schema-assertions';
import type { KeywordSite } from './schema-compilation';
import { failUnsupported, failValue } from './schema-faults';
import { compileReference, failBesideReference } from './schema-references';
import { failKeyword } from './schema-unsupported';

/** Keywords that validate nothing in any draft, and that API Gateway does not all take. */
const ANNOTATIONS = ['$comment', 'default', 'deprecated', 'example', 'examples', 'readOnly', 'writeOnly'];

/** Keywords that name the schema itself: they mean something else, or nothing, below the root. */
const IDENTIFIERS = ['$schema', '$id', 'id'];

type CompileKeyword = (site: KeywordSite) => void;

/** A map, so that a keyword such as `constructor` finds nothing. */
const KEYWORDS = new Map<string, CompileKeyword>([
  ...IDENTIFIERS.map((name): [string, CompileKeyword] => [name, compileIdentifier]),
  ...[...ASSERTIONS].map(([name, rule]): [string, CompileKeyword] => [name, (site) => compileAssertion(site, rule)]),
  ['enum', compileEnum],
  ['const', compileConst],
  ['format', compileFormat],
  ['required', compileRequired],
  ['properties', compileProperties],
  ['patternProperties', compilePatternProperties],
  ['additionalProperties', compileAdditional],
  ['dependencies', compileDependencies],
  ['items', compileItems],
  ['additionalItems', compileAdditional],
  ['allOf', compileBranches],
  ['anyOf', compileBranches],
  ['oneOf', compileBranches],
  ['not', compileNot],
  ['definitions', compileDefinitions],
  ['$defs', compileDefinitions],
  ['$ref', compileReference],
]);

const WITHOUT_EFFECT = new Set([...ANNOTATIONS, 'title', 'description']);

/** Writes what the keyword means in draft-04 to the output, or throws. */
export function compileKeyword(site: KeywordSite): void {
  if (ANNOTATIONS.includes(site.keyword)) return;
  const compile = KEYWORDS.get(site.keyword) ?? failKeyword(site, [...KEYWORDS.keys(), ...ANNOTATIONS]);
  if ('$ref' in site.schema && site.keyword !== '$ref') {
    if (WITHOUT_EFFECT.has(site.keyword)) return;
    if (!isReadBesideReference(site)) failBesideReference(site);
  }
  compile(site);
}

/** A root that is one reference still holds the definitions; identifiers have a rule of their own. */
function isReadBesideReference({ compilation, schema, keyword }: KeywordSite): boolean {
  if (keyword === 'definitions' || keyword === '$defs') return schema === compilation.root;
  return IDENTIFIERS.includes(keyword);
}

/** The compiled root names draft-04; an identifier is left out, since no reference may use it. */
function compileIdentifier({ compilation, schema, keyword, pointer, value }: KeywordSite): void {
  if (schema !== compilation.root) {
    failUnsupported(
      compilation.at,
      keyword,
      pointer,
      'stands below the root, where it changes what references mean',
      `remove it, and use '$ref' to '#/definitions/<name>'`,
    );
  }
  if (typeof value !== 'string') failValue(compilation.at, pointer, value, 'it must be a string');
}
