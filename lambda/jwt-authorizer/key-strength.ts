import type { KeyObject } from 'node:crypto';

/** Why a key verifies nothing; fixed words, because they are logged. */
export type KeyWeakness =
  | 'rsa_modulus_below_2048_bits'
  | 'rsa_modulus_above_8192_bits'
  | 'rsa_modulus_even'
  | 'rsa_exponent_not_allowed'
  | 'ed25519_point_not_allowed';

const MIN_RSA_BITS = 2_048;
/** The time of a check grows with the square of the length, and no issuer needs more. */
const MAX_RSA_BITS = 8_192;
/** FIPS 186-5, appendix A.1.1: odd, and between 2^16 and 2^256. With 1 as exponent, every signature is its own message. */
const MIN_RSA_EXPONENT = 2n ** 16n;
const MAX_RSA_EXPONENT = 2n ** 256n;

/** The prime of Ed25519's field; a `y` from here on is another spelling of a smaller one (RFC 8032, section 5.1.3). */
const ED25519_PRIME = 2n ** 255n - 19n;
const ORDER_EIGHT = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** `y` of all points of order 1, 2, 4 and 8: with such a key, a signature can be made that fits most messages. */
const ED25519_SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  ED25519_PRIME - 1n,
  ORDER_EIGHT,
  ED25519_PRIME - ORDER_EIGHT,
]);

/** Why a public key that can be read proves nothing, or costs too much; undefined for a good one. */
export function weaknessOf(key: KeyObject): KeyWeakness | undefined {
  if (key.asymmetricKeyType === 'rsa') return rsaWeakness(key);
  return key.asymmetricKeyType === 'ed25519' ? ed25519Weakness(key) : undefined;
}

function rsaWeakness(key: KeyObject): KeyWeakness | undefined {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (!(modulusLength >= MIN_RSA_BITS)) return 'rsa_modulus_below_2048_bits';
  if (!(modulusLength <= MAX_RSA_BITS)) return 'rsa_modulus_above_8192_bits';
  const allowed = publicExponent > MIN_RSA_EXPONENT && publicExponent < MAX_RSA_EXPONENT && publicExponent % 2n === 1n;
  if (!allowed) return 'rsa_exponent_not_allowed';
  const modulus = Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url');
  return (modulus.at(-1) ?? 0) % 2 === 1 ? undefined : 'rsa_modulus_even';
}

function ed25519Weakness(key: KeyObject): KeyWeakness | undefined {
  // Little-endian; the highest bit is the sign of the other coordinate.
  const bytes = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').reverse();
  const y = BigInt(`0x0${bytes.toString('hex')}`) & (2n ** 255n - 1n);
  return y < ED25519_PRIME && !ED25519_SMALL_ORDER.has(y) ? undefined : 'ed25519_point_not_allowed';
}
