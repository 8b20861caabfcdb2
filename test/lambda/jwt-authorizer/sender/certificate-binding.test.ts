import { createHash } from 'node:crypto';
import { generate } from 'selfsigned';
import {
  boundToCertificate,
  certificateThumbprint,
} from '../../../../lambda/jwt-authorizer/sender/certificate-binding';

/** RFC 8705, appendix A, figures 5 and 6. */
const RFC_THUMBPRINT = 'A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';
const RFC_PEM = `-----BEGIN CERTIFICATE-----
MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAx
ODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ
/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwID
SQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOV
bUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=
-----END CERTIFICATE-----`;
const RFC_DER = Buffer.from(RFC_PEM.split('\n').slice(1, -1).join(''), 'base64');

/** Base64url without any help: 6 bits at a time. */
function base64url(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,6}/g) ?? []).map((group) => alphabet[Number.parseInt(group.padEnd(6, '0'), 2)]).join('');
}

/** The DER of a PEM file by lines, hashed by the Web Crypto API. */
async function independentThumbprint(pem: string): Promise<string> {
  const lines = pem.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  const der = Uint8Array.from(atob(lines.join('')), (character) => character.charCodeAt(0));
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}

function pemOf(der: Buffer, label = 'CERTIFICATE'): string {
  const body = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
}

let ours: { cert: string; private: string; public: string };
let theirs: string;

beforeAll(async () => {
  ours = await generate([{ name: 'commonName', value: 'client-1' }], { keyType: 'ec', algorithm: 'sha256' });
  theirs = (await generate([{ name: 'commonName', value: 'client-2' }], { keySize: 2048, algorithm: 'sha256' })).cert;
});

