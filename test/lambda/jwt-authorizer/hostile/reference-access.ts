import type { AccessRule, ClaimName } from '../../../../lib/private/authorizer-contract';

export interface Facts {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly nowSeconds: number;
  readonly groupsClaim: ClaimName;
}
type Part<T> = Extract<AccessRule, { type: T }>;

/** What a claim says as one text: nothing if it is a structure or a number that cannot be told from its neighbours. */
function said(value: unknown): Set<unknown> {
  const exact = typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) < 2 ** 53;
  return new Set(exact && ['string', 'number', 'boolean'].includes(typeof value) ? [`${value as string}`] : []);
}

/** The claim at the end of its names, which are looked up in objects only. */
function at(claims: Facts['claims'], name: ClaimName): unknown {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    Object.prototype.toString.call(value) === '[object Object]';
  return [name]
    .flat()
    .reduce<unknown>((inner, part) => (isObject(inner) && part in inner ? inner[part] : undefined), claims);
}

function strings(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.every((item) => typeof item === 'string') ? list : [];
}

function scopes({ claims }: Facts): Set<string> {
  const source = claims.scope === undefined || claims.scope === null ? claims.scp : claims.scope;
  return new Set(strings(source).flatMap((text) => text.split(' ')));
}

/** The documentation of the rules, read plainly: what is not said is not granted. */
export function granted(rule: AccessRule, facts: Facts): boolean {
  const { claims } = facts;
  const has = (wanted: Iterable<string>, given: Set<unknown>) => [...wanted].filter((item) => given.has(item)).length;
  const meanings = {
    authenticated: () => true,
    anyScope: (r: Part<'anyScope'>) => has(r.scopes, scopes(facts)) > 0,
    allScopes: (r: Part<'allScopes'>) => r.scopes.length > 0 && has(r.scopes, scopes(facts)) === r.scopes.length,
    group: (r: Part<'group'>) => new Set(strings(at(claims, facts.groupsClaim))).has(r.group),
    claim: (r: Part<'claim'>) => said(at(claims, r.claim)).has(r.value),
    claimOneOf: (r: Part<'claimOneOf'>) => has(r.values, said(at(claims, r.claim))) > 0,
    claimContains: (r: Part<'claimContains'>) => {
      const list = at(claims, r.claim);
      return Array.isArray(list) && list.some((item) => said(item).has(r.value));
    },
    authenticationAge: (r: Part<'authenticationAge'>) => {
      const at = claims.auth_time;
      return typeof at === 'number' && at <= facts.nowSeconds && facts.nowSeconds <= at + r.maxSeconds;
    },
    claimEqualsPathParameter: (r: Part<'claimEqualsPathParameter'>) => {
      const given = facts.pathParameters[r.parameter] ?? '';
      return given !== '' && typeof at(claims, r.claim) !== 'boolean' && said(at(claims, r.claim)).has(given);
    },
    allOf: (r: Part<'allOf'>) => r.rules.length > 0 && !r.rules.some((part) => !granted(part, facts)),
    anyOf: (r: Part<'anyOf'>) => r.rules.filter((part) => granted(part, facts)).length > 0,
    certificateBound: () => false,
    dpopBound: () => false,
  };
  return (meanings[rule.type] as (r: AccessRule) => boolean)(rule);
}
