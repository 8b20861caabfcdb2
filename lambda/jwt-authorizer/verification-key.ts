import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import type { JwkWithKid } from 'aws-jwt-verify/jwk';
import { isJsonObject, type Json, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import type { DenialReason } from './auth-error';
import { type KeyWeakness, weaknessOf } from './key-strength';
import { claimsRefusal, type ExpectedClaims, isKnownToLibrary, LibraryVerifier } from './library-verifier';

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
const EC_SIGNATURE_BYTES: Readonly<Record<string, number>> = { prime256v1: 64, secp384r1: 96, secp521r1: 132 };
const ED25519_SIGNATURE_BYTES = 64;

type Digests = Readonly<Record<string, string | null>>;

/** Members of private keys, RSA, EC or OKP, and of symmetric ones: RFC 7518, section 6, and RFC 8037, section 2. */
const SECRETS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Why a key is ignored; fixed words, because they are logged. */
export type KeyProblem =
  KeyWeakness | 'unreadable' | 'type_not_supported' | 'algorithm_does_not_fit' | 'secret_published' | 'given_twice';

/** Told of each key that is ignored: its name and the reason, never the key. */
export type KeyIgnored = (kid: string, problem: KeyProblem) => void;

/** One public key, and the algorithms that it may be used with; none for a weak or unknown kind of key. */
export class VerificationKey {
  /** Why it verifies nothing; undefined for a good key. */
  public readonly problem?: KeyProblem;
  private readonly digests: ReadonlyMap<string, string | null>;
  private readonly key?: KeyObject;
  private readonly signatureBytes: number = 0;
  private readonly algorithm?: string;
  private library?: LibraryVerifier;

  public constructor(jwk: JsonObject) {
    let fitting: [string, string | null][] = [];
    try {
      this.key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
      this.problem = weaknessOf(this.key);
      this.signatureBytes = signatureBytesOf(this.key);
      fitting = Object.entries(this.problem ? {} : digestsOf(this.key));
      if (fitting.length === 0) this.problem ??= 'type_not_supported';
    } catch {
      this.problem = 'unreadable';
    }
    if (typeof jwk.alg === 'string') this.algorithm = jwk.alg;
    this.digests = new Map(fitting.filter(([algorithm]) => jwk.alg === undefined || jwk.alg === algorithm));
    if (this.digests.size === 0) this.problem ??= 'algorithm_does_not_fit';
  }

  public fits(algorithm: string): boolean {
    return this.digests.has(algorithm);
  }

  /** Whether it is the same key for the same algorithm. */
  public equals(other: VerificationKey): boolean {
    return !!this.key && !!other.key?.equals(this.key) && this.algorithm === other.algorithm;
  }

  /**
   * Why a token is refused that names this key: `signature_invalid`, or what its issuer and audience are not.
   *
   * aws-jwt-verify decides about every token that it can; it knows no RSASSA-PSS, so there our own check decides about the
   * signature, and the library about the claims only.
   */
  public refusal(jws: DecomposedJwt, expected: ExpectedClaims): DenialReason | undefined {
    const { alg = '' } = jws.header;
    // Of another length it is no signature (RFC 7518, section 3.4), and Node throws at some of them.
    if (!this.key || !this.fits(alg) || !this.hasLength(jws.signatureB64)) return 'signature_invalid';
    if (!isKnownToLibrary(alg)) return this.signed(jws) ? claimsRefusal(jws.payload, expected) : 'signature_invalid';
    this.library ??= new LibraryVerifier(this.asJwk(this.key));
    return this.library.refusal(jws, expected);
  }

  /** Whether this key signed the JWS, by the algorithm that its header names and no other. */
  public signed({ header, headerB64, payloadB64, signatureB64 }: DecomposedJwt): boolean {
    const { alg = '' } = header;
    const digest = this.digests.get(alg);
    if (!this.key || digest === undefined) return false;
    // `ieee-p1363` is the JWS form of an ECDSA signature (RFC 7518, section 3.4); other kinds of key ignore it.
    const key = { key: this.key, dsaEncoding: 'ieee-p1363' as const, ...(alg.startsWith('PS') && PSS) };
    return verify(digest, Buffer.from(`${headerB64}.${payloadB64}`), key, Buffer.from(signatureB64, 'base64url'));
  }

  private hasLength(signatureB64: string): boolean {
    return signatureB64.length === Math.ceil((this.signatureBytes * 4) / 3);
  }

  /** The key as it was understood and checked here, not as it was written. */
  private asJwk(key: KeyObject): JwkWithKid {
    const { algorithm: alg } = this;
    return { ...key.export({ format: 'jwk' }), kid: 'checked', use: 'sig', ...(alg && { alg }) } as JwkWithKid;
  }
}

/** Whether a private or symmetric key stands where a public one should: it has no secret left, and proves nothing. */
export function holdsSecret(jwk: JsonObject): boolean {
  return SECRETS.some((name) => name in jwk);
}

/**
 * The keys of a JWK set by `kid`; throws if the document is none. Keys that are not for signatures are left out.
 *
 * A bad key stays in the set, without an algorithm, so that a token that names it makes nobody fetch the set again. Of
 * different keys with one `kid`, each counts (RFC 7517, section 4.5).
 */
export function parseJwks(
  body: Buffer,
  ignored: KeyIgnored = () => undefined,
): ReadonlyMap<string, readonly VerificationKey[]> {
  const document = safeJsonParse(body.toString());
  if (!isJsonObject(document) || !Array.isArray(document.keys)) throw new TypeError('not a JWK set');
  const keys = new Map<string, VerificationKey[]>();
  for (const jwk of document.keys) {
    if (!isSignatureKey(jwk)) continue;
    if (holdsSecret(jwk)) {
      ignored(jwk.kid, 'secret_published');
      continue;
    }
    const key = new VerificationKey(jwk);
    const others = keys.get(jwk.kid) ?? [];
    const twice = others.some((other) => other.equals(key));
    const problem = key.problem ?? (twice ? 'given_twice' : undefined);
    if (problem) ignored(jwk.kid, problem);
    if (!twice) keys.set(jwk.kid, [...others, key]);
  }
  return keys;
}

function isSignatureKey(jwk: Json): jwk is JsonObject & { kid: string } {
  if (!isJsonObject(jwk) || typeof jwk.kid !== 'string' || jwk.kid === '') return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  return jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'));
}

function digestsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): Digests {
  if (type === 'rsa') return RSA;
  if (type === 'ec') return EC[details.namedCurve ?? ''] ?? {};
  return type === 'ed25519' ? ED25519 : {};
}

function signatureBytesOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): number {
  if (type === 'rsa') return Math.ceil((details.modulusLength ?? 0) / 8);
  return type === 'ec' ? (EC_SIGNATURE_BYTES[details.namedCurve ?? ''] ?? 0) : ED25519_SIGNATURE_BYTES;
}
