import { ConfigError, requireObject, requireOneOf } from './checks';
import { oidcIssuer, oidcIssuers } from './oidc-issuer';
import type { TrustedIssuer } from './trusted-issuer';
import { userPoolIssuers } from './user-pool-issuer';

const TYPES = {
  'user-pool': userPoolIssuers,
  oidc: (value: unknown, where: string) => [oidcIssuer(value, where)],
  'oidc-issuers': oidcIssuers,
} as const;

/** Checks one entry of the configuration; some stand for several issuers. */
export function trustedIssuers(value: unknown, where: string): readonly TrustedIssuer[] {
  const types = Object.keys(TYPES) as (keyof typeof TYPES)[];
  return TYPES[requireOneOf(requireObject(value, where).type, `${where}.type`, types)](value, where);
}

/** Two entries for one `iss` would make it a matter of order which clients and audiences count. */
export function requireDistinct(issuers: readonly TrustedIssuer[]): readonly TrustedIssuer[] {
  if (issuers.length === 0) throw new ConfigError('issuers', 'not be empty');
  const distinct = new Map<string, TrustedIssuer>();
  for (const issuer of issuers) {
    const known = distinct.get(issuer.issuer);
    distinct.set(issuer.issuer, known ? merged(known, issuer) : issuer);
  }
  return [...distinct.values()];
}

/** A user pool may have an entry for each kind of token. */
function merged(known: TrustedIssuer, other: TrustedIssuer): TrustedIssuer {
  const kinds = [known, other].flatMap(({ userPool = {} }) => Object.keys(userPool));
  if (known.userPool && other.userPool && new Set(kinds).size === kinds.length) {
    return { ...known, userPool: { ...known.userPool, ...other.userPool } };
  }
  throw new ConfigError('issuers', 'not name an issuer twice');
}
