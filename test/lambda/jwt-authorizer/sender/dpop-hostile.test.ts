import { createHmac, generateKeyPairSync } from 'node:crypto';
import { verifyProof } from '../../../../lambda/jwt-authorizer/sender/dpop-proof';
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
  json,
  ofLength,
} from './dpop-fixtures';
import { NOW } from '../fixtures';

const keys = Object.fromEntries(PROOF_ALGORITHMS.map((alg) => [alg, generateProofKey(alg)]));
const { ES256: ec, ES384: ec384, EdDSA: ed, RS256: rsa, PS256: pss } = keys;
const other = generateProofKey('ES256');
const weak = generateProofKey('RS256', 2_040);
const secp256k1 = generateProofKey('ES256K');
const ed448 = generateEd448Key('k');
const privateOf = (key: ProofKey) => key.privateKey.export({ format: 'jwk' });

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
