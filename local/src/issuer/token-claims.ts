import { isSigningAlgorithm, type SigningAlgorithm } from './signing-keys';
import type { TrustedIssuer } from './trusted-issuer';

/** Who a token is about, unless the test says so. */
const DEFAULT_SUBJECT = 'local-user';

/**
 * The claims, besides `iss`, `iat` and `exp`, that a token of the issuer needs to be accepted: `aud` for OpenID Connect, and
 * the client where clients are asked for; `token_use` and `client_id` (access token) or `aud` (ID token) for a user pool.
 */
export function defaultClaims({ audience, clients, clientClaim, tokenUse }: TrustedIssuer): Record<string, unknown> {
  const claims: Record<string, unknown> = { sub: DEFAULT_SUBJECT };
  if (audience !== undefined) claims.aud = audience;
  const client = clients?.[0];
  if (tokenUse === undefined) {
    if (client !== undefined && clientClaim !== undefined) claims[clientClaim] = client;
    return claims;
  }
  claims.token_use = tokenUse;
  if (client !== undefined) claims[tokenUse === 'access' ? 'client_id' : 'aud'] = client;
  return claims;
}

/** Members of the header that the issuer's tokens need besides `alg` and `kid`. */
export function defaultHeader({ accessTokenType }: TrustedIssuer): Record<string, unknown> {
  return accessTokenType === true ? { typ: 'at+jwt' } : {};
}

/** RS256 where the issuer may use it, else the first that it may. */
export function defaultAlgorithm({ algorithms = [] }: TrustedIssuer): SigningAlgorithm {
  return algorithms.includes('RS256') ? 'RS256' : (algorithms.find(isSigningAlgorithm) ?? 'RS256');
}
