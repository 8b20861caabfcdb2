import { isUtf8 } from 'node:buffer';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { isJsonObject, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import { AuthError } from './auth-error';

export const MAX_TOKEN_LENGTH = 8_192;

/** Canonical base64url: no padding and no stray trailing bits, so that one signature has one spelling only. */
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/**
 * Takes a JWS in compact form apart, without trusting anything in it.
 *
 * Stricter than the library's own parser, and the reason it is not used: that one accepts padding and stray bits, and
 * refuses a `scope` that is an array, which some issuers send.
 */
export function parseCompactJws(token: string): DecomposedJwt {
  const segments = token.length <= MAX_TOKEN_LENGTH ? token.split('.') : [];
  if (segments.length !== 3 || !segments.every((segment) => segment !== '' && BASE64URL.test(segment))) malformed();
  const [headerB64, payloadB64, signatureB64] = segments;
  const header = parseJson(headerB64);
  const payload = parseJson(payloadB64);
  checkHeader(header);
  checkPayload(payload);
  return { header, headerB64, payload, payloadB64, signatureB64 };
}

function parseJson(segment: string): JsonObject {
  const bytes = Buffer.from(segment, 'base64url');
  // Bytes that are not UTF-8 would all turn into the same replacement character, and two subjects into one.
  if (!isUtf8(bytes)) malformed();
  try {
    const json = safeJsonParse(bytes.toString());
    return isJsonObject(json) ? json : malformed();
  } catch {
    return malformed();
  }
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
