import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  boundToKey,
  PROOF_MAX_AGE_SECONDS,
  PROOF_MAX_AHEAD_SECONDS,
  verifyProof,
} from '../../../../lambda/jwt-authorizer/sender/dpop-proof';
import { jwkThumbprint } from '../../../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import { encode } from '../../../support/token-factory';
import {
  accessTokenHash,
  CONTEXT,
  generateProofKey,
  outcome,
  PROOF_ALGORITHMS,
  proofClaims,
  proofHeader,
  signProof,
  signProofParts,
  json,
  ofLength,
} from './dpop-fixtures';
import { NOW } from '../fixtures';

const keys = Object.fromEntries(PROOF_ALGORITHMS.map((alg) => [alg, generateProofKey(alg)]));
const { ES256: ec, RS256: rsa } = keys;

/** RFC 9449, sections 4.1 and 7.1: the public examples, with the token that the second one goes with. */
const RFC_KEY = {
  kty: 'EC',
  x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
  y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
  crv: 'P-256',
};
const RFC_HEADER = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: RFC_KEY });
const RFC_TOKEN_REQUEST_PROOF =
  `${RFC_HEADER}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3` +
  'Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV3' +
  '7xRZT3Lg';
const RFC_PROOF =
  `${RFC_HEADER}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy` +
  '9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbV' +
  'FFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';
const RFC_CONTEXT = {
  method: 'GET',
  url: 'https://resource.example.org/protectedresource',
  accessToken: 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU',
  now: 1_562_262_618_000,
};
const RFC_THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

