import { signToken } from './sign-token';
import type { SigningKey } from './signing-keys';
import type { TrustedIssuer } from './trusted-issuer';

/**
 * Stands for an audience at the token server, which knows none of an issuer without: its own tokens always have one.
 */
export const NO_AUDIENCE = 'urn:local:no-audience';

/** Whether an issuer's access tokens look otherwise than those of the token server, which follow RFC 9068. */
export function hasOwnShape(issuer: TrustedIssuer | undefined): issuer is TrustedIssuer {
  return issuer !== undefined && (issuer.tokenUse !== undefined || issuer.clientClaim !== undefined);
}

/**
 * A token of the token server as the issuer would have made it: an access token of a user pool has a use and no audience,
 * and other issuers name the client in a claim of their own.
 */
export function shapedToken(token: string, key: SigningKey, issuer: TrustedIssuer): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as Record<string, unknown>;
  const { client_id: client, iat } = claims;
  const isPool = issuer.tokenUse !== undefined;
  const shaped = {
    ...claims,
    ...(claims.aud === NO_AUDIENCE && { aud: undefined }),
    ...(isPool && { aud: undefined, token_use: 'access', version: 2, auth_time: iat }),
    ...(issuer.clientClaim !== undefined && { [issuer.clientClaim]: client }),
  };
  // The header of a user pool's tokens says no type.
  const header = { typ: isPool ? undefined : 'at+jwt' };
  return signToken(key, { issuer: issuer.issuer, claims: shaped, header, now: 0 });
}
