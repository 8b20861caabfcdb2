import { constants, sign } from 'node:crypto';
import type { SigningKey } from './signing-keys';

/** How long a token is valid, in seconds. */
export const TOKEN_LIFETIME_SECONDS = 3_600;

export interface TokenParts {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A signed JWT. Members that are undefined are left out, also where there would be a default. */
export function signToken(key: SigningKey, { issuer, claims, header, now }: TokenParts): string {
  const issuedAt = Math.floor(now / 1_000);
  const start = typeof claims.iat === 'number' ? claims.iat : issuedAt;
  const payload = { iss: issuer, iat: issuedAt, exp: start + TOKEN_LIFETIME_SECONDS, ...claims };
  const input = `${encode({ alg: key.algorithm, kid: key.kid, typ: 'JWT', ...header })}.${encode(payload)}`;
  const signature = sign(hashOf(key.algorithm), Buffer.from(input), {
    key: key.privateKey,
    // JWS wants the two numbers of an ECDSA signature side by side; RSA ignores the setting.
    dsaEncoding: 'ieee-p1363',
    ...(key.algorithm.startsWith('PS') && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  });
  return `${input}.${signature.toString('base64url')}`;
}

/** Ed25519 hashes by itself. */
function hashOf(algorithm: string): string | null {
  return algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
