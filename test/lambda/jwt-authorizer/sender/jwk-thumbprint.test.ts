import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { jwkThumbprint } from '../../../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import { generateEd448Key } from '../../../support/token-factory';
import { generateProofKey } from './dpop-fixtures';

/** RFC 7638, section 3.1. */
const RFC_7638 = {
  kty: 'RSA',
  n:
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3' +
    'oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA' +
    'ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-' +
    'kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
  kid: '2011-04-29',
};

test.each<[string, JsonWebKey, string]>([
  ['RFC 7638, section 3.1', RFC_7638, 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'],
  [
    'RFC 8037, appendix A.3',
    { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  ],
  [
    'RFC 9449, section 6.1',
    {
      kty: 'EC',
      x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
      y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
      crv: 'P-256',
    },
    '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
  ],
])('the example of %s', (_, jwk, thumbprint) => {
  expect(jwkThumbprint(jwk as never)).toBe(thumbprint);
});

const rsa = generateProofKey('RS256');
const ec = generateProofKey('ES256');
const ed = generateProofKey('EdDSA');

/** The bytes of a base64url value, with more of them or in another alphabet. */
function respell(value: string | undefined, zeros: number, encoding: BufferEncoding = 'base64url'): string {
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(value ?? '', 'base64url')]).toString(encoding);
}

test.each<[string, JsonWebKey, object]>([
  ['RSA modulus with a leading zero', rsa.jwk, { n: respell(rsa.jwk.n, 1) }],
  ['RSA modulus with many leading zeros', rsa.jwk, { n: respell(rsa.jwk.n, 32) }],
  ['RSA modulus with padding', rsa.jwk, { n: respell(rsa.jwk.n, 0, 'base64') }],
  ['RSA exponent with a leading zero', rsa.jwk, { e: respell(rsa.jwk.e, 1) }],
  ['EC coordinates with leading zeros', ec.jwk, { x: respell(ec.jwk.x, 2), y: respell(ec.jwk.y, 3) }],
  ['EC coordinates with padding', ec.jwk, { x: respell(ec.jwk.x, 0, 'base64') }],
  ['OKP with padding', ed.jwk, { x: respell(ed.jwk.x, 0, 'base64') }],
  ['members that are not required', ec.jwk, { kid: 'k-1', use: 'sig', alg: 'ES256', key_ops: ['verify'], ext: true }],
  ['members of another kind of key', ed.jwk, { n: rsa.jwk.n, e: rsa.jwk.e, y: ec.jwk.y }],
])('one key, one thumbprint: %s', (_, jwk, other) => {
  expect({ ...jwk, ...other }).not.toEqual(jwk);
  expect(jwkThumbprint({ ...jwk, ...other } as never)).toBe(jwkThumbprint(jwk as never));
});

test('the order of the members does not count', () => {
  for (const { jwk } of [rsa, ec, ed]) {
    expect(jwkThumbprint(Object.fromEntries(Object.entries(jwk).reverse()) as never)).toBe(jwkThumbprint(jwk as never));
  }
});

test('the thumbprint is that of the JSON text with the required members in lexicographic order', () => {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
  expect(jwkThumbprint(rsa.jwk as never)).toBe(hash(`{"e":"${rsa.jwk.e}","kty":"RSA","n":"${rsa.jwk.n}"}`));
  const { x, y } = ec.jwk;
  expect(jwkThumbprint(ec.jwk as never)).toBe(hash(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`));
  expect(jwkThumbprint(ed.jwk as never)).toBe(hash(`{"crv":"Ed25519","kty":"OKP","x":"${ed.jwk.x}"}`));
});

test('different keys have different thumbprints', () => {
  const keys = [
    ...['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'].map((alg) => generateProofKey(alg).jwk),
    generateEd448Key('k').jwk,
    generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }),
    rsa.jwk,
    { ...rsa.jwk, e: 'Aw' },
    ec.jwk,
    ed.jwk,
  ];
  const thumbprints = keys.map((jwk) => jwkThumbprint(jwk as never));
  expect(new Set(thumbprints).size).toBe(keys.length);
  for (const thumbprint of thumbprints) expect(thumbprint).toMatch(/^[\w-]{43}$/);
});

test.each<[string, unknown]>([
  ['nothing', {}],
  ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }],
  ['an unknown kind', { kty: 'LWE', x: 'AAAA' }],
  ['a kind that every object inherits', { kty: 'constructor' }],
  ['RSA without modulus', { kty: 'RSA', e: 'AQAB' }],
  ['RSA with a number for a modulus', { kty: 'RSA', e: 'AQAB', n: 7 }],
  ['EC without curve', { ...ec.jwk, crv: undefined }],
  ['EC on another curve', { ...ec.jwk, crv: 'P-384' }],
  ['EC with a point that is not on the curve', { ...ec.jwk, y: ec.jwk.x }],
  ['EC without y', { ...ec.jwk, y: undefined }],
  ['OKP that is too short', { ...ed.jwk, x: ed.jwk.x?.slice(4) }],
  ['OKP that is too long', { ...ed.jwk, x: respell(ed.jwk.x, 1) }],
  ['a list', []],
])('%s has no thumbprint', (_, jwk) => {
  expect(jwkThumbprint(jwk as never)).toBeUndefined();
});
