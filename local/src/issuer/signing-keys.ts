import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto';

export type SigningAlgorithm = 'RS256' | 'ES256';

/** A key pair of one issuer; the private half never leaves the memory of the gateway and of its token server. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  /** The public half, as the issuer publishes it. */
  readonly publicJwk: JsonWebKey;
}

/** The keys of every issuer host: one RSA key of 2,048 bits and one on P-256, made when they are first needed. */
export class SigningKeys {
  private readonly keys = new Map<string, SigningKey>();

  public key(host: string, algorithm: SigningAlgorithm): SigningKey {
    const name = `${algorithm} ${host}`;
    const known = this.keys.get(name) ?? generateKey(algorithm);
    this.keys.set(name, known);
    return known;
  }

  public publicKeys(host: string): readonly JsonWebKey[] {
    return [this.key(host, 'RS256').publicJwk, this.key(host, 'ES256').publicJwk];
  }
}

function generateKey(algorithm: SigningAlgorithm): SigningKey {
  const { privateKey, publicKey } =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, privateKey, publicJwk };
}
