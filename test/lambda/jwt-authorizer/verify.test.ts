import {
  encode,
  generateEd448Key,
  generateSigningKey,
  hmacWithPublicKey,
  jwksOf,
  signParts,
  signToken,
} from '../../support/token-factory';
import { HttpStatusError } from '../../../lambda/jwt-authorizer/fetch-jwks';
import {
  NOW,
  OIDC,
  oidcClaims,
  POOL_ISSUER,
  POOL_UPDATED_ISSUER,
  poolClaims,
  trusted,
  USER_POOL,
  VerifierHarness,
} from './fixtures';

const rsa = generateSigningKey('RS256', 'rsa-1');
const rsaOther = generateSigningKey('RS256', 'rsa-1');
const ec256 = generateSigningKey('ES256', 'ec-256');
const ec384 = generateSigningKey('ES384', 'ec-384');
const ec512 = generateSigningKey('ES512', 'ec-512');
const ed25519 = generateSigningKey('EdDSA', 'ed-25519');
const ed448 = generateEd448Key('ed-448');
const weak = generateSigningKey('RS256', 'rsa-weak', 1024);
const encryption = generateSigningKey('RS256', 'rsa-enc');
const poolKey = generateSigningKey('RS256', 'pool-1');

function oidcHarness(tolerance = 0): VerifierHarness {
  const harness = new VerifierHarness(trusted(OIDC, USER_POOL), tolerance);
  const { keys } = jwksOf(rsa, ec256, ec384, ec512, ed25519, ed448, weak);
  harness.documents.set(OIDC.jwksUri, { keys: [...keys, { ...encryption.jwk, use: 'enc' }] });
  harness.documents.set(`${POOL_ISSUER}/.well-known/jwks.json`, jwksOf(poolKey));
  harness.documents.set(`${POOL_UPDATED_ISSUER}/.well-known/jwks.json`, jwksOf(poolKey));
  return harness;
}

describe('a good token', () => {
  test.each([rsa, ec256, ec384, ec512, ed25519])('signed by $kid is accepted', async (key) => {
    const token = await oidcHarness().verify(signToken(key, oidcClaims({ sub: `by-${key.kid}` })));

    expect(token.claims.sub).toBe(`by-${key.kid}`);
    expect(token.issuer.issuer).toBe('https://login.acme.example/');
    expect(token.clientId).toBe('spa-client');
  });

  test.each([
    ['without typ', { typ: undefined }],
    ['with typ at+jwt', { typ: 'at+jwt' }],
    ['with typ application/at+JWT', { typ: 'application/at+JWT' }],
    ['with a key hint that is ignored', { jku: 'https://evil.example/keys', x5u: 'https://evil.example/cert' }],
  ])('%s is accepted', async (_, header) => {
    const harness = oidcHarness();

    expect(await harness.outcome(signToken(rsa, oidcClaims(), header))).toBe('allowed');
    expect(harness.fetched).toEqual([OIDC.jwksUri]);
  });

  test.each([
    ['one of several audiences', { aud: ['https://other.example', 'https://admin.acme.example'] }],
    ['a scope array', { scope: ['orders/read', 'orders/write'] }],
    ['no sub', { sub: undefined }],
    ['no iat', { iat: undefined }],
  ])('with %s is accepted', async (_, claims) => {
    expect(await oidcHarness().outcome(signToken(rsa, oidcClaims(claims)))).toBe('allowed');
  });
});

