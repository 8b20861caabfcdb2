import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';

/** The required members of each kind of key in lexicographic order: RFC 7638, section 3.2, and RFC 8037, section 2. */
const REQUIRED_MEMBERS: Readonly<Record<string, string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/**
 * The thumbprint of a public key (RFC 7638, section 3): base64url of SHA-256; undefined for what is no such key.
 *
 * It is taken of the key as it was understood, not as it was written: leading zeros or padding make no other key.
 */
export function jwkThumbprint(jwk: JsonObject): string | undefined {
  const key = canonical(jwk);
  const members = REQUIRED_MEMBERS[key?.kty ?? ''];
  // A list of names gives the members in the order of the list.
  return members && createHash('sha256').update(JSON.stringify(key, members)).digest('base64url');
}

function canonical(jwk: JsonObject): JsonWebKey | undefined {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }).export({ format: 'jwk' });
  } catch {
    return undefined;
  }
}
