import { createHash, generateKeyPairSync } from 'node:crypto';
import { encode } from '../../../support/token-factory';
import { generateProofKey, outcome, type ProofKey, proofClaims, proofHeader, signProof } from './dpop-fixtures';

const rsaOf = (modulusLength: number, publicExponent: number): ProofKey => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { alg: 'RS256', privateKey, jwk: publicKey.export({ format: 'jwk' }) };
};

test.each<[string, ProofKey, string]>([
  ['RSA of 2,048 bits', rsaOf(2_048, 65_537), 'accepted'],
  ['RSA of 1,024 bits', rsaOf(1_024, 65_537), 'proof_invalid'],
  ['RSA with exponent 3', rsaOf(2_048, 3), 'proof_invalid'],
])('a proof by %s: %s', (_, key, expected) => {
  expect(outcome(signProof(key))).toBe(expected);
});

test('a proof by a point of small order, whose signature anybody can make', () => {
  const identity = Buffer.from([1, ...Array<number>(31).fill(0)]).toString('base64url');
  const key = { ...generateProofKey('EdDSA'), jwk: { kty: 'OKP', crv: 'Ed25519', x: identity } };
  const forged = Buffer.from([1, ...Array<number>(63).fill(0)]).toString('base64url');
  expect(outcome(`${encode(proofHeader(key))}.${encode(proofClaims())}.${forged}`)).toBe('proof_invalid');
});

test('a proof by an RSA key with exponent 1, whose signature is its padded digest', () => {
  const { jwk, ...rsa } = rsaOf(2_048, 65_537);
  const key = { ...rsa, jwk: { ...jwk, e: 'AQ' } };
  const input = `${encode(proofHeader(key))}.${encode(proofClaims())}`;
  const digest = createHash('sha256').update(input).digest();
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest]);
  const padded = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(256 - 3 - info.length, 255), Buffer.from([0]), info]);
  expect(outcome(`${input}.${padded.toString('base64url')}`)).toBe('proof_invalid');
});