describe('structure', () => {
  const good = signToken(rsa, oidcClaims());
  const [header, payload, signature] = good.split('.');

  test('the unmodified token is the control', async () => {
    expect(await oidcHarness().outcome(good)).toBe('allowed');
  });

  test.each([
    ['empty', ''],
    ['one segment', header],
    ['two segments', `${header}.${payload}`],
    ['four segments', `${good}.${signature}`],
    ['five segments, as a JWE', `${header}.${payload}.${payload}.${payload}.${signature}`],
    ['an empty header', `.${payload}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['an empty signature', `${header}.${payload}.`],
    ['a padded signature', `${good}==`],
    ['a padded header', `${header}=.${payload}.${signature}`],
    ['base64 instead of base64url', `${header}.${payload}.${signature.slice(0, -4)}a+/a`],
    ['a leading space', ` ${good}`],
    ['a trailing newline', `${good}\n`],
    ['a newline inside', `${header}.\n${payload}.${signature}`],
    ['a segment of impossible length', `${header}.${payload}.${signature.slice(0, -1)}AAAA`],
    ['a non-ASCII letter', `${header}.${payload}.${signature.slice(0, -1)}ä`],
    ['a header that is no JSON', signParts(rsa, 'alg=RS256', oidcClaims())],
    ['a header that is an array', signParts(rsa, [{ alg: 'RS256' }], oidcClaims())],
    ['a header that is null', signParts(rsa, null, oidcClaims())],
    ['a payload that is no JSON', signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, '{"iss":')],
    ['a payload that is a string', signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, '"text"')],
    ['a payload that is an array', signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, [oidcClaims()])],
    [
      'a payload with trailing JSON',
      signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, `${JSON.stringify(oidcClaims())}{}`),
    ],
    [
      'a payload behind a byte order mark',
      signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, `\ufeff${JSON.stringify(oidcClaims())}`),
    ],
    ['more than 10 KB', signToken(rsa, oidcClaims({ filler: 'x'.repeat(7_400) }))],
  ])('%s is malformed', async (_, token) => {
    expect(await oidcHarness().outcome(token)).toBe('token_malformed');
  });

  test('the last character of a signature has no second spelling', async () => {
    const last = signature.slice(-1);
    const spelling = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = spelling[spelling.indexOf(last) + 1];
    const same = Buffer.from(signature.slice(0, -1) + twin, 'base64url').equals(Buffer.from(signature, 'base64url'));

    expect(same).toBe(true);
    expect(await oidcHarness().outcome(good.slice(0, -1) + twin)).toBe('token_malformed');
  });

  test.each([
    ['one byte left over', '{"alg":"RS256","kid":"rsa-1","a":123}'],
    ['two bytes left over', '{"alg":"RS256","kid":"rsa-1","a":1}'],
  ])('a header with stray bits after %s is malformed', async (_, text) => {
    const spelled = encode(text);
    const stray = spelled.slice(0, -1) + String.fromCharCode(spelled.charCodeAt(spelled.length - 1) + 1);

    expect(spelled.length % 4).not.toBe(0);
    expect(Buffer.from(stray, 'base64url').toString()).toBe(text);
    expect(await oidcHarness().outcome(`${stray}.${payload}.${signature}`)).toBe('token_malformed');
    expect(await oidcHarness().outcome(`${spelled}.${payload}.${signature}`)).toBe('signature_invalid');
  });

  test('bytes that are no UTF-8 are malformed', async () => {
    const bytes = Buffer.from(JSON.stringify(oidcClaims({ sub: 'user-@' })));
    bytes[bytes.indexOf('@')] = 0xff;

    expect(await oidcHarness().outcome(`${header}.${bytes.toString('base64url')}.${signature}`)).toBe(
      'token_malformed',
    );
  });

  test('claims of the prototype are no claims', async () => {
    const text = `{"__proto__":${JSON.stringify(oidcClaims())},"constructor":{"iss":"x"}}`;

    expect(await oidcHarness().outcome(signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, text))).toBe('token_malformed');
  });
});

describe('header', () => {
  test.each<[string, object, string]>([
    ['crit', { crit: ['exp'] }, 'token_malformed'],
    ['an empty crit', { crit: [] }, 'token_malformed'],
    ['crit null', { crit: null }, 'token_malformed'],
    ['crit with b64', { crit: ['b64'], b64: false }, 'token_malformed'],
    ['b64 alone', { b64: true }, 'token_malformed'],
    ['cty JWT', { cty: 'JWT' }, 'token_malformed'],
    ['cty application/jwt', { cty: 'application/jwt' }, 'token_malformed'],
    ['a numeric alg', { alg: 256 }, 'token_malformed'],
    ['an alg list', { alg: ['RS256'] }, 'token_malformed'],
    ['no alg', { alg: undefined }, 'token_malformed'],
    ['a numeric kid', { kid: 1 }, 'token_malformed'],
    ['a kid object', { kid: { toString: 'rsa-1' } }, 'token_malformed'],
    ['no kid', { kid: undefined }, 'signature_invalid'],
    ['an empty kid', { kid: '' }, 'signature_invalid'],
    ['an unknown kid', { kid: 'rsa-2' }, 'signature_invalid'],
    ['kid __proto__', { kid: '__proto__' }, 'signature_invalid'],
    ['kid constructor', { kid: 'constructor' }, 'signature_invalid'],
    ['a kid in another case', { kid: 'RSA-1' }, 'signature_invalid'],
    ['typ logout+jwt', { typ: 'logout+jwt' }, 'token_use_mismatch'],
    ['typ dpop+jwt', { typ: 'dpop+jwt' }, 'token_use_mismatch'],
    ['a typ list', { typ: ['JWT'] }, 'token_use_mismatch'],
    ['alg in lower case', { alg: 'rs256' }, 'algorithm_not_allowed'],
    ['alg with a trailing NUL', { alg: 'RS256\u0000' }, 'algorithm_not_allowed'],
  ])('with %s is refused', async (_, header, reason) => {
    expect(await oidcHarness().outcome(signToken(rsa, oidcClaims(), header))).toBe(reason);
  });

  test.each([{ kid: undefined }, { kid: '' }])('that names no key asks for none: %j', async (header) => {
    const harness = oidcHarness();

    expect(await harness.outcome(signToken(rsa, oidcClaims(), header))).toBe('signature_invalid');
    expect(harness.fetched).toEqual([]);
  });

  test('a key inside the header is not used', async () => {
    const attacker = generateSigningKey('RS256', 'attacker');
    const injected = signToken(attacker, oidcClaims(), { jwk: attacker.jwk });
    const claimed = signToken(attacker, oidcClaims(), { kid: 'rsa-1', jwk: { ...attacker.jwk, kid: 'rsa-1' } });

    expect(await oidcHarness().outcome(injected)).toBe('signature_invalid');
    expect(await oidcHarness().outcome(claimed)).toBe('signature_invalid');
  });
});

describe('algorithm and key', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s is not allowed', async (alg) => {
    const unsigned = `${encode({ alg, kid: 'rsa-1' })}.${encode(oidcClaims())}`;

    expect(await oidcHarness().outcome(`${unsigned}.`)).toBe('token_malformed');
    expect(await oidcHarness().outcome(`${unsigned}.AAAA`)).toBe('algorithm_not_allowed');
  });

  test.each(['pem', 'der', 'jwk'] as const)(
    'HS256 with the public key (%s) as secret is not allowed',
    async (format) => {
      expect(await oidcHarness().outcome(hmacWithPublicKey(rsa, oidcClaims(), format))).toBe('algorithm_not_allowed');
    },
  );

  test.each([
    [
      'RS384 where the key says RS256',
      signParts({ ...rsa, alg: 'RS384' }, { alg: 'RS384', kid: 'rsa-1' }, oidcClaims()),
    ],
    ['PS256', signParts({ ...rsa, alg: 'PS256' }, { alg: 'PS256', kid: 'rsa-1' }, oidcClaims())],
    ['ES256 with an RSA key', signParts(rsa, { alg: 'ES256', kid: 'rsa-1' }, oidcClaims())],
    ['ES384 with a P-256 key', signParts(ec256, { alg: 'ES384', kid: 'ec-256' }, oidcClaims())],
    ['ES256 with a P-384 key', signParts(ec384, { alg: 'ES256', kid: 'ec-384' }, oidcClaims())],
    ['EdDSA with Ed448', signParts(ed448, { alg: 'EdDSA', kid: 'ed-448' }, oidcClaims())],
    ['EdDSA with an RSA key', signParts(rsa, { alg: 'EdDSA', kid: 'rsa-1' }, oidcClaims())],
    ['an RSA key of 1,024 bits', signToken(weak, oidcClaims())],
  ])('%s is not allowed', async (_, token) => {
    expect(await oidcHarness().outcome(token)).toBe('algorithm_not_allowed');
  });

  test('an algorithm that the issuer does not list is not allowed, though the key fits', async () => {
    const harness = new VerifierHarness(trusted({ ...OIDC, algorithms: ['ES256'] }));
    harness.documents.set(OIDC.jwksUri, jwksOf(rsa, ec256));

    expect(await harness.outcome(signToken(rsa, oidcClaims()))).toBe('algorithm_not_allowed');
    expect(await harness.outcome(signToken(ec256, oidcClaims()))).toBe('allowed');
  });

  test('a key that lists no algorithm is bound by its type alone', async () => {
    const harness = new VerifierHarness(trusted({ ...OIDC, algorithms: ['RS256', 'RS512', 'ES256'] }));
    const { alg: _, ...jwk } = rsa.jwk;
    harness.documents.set(OIDC.jwksUri, { keys: [jwk] });
    const rs512 = signParts({ ...rsa, alg: 'RS512' }, { alg: 'RS512', kid: 'rsa-1' }, oidcClaims());

    expect(await harness.outcome(rs512)).toBe('allowed');
    expect(await harness.outcome(signParts(rsa, { alg: 'ES256', kid: 'rsa-1' }, oidcClaims()))).toBe(
      'algorithm_not_allowed',
    );
  });

  test('a user pool takes RS256 only', async () => {
    const harness = new VerifierHarness(trusted(USER_POOL));
    harness.documents.set(`${POOL_ISSUER}/.well-known/jwks.json`, jwksOf(ec256, poolKey));

    expect(await harness.outcome(signToken(ec256, poolClaims()))).toBe('algorithm_not_allowed');
    expect(await harness.outcome(signToken(poolKey, poolClaims()))).toBe('allowed');
  });

  test.each([
    ['a key for encryption', signToken(encryption, oidcClaims())],
    ['another key under the same kid', signToken(rsaOther, oidcClaims())],
    [
      'a signature of another token',
      signToken(rsa, oidcClaims({ sub: 'a' })).replace(
        /[^.]*$/,
        signToken(rsa, oidcClaims({ sub: 'b' })).split('.')[2],
      ),
    ],
    ['a short ECDSA signature', `${signToken(ec256, oidcClaims()).split('.').slice(0, 2).join('.')}.AAAA`],
    [
      'an ECDSA signature of zeros',
      `${signToken(ec256, oidcClaims()).split('.').slice(0, 2).join('.')}.${Buffer.alloc(64).toString('base64url')}`,
    ],
    ['a short Ed25519 signature', `${signToken(ed25519, oidcClaims()).split('.').slice(0, 2).join('.')}.AAAA`],
    ['a short RSA signature', `${signToken(rsa, oidcClaims()).split('.').slice(0, 2).join('.')}.AAAA`],
  ])('%s is refused', async (_, token) => {
    expect(await oidcHarness().outcome(token)).toBe('signature_invalid');
  });

  test('of two keys with one kid, the one that signed counts', async () => {
    const harness = oidcHarness();
    harness.documents.set(OIDC.jwksUri, jwksOf(rsaOther, { ...ec256, jwk: { ...ec256.jwk, kid: 'rsa-1' } }, rsa));

    expect(await harness.outcome(signToken(rsa, oidcClaims()))).toBe('allowed');
    expect(await harness.outcome(signToken(rsaOther, oidcClaims()))).toBe('allowed');
    expect(await harness.outcome(signToken(ec256, oidcClaims(), { kid: 'rsa-1' }))).toBe('allowed');
    expect(await harness.outcome(signToken(poolKey, oidcClaims(), { kid: 'rsa-1' }))).toBe('signature_invalid');
  });

  test('a private or symmetric key in the set is not used', async () => {
    const harness = oidcHarness();
    const leaked = { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'rsa-1' };
    harness.documents.set(OIDC.jwksUri, { keys: [leaked, { kty: 'oct', k: 'c2VjcmV0', kid: 'oct-1', alg: 'RS256' }] });

    expect(await harness.outcome(signToken(rsa, oidcClaims()))).toBe('signature_invalid');
    expect(await harness.outcome(signToken(rsa, oidcClaims(), { kid: 'oct-1' }))).toBe('signature_invalid');
  });
});

describe('time, by the injected clock alone', () => {
  test.each<[string, object, number, string]>([
    ['a second before exp', { exp: NOW + 1 }, 0, 'allowed'],
    ['exp is now', { exp: NOW }, 0, 'token_expired'],
    ['exp a second ago', { exp: NOW - 1 }, 0, 'token_expired'],
    ['exp 29 s ago, 30 s tolerance', { exp: NOW - 29 }, 30, 'allowed'],
    ['exp 30 s ago, 30 s tolerance', { exp: NOW - 30 }, 30, 'token_expired'],
    ['exp half a second away', { exp: NOW + 0.5 }, 0, 'allowed'],
    ['exp negative', { exp: -1 }, 0, 'token_expired'],
    ['exp zero', { exp: 0 }, 0, 'token_expired'],
    ['nbf is now', { nbf: NOW }, 0, 'allowed'],
    ['nbf in a second', { nbf: NOW + 1 }, 0, 'token_not_yet_valid'],
    ['nbf in 30 s, 30 s tolerance', { nbf: NOW + 30 }, 30, 'allowed'],
    ['nbf in 31 s, 30 s tolerance', { nbf: NOW + 31 }, 30, 'token_not_yet_valid'],
    ['iat is now', { iat: NOW }, 0, 'allowed'],
    ['iat in a second', { iat: NOW + 1 }, 0, 'token_not_yet_valid'],
    ['iat in 30 s, 30 s tolerance', { iat: NOW + 30 }, 30, 'allowed'],
    ['nbf past, iat ahead', { nbf: NOW - 5, iat: NOW + 5 }, 0, 'token_not_yet_valid'],
    ['no exp', { exp: undefined }, 0, 'token_malformed'],
    ['exp null', { exp: null }, 0, 'token_malformed'],
    ['exp as text', { exp: String(NOW + 300) }, 0, 'token_malformed'],
    ['exp as list', { exp: [NOW + 300] }, 0, 'token_malformed'],
    ['exp true', { exp: true }, 0, 'token_malformed'],
    ['nbf as text', { nbf: '0' }, 0, 'token_malformed'],
    ['nbf null', { nbf: null }, 0, 'token_malformed'],
    ['iat as text', { iat: 'yesterday' }, 0, 'token_malformed'],
  ])('%s', async (_, claims, tolerance, outcome) => {
    expect(await oidcHarness(tolerance).outcome(signToken(rsa, oidcClaims(claims)))).toBe(outcome);
  });

  test('an exp that is too large for a number is malformed', async () => {
    const payload = JSON.stringify(oidcClaims()).replace(/"exp":\d+/, '"exp":1e999');

    expect(await oidcHarness().outcome(signParts(rsa, { alg: 'RS256', kid: 'rsa-1' }, payload))).toBe(
      'token_malformed',
    );
  });

  test('the process clock does not matter', async () => {
    const harness = oidcHarness();
    harness.nowMs = 1_000;
    const longAgo = oidcClaims({ iat: 0, exp: 100 });

    expect(await harness.outcome(signToken(rsa, longAgo))).toBe('allowed');
    harness.nowMs = 100_000;
    expect(await harness.outcome(signToken(rsa, longAgo))).toBe('token_expired');
  });
});

describe('issuer and audience', () => {
  test.each([
    ['no trailing slash', 'https://login.acme.example'],
    ['a double slash', 'https://login.acme.example//'],
    ['another case', 'https://LOGIN.acme.example/'],
    ['a default port', 'https://login.acme.example:443/'],
    ['plain http', 'http://login.acme.example/'],
    ['a longer host', 'https://login.acme.example.evil.example/'],
    ['a user part', 'https://login.acme.example@evil.example/'],
    ['a trailing space', 'https://login.acme.example/ '],
    ['a look-alike letter', 'https://login.\u0430cme.example/'],
    ['another pool of the region', 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other1234'],
    ['the pool in another region', 'https://cognito-idp.us-east-1.amazonaws.com/eu-central-1_AbCdEf123'],
    ['a list', [OIDC.issuer]],
    ['a number', 1],
    ['null', null],
    ['none', undefined],
  ])('iss with %s is not trusted', async (_, iss) => {
    const harness = oidcHarness();

    expect(await harness.outcome(signToken(rsa, oidcClaims({ iss })))).toBe('issuer_not_trusted');
    expect(harness.fetched).toEqual([]);
  });

  test('with one issuer only, another one is not trusted either', async () => {
    const harness = new VerifierHarness(trusted(OIDC));
    harness.documents.set(OIDC.jwksUri, jwksOf(rsa));

    expect(await harness.outcome(signToken(rsa, oidcClaims({ iss: 'https://evil.example/' })))).toBe(
      'issuer_not_trusted',
    );
  });

  test('the keys of one issuer do not sign for another', async () => {
    const harness = oidcHarness();

    expect(await harness.outcome(signToken(poolKey, oidcClaims()))).toBe('signature_invalid');
    expect(await harness.outcome(signToken(rsa, poolClaims()))).toBe('signature_invalid');
    expect(await harness.outcome(signToken(poolKey, poolClaims()))).toBe('allowed');
  });

  test.each([
    ['another', 'https://api.acme.example/'],
    ['a list without a match', ['https://a.example', 'https://b.example']],
    ['an empty list', []],
    ['an empty text', ''],
    ['none', undefined],
    ['null', null],
    ['a number', 7],
    ['a list of lists', [['https://api.acme.example']]],
    ['an object', { 'https://api.acme.example': true }],
    ['two in one text', 'https://api.acme.example https://other.example'],
  ])('aud: %s is a mismatch', async (_, aud) => {
    expect(await oidcHarness().outcome(signToken(rsa, oidcClaims({ aud })))).toBe('audience_mismatch');
  });

  test.each([
    ['a number', 7],
    ['a list', ['user-7']],
    ['a control character', 'user\u0007'],
    ['null', null],
    ['too long', 'u'.repeat(1_025)],
  ])('sub: %s is malformed', async (_, sub) => {
    expect(await oidcHarness().outcome(signToken(rsa, oidcClaims({ sub })))).toBe('token_malformed');
  });
});

describe('a user pool', () => {
  test.each([POOL_ISSUER, POOL_UPDATED_ISSUER])('is accepted as %s', async (iss) => {
    const token = await oidcHarness().verify(signToken(poolKey, poolClaims({ iss, client_id: 'mobile-client' })));

    expect(token.clientId).toBe('mobile-client');
    expect(token.issuer.issuer).toBe(iss);
  });

  test.each<[string, object, string]>([
    ['an ID token', { token_use: 'id', aud: 'web-client' }, 'token_use_mismatch'],
    ['no token_use', { token_use: undefined }, 'token_use_mismatch'],
    ['token_use as list', { token_use: ['access'] }, 'token_use_mismatch'],
    ['another client', { client_id: 'batch-client' }, 'client_not_allowed'],
    ['no client', { client_id: undefined }, 'client_not_allowed'],
    ['the client as aud only', { client_id: undefined, aud: 'web-client' }, 'client_not_allowed'],
    ['a client list', { client_id: ['web-client'] }, 'client_not_allowed'],
    ['client __proto__', { client_id: '__proto__' }, 'client_not_allowed'],
  ])('for access tokens refuses %s', async (_, claims, reason) => {
    expect(await oidcHarness().outcome(signToken(poolKey, poolClaims(claims)))).toBe(reason);
  });

  test.each<[string, object, string]>([
    ['an ID token of a client', { token_use: 'id', aud: 'web-client' }, 'allowed'],
    ['an access token', { token_use: 'access', client_id: 'web-client' }, 'token_use_mismatch'],
    ['an ID token of another client', { token_use: 'id', aud: 'batch-client' }, 'client_not_allowed'],
    ['an ID token that names the client elsewhere', { token_use: 'id', client_id: 'web-client' }, 'client_not_allowed'],
    ['an ID token for a list', { token_use: 'id', aud: ['web-client'] }, 'client_not_allowed'],
  ])('for ID tokens answers %s', async (_, claims, outcome) => {
    const harness = new VerifierHarness(trusted({ ...USER_POOL, tokenUse: 'id' }));
    harness.documents.set(`${POOL_ISSUER}/.well-known/jwks.json`, jwksOf(poolKey));

    expect(await harness.outcome(signToken(poolKey, { ...poolClaims({ client_id: undefined }), ...claims }))).toBe(
      outcome,
    );
  });

  test('the issuer that the pool does not use is not trusted, and is no outage', async () => {
    const harness = oidcHarness();
    harness.documents.set(`${POOL_UPDATED_ISSUER}/.well-known/jwks.json`, new HttpStatusError(403));
    await harness.verifier.prefetch();

    expect(await harness.outcome(signToken(poolKey, poolClaims({ iss: POOL_UPDATED_ISSUER })))).toBe(
      'issuer_not_trusted',
    );
    expect(await harness.outcome(signToken(poolKey, poolClaims()))).toBe('allowed');
  });

  test.each([
    ['the server fails', new HttpStatusError(503)],
    ['the server cannot be reached', new Error('ECONNREFUSED')],
  ])('is an outage where %s', async (_, error) => {
    const harness = oidcHarness();
    harness.documents.set(`${POOL_UPDATED_ISSUER}/.well-known/jwks.json`, error);
    await harness.verifier.prefetch();

    expect(await harness.outcome(signToken(poolKey, poolClaims({ iss: POOL_UPDATED_ISSUER })))).toBe(
      'keys_unavailable',
    );
  });

  test('is an outage where neither issuer publishes keys', async () => {
    const harness = oidcHarness();
    harness.documents.set(`${POOL_ISSUER}/.well-known/jwks.json`, new HttpStatusError(403));
    harness.documents.set(`${POOL_UPDATED_ISSUER}/.well-known/jwks.json`, new HttpStatusError(403));

    expect(await harness.outcome(signToken(poolKey, poolClaims()))).toBe('keys_unavailable');
  });
});

describe('the same token again', () => {
  const token = signToken(rsa, oidcClaims({ exp: NOW + 3_600 }));

  test('is judged by its times, not by its first verdict', async () => {
    const harness = oidcHarness();
    const short = signToken(rsa, oidcClaims({ exp: NOW + 60 }));

    expect(await harness.outcome(short)).toBe('allowed');
    harness.nowMs += 59_000;
    expect(await harness.outcome(short)).toBe('allowed');
    harness.nowMs += 1_000;
    expect(await harness.outcome(short)).toBe('token_expired');
  });

  test('is refused once its key is taken back', async () => {
    const harness = oidcHarness();
    expect(await harness.outcome(token)).toBe('allowed');

    harness.documents.set(OIDC.jwksUri, jwksOf(ec256));
    harness.nowMs += 16 * 60_000;
    expect(await harness.outcome(token)).toBe('signature_invalid');
  });

  test('is refused once its key is replaced under the same kid', async () => {
    const harness = oidcHarness();
    expect(await harness.outcome(token)).toBe('allowed');

    harness.documents.set(OIDC.jwksUri, jwksOf(rsaOther));
    harness.nowMs += 40_000;
    // Any token with an unknown kid makes the set be fetched again.
    expect(await harness.outcome(signToken(rsa, oidcClaims(), { kid: 'unknown' }))).toBe('signature_invalid');
    expect(await harness.outcome(token)).toBe('signature_invalid');
  });

  test('is refused when its keys have become too old and cannot be fetched', async () => {
    const harness = oidcHarness();
    const long = signToken(rsa, oidcClaims({ exp: NOW + 86_400 }));
    expect(await harness.outcome(long)).toBe('allowed');

    harness.documents.set(OIDC.jwksUri, new Error('gone'));
    harness.nowMs += 4 * 3_600_000;
    expect(await harness.outcome(long)).toBe('allowed');
    harness.nowMs += 1;
    expect(await harness.outcome(long)).toBe('keys_unavailable');
  });

  test('costs no second fetch, and a refused token is not remembered as good', async () => {
    const harness = oidcHarness();
    const forged = signToken(rsaOther, oidcClaims());

    expect(await harness.outcome(forged)).toBe('signature_invalid');
    expect(await harness.outcome(forged)).toBe('signature_invalid');
    expect(await harness.outcome(token)).toBe('allowed');
    expect(await harness.outcome(token)).toBe('allowed');
    expect(harness.fetched).toEqual([OIDC.jwksUri]);
  });
});

test.each([{ scope: 1 }, { scope: null }, { scope: ['a', 1] }, { scope: { a: true } }, { scope: [['a']] }, { jti: 7 }])(
  'a claim of the wrong type is malformed: %j',
  async (claims) => {
    expect(await oidcHarness().outcome(signToken(rsa, oidcClaims(claims)))).toBe('token_malformed');
  },
);

test('errors name a trusted issuer only', async () => {
  const harness = oidcHarness();

  await expect(harness.verify(signToken(rsaOther, oidcClaims()))).rejects.toMatchObject({ issuer: OIDC.issuer });
  await expect(harness.verify(signToken(rsa, oidcClaims({ iss: 'https://evil.example/' })))).rejects.toMatchObject({
    issuer: undefined,
  });
});
