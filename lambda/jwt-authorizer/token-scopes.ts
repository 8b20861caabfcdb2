import { claimOf, scopesOf } from './claims';
import type { VerifiedToken } from './verified-tokens';

/**
 * The scopes that a token grants. ID tokens of a user pool grant none, whatever a trigger of the pool wrote into them: they say
 * who somebody is, not what a client may do.
 */
export function grantedScopes({ claims, issuer }: Pick<VerifiedToken, 'claims' | 'issuer'>): readonly string[] {
  return issuer.userPool && claimOf(claims, 'token_use') !== 'access' ? [] : scopesOf(claims);
}
