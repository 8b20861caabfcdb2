import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  boundToKey,
  PROOF_MAX_AGE_SECONDS,
  PROOF_MAX_AHEAD_SECONDS,
  verifyProof,
} from '../../../../lambda/jwt-authorizer/sender/dpop-proof';
import { jwkThumbprint } from '../../../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import { encode, generateEd448Key } from '../../../support/token-factory';
import {
  accessTokenHash,
  CONTEXT,
  generateProofKey,
  outcome,
  PROOF_ALGORITHMS,
  type ProofKey,
  proofClaims,
  proofHeader,
  signProof,
  signProofParts,
} from './dpop-fixtures';
import { NOW } from '../fixtures';

const keys = Object.fromEntries(PROOF_ALGORITHMS.map((alg) => [alg, generateProofKey(alg)]));
const { ES256: ec, ES384: ec384, EdDSA: ed, RS256: rsa, PS256: pss } = keys;
const other = generateProofKey('ES256');
const weak = generateProofKey('RS256', 2_040);
const secp256k1 = generateProofKey('ES256K');
const ed448 = generateEd448Key('k');
const privateOf = (key: ProofKey) => key.privateKey.export({ format: 'jwk' });

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

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** A proof in order of this length, which a header parameter and a claim fill up: four characters for every three. */
function ofLength(length: number): string {
  for (const kid of ['', 'k', 'kk']) {
    const missing = length - signProof(ed, { filling: '' }, { kid }).length;
    for (let size = Math.floor((missing * 3) / 4) - 2; size <= (missing * 3) / 4 + 2; size++) {
      const proof = signProof(ed, { filling: 'f'.repeat(size) }, { kid });
      if (proof.length === length) return proof;
    }
  }
  throw new Error(`no proof has ${length} characters`);
}

/** A proof whose JSON text is changed before it is signed. */
function withText(header: (text: string) => string, claims = (text: string) => text): string {
  const changed = [header(json(proofHeader(ec))), claims(json(proofClaims()))];
  expect(changed).not.toEqual([json(proofHeader(ec)), json(proofClaims())]);
  return signProofParts(ec, changed[0], changed[1]);
}

function resigned(proof: string, signature: (original: Buffer) => Buffer): string {
  const [header, payload, original] = proof.split('.');
  return `${header}.${payload}.${signature(Buffer.from(original, 'base64url')).toString('base64url')}`;
}

