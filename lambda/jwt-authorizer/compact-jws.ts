import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { AuthError } from './auth-error';
import { decomposeJws } from './jws-segments';

/** What API Gateway takes of headers in all, so that no token is refused here that it lets through. */
export const MAX_TOKEN_LENGTH = 10_240;

/**
 * Takes a JWS in compact form apart, without trusting anything in it.
 *
 * Stricter than the library's own parser, and the reason it is not used: that one accepts padding and stray bits, and
 * refuses a `scope` that is an array, which some issuers send.
 */
export function parseCompactJws(token: string): DecomposedJwt {
  const jws = decomposeJws(token, MAX_TOKEN_LENGTH) ?? malformed();
  checkHeader(jws.header);
  checkPayload(jws.payload);
  return jws;
}

/** Key hints (`jku`, `jwk`, `x5u`, `x5c`) are never looked at: the key comes from the issuer's own key set. */
function checkHeader({ alg, kid, typ, cty, ...rest }: JsonObject): void {
  if (typeof alg !== 'string' || (kid !== undefined && typeof kid !== 'string')) malformed();
  // No extension is implemented, so none may be marked critical; `b64` changes what is signed (RFC 7797).
  if ('crit' in rest || 'b64' in rest) malformed();
  // A nested token: what is signed is not the claims.
  if (cty !== undefined && !(typeof cty === 'string' && !/^(application\/)?jwt$/i.test(cty))) malformed();
  // A logout token, a DPoP proof or any other kind of JWT is no access token (RFC 8725, section 3.11).
  if (typ !== undefined && !(typeof typ === 'string' && /^(application\/)?(at\+)?jwt$/i.test(typ))) {
    throw new AuthError('token_use_mismatch');
  }
}

function checkPayload({ exp, nbf, iat, sub, jti, scope }: JsonObject): void {
  if (!Number.isFinite(exp)) malformed();
  if (![nbf, iat].every((time) => time === undefined || Number.isFinite(time))) malformed();
  if (![sub, jti].every((text) => text === undefined || typeof text === 'string')) malformed();
  if (![scope].flat().every((item) => item === undefined || typeof item === 'string')) malformed();
}

function malformed(): never {
  throw new AuthError('token_malformed');
}
