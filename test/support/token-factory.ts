import { constants, createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A signing key made for one test run, never stored. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As the issuer publishes it. */
  readonly jwk: JsonWebKey & { kid: string; alg: string; use: string };
}

const DIGESTS: Record<string, string | null> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  EdDSA: null,
};
const CURVES: Record<string, string> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

export function generateSigningKey(alg: string, kid: string, modulusLength = 2048): SigningKey {
  const { privateKey, publicKey } =
    alg === 'EdDSA'
      ? generateKeyPairSync('ed25519')
      : CURVES[alg]
        ? generateKeyPairSync('ec', { namedCurve: CURVES[alg] })
        : generateKeyPairSync('rsa', { modulusLength });
  return { kid, alg, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

/** An Ed448 key: the same `alg` as Ed25519, another curve. */
export function generateEd448Key(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed448');
  return {
    kid,
    alg: 'EdDSA',
    privateKey,
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' },
  };
}

export function jwksOf(...keys: readonly SigningKey[]): { keys: JsonWebKey[] } {
  return { keys: keys.map(({ jwk }) => jwk) };
}

/** base64url of a string as it is, of anything else as JSON. */
export function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Signs whatever it is given: also what no issuer would. */
export function signParts(key: Pick<SigningKey, 'alg' | 'privateKey'>, header: unknown, payload: unknown): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const padding = key.alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const options = { key: key.privateKey, dsaEncoding: 'ieee-p1363' as const, ...padding };
  return `${input}.${sign(DIGESTS[key.alg], Buffer.from(input), options).toString('base64url')}`;
}

export function signToken(key: SigningKey, claims: object, header: object = {}): string {
  return signParts(key, { alg: key.alg, kid: key.kid, typ: 'JWT', ...header }, claims);
}

/** The classic confusion: an HMAC whose secret is the text of the public key. */
export function hmacWithPublicKey(key: SigningKey, claims: object, format: 'pem' | 'der' | 'jwk' = 'pem'): string {
  const secret =
    format === 'jwk'
      ? JSON.stringify(key.jwk)
      : format === 'pem'
        ? key.publicKey.export({ type: 'spki', format: 'pem' })
        : key.publicKey.export({ type: 'spki', format: 'der' });
  const input = `${encode({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