/** An ECDSA signature in the form of X.509 instead of that of JWS. */
function derSignature(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const value = half[0] > 127 ? Buffer.concat([Buffer.alloc(1), half]) : half;
    return Buffer.concat([Buffer.from([2, value.length]), value]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function macProof(alg: string, secret: string | Buffer, jwk: object): string {
  const input = `${encode({ typ: 'dpop+jwt', alg, jwk })}.${encode(proofClaims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function unsigned(alg: unknown): string {
  return `${encode(proofHeader(ec, { alg }))}.${encode(proofClaims())}`;
}

const FORM: [string, () => string][] = [
  ['nothing', () => ''],
  ['one dot', () => '.'],
  ['two dots', () => '..'],
  ['a word', () => 'proof'],
  ['two segments', () => signProof(ec).split('.').slice(0, 2).join('.')],
  ['four segments', () => `${signProof(ec)}.AAAA`],
  ['five segments', () => `${signProof(ec)}.AAAA.AAAA`],
  ['two proofs with a comma', () => `${signProof(ec)},${signProof(ec)}`],
  ['two proofs with a blank', () => `${signProof(ec)} ${signProof(ec)}`],
  ['a scheme before', () => `DPoP ${signProof(ec)}`],
  ['a blank before', () => ` ${signProof(ec)}`],
  ['a line break after', () => `${signProof(ec)}\n`],
  ['a null character after', () => `${signProof(ec)}\0`],
  ['padding', () => `${signProof(ec)}==`],
  ['an empty header', () => signProof(ec).replace(/^[^.]+/, '')],
  ['an empty payload', () => signProof(ec).replace(/\.[^.]+\./, '..')],
  ['4,097 characters', () => ofLength(4_097)],
  ['4,098 characters', () => ofLength(4_098)],
  ['a header that is a list', () => signProofParts(ec, [proofHeader(ec)], proofClaims())],
  ['a header that is null', () => signProofParts(ec, 'null', proofClaims())],
  ['a header that is no JSON', () => withText((text) => text.slice(0, -1))],
  ['a header with something after it', () => withText((text) => `${text}{}`)],
  ['a header with a comment', () => withText((text) => `/**/${text}`)],
  ['a payload that is a list', () => signProofParts(ec, proofHeader(ec), [proofClaims()])],
  ['a payload that is null', () => signProofParts(ec, proofHeader(ec), 'null')],
  ['a payload that is text', () => signProofParts(ec, proofHeader(ec), json(json(proofClaims())))],
  ['a payload that is a number', () => signProofParts(ec, proofHeader(ec), '1800000000')],
  ['a payload that is no JSON', () => signProofParts(ec, proofHeader(ec), 'htm=GET')],
  ['a payload with bytes that are not UTF-8', () => notUtf8()],
  ['the JSON serialization of a JWS', () => jsonSerialization()],
];

function notUtf8(): string {
  const text = json(proofClaims({ jti: 'x\u00ff' }));
  return signProofParts(ec, proofHeader(ec), Buffer.from(text, 'latin1'));
}

function jsonSerialization(): string {
  const [header, payload, signature] = signProof(ec).split('.');
  return json({ protected: header, payload, signature });
}

const HEADER: [string, () => string][] = [
  ['no typ', () => signProof(ec, {}, { typ: undefined })],
  ['typ JWT', () => signProof(ec, {}, { typ: 'JWT' })],
  ['typ at+jwt', () => signProof(ec, {}, { typ: 'at+jwt' })],
  ['typ dpop', () => signProof(ec, {}, { typ: 'dpop' })],
  ['typ with a blank', () => signProof(ec, {}, { typ: 'dpop+jwt ' })],
  ['typ with a line break', () => signProof(ec, {}, { typ: 'dpop+jwt\n' })],
  ['typ with a parameter', () => signProof(ec, {}, { typ: 'dpop+jwt;v=1' })],
  ['typ of another top-level type', () => signProof(ec, {}, { typ: 'text/dpop+jwt' })],
  ['typ in a list', () => signProof(ec, {}, { typ: ['dpop+jwt'] })],
  ['typ null', () => signProof(ec, {}, { typ: null })],
  ['no alg', () => signProof(ec, {}, { alg: undefined })],
  ['alg null', () => signProof(ec, {}, { alg: null })],
  ['alg in a list', () => signProof(ec, {}, { alg: ['ES256'] })],
  ['alg in small letters', () => signProof(ec, {}, { alg: 'es256' })],
  ['alg with a blank', () => signProof(ec, {}, { alg: 'ES256 ' })],
  ['alg with a line break', () => signProof(ec, {}, { alg: 'ES256\n' })],
  ['alg empty', () => signProof(ec, {}, { alg: '' })],
  ['alg none without a signature', () => `${unsigned('none')}.`],
  ['alg none with a signature', () => signProof(ec, {}, { alg: 'none' })],
  ['alg None', () => `${unsigned('None')}.AAAA`],
  ['alg that every object inherits', () => signProof(ec, {}, { alg: 'constructor' })],
  ['alg RS1', () => signProof(rsa, {}, { alg: 'RS1' })],
  ['alg ES256K', () => signProof({ ...secp256k1, alg: 'ES256' }, {}, { alg: 'ES256K' })],
  ['alg RSA-OAEP', () => signProof(rsa, {}, { alg: 'RSA-OAEP' })],
  ['alg of another curve', () => signProof(ec, {}, { alg: 'ES384' })],
  ['alg of another kind of key', () => signProof(ec, {}, { alg: 'RS256' })],
  ['alg EdDSA with an EC key', () => signProof(ec, {}, { alg: 'EdDSA' })],
  ['alg ES256 with an OKP key', () => signProof(ed, {}, { alg: 'ES256' })],
  ['alg PS256 where RS256 signed', () => signProof(rsa, {}, { alg: 'PS256' })],
  ['alg RS256 where PS256 signed', () => signProof(pss, {}, { alg: 'RS256' })],
  ['alg RS512 where RS256 signed', () => signProof(rsa, {}, { alg: 'RS512' })],
  ['alg PS384 where PS256 signed', () => signProof(pss, {}, { alg: 'PS384' })],
  ['HS256 with a symmetric jwk', () => macProof('HS256', 'secret', { kty: 'oct', k: encode('secret') })],
  ['HS256 with the text of the jwk', () => macProof('HS256', json(ec.jwk), ec.jwk)],
  ['ES256 with a MAC', () => macProof('ES256', json(ec.jwk), ec.jwk)],
  ['crit with nothing in it', () => signProof(ec, {}, { crit: [] })],
  ['crit', () => signProof(ec, {}, { crit: ['exp'], exp: NOW + 60 })],
  ['crit null', () => signProof(ec, {}, { crit: null })],
  ['b64 false', () => signProof(ec, {}, { b64: false, crit: ['b64'] })],
  ['b64 false that is not critical', () => signProof(ec, {}, { b64: false })],
  ['b64 true', () => signProof(ec, {}, { b64: true })],
  ['no jwk', () => signProof(ec, {}, { jwk: undefined })],
  ['no jwk but a jku', () => signProof(ec, {}, { jwk: undefined, jku: 'https://api.acme.example/keys', kid: 'k' })],
  ['jwk null', () => signProof(ec, {}, { jwk: null })],
  ['jwk as text', () => signProof(ec, {}, { jwk: json(ec.jwk) })],
  ['jwk in a list', () => signProof(ec, {}, { jwk: [ec.jwk] })],
  ['jwk with nothing in it', () => signProof(ec, {}, { jwk: {} })],
  ['a set of keys for a jwk', () => signProof(ec, {}, { jwk: { keys: [ec.jwk] } })],
  ['jwk in the payload', () => signProof(ec, { jwk: ec.jwk }, { jwk: undefined })],
  ['the private EC key', () => signProof(ec, {}, { jwk: privateOf(ec) })],
  ['the private OKP key', () => signProof(ed, {}, { jwk: privateOf(ed) })],
  ['the private RSA key', () => signProof(weak, {}, { jwk: privateOf(weak) })],
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map((name): [string, () => string] => [
    `a jwk with the member ${name}`,
    () => signProof(rsa, {}, { jwk: { ...rsa.jwk, [name]: name === 'oth' ? [] : 'AQAB' } }),
  ]),
  ['a jwk with d null', () => signProof(ec, {}, { jwk: { ...ec.jwk, d: null } })],
  ['a jwk with d empty', () => signProof(ec, {}, { jwk: { ...ec.jwk, d: '' } })],
  ['the jwk of another key', () => signProof(ec, {}, { jwk: other.jwk })],
  ['the jwk of another kind of key', () => signProof(ec, {}, { jwk: rsa.jwk })],
  ['a jwk on another curve', () => signProof(ec, {}, { jwk: ec384.jwk })],
  ['a jwk with another crv', () => signProof(ec, {}, { jwk: { ...ec.jwk, crv: 'P-384' } })],
  ['a jwk without crv', () => signProof(ec, {}, { jwk: { ...ec.jwk, crv: undefined } })],
  ['a jwk without kty', () => signProof(ec, {}, { jwk: { ...ec.jwk, kty: undefined } })],
  ['a jwk with kty in small letters', () => signProof(ec, {}, { jwk: { ...ec.jwk, kty: 'ec' } })],
  ['a jwk with kty oct', () => signProof(ec, {}, { jwk: { ...ec.jwk, kty: 'oct' } })],
  ['a jwk without x', () => signProof(ec, {}, { jwk: { ...ec.jwk, x: undefined } })],
  ['a jwk with a number for x', () => signProof(ec, {}, { jwk: { ...ec.jwk, x: 7 } })],
  ['a jwk with x and y exchanged', () => signProof(ec, {}, { jwk: { ...ec.jwk, x: ec.jwk.y, y: ec.jwk.x } })],
  ['a jwk with the point at infinity', () => signProof(ec, {}, { jwk: { ...ec.jwk, x: '', y: '' } })],
  ['a jwk for another alg', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, alg: 'PS256' } })],
  ['a jwk with alg null', () => signProof(ec, {}, { jwk: { ...ec.jwk, alg: null } })],
  ['an RSA key of 2,040 bits', () => signProof(weak)],
  [
    'an RSA key of 2,040 bits that looks longer',
    () => signProof(weak, {}, { jwk: { ...weak.jwk, n: `AAAAAAAA${weak.jwk.n}` } }),
  ],
  ['an RSA key with the modulus zero', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, n: 'A'.repeat(342) } })],
  ['an RSA key with the exponent zero', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, e: 'AA' } })],
  ['an RSA key with an even modulus', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, n: '_v7-'.repeat(86) } })],
  ['an RSA key of 12,000 bits', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, n: '_v7-'.repeat(500) } })],
  ['an RSA key without a modulus', () => signProof(rsa, {}, { jwk: { ...rsa.jwk, n: undefined } })],
  [
    'an RSA key with an exponent as long as the modulus',
    () => signProof(rsa, {}, { jwk: { ...rsa.jwk, e: rsa.jwk.n } }),
  ],
  [
    'an Ed448 key',
    () => signProofParts({ ...ed448, alg: 'EdDSA' }, { typ: 'dpop+jwt', alg: 'EdDSA', jwk: plain448() }, proofClaims()),
  ],
  [
    'an X25519 key',
    () => signProof(ed, {}, { jwk: generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }) }),
  ],
  ['an Ed25519 key that calls itself X25519', () => signProof(ed, {}, { jwk: { ...ed.jwk, crv: 'X25519' } })],
  ['a secp256k1 key', () => signProof({ ...secp256k1, alg: 'ES256' })],
];

function plain448(): object {
  const { kty, crv, x } = ed448.jwk;
  return { kty, crv, x };
}

const SIGNATURE: [string, () => string][] = [
  ['no signature', () => signProof(ec).replace(/[^.]+$/, '')],
  ['the signature of another key', () => signProofParts(other, proofHeader(ec), proofClaims())],
  ['the signature of another proof', () => resigned(signProof(ec), () => signatureOf(signProof(ec)))],
  ['a signature of zeros', () => resigned(signProof(ec), (original) => Buffer.alloc(original.length))],
  ['an RSA signature of zeros', () => resigned(signProof(rsa), (original) => Buffer.alloc(original.length))],
  ['an Ed25519 signature of zeros', () => resigned(signProof(ed), (original) => Buffer.alloc(original.length))],
  ['a signature in DER', () => resigned(signProof(ec), derSignature)],
  ['a signature and a byte', () => resigned(signProof(ec), (original) => Buffer.concat([original, Buffer.alloc(1)]))],
  ['a byte and a signature', () => resigned(signProof(ec), (original) => Buffer.concat([Buffer.alloc(1), original]))],
  ['a signature that lacks a byte', () => resigned(signProof(ec), (original) => original.subarray(0, -1))],
  ['half a signature', () => resigned(signProof(ec), (original) => original.subarray(0, 32))],
  [
    'the halves exchanged',
    () => resigned(signProof(ec), (original) => Buffer.concat([original.subarray(32), original.subarray(0, 32)])),
  ],
  ['the payload of another proof', () => swapped(1)],
  ['the header of another proof', () => swapped(0)],
  ['a PSS salt that is too short', () => signProofParts(pss, proofHeader(pss), proofClaims(), 31)],
  ['a PSS salt that is too long', () => signProofParts(pss, proofHeader(pss), proofClaims(), 64)],
  ['no PSS salt', () => signProofParts(pss, proofHeader(pss), proofClaims(), 0)],
];

function signatureOf(proof: string): Buffer {
  return Buffer.from(proof.split('.')[2], 'base64url');
}

/** A proof of one key, with one segment of that of another. */
function swapped(index: number): string {
  const segments = signProof(ec).split('.');
  segments[index] = signProof(other).split('.')[index];
  return segments.join('.');
}

const ATH = accessTokenHash(CONTEXT.accessToken);
const CLAIMS: [string, () => string][] = [
  ['no htm', () => signProof(ec, { htm: undefined })],
  ['htm of another method', () => signProof(ec, { htm: 'POST' })],
  ['htm in small letters', () => signProof(ec, { htm: 'get' })],
  ['htm with a blank', () => signProof(ec, { htm: 'GET ' })],
  ['htm in a list', () => signProof(ec, { htm: ['GET'] })],
  ['htm null', () => signProof(ec, { htm: null })],
  ['htm *', () => signProof(ec, { htm: '*' })],
  ['no htu', () => signProof(ec, { htu: undefined })],
  ['htu null', () => signProof(ec, { htu: null })],
  ['htu empty', () => signProof(ec, { htu: '' })],
  ['htu in a list', () => signProof(ec, { htu: [CONTEXT.url] })],
  ['htu that is a query only', () => signProof(ec, { htu: `?${CONTEXT.url}` })],
  ['htu of another resource', () => signProof(ec, { htu: 'https://api.acme.example/orders/43' })],
  ['no iat', () => signProof(ec, { iat: undefined })],
  ['iat null', () => signProof(ec, { iat: null })],
  ['iat as text', () => signProof(ec, { iat: String(NOW) })],
  ['iat in a list', () => signProof(ec, { iat: [NOW] })],
  ['iat true', () => signProof(ec, { iat: true })],
  ['iat zero', () => signProof(ec, { iat: 0 })],
  ['iat negative', () => signProof(ec, { iat: -NOW })],
  ['iat in milliseconds', () => signProof(ec, { iat: NOW * 1_000 })],
  [
    'iat without bounds',
    () =>
      withText(
        (text) => `${text} `,
        (text) => text.replace(String(NOW), '1e999'),
      ),
  ],
  [
    'iat without bounds, negative',
    () =>
      withText(
        (text) => `${text} `,
        (text) => text.replace(String(NOW), '-1e999'),
      ),
  ],
  ['an exp but no iat', () => signProof(ec, { iat: undefined, exp: NOW + 60 })],
  ['no jti', () => signProof(ec, { jti: undefined })],
  ['jti null', () => signProof(ec, { jti: null })],
  ['jti empty', () => signProof(ec, { jti: '' })],
  ['jti of 257 characters', () => signProof(ec, { jti: 'j'.repeat(257) })],
  ['jti as a number', () => signProof(ec, { jti: 7 })],
  ['jti in a list', () => signProof(ec, { jti: ['j'] })],
  ['jti as an object', () => signProof(ec, { jti: { length: 1 } })],
  ['no ath', () => signProof(ec, { ath: undefined })],
  ['ath null', () => signProof(ec, { ath: null })],
  ['ath empty', () => signProof(ec, { ath: '' })],
  ['ath of another token', () => signProof(ec, { ath: accessTokenHash('header-1.payload-2.signature-4') })],
  ['ath of the empty token', () => signProof(ec, { ath: accessTokenHash('') })],
  ['ath that is the token', () => signProof(ec, { ath: CONTEXT.accessToken })],
  ['ath with padding', () => signProof(ec, { ath: `${ATH}=` })],
  ['ath in hexadecimal digits', () => signProof(ec, { ath: Buffer.from(ATH, 'base64url').toString('hex') })],
  ['ath in another case', () => signProof(ec, { ath: ATH.toLowerCase() })],
  ['half of ath', () => signProof(ec, { ath: ATH.slice(0, 22) })],
  ['ath in a list', () => signProof(ec, { ath: [ATH] })],
  ['ath of the scheme and the token', () => signProof(ec, { ath: accessTokenHash(`DPoP ${CONTEXT.accessToken}`) })],
];

/** A member of a JSON text, once more: the last one counts. */
const again = (name: string, value: unknown) => (text: string) => `${text.slice(0, -1)},"${name}":${json(value)}}`;
/** All members where only the prototype would have them. */
const inPrototype = (text: string) => `{"__proto__":${text}}`;
const inConstructor = (text: string) => `{"constructor":{"prototype":${text}}}`;
const same = (text: string) => text;

const TRICKS: [string, () => string][] = [
  ['typ twice', () => withText(again('typ', 'JWT'))],
  ['alg twice', () => withText(again('alg', 'none'))],
  ['jwk twice', () => withText(again('jwk', other.jwk))],
  ['jwk twice, the last one private', () => withText(again('jwk', privateOf(ec)))],
  ['htm twice', () => withText(same, again('htm', 'POST'))],
  ['htu twice', () => withText(same, again('htu', 'https://api.acme.example/admin'))],
  ['iat twice', () => withText(same, again('iat', 0))],
  ['jti twice', () => withText(same, again('jti', ''))],
  ['ath twice', () => withText(same, again('ath', 'else'))],
  ['crit with an escape in its name', () => withText(again('cr\\u0069t', ['exp']))],
  ['b64 with an escape in its name', () => withText(again('\\u0062\\u0036\\u0034', false))],
  ['d with an escape in its name', () => withText((text) => text.replace('"kty"', '"\\u0064":"AA","kty"'))],
  ['the header in __proto__', () => withText(inPrototype)],
  ['the claims in __proto__', () => withText(same, inPrototype)],
  ['the header in the constructor', () => withText(inConstructor)],
  ['the claims in the constructor', () => withText(same, inConstructor)],
  [
    'the key in __proto__',
    () => withText(() => `{"typ":"dpop+jwt","alg":"ES256","jwk":{"__proto__":${json(ec.jwk)}}}`),
  ],
  [
    'the jwk in __proto__',
    () => withText(() => `{"typ":"dpop+jwt","alg":"ES256","__proto__":{"jwk":${json(ec.jwk)}}}`),
  ],
  ['ath in __proto__', () => withText(same, (text) => text.replace('"ath"', '"__proto__":{"ath"').replace(/}$/, '}}'))],
  [
    'names in another case',
    () => signProofParts(ec, proofHeader(ec), { HTM: 'GET', ...proofClaims({ htm: undefined }) }),
  ],
];

const HOSTILE = { form: FORM, header: HEADER, signature: SIGNATURE, claims: CLAIMS, tricks: TRICKS };

describe.each(Object.entries(HOSTILE))('a hostile proof: %s', (_, table) => {
  test.each(table)('%s', (__, proof) => {
    expect(outcome(proof())).toBe('proof_invalid');
  });
});

test('no two hostile proofs are the same, nor have the same name', () => {
  const table = Object.values(HOSTILE).flat();
  expect(table.length).toBeGreaterThan(60);
  expect(new Set(table.map(([name]) => name)).size).toBe(table.length);
  expect(new Set(table.map(([, proof]) => proof())).size).toBe(table.length);
});

test('a prototype that is set to something has no effect', () => {
  expect(outcome(withText((text) => text.replace('"kty"', '"__proto__":{"d":"AA"},"kty"')))).toBe('accepted');
  expect(outcome(withText(same, (text) => text.replace('"htm"', '"__proto__":{"htm":"POST"},"htm"')))).toBe('accepted');
  expect(({} as Record<string, unknown>).htm).toBeUndefined();
});

test('of members that come twice the last one is checked and returned', () => {
  const proof = withText(same, (text) => again('jti', 'last')(again('iat', NOW - 5)(text)));
  expect(verifyProof(proof, CONTEXT)).toMatchObject({ jti: 'last', issuedAt: NOW - 5 });
  const { thumbprint } = verifyProof(
    signProofParts(other, again('jwk', other.jwk)(json(proofHeader(ec))), proofClaims()),
    CONTEXT,
  );
  expect(thumbprint).toBe(jwkThumbprint(other.jwk as never));
});

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