describe('the examples of RFC 9449', () => {
  test('section 7.1: a proof for a protected resource', () => {
    expect(verifyProof(RFC_PROOF, RFC_CONTEXT)).toEqual({
      thumbprint: RFC_THUMBPRINT,
      jti: 'e1j3V_bKic8-LAEB',
      issuedAt: 1_562_262_618,
    });
  });

  test('section 7.1: its access token has the hash that stands there', () => {
    expect(accessTokenHash(RFC_CONTEXT.accessToken)).toBe('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo');
  });

  test('section 6.1: a token is bound to that key', () => {
    expect(boundToKey({ cnf: { jkt: RFC_THUMBPRINT } }, verifyProof(RFC_PROOF, RFC_CONTEXT).thumbprint)).toBe(true);
  });

  test.each<[string, object]>([
    ['another token', { accessToken: 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxV' }],
    ['another method', { method: 'POST' }],
    ['another path', { url: 'https://resource.example.org/otherresource' }],
    ['another host', { url: 'https://resource.example.com/protectedresource' }],
    ['a later time', { now: (1_562_262_618 + 61) * 1_000 }],
  ])('section 7.1 does not fit %s', (_, context) => {
    expect(outcome(RFC_PROOF, { ...RFC_CONTEXT, ...context })).toBe('proof_invalid');
  });

  test('section 4.1: a proof for a token request names no access token', () => {
    const context = { method: 'POST', url: 'https://server.example.com/token', now: 1_562_262_616_000 };
    expect(outcome(RFC_TOKEN_REQUEST_PROOF, { ...RFC_CONTEXT, ...context })).toBe('proof_invalid');
  });
});

describe('a proof that is in order', () => {
  test.each(PROOF_ALGORITHMS)('signed with %s', (alg) => {
    const key = keys[alg];
    expect(verifyProof(signProof(key, { jti: `jti-${alg}`, iat: NOW - 3 }), CONTEXT)).toEqual({
      thumbprint: jwkThumbprint(key.jwk as never),
      jti: `jti-${alg}`,
      issuedAt: NOW - 3,
    });
  });

  test('made by an independent implementation', () => {
    const { method, url, accessToken } = CONTEXT;
    const order = { algorithms: PROOF_ALGORITHMS, claims: { htm: method, htu: url, iat: NOW - 1 }, accessToken };
    const output = execFileSync(process.execPath, [join(__dirname, 'dpop-jose-proofs.mjs'), JSON.stringify(order)]);
    const proofs = JSON.parse(output.toString());
    expect(proofs.map(({ alg }: { alg: string }) => alg)).toEqual(PROOF_ALGORITHMS);
    for (const { alg, proof, jwk, thumbprint } of proofs) {
      expect(verifyProof(proof, CONTEXT)).toEqual({ thumbprint, jti: `jose-${alg}`, issuedAt: NOW - 1 });
      expect(jwkThumbprint(jwk)).toBe(thumbprint);
      expect(outcome(proof, { method: 'PUT' })).toBe('proof_invalid');
    }
  });

  test.each<[string, () => string]>([
    ['typ in capitals', () => signProof(ec, {}, { typ: 'DPoP+JWT' })],
    ['typ as a whole media type', () => signProof(ec, {}, { typ: 'application/dpop+jwt' })],
    [
      'a jwk that says what it is for',
      () => signProof(ec, {}, { jwk: { ...ec.jwk, alg: 'ES256', use: 'sig', kid: 'k' } }),
    ],
    ['a jwk as browsers export it', () => signProof(ec, {}, { jwk: { ...ec.jwk, key_ops: ['verify'], ext: true } })],
    ['hints that nobody asked for', () => signProof(ec, {}, { kid: 'k-1', jku: 'https://evil.example/', x5c: ['AA'] })],
    ['a nonce that nobody asked for', () => signProof(ec, { nonce: 'n-1' })],
    ['other claims', () => signProof(ec, { sub: 'user-7', aud: 'else', exp: 1, nbf: NOW + 1_000 })],
    ['a jti of one character', () => signProof(ec, { jti: 'j' })],
    ['a jti of 256 characters', () => signProof(ec, { jti: 'j'.repeat(256) })],
    ['the time with a fraction', () => signProof(ec, { iat: NOW - 0.5 })],
    ['the length of 4,096 characters', () => ofLength(4_096)],
    [
      'blanks in the JSON',
      () => signProofParts(ec, JSON.stringify(proofHeader(ec), null, 2), ` ${json(proofClaims())}\n`),
    ],
  ])('with %s', (_, proof) => {
    expect(outcome(proof())).toBe('accepted');
  });

  test('the thumbprint is that of the key, whatever else its jwk says and however it is spelled', () => {
    const modulus = Buffer.concat([Buffer.alloc(2), Buffer.from(rsa.jwk.n ?? '', 'base64url')]);
    const proof = signProof(rsa, {}, { jwk: { kid: 'k', ...rsa.jwk, n: modulus.toString('base64') } });
    expect(verifyProof(proof, CONTEXT).thumbprint).toBe(jwkThumbprint(rsa.jwk as never));
  });
});

describe('the time of a proof', () => {
  test('what counts is a minute and a little ahead', () => {
    expect([PROOF_MAX_AGE_SECONDS, PROOF_MAX_AHEAD_SECONDS]).toEqual([60, 10]);
  });

  test.each<[number, number, string]>([
    [NOW - 61, 0, 'proof_invalid'],
    [NOW - 60, 1, 'proof_invalid'],
    [NOW - 60, 0, 'accepted'],
    [NOW - 59, 999, 'accepted'],
    [NOW, 0, 'accepted'],
    [NOW + 10, 0, 'accepted'],
    [NOW + 11, 999, 'proof_invalid'],
    [NOW + 11, 1_000, 'accepted'],
    [NOW + 10.001, 0, 'proof_invalid'],
    [NOW - 60.001, 0, 'proof_invalid'],
  ])('iat %d, %d ms later: %s', (iat, later, expected) => {
    expect(outcome(signProof(ec, { iat }), { now: NOW * 1_000 + later })).toBe(expected);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('a clock that says %d', (now) => {
    expect(outcome(signProof(ec), { now })).toBe('proof_invalid');
  });
});

describe('a token that is bound to a key', () => {
  const inherited = Object.create({ jkt: RFC_THUMBPRINT });

  test.each<[string, unknown, boolean]>([
    ['to this one', { jkt: RFC_THUMBPRINT }, true],
    ['to this one and to a certificate', { jkt: RFC_THUMBPRINT, 'x5t#S256': 'else' }, true],
    ['to another', { jkt: jwkThumbprint(ec.jwk as never) }, false],
    ['no cnf', undefined, false],
    ['cnf null', null, false],
    ['cnf as text', RFC_THUMBPRINT, false],
    ['cnf in a list', [{ jkt: RFC_THUMBPRINT }], false],
    ['nothing in it', {}, false],
    ['jkt in a list', { jkt: [RFC_THUMBPRINT] }, false],
    ['jkt as an object', { jkt: Object(RFC_THUMBPRINT) }, false],
    ['jkt null', { jkt: null }, false],
    ['jkt empty', { jkt: '' }, false],
    ['jkt with padding', { jkt: `${RFC_THUMBPRINT}=` }, false],
    ['jkt in another case', { jkt: RFC_THUMBPRINT.toLowerCase() }, false],
    ['jkt with a stray bit', { jkt: `${RFC_THUMBPRINT.slice(0, -1)}J` }, false],
    ['the name in another case', { JKT: RFC_THUMBPRINT }, false],
    ['to a certificate', { 'x5t#S256': RFC_THUMBPRINT }, false],
    ['an inherited jkt', inherited, false],
  ])('%s', (_, cnf, expected) => {
    expect(boundToKey({ sub: 'user-7', cnf } as never, RFC_THUMBPRINT)).toBe(expected);
  });

  test('an inherited cnf does not count', () => {
    expect(boundToKey(Object.create({ cnf: { jkt: RFC_THUMBPRINT } }), RFC_THUMBPRINT)).toBe(false);
  });

  test.each([undefined, null, ''])('no thumbprint (%j) is none that a token lacks', (thumbprint) => {
    for (const cnf of [undefined, {}, { jkt: undefined }, { jkt: null }]) {
      expect(boundToKey({ cnf } as never, thumbprint as never)).toBe(false);
    }
  });
});
