import { Token } from 'aws-cdk-lib';
import type { AccessRule, IssuerConfig } from '../private/authorizer-contract';

/** A rule without `allOf` and `anyOf`. */
type Atom = Exclude<AccessRule, { readonly type: 'allOf' | 'anyOf' }>;

/** More ways to satisfy a rule than are looked at one by one. */
const MAX_WAYS = 256;

/** Whether a token of one of the issuers can satisfy the rule at all, as far as the rule and the issuers can tell. */
export function mayGrant(rule: AccessRule, issuers: readonly IssuerConfig[]): boolean {
  const ways = waysOf(rule);
  return ways === undefined || issuers.some((issuer) => ways.some((way) => isPossible(way, issuer)));
}

/** The parts of `anyOf`, at any depth, that no token can satisfy while others of them can. */
export function deadBranches(rule: AccessRule, issuers: readonly IssuerConfig[]): AccessRule[] {
  if (!('rules' in rule)) return [];
  const dead = rule.type === 'anyOf' ? rule.rules.filter((part) => !mayGrant(part, issuers)) : [];
  const others = rule.rules.filter((part) => !dead.includes(part));
  return [...dead, ...others.flatMap((part) => deadBranches(part, issuers))];
}

/** Each set of atoms that satisfies the rule together; undefined if there are too many. */
function waysOf(rule: AccessRule): readonly (readonly Atom[])[] | undefined {
  if (rule.type === 'anyOf') {
    const ways = rule.rules.map(waysOf);
    return ways.every((some) => some !== undefined) ? bounded(ways.flat()) : undefined;
  }
  if (rule.type !== 'allOf') return [[rule]];
  return rule.rules
    .map(waysOf)
    .reduce<readonly (readonly Atom[])[] | undefined>(
      (all, some) => all && some && bounded(all.flatMap((way) => some.map((more) => [...way, ...more]))),
      [[]],
    );
}

function bounded<T>(ways: readonly T[]): readonly T[] | undefined {
  return ways.length <= MAX_WAYS ? ways : undefined;
}

/** Whether one token of the issuer can satisfy all of the atoms. */
function isPossible(atoms: readonly Atom[], issuer: IssuerConfig): boolean {
  if (isIdTokens(issuer) && atoms.some(({ type }) => type === 'anyScope' || type === 'allScopes')) return false;
  const claims = new Set(atoms.flatMap((atom) => ('claim' in atom ? [nameOf(atom.claim)] : [])));
  return [...claims].every((name) => {
    const about = atoms.filter((atom) => 'claim' in atom && nameOf(atom.claim) === name);
    return claimIsPossible(about, knownValues(issuer, name));
  });
}

/** A claim is one value or a list, and has at most the values that are known. */
function claimIsPossible(atoms: readonly Atom[], known: readonly string[] | undefined): boolean {
  const asksForList = atoms.some(({ type }) => type === 'claimContains');
  const asksForValue = atoms.some(({ type }) => type !== 'claimContains');
  if (asksForList && (asksForValue || known !== undefined)) return false;
  let values = known;
  for (const atom of atoms) {
    const wanted = atom.type === 'claim' ? [atom.value] : atom.type === 'claimOneOf' ? atom.values : undefined;
    if (wanted) values = values ? values.filter((value) => wanted.includes(value)) : wanted;
  }
  return values === undefined || values.length > 0;
}

/**
 * The values that a claim can have in tokens of the issuer; none if it is not written, undefined if anything is possible.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
function knownValues(issuer: IssuerConfig, name: string): readonly string[] | undefined {
  if (issuer.type === 'oidc') return name === 'iss' ? literal([issuer.issuer]) : undefined;
  switch (name) {
    case 'token_use':
      return [issuer.tokenUse];
    // An ID token names its app client in `aud`.
    case 'client_id':
      return isIdTokens(issuer) ? [] : literal(issuer.clients);
    case 'aud':
      return isIdTokens(issuer) ? literal(issuer.clients) : undefined;
    default:
      return undefined;
  }
}

/** Whether only ID tokens of the issuer are accepted, which hold no scopes. */
export function isIdTokens(issuer: IssuerConfig): boolean {
  return issuer.type === 'user-pool' && issuer.tokenUse === 'id';
}

/** What CDK tokens stand for is not known. */
function literal(values: readonly string[]): readonly string[] | undefined {
  return values.some((value) => Token.isUnresolved(value)) ? undefined : values;
}

/** A claim inside of others has a path of its own. */
function nameOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : JSON.stringify(claim);
}
