import fc from 'fast-check';
import { jwkThumbprint } from '../../../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import { generateProofKey, outcome, PROOF_ALGORITHMS, signProof } from './dpop-fixtures';

const keys = Object.fromEntries(PROOF_ALGORITHMS.map((alg) => [alg, generateProofKey(alg)]));
const { ES256: ec, ES384: ec384, EdDSA: ed, RS256: rsa } = keys;
const weak = generateProofKey('RS256', 2_040);
const secp256k1 = generateProofKey('ES256K');

test('no key that a header may name makes anything but a refusal, unless it is the one that signed', () => {
  const all = [ec, ec384, ed, rsa, weak, secp256k1].map(({ jwk }) => jwk);
  const values = [...new Set(all.flatMap((jwk) => Object.values(jwk)))];
  const anything = fc.oneof({ weight: 4, arbitrary: fc.constantFrom<unknown>(...values) }, fc.jsonValue());
  const members = fc.record({ kty: anything, crv: anything, x: anything, y: anything, n: anything, e: anything });
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      members,
      fc.subarray(['kty', 'crv', 'x', 'y', 'n', 'e']),
      (jwk, drawn, names) => {
        const changes = Object.fromEntries(names.map((name) => [name, drawn[name as keyof typeof drawn]]));
        const changed = { ...jwk, ...changes } as never;
        const signed = jwkThumbprint(changed) === jwkThumbprint(ec.jwk as never);
        expect(outcome(signProof(ec, {}, { jwk: changed }))).toBe(signed ? 'accepted' : 'proof_invalid');
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('every changed bit of a proof is refused', () => {
  const proofs = [ec, ed, rsa].map((key): [string, string] => [key.alg, signProof(key)]);

  test.each(proofs)('of its characters: %s', (_, proof) => {
    expect(outcome(proof)).toBe('accepted');
    const outcomes = new Set<string>();
    for (let index = 0; index < proof.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        const character = String.fromCharCode(proof.charCodeAt(index) ^ (1 << bit));
        outcomes.add(outcome(proof.slice(0, index) + character + proof.slice(index + 1)));
      }
    }
    expect([...outcomes]).toEqual(['proof_invalid']);
  });

  test.each(proofs)('of what its segments stand for: %s', (_, proof) => {
    const segments = proof.split('.').map((segment) => Buffer.from(segment, 'base64url'));
    const outcomes = new Set<string>();
    for (const segment of segments) {
      for (let bit = 0; bit < segment.length * 8; bit++) {
        segment[bit >> 3] ^= 1 << (bit & 7);
        outcomes.add(outcome(segments.map((bytes) => bytes.toString('base64url')).join('.')));
        segment[bit >> 3] ^= 1 << (bit & 7);
      }
    }
    expect(outcome(segments.map((bytes) => bytes.toString('base64url')).join('.'))).toBe('accepted');
    expect([...outcomes]).toEqual(['proof_invalid']);
  });

  test.each(proofs)('and every character that is left out or doubled: %s', (_, proof) => {
    const outcomes = new Set<string>();
    for (let index = 0; index < proof.length; index++) {
      outcomes.add(outcome(proof.slice(0, index) + proof.slice(index + 1)));
      outcomes.add(outcome(proof.slice(0, index) + proof[index] + proof.slice(index)));
    }
    expect([...outcomes]).toEqual(['proof_invalid']);
  });
});
