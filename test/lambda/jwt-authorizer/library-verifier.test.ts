import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifierBase } from 'aws-jwt-verify/jwt-verifier';
import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { decomposeJws } from '../../../lambda/jwt-authorizer/jws-segments';
import { VerificationKey } from '../../../lambda/jwt-authorizer/verification-key';
import { generateSigningKey, signToken } from '../../support/token-factory';
import { OIDC, oidcClaims } from './fixtures';

const KNOWN = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const PSS = ['PS256', 'PS384', 'PS512'];
const keys = new Map([...KNOWN, ...PSS].map((alg) => [alg, generateSigningKey(alg, 'k')]));
const EXPECTED = { issuer: OIDC.issuer, audiences: [...OIDC.audiences] };

const verdict = jest.spyOn(
  JwtVerifierBase.prototype as unknown as { verifyDecomposedJwtSync(): unknown },
  'verifyDecomposedJwtSync',
);
beforeEach(() => verdict.mockClear());

function jwsOf(alg: string, claims: object = {}): DecomposedJwt {
  const key = keys.get(alg);
  const jws = key && decomposeJws(signToken(key, oidcClaims(claims)), 8_192);
  if (!jws) throw new Error(`no token of ${alg}`);
  return jws;
}

const keyOf = (alg: string, jwk: object = {}): VerificationKey =>
  new VerificationKey({ ...keys.get(alg)?.jwk, ...jwk } as JsonObject);

test.each(KNOWN)('%s is judged by the library', (alg) => {
  const key = keyOf(alg);
  expect(key.refusal(jwsOf(alg), EXPECTED)).toBeUndefined();
  expect(key.refusal(jwsOf(alg, { scope: ['a', 'b'] }), EXPECTED)).toBeUndefined();
  expect(verdict).toHaveBeenCalledTimes(2);
});

test.each(KNOWN)('a no of the library about %s is final', (alg) => {
  verdict.mockImplementationOnce(() => {
    throw new TypeError('no reason at all');
  });
  expect(() => keyOf(alg).refusal(jwsOf(alg), EXPECTED)).toThrow('no reason at all');
});

test.each(PSS)('%s, which the library does not know, is judged here', (alg) => {
  expect(keyOf(alg).refusal(jwsOf(alg), EXPECTED)).toBeUndefined();
  expect(keyOf(alg).refusal({ ...jwsOf(alg), payloadB64: 'e30' }, EXPECTED)).toBe('signature_invalid');
  expect(verdict).not.toHaveBeenCalled();
});

test.each([...KNOWN, ...PSS])('issuer and audience of %s', (alg) => {
  const key = keyOf(alg);
  for (const aud of ['other', undefined, null, '', [], 7, [7], {}]) {
    expect(key.refusal(jwsOf(alg, { aud }), EXPECTED)).toBe('audience_mismatch');
  }
  expect(key.refusal(jwsOf(alg, { aud: 'other' }), { ...EXPECTED, audiences: null })).toBeUndefined();
  expect(key.refusal(jwsOf(alg), { ...EXPECTED, issuer: 'https://other.example' })).toBe('token_malformed');
  expect(key.refusal(jwsOf(alg), EXPECTED)).toBeUndefined();
});

test.each([...KNOWN, ...PSS])('no signature of any length or content makes %s throw', (alg) => {
  const key = keyOf(alg);
  const jws = jwsOf(alg);
  const good = Buffer.from(jws.signatureB64, 'base64url');
  const lengths = [
    0,
    1,
    2,
    3,
    31,
    32,
    33,
    63,
    64,
    65,
    95,
    96,
    97,
    131,
    132,
    133,
    255,
    256,
    257,
    good.length - 1,
    good.length + 1,
  ];
  const bad = lengths.filter((length) => length !== good.length).map((length) => Buffer.alloc(length, 1));
  for (const fill of [0, 1, 127, 128, 255]) bad.push(Buffer.alloc(good.length, fill));
  const half = good.length / 2;
  bad.push(
    Buffer.concat([good.subarray(0, half), Buffer.alloc(half)]),
    Buffer.concat([Buffer.alloc(half), good.subarray(half)]),
  );
  for (const signature of bad) {
    expect(key.refusal({ ...jws, signatureB64: signature.toString('base64url') }, EXPECTED)).toBe('signature_invalid');
  }
  expect(key.refusal(jws, EXPECTED)).toBeUndefined();
});

test('the library is shown the key as it was checked, whatever else its document says', () => {
  const odd = { x5t: 7, crv: ['x'], x: {}, kid: 'k', use: undefined, alg: undefined };
  expect(keyOf('RS256', odd).refusal(jwsOf('RS256'), EXPECTED)).toBeUndefined();
});

test('a key for one algorithm does not serve another, whichever says so first', () => {
  expect(keyOf('RS256').refusal(jwsOf('RS384'), EXPECTED)).toBe('signature_invalid');
  const { alg: _, ...unnamed } = keys.get('ES256')?.jwk ?? {};
  const forged = { ...jwsOf('ES256'), header: { alg: 'RS256' } };
  expect(new VerificationKey(unnamed as JsonObject).refusal(forged, EXPECTED)).toBe('signature_invalid');
  expect(verdict).not.toHaveBeenCalled();
});
