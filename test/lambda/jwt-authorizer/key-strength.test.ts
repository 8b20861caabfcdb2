import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { weaknessOf } from '../../../lambda/jwt-authorizer/key-strength';
import { VerificationKey } from '../../../lambda/jwt-authorizer/verification-key';
import { encode } from '../../support/token-factory';

const P = 2n ** 255n - 19n;

const rsa = (modulusLength: number, publicExponent = 65_537): JsonWebKey =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' });
const good = rsa(2_048);
const edGood = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
const bytesOf = (text = ''): Buffer => Buffer.from(text, 'base64url');

/** The modulus with its last byte replaced. */
const endingIn = (last: number): string =>
  Buffer.from([...bytesOf(good.n).subarray(0, -1), last]).toString('base64url');
/** A modulus of this length; nobody knows its factors. */
const modulusOf = (bits: number): string =>
  Buffer.from(((2n ** BigInt(bits - 1)) | 1n).toString(16).padStart(Math.ceil(bits / 8) * 2, '0'), 'hex').toString(
    'base64url',
  );
const exponentOf = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
};
/** An Ed25519 public key by its `y`, and the sign of its `x`. */
const edKey = (y: bigint, sign = 0n): JsonWebKey => {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0');
  return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').reverse().toString('base64url') };
};

test.each<[string, JsonWebKey, string | undefined]>([
  ['RSA of 2,048 bits', good, undefined],
  ['RSA of 3,072 bits', rsa(3_072), undefined],
  ['RSA of 2,047 bits', { ...good, n: modulusOf(2_047) }, 'rsa_modulus_below_2048_bits'],
  ['RSA of 1,024 bits', rsa(1_024), 'rsa_modulus_below_2048_bits'],
  ['RSA of 8,192 bits', { ...good, n: modulusOf(8_192) }, undefined],
  ['RSA of 8,193 bits', { ...good, n: modulusOf(8_193) }, 'rsa_modulus_above_8192_bits'],
  ['exponent 0', { ...good, e: 'AA' }, 'rsa_exponent_not_allowed'],
  ['exponent 1', { ...good, e: 'AQ' }, 'rsa_exponent_not_allowed'],
  ['exponent 1 with leading zeros', { ...good, e: 'AAAB' }, 'rsa_exponent_not_allowed'],
  ['exponent 2', { ...good, e: 'Ag' }, 'rsa_exponent_not_allowed'],
  ['exponent 3', rsa(2_048, 3), 'rsa_exponent_not_allowed'],
  ['exponent 17', rsa(2_048, 17), 'rsa_exponent_not_allowed'],
  ['exponent 65,535', { ...good, e: exponentOf(65_535n) }, 'rsa_exponent_not_allowed'],
  ['exponent 65,536', { ...good, e: exponentOf(65_536n) }, 'rsa_exponent_not_allowed'],
  ['exponent 65,538', { ...good, e: exponentOf(65_538n) }, 'rsa_exponent_not_allowed'],
  ['exponent 65,539', { ...good, e: exponentOf(65_539n) }, undefined],
  ['exponent 2^256 - 1', { ...good, e: exponentOf(2n ** 256n - 1n) }, undefined],
  ['exponent 2^256 + 1', { ...good, e: exponentOf(2n ** 256n + 1n) }, 'rsa_exponent_not_allowed'],
  ['a modulus that ends in 1', { ...good, n: endingIn(1) }, undefined],
  ['a modulus that ends in 0', { ...good, n: endingIn(0) }, 'rsa_modulus_even'],
  ['a modulus that ends in 254', { ...good, n: endingIn(254) }, 'rsa_modulus_even'],
  ['Ed25519', edGood, undefined],
  ['Ed25519, the base point', edKey((4n * inverse(5n)) % P), undefined],
  ['Ed25519, y = 2', edKey(2n), undefined],
  ['Ed25519, the greatest y', edKey(P - 2n), undefined],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), undefined],
])('%s', (_, jwk, weakness) => {
  expect(weaknessOf(createPublicKey({ key: jwk, format: 'jwk' }))).toBe(weakness);
});

describe('Ed25519', () => {
  test('every point of small order is refused, in every spelling', () => {
    const refused: bigint[] = [];
    const spellings = [0n, 1n, P - 1n, ...smallOrderOfEight()].flatMap((y) => [y, y + P].filter((v) => v < 2n ** 255n));
    for (const y of spellings) {
      for (const sign of [0n, 1n]) {
        expect(weaknessOf(createPublicKey({ key: edKey(y, sign), format: 'jwk' }))).toBe('ed25519_point_not_allowed');
        refused.push(y);
      }
    }
    // Orders 4, 1, 2 and twice 8; the first two also as y + p.
    expect(new Set(refused).size).toBe(7);
  });

  test('any other spelling of a point is refused', () => {
    for (let y = P; y < 2n ** 255n; y += 1n) {
      expect(weaknessOf(createPublicKey({ key: edKey(y), format: 'jwk' }))).toBe('ed25519_point_not_allowed');
    }
  });

  test('a signature that anybody can make passes Node, and not this key', () => {
    const identity = { ...edKey(1n), kid: 'k', alg: 'EdDSA' };
    // R is the identity, too, and S is 0: both sides of the equation are the identity, whatever the message.
    const forged = Buffer.from([1, ...Array<number>(63).fill(0)]);
    const [headerB64, payloadB64] = [encode({ alg: 'EdDSA', kid: 'k' }), encode({ sub: 'admin' })];
    const key = createPublicKey({ key: identity, format: 'jwk' });
    expect(verify(null, Buffer.from(`${headerB64}.${payloadB64}`), key, forged)).toBe(true);

    const jws = {
      header: { alg: 'EdDSA' },
      payload: {},
      headerB64,
      payloadB64,
      signatureB64: forged.toString('base64url'),
    };
    const ours = new VerificationKey(identity);
    expect([ours.fits('EdDSA'), ours.signed(jws), ours.problem]).toEqual([false, false, 'ed25519_point_not_allowed']);
  });
});

/**
 * The two `y` of the points of order 8.
 *
 * Doubled, such a point has `y` = 0, so x² = -y²; put into the equation of the curve (RFC 8032, section 5.1), u = y²
 * solves d·u² + 2u - 1 = 0.
 */
function smallOrderOfEight(): bigint[] {
  const d = (-121_665n * inverse(121_666n)) % P;
  const found: bigint[] = [];
  for (const root of [1n, -1n]) {
    const discriminant = squareRoot(modulo(4n + 4n * d));
    if (discriminant === undefined) continue;
    const u = modulo((-2n + root * discriminant) * inverse(modulo(2n * d)));
    const y = squareRoot(u);
    if (y !== undefined) found.push(y, P - y);
  }
  return found;
}

function modulo(value: bigint): bigint {
  return ((value % P) + P) % P;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = modulo(base), e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) result = (result * b) % P;
  return result;
}

function inverse(value: bigint): bigint {
  return power(value, P - 2n);
}

function squareRoot(value: bigint): bigint | undefined {
  const candidate = power(value, (P + 3n) / 8n);
  for (const root of [candidate, modulo(candidate * power(2n, (P - 1n) / 4n))]) {
    if (modulo(root * root) === modulo(value)) return root;
  }
  return undefined;
}
