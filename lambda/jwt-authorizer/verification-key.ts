import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { isJsonObject, type Json, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';

const MIN_RSA_BITS = 2_048;

/** JWS algorithms and their digests, by kind of key: what a key may verify is decided by the key, not by the token. */
const RSA = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512', PS256: 'sha256', PS384: 'sha384', PS512: 'sha512' };
const EC: Record<string, Digests> = {
  prime256v1: { ES256: 'sha256' },
  secp384r1: { ES384: 'sha384' },
  secp521r1: { ES512: 'sha512' },
};
/** The salt is as long as the digest, RFC 7518 section 3.5. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const ED25519 = { EdDSA: null };

type Digests = Readonly<Record<string, string | null>>;

/** One public key of an issuer, and the algorithms that it may be used with; none for a weak or unknown kind of key. */
export class VerificationKey {
  private readonly digests: ReadonlyMap<string, string | null>;
  private readonly key?: KeyObject;

  public constructor(jwk: JsonObject) {
    try {
      this.key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    } catch {
      // Not a key that Node knows: it stays in the set without an algorithm.
    }
    const fitting = Object.entries(this.key ? digestsOf(this.key) : {});
    this.digests = new Map(fitting.filter(([algorithm]) => jwk.alg === undefined || jwk.alg === algorithm));
  }

  public fits(algorithm: string): boolean {
    return this.digests.has(algorithm);
  }

  /** Whether this key signed the token, by the algorithm that its header names and no other. */
  public signed({ header, headerB64, payloadB64, signatureB64 }: DecomposedJwt): boolean {
    const { alg = '' } = header;
    const digest = this.digests.get(alg);
    if (!this.key || digest === undefined) return false;
    // `ieee-p1363` is the JWS form of an ECDSA signature (RFC 7518, section 3.4); other kinds of key ignore it.
    const key = { key: this.key, dsaEncoding: 'ieee-p1363' as const, ...(alg.startsWith('PS') && PSS) };
    return verify(digest, Buffer.from(`${headerB64}.${payloadB64}`), key, Buffer.from(signatureB64, 'base64url'));
  }
}

/** The keys of a JWK set by `kid`; throws if the document is none. Keys that are not for signatures are left out. */
export function parseJwks(body: Buffer): ReadonlyMap<string, readonly VerificationKey[]> {
  const document = safeJsonParse(body.toString());
  if (!isJsonObject(document) || !Array.isArray(document.keys)) throw new TypeError('not a JWK set');
  const keys = new Map<string, VerificationKey[]>();
  for (const jwk of document.keys) {
    if (!isSignatureKey(jwk)) continue;
    keys.set(jwk.kid, [...(keys.get(jwk.kid) ?? []), new VerificationKey(jwk)]);
  }
  return keys;
}

/** A private or symmetric key in a public document has no secret left: nothing that it signs counts. */
function isSignatureKey(jwk: Json): jwk is JsonObject & { kid: string } {
  if (!isJsonObject(jwk) || typeof jwk.kid !== 'string' || jwk.kid === '' || 'd' in jwk || 'k' in jwk) return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  return jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'));
}

function digestsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): Digests {
  if (type === 'rsa') return (details.modulusLength ?? 0) >= MIN_RSA_BITS ? RSA : {};
  if (type === 'ec') return EC[details.namedCurve ?? ''] ?? {};
  return type === 'ed25519' ? ED25519 : {};
}
