import { sign } from 'node:crypto';
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
  // JWS wants the two numbers of an ECDSA signature side by side; RSA ignores the setting.
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
