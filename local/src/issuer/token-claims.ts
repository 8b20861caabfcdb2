import type { TrustedIssuer } from './known-issuers';

/** Who a token is about, unless the test says so. */
const DEFAULT_SUBJECT = 'local-user';

/**
 * The claims, besides `iss`, `iat` and `exp`, that a token of the issuer needs to be accepted: `aud` for OpenID Connect;
 * `token_use` and `client_id` (access token) or `aud` (ID token) for a user pool.
 */
export function defaultClaims({ audience, clients, tokenUse }: TrustedIssuer): Record<string, unknown> {
  const claims: Record<string, unknown> = { sub: DEFAULT_SUBJECT };
  if (audience !== undefined) claims.aud = audience;
  if (tokenUse === undefined) return claims;
  claims.token_use = tokenUse;
  if (clients?.[0] !== undefined) claims[tokenUse === 'access' ? 'client_id' : 'aud'] = clients[0];
  return claims;
}
