import { generateKeyPairSync, sign } from 'node:crypto';
import { parseCompactJws } from '../../lambda/jwt-authorizer/compact-jws';
import type { TrustedIssuer } from '../../lambda/jwt-authorizer/trusted-issuer';

/** Algorithms that an issuer can be configured with at all; not HMAC, and not `none`. */
const ASYMMETRIC = /^(?:[RP]S|ES)(?:256|384|512)$|^EdDSA$/;

/** A token with the claims of another one, and what makes the authorizer believe it. */
export interface Resigned {
  readonly token: string;
  readonly jwks: Buffer;
  readonly issuers: readonly TrustedIssuer[];
}

/**
 * Signs the claims anew with a key made for this run, so that everything behind the signature is judged by the very code
 * that judges verified tokens.
 *
 * @param known the configured issuers; without them the token's own is trusted
 * @throws AuthError if the token has no form to sign anew
 */
export function resigned(token: string, known?: readonly TrustedIssuer[]): Resigned {
  const { header, payload, payloadB64 } = parseCompactJws(token);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const headerB64 = Buffer.from(JSON.stringify({ ...header, alg: 'EdDSA' })).toString('base64url');
  const input = `${headerB64}.${payloadB64}`;
  const alg = header.alg ?? '';
  const named = typeof payload.iss === 'string' ? [standIn(payload.iss, alg)] : [];
  return {
    token: `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`,
    jwks: Buffer.from(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: header.kid }] })),
    issuers: (known ?? named).map((issuer) => ({
      ...issuer,
      // Whether the original's algorithm is allowed stays a matter of the original.
      algorithms: issuer.algorithms.includes(alg) ? ['EdDSA'] : [],
    })),
  };
}

function standIn(issuer: string, alg: string): TrustedIssuer {
  return {
    issuer,
    jwksUri: issuer,
    algorithms: ASYMMETRIC.test(alg) ? [alg] : [],
    audiences: null,
    groupsClaim: /^https:\/\/(issuer-)?cognito-idp\./.test(issuer) ? 'cognito:groups' : 'groups',
    requireAccessTokenType: false,
    requiredClaims: [],
  };
}
