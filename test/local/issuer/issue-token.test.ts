import type { JsonWebKey } from 'node:crypto';
import { LocalIssuers } from '../../../local/src/issuer/issuers';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { ask, publishedKeys, verified } from './support';

const LOGIN = 'https://login.example.com/';
const REALM = 'https://sso.example.org/realms/staff';
const POOL = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123';
const HOSTS = ['login.example.com', 'sso.example.org', 'cognito-idp.eu-central-1.amazonaws.com'];
const NOW = Date.UTC(2031, 4, 17, 11, 30, 15, 987);
const SECONDS = Math.floor(NOW / 1_000);

let certificate: Certificate;
let issuers: LocalIssuers;

beforeAll(async () => {
  certificate = await createCertificate(HOSTS);
  issuers = await LocalIssuers.start({ certificate, clock: { now: () => NOW }, hosts: HOSTS });
});

afterAll(async () => {
  await issuers.close();
  certificate.remove();
});

describe.each([LOGIN, REALM, POOL])('tokens of %s', (issuer) => {
  test.each(['RS256', 'ES256'] as const)('verify with the published key of %s', async (algorithm) => {
    const token = issuers.issueToken({ issuer, claims: { sub: 'ada' }, algorithm });
    const { header, claims } = verified(token, await publishedKeys(issuers, certificate.cert, issuer));
    expect(header).toEqual({ alg: algorithm, typ: 'JWT', kid: expect.stringMatching(/^[\w-]{36}$/) });
    expect(claims).toEqual({ iss: issuer, iat: SECONDS, exp: SECONDS + 3_600, sub: 'ada' });
  });
});

test('RS256 is the default', () => {
  const token = issuers.issueToken({ issuer: LOGIN, claims: {} });
  expect(verified(token, issuers.jwks(LOGIN)).header.alg).toBe('RS256');
});

test('a changed claim does not verify', () => {
  const [head, , signature] = issuers.issueToken({ issuer: LOGIN, claims: { sub: 'ada' } }).split('.');
  const body = Buffer.from(JSON.stringify({ iss: LOGIN, sub: 'eve' })).toString('base64url');
  expect(() => verified(`${head}.${body}.${signature}`, issuers.jwks(LOGIN))).toThrow('wrong signature');
});

test('a token of one issuer does not verify with the keys of another', () => {
  const token = issuers.issueToken({ issuer: LOGIN, claims: {} });
  expect(() => verified(token, issuers.jwks(REALM))).toThrow('no such key');
});

test('two gateways have different keys for one issuer', async () => {
  const other = await LocalIssuers.start({ certificate, clock: { now: () => NOW }, hosts: HOSTS });
  const token = other.issueToken({ issuer: LOGIN, claims: {} });
  expect(() => verified(token, issuers.jwks(LOGIN))).toThrow('no such key');
  await other.close();
});

test.each([
  [
    { exp: 41, iat: 7, nbf: 9 },
    { iss: LOGIN, iat: 7, exp: 41, nbf: 9 },
  ],
  [{ iat: 1_000 }, { iss: LOGIN, iat: 1_000, exp: 4_600 }],
  [{ exp: undefined }, { iss: LOGIN, iat: SECONDS }],
  [
    { iat: undefined, sub: undefined },
    { iss: LOGIN, exp: SECONDS + 3_600 },
  ],
  [{ iss: 'https://evil.example' }, { iss: 'https://evil.example', iat: SECONDS, exp: SECONDS + 3_600 }],
  [{ iss: undefined }, { iat: SECONDS, exp: SECONDS + 3_600 }],
  [{ exp: 'soon' }, { iss: LOGIN, iat: SECONDS, exp: 'soon' }],
])('the claims %p make the payload %p', (claims, payload) => {
  expect(verified(issuers.issueToken({ issuer: LOGIN, claims }), issuers.jwks(LOGIN)).claims).toEqual(payload);
});

test('members of the header can be added, replaced and left out', () => {
  const token = issuers.issueToken({ issuer: LOGIN, claims: {}, header: { typ: 'at+jwt', crit: ['x'] } });
  expect(verified(token, issuers.jwks(LOGIN)).header).toMatchObject({ typ: 'at+jwt', crit: ['x'], alg: 'RS256' });
  const bare = issuers.issueToken({ issuer: LOGIN, claims: {}, header: { kid: undefined, typ: undefined } });
  expect(JSON.parse(Buffer.from(bare.split('.')[0], 'base64url').toString())).toEqual({ alg: 'RS256' });
});

test('an issuer that no authorizer knows signs, too, and nobody publishes its keys', async () => {
  const token = issuers.issueToken({ issuer: 'https://evil.example/', claims: {} });
  expect(verified(token, issuers.jwks('https://evil.example')).claims.iss).toBe('https://evil.example/');
  const answer = await ask(issuers.port, certificate.cert, 'https://localhost/').catch(() => undefined);
  expect(answer?.status).toBe(421);
});

test.each([
  '',
  'login.example.com',
  'http://login.example.com',
  'https://',
  'https://login.example.com/?tenant=1',
  'https://login.example.com/#top',
  'https://ada:pass@login.example.com/',
  'file:///etc/passwd',
])('%p is no issuer', (issuer) => {
  expect(() => issuers.issueToken({ issuer, claims: {} })).toThrow(expect.objectContaining({ code: 'IssuerInvalid' }));
  expect(() => issuers.jwks(issuer)).toThrow(expect.objectContaining({ code: 'IssuerInvalid' }));
});

test('key sets hold one public key of each kind, and nothing private', () => {
  const keys: readonly JsonWebKey[] = issuers.jwks(REALM);
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
  ]);
  expect(Buffer.from(keys[0].n as string, 'base64url')).toHaveLength(256);
});

test('two spellings of an issuer share the keys of their host', () => {
  expect(issuers.jwks('https://LOGIN.example.com')).toEqual(issuers.jwks(LOGIN));
});
