import { type JsonWebKey, type KeyObject, generateKeyPairSync, randomUUID } from 'node:crypto';

/** How each algorithm makes its keys (RFC 7518, RFC 8037). */
const KEY_TYPES = {
  RS256: 'rsa',
  RS384: 'rsa',
  RS512: 'rsa',
  PS256: 'rsa',
  PS384: 'rsa',
  PS512: 'rsa',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'ed25519',
} as const;

export type SigningAlgorithm = keyof typeof KEY_TYPES;

/** A key pair of one issuer; the private half never leaves the memory of the gateway and of its token server. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  /** The public half, as the issuer publishes it. */
  readonly publicJwk: JsonWebKey;
}

/** What every issuer publishes, whether it was asked for or not. */
const ALWAYS: readonly SigningAlgorithm[] = ['RS256', 'ES256'];

/** The keys of every set, made when they are first needed: an RSA key of 2,048 bits and one on P-256, and what is declared. */
export class SigningKeys {
  private readonly keys = new Map<string, SigningKey>();
  private readonly algorithms = new Map<string, Set<SigningAlgorithm>>();

  /** From now on the set has a key for the algorithm: who fetches it before there is a token finds the key in it. */
  public declare(set: string, algorithm: SigningAlgorithm): void {
    this.algorithms.set(set, this.algorithmsOf(set).add(algorithm));
  }

  /** @param set name of the key set: a host, or the URL where the set is */
  public key(set: string, algorithm: SigningAlgorithm): SigningKey {
    this.declare(set, algorithm);
    const name = `${algorithm} ${set}`;
    const known = this.keys.get(name) ?? generateKey(algorithm);
    this.keys.set(name, known);
    return known;
  }

  public publicKeys(set: string): readonly JsonWebKey[] {
    return [...this.algorithmsOf(set)].map((algorithm) => this.key(set, algorithm).publicJwk);
  }

  private algorithmsOf(set: string): Set<SigningAlgorithm> {
    return this.algorithms.get(set) ?? new Set(ALWAYS);
  }
}

export function isSigningAlgorithm(name: string): name is SigningAlgorithm {
  return Object.hasOwn(KEY_TYPES, name);
}

function generateKey(algorithm: SigningAlgorithm): SigningKey {
  const { privateKey, publicKey } = generatePair(KEY_TYPES[algorithm]);
  const kid = randomUUID();
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, privateKey, publicJwk };
}

function generatePair(type: (typeof KEY_TYPES)[SigningAlgorithm]): { privateKey: KeyObject; publicKey: KeyObject } {
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: type });
}
