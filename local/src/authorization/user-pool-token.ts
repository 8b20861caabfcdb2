import { isUtf8 } from 'node:buffer';
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { isRecord } from './policy-document';

/** A token of a user pool whose signature has not been looked at yet. */
export interface UserPoolToken {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Longer than any request's headers may be. */
const MAX_LENGTH = 10_240;
const MIN_RSA_BITS = 2_048;

/** Without padding and stray bits: one signature has one spelling only. */
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Takes a JWS apart; undefined unless it is in the form of a user pool's: RS256, a key id, nothing critical. */
export function parseUserPoolToken(text: string): UserPoolToken | undefined {
  const parts = text.length <= MAX_LENGTH ? text.split('.') : [];
  if (parts.length !== 3 || !parts.every((part) => part !== '' && BASE64URL.test(part))) return undefined;
  const [header, claims] = parts.slice(0, 2).map(parseObject);
  if (!header || !claims || header.alg !== 'RS256' || typeof header.kid !== 'string' || header.kid === '') {
    return undefined;
  }
  if ('crit' in header || 'b64' in header || 'cty' in header) return undefined;
  if (header.typ !== undefined && header.typ !== 'JWT') return undefined;
  return {
    kid: header.kid,
    claims,
    signed: Buffer.from(`${parts[0]}.${parts[1]}`),
    signature: Buffer.from(parts[2], 'base64url'),
  };
}

/** Whether the one key of that id has signed the token. */
export function isSignedBy(keys: readonly JsonWebKey[], { kid, signed, signature }: UserPoolToken): boolean {
  const named = keys.filter((key) => key.kid === kid);
  const key = named.length === 1 ? rsaKey(named[0]) : undefined;
  return key !== undefined && verify('sha256', signed, key, signature);
}

function rsaKey(jwk: JsonWebKey): KeyObject | undefined {
  const { kty, alg, use } = jwk;
  if (kty !== 'RSA' || (alg !== undefined && alg !== 'RS256') || (use !== undefined && use !== 'sig') || 'd' in jwk) {
    return undefined;
  }
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}

function parseObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = Buffer.from(part, 'base64url');
  if (!isUtf8(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
