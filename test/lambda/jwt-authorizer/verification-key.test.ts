import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { parseJwks, VerificationKey } from '../../../lambda/jwt-authorizer/verification-key';
import { generateEd448Key, generateSigningKey, signParts } from '../../support/token-factory';

const OTHERS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'none'];
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', ...OTHERS];
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const rsa = generateSigningKey('RS256', 'k');
const weak = generateSigningKey('RS256', 'k', 2040);
const { alg: _alg, use: _use, ...plain } = rsa.jwk;

/** What the one key of the set may verify, or that it is no key of the set. */
function algorithmsOf(jwk: unknown): string[] | undefined {
  const [key] = parseJwks(Buffer.from(JSON.stringify({ keys: [jwk] }))).get('k') ?? [];
  return key && ALGORITHMS.filter((algorithm) => key.fits(algorithm));
}

test.each<[string, unknown, string[] | undefined]>([
  ['RSA', plain, RSA],
  ['RSA with alg', { ...plain, alg: 'RS384' }, ['RS384']],
  ['RSA with a PSS alg', { ...plain, alg: 'PS512' }, ['PS512']],
  ['RSA with an alg of another kind', { ...plain, alg: 'ES256' }, []],
  ['RSA for encryption, by alg', { ...plain, alg: 'RSA-OAEP' }, []],
  ['RSA with alg HS256', { ...plain, alg: 'HS256' }, []],
  ['RSA with alg null', { ...plain, alg: null }, []],
  ['RSA of 2,040 bits', { ...weak.jwk, alg: undefined }, []],
  ['RSA of 2,040 bits that looks longer', { ...weak.jwk, alg: undefined, n: `AAAAAAAA${weak.jwk.n}` }, []],
  ['RSA without modulus', { ...plain, n: undefined }, []],
  ['P-256', generateSigningKey('ES256', 'k').jwk, ['ES256']],
  ['P-384', generateSigningKey('ES384', 'k').jwk, ['ES384']],
  ['P-521', generateSigningKey('ES512', 'k').jwk, ['ES512']],
  ['P-256 that is called P-384', { ...generateSigningKey('ES256', 'k').jwk, crv: 'P-384', alg: undefined }, []],
  ['secp256k1', { ...generateSigningKey('ES256', 'k').jwk, crv: 'secp256k1', alg: undefined }, []],
  ['Ed25519', generateSigningKey('EdDSA', 'k').jwk, ['EdDSA']],
  ['Ed448', generateEd448Key('k').jwk, []],
  ['an unknown kty', { kty: 'LWE', kid: 'k' }, []],
  ['a point that is not on the curve', { kty: 'EC', crv: 'P-256', kid: 'k', x: 'AA', y: 'AA' }, []],
  ['use sig', { ...plain, use: 'sig' }, RSA],
  ['use enc', { ...plain, use: 'enc' }, undefined],
  ['use as list', { ...plain, use: ['sig'] }, undefined],
  ['key_ops verify', { ...plain, key_ops: ['verify'] }, RSA],
  ['key_ops encrypt', { ...plain, key_ops: ['encrypt'] }, undefined],
  ['key_ops as text', { ...plain, key_ops: 'verify' }, undefined],
  ['no kid', { ...plain, kid: undefined }, undefined],
  ['a private key', { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'k' }, undefined],
  ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0', kid: 'k', alg: 'HS256' }, undefined],
  ['null', null, undefined],
  ['a list', [plain], undefined],
])('a key: %s', (_, jwk, algorithms) => {
  expect(algorithmsOf(jwk)).toEqual(algorithms);
});

test('an empty kid names no key', () => {
  expect(parseJwks(Buffer.from(JSON.stringify({ keys: [{ ...plain, kid: '' }] }))).size).toBe(0);
});

test('a bad key does not spoil the others', () => {
  const keys = parseJwks(Buffer.from(JSON.stringify({ keys: [null, 7, { kty: 'RSA', kid: 'bad' }, plain] })));
  expect([...keys.keys()]).toEqual(['bad', 'k']);
});

test.each(['', 'null', '[]', '{}', '{"keys":{}}', '{"keys":null}', '<html></html>', '{"keys":['])(
  '%j is no key set',
  (document) => {
    expect(() => parseJwks(Buffer.from(document))).toThrow();
  },
);

describe('a signature', () => {
  const keys = Object.fromEntries(
    [...RSA, 'ES256', 'ES384', 'ES512', 'EdDSA'].map((alg) => [alg, generateSigningKey(alg, 'k')]),
  );
  const jwsOf = (alg: string, claimed = alg): DecomposedJwt => {
    const [headerB64, payloadB64, signatureB64] = signParts(keys[alg], { alg: claimed }, { sub: 'a' }).split('.');
    return { header: { alg: claimed }, headerB64, payload: { sub: 'a' }, payloadB64, signatureB64 };
  };

  test.each(Object.keys(keys))('of %s is checked by its own algorithm', (alg) => {
    const { alg: _named, ...unnamed } = keys[alg].jwk;
    expect(new VerificationKey(unnamed as JsonObject).signed(jwsOf(alg))).toBe(true);
    expect(new VerificationKey({ ...unnamed, alg }).signed(jwsOf(alg))).toBe(true);
  });

  test.each([
    ['RS256', 'PS256'],
    ['PS256', 'RS256'],
    ['PS384', 'PS256'],
    ['PS512', 'PS384'],
    ['RS384', 'RS256'],
    ['RS256', 'ES256'],
    ['ES256', 'RS256'],
    ['EdDSA', 'ES256'],
    ['RS256', 'HS256'],
    ['RS256', 'none'],
    ['RS256', ''],
  ])('of %s does not pass for one of %s', (alg, claimed) => {
    const { alg: _named, ...unnamed } = keys[alg].jwk;
    expect(new VerificationKey(unnamed as JsonObject).signed(jwsOf(alg, claimed))).toBe(false);
  });

  test('without an algorithm in its header is none', () => {
    const { alg: _named, ...unnamed } = keys.RS256.jwk;
    expect(new VerificationKey(unnamed as JsonObject).signed({ ...jwsOf('RS256'), header: {} })).toBe(false);
  });

  test('is not checked by a key that cannot be read', () => {
    expect(new VerificationKey({ kty: 'RSA', kid: 'k' }).signed(jwsOf('RS256'))).toBe(false);
  });
});

test('a document that is no key set says so', () => {
  for (const document of ['null', '[]', '{}', '{"keys":{}}', '{"keys":"a"}']) {
    expect(() => parseJwks(Buffer.from(document))).toThrow('not a JWK set');
  }
});