describe('the thumbprint of a certificate', () => {
  test('the example of RFC 8705, appendix A', () => {
    expect(certificateThumbprint(RFC_PEM)).toBe(RFC_THUMBPRINT);
  });

  test('equals one that was computed another way', async () => {
    expect(await independentThumbprint(RFC_PEM)).toBe(RFC_THUMBPRINT);
    for (const pem of [ours.cert, theirs]) {
      expect(certificateThumbprint(pem)).toBe(await independentThumbprint(pem));
    }
  });

  test.each<[string, (pem: string) => string]>([
    ['a line break at the end', (pem) => `${pem}\n`],
    ['blanks around it', (pem) => ` \t\r\n${pem}\n\n `],
    ['line breaks of Windows', (pem) => pem.replaceAll('\n', '\r\n')],
    ['blanks for line breaks', (pem) => pem.replaceAll('\n', ' ')],
    ['another length of line', (pem) => pem.replace(/(?<=[\w+/=]{10})\n(?=[\w+/=])/g, '')],
    ['no line break at all', (pem) => pem.replaceAll('\n', '')],
  ])('does not depend on the white space: %s', (_, respell) => {
    const pem = respell(RFC_PEM);
    expect(pem).not.toBe(RFC_PEM);
    expect(certificateThumbprint(pem)).toBe(RFC_THUMBPRINT);
  });

  test.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a number', () => 7],
    ['an object', () => ({ pem: RFC_PEM })],
    ['a list with one', () => [RFC_PEM]],
    ['a String object', () => Object(RFC_PEM)],
    ['DER', () => RFC_DER],
    ['DER as text', () => RFC_DER.toString('latin1')],
    ['the bytes of a PEM file', () => Buffer.from(RFC_PEM)],
    ['empty text', () => ''],
    ['other text', () => 'CERT_CONTENT'],
    ['two certificates', () => `${RFC_PEM}\n${theirs}`],
    ['the same certificate twice', () => `${RFC_PEM}\n${RFC_PEM}`],
    ['two certificates in one block', () => pemOf(Buffer.concat([RFC_DER, RFC_DER]))],
    ['a certificate and a byte', () => pemOf(Buffer.concat([RFC_DER, Buffer.alloc(1)]))],
    ['a certificate that lacks its last byte', () => pemOf(RFC_DER.subarray(0, -1))],
    ['a certificate and a key', () => `${ours.cert}\n${ours.public}`],
    ['a key and a certificate', () => `${ours.public}\n${ours.cert}`],
    ['a public key', () => ours.public],
    ['a public key that calls itself a certificate', () => ours.public.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
    ['another label', () => pemOf(RFC_DER, 'X509 CERTIFICATE')],
    ['a trusted certificate', () => pemOf(RFC_DER, 'TRUSTED CERTIFICATE')],
    ['a signing request', () => pemOf(RFC_DER, 'CERTIFICATE REQUEST')],
    ['text before', () => `subject=client-1\n${RFC_PEM}`],
    ['text after', () => `${RFC_PEM}\nissuer=client-1`],
    ['a header in the block', () => RFC_PEM.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n')],
    ['no begin', () => RFC_PEM.slice(1)],
    ['no end', () => RFC_PEM.slice(0, -1)],
    ['an empty block', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
    ['a block of blanks', () => '-----BEGIN CERTIFICATE-----\n \n-----END CERTIFICATE-----'],
    ['bytes that are no certificate', () => pemOf(Buffer.alloc(300, 7))],
    ['a PEM file within a PEM file', () => pemOf(Buffer.from(RFC_PEM))],
    ['base64url', () => RFC_PEM.replaceAll('+', '-').replaceAll('/', '_')],
    ['percent-encoding', () => encodeURIComponent(RFC_PEM)],
    ['a null character', () => `${RFC_PEM}\u0000`],
  ])('is not made of %s', (_, pem) => {
    expect(certificateThumbprint(pem())).toBeUndefined();
  });

  test('an outer length in BER, which is not DER, is refused', () => {
    // 30 82 0106 ... becomes 30 83 000106 ...
    const ber = Buffer.concat([Buffer.from([0x30, 0x83, 0x00]), RFC_DER.subarray(2)]);
    expect(RFC_DER.subarray(0, 2)).toEqual(Buffer.from([0x30, 0x82]));
    expect(certificateThumbprint(pemOf(ber))).toBeUndefined();
  });

  test('every changed bit makes another thumbprint, or none', () => {
    const thumbprints = new Set<string | undefined>([RFC_THUMBPRINT]);
    let none = 0;
    for (let bit = 0; bit < RFC_DER.length * 8; bit++) {
      const changed = Buffer.from(RFC_DER);
      changed[bit >> 3] ^= 1 << (bit & 7);
      const thumbprint = certificateThumbprint(pemOf(changed));
      if (thumbprint === undefined) none++;
      else thumbprints.add(thumbprint);
    }
    expect(thumbprints.size - 1 + none).toBe(RFC_DER.length * 8);
  });
});

describe('a token that is bound to a certificate', () => {
  const bound = (cnf: unknown) => ({ sub: 'user-7', cnf }) as never;

  test('is bound to this one', () => {
    expect(boundToCertificate(bound({ 'x5t#S256': RFC_THUMBPRINT }), RFC_PEM)).toBe(true);
    const thumbprint = createHash('sha256')
      .update(Buffer.from(ours.cert.replace(/-----.*-----|\s/g, ''), 'base64'))
      .digest('base64url');
    expect(boundToCertificate(bound({ 'x5t#S256': thumbprint, jkt: 'else' }), ours.cert)).toBe(true);
  });

  test('is not bound to another', () => {
    expect(boundToCertificate(bound({ 'x5t#S256': RFC_THUMBPRINT }), ours.cert)).toBe(false);
    expect(boundToCertificate(bound({ 'x5t#S256': RFC_THUMBPRINT }), theirs)).toBe(false);
  });

  test.each<[string, unknown]>([
    ['no cnf', undefined],
    ['null', null],
    ['text', RFC_THUMBPRINT],
    ['a list', [{ 'x5t#S256': RFC_THUMBPRINT }]],
    ['an empty object', {}],
    ['a thumbprint in a list', { 'x5t#S256': [RFC_THUMBPRINT] }],
    ['a thumbprint as an object', { 'x5t#S256': Object(RFC_THUMBPRINT) }],
    ['null for a thumbprint', { 'x5t#S256': null }],
    ['empty text', { 'x5t#S256': '' }],
    ['true', { 'x5t#S256': true }],
    ['padding', { 'x5t#S256': `${RFC_THUMBPRINT}=` }],
    ['a blank', { 'x5t#S256': `${RFC_THUMBPRINT} ` }],
    ['another case', { 'x5t#S256': RFC_THUMBPRINT.toLowerCase() }],
    ['a stray bit in the last character', { 'x5t#S256': `${RFC_THUMBPRINT.slice(0, -1)}1` }],
    ['a prefix', { 'x5t#S256': RFC_THUMBPRINT.slice(0, -1) }],
    ['hexadecimal digits', { 'x5t#S256': Buffer.from(RFC_THUMBPRINT, 'base64url').toString('hex') }],
    ['SHA-1', { x5t: RFC_THUMBPRINT }],
    ['the name in another case', { 'X5T#S256': RFC_THUMBPRINT }],
    ['the thumbprint of a key', { jkt: RFC_THUMBPRINT }],
    ['a thumbprint that is inherited', Object.create({ 'x5t#S256': RFC_THUMBPRINT })],
  ])('is refused: %s', (_, cnf) => {
    expect(boundToCertificate(bound(cnf), RFC_PEM)).toBe(false);
  });

  test('an inherited cnf does not count', () => {
    expect(boundToCertificate(Object.create({ cnf: { 'x5t#S256': RFC_THUMBPRINT } }), RFC_PEM)).toBe(false);
  });

  test.each([undefined, null, '', 'garbage', `${RFC_PEM}\n${RFC_PEM}`])(
    'without a certificate nothing is bound, not even what has no thumbprint either (%#)',
    (pem) => {
      for (const cnf of [undefined, {}, { 'x5t#S256': undefined }, { 'x5t#S256': 'undefined' }]) {
        expect(boundToCertificate(bound(cnf), pem)).toBe(false);
      }
      expect(boundToCertificate(bound({ 'x5t#S256': RFC_THUMBPRINT }), pem)).toBe(false);
    },
  );
});
