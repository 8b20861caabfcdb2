import {
  constants,
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import type { AuthError } from '../../../../lambda/jwt-authorizer/auth-error';
import { type ProofContext, verifyProof } from '../../../../lambda/jwt-authorizer/sender/dpop-proof';
import { encode } from '../../../support/token-factory';
import { NOW } from '../fixtures';

/** Every algorithm that a proof may be signed with. */
export const PROOF_ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const;

export const CONTEXT: ProofContext = {
  method: 'GET',
  url: 'https://api.acme.example/orders/42',
  accessToken: 'header-1.payload-2.signature-3',
  now: NOW * 1_000,
};

/** The key of a client, made for one test run, never stored. */
export interface ProofKey {
  readonly alg: string;
  readonly privateKey: KeyObject;
  /** The public key only. */
  readonly jwk: JsonWebKey;
}

const CURVES: Record<string, string> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', ES256K: 'secp256k1' };

export function generateProofKey(alg: string, modulusLength = 2_048): ProofKey {
  const { privateKey, publicKey } =
    alg === 'EdDSA'
      ? generateKeyPairSync('ed25519')
      : CURVES[alg]
        ? generateKeyPairSync('ec', { namedCurve: CURVES[alg] })
        : generateKeyPairSync('rsa', { modulusLength });
  return { alg, privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

export function accessTokenHash(token: string): string {
  return createHash('sha256').update(token, 'ascii').digest('base64url');
}

export function proofHeader(key: ProofKey, header: object = {}): Record<string, unknown> {
  return { typ: 'dpop+jwt', alg: key.alg, jwk: key.jwk, ...header };
}

/** The claims that {@link CONTEXT} asks for, each time with another `jti`. */
export function proofClaims(claims: object = {}): Record<string, unknown> {
  return {
    jti: randomUUID(),
    htm: CONTEXT.method,
    htu: CONTEXT.url,
    iat: NOW,
    ath: accessTokenHash(CONTEXT.accessToken),
    ...claims,
  };
}

/** Signs whatever it is given, text and bytes as they are: also what no client would send. */
export function signProofParts(
  { alg, privateKey }: ProofKey,
  header: unknown,
  payload: unknown,
  saltLength: number = constants.RSA_PSS_SALTLEN_DIGEST,
): string {
  const encoded = Buffer.isBuffer(payload) ? payload.toString('base64url') : encode(payload);
  const input = `${encode(header)}.${encoded}`;
  const pss = alg.startsWith('PS') && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  const digest = alg === 'EdDSA' ? null : `sha${/\d{3}/.exec(alg)?.[0]}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const, ...pss };
  return `${input}.${sign(digest, Buffer.from(input), key).toString('base64url')}`;
}

export function signProof(key: ProofKey, claims: object = {}, header: object = {}): string {
  return signProofParts(key, proofHeader(key, header), proofClaims(claims));
}

/** `accepted`, or why not; an error of any other kind fails the test. */
export function outcome(proof: string, context: Partial<ProofContext> = {}): string {
  try {
    verifyProof(proof, { ...CONTEXT, ...context });
    return 'accepted';
  } catch (error) {
    return (error as AuthError).reason ?? String(error);
  }
}

export function json(value: unknown): string {
  return JSON.stringify(value);
}

/** A proof in order of this length, which a header parameter and a claim fill up: four characters for every three. */
export function ofLength(length: number): string {
  const ed = generateProofKey('EdDSA');
  for (const kid of ['', 'k', 'kk']) {
    const missing = length - signProof(ed, { filling: '' }, { kid }).length;
    for (let size = Math.floor((missing * 3) / 4) - 2; size <= (missing * 3) / 4 + 2; size++) {
      const proof = signProof(ed, { filling: 'f'.repeat(size) }, { kid });
      if (proof.length === length) return proof;
    }
  }
  throw new Error(`no proof has ${length} characters`);
}
