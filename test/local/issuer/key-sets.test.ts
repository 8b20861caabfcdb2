import { LocalIssuers } from '../../../local/src/issuer/issuers';
import type { TrustedIssuer } from '../../../local/src/issuer/trusted-issuer';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { type Answer, ask, verified } from './support';

/** As providers have them: keys on another host, a query, one set for several issuers, several sets on one host. */
const TRUSTED: readonly TrustedIssuer[] = [
  { issuer: 'https://accounts.google.com', jwksUri: 'https://www.googleapis.com/oauth2/v3/certs' },
  {
    issuer: 'https://securetoken.google.com/my-project',
    jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
  },
  { issuer: 'https://sts.windows.net/t1/', jwksUri: 'https://login.microsoftonline.com/common/discovery/keys' },
  { issuer: 'https://sts.windows.net/t2/', jwksUri: 'https://login.microsoftonline.com/common/discovery/keys' },
  { issuer: 'https://sts.windows.net/t3/', jwksUri: 'https://login.microsoftonline.com/t3/discovery/keys?appid=a1' },
  { issuer: 'https://sts.windows.net/t4/', jwksUri: 'https://login.microsoftonline.com/t3/discovery/keys?appid=a2' },
  { issuer: 'https://own.example.com/', jwksUri: 'https://own.example.com/keys' },
];
const HOSTS = ['www.googleapis.com', 'login.microsoftonline.com', 'own.example.com', 'other.example.com'];

let certificate: Certificate;
let issuers: LocalIssuers;

beforeAll(async () => {
  certificate = await createCertificate(HOSTS);
  issuers = await LocalIssuers.start({ certificate, clock: { now: () => 0 }, hosts: HOSTS, trusted: TRUSTED });
});

afterAll(async () => {
  await issuers.close();
  certificate.remove();
});

/** With its query, which `ask` leaves out. */
async function keysAt(url: string): Promise<any[]> {
  const { search } = new URL(url);
  const answer: Answer = await ask(issuers.port, certificate.cert, url, { query: search });
  return answer.json().keys as any[];
}

const kidOf = (issuer: string): string =>
  JSON.parse(Buffer.from(issuers.issueToken({ issuer, claims: {} }).split('.')[0], 'base64url').toString()).kid;

test.each(TRUSTED.map(({ issuer, jwksUri }) => [issuer, jwksUri as string]))(
  'tokens of %s verify with the keys at %s',
  async (issuer, jwksUri) => {
    const keys = await keysAt(jwksUri);
    for (const algorithm of ['RS256', 'ES256'] as const) {
      const token = issuers.issueToken({ issuer, claims: {}, algorithm });
      expect(verified(token, keys).claims.iss).toBe(issuer);
    }
    expect(issuers.jwks(issuer)).toEqual(keys);
  },
);

test('issuers with one key set share its keys, and no others do', () => {
  const kids = TRUSTED.map(({ issuer }) => kidOf(issuer));
  expect(kids[2]).toBe(kids[3]);
  expect(new Set(kids).size).toBe(TRUSTED.length - 1);
});

test('a key set is found by all of its query', async () => {
  const base = 'https://login.microsoftonline.com/t3/discovery/keys';
  const kids = async (query: string): Promise<string[]> => (await keysAt(base + query)).map(({ kid }) => kid as string);
  expect(await kids('?appid=a1')).toContain(kidOf('https://sts.windows.net/t3/'));
  expect(await kids('?appid=a1')).not.toContain(kidOf('https://sts.windows.net/t4/'));
  for (const query of ['', '?appid=a3', '?appid=a1&x=1', '?APPID=a1']) {
    expect(await kids(query)).not.toContain(kidOf('https://sts.windows.net/t3/'));
  }
});

test('what is not configured has the keys of its host, and of the issuers on it', async () => {
  const kid = kidOf('https://other.example.com/tenant');
  expect((await keysAt('https://other.example.com/anywhere?at=all')).map((key) => key.kid)).toContain(kid);
  const here = (await keysAt('https://own.example.com/elsewhere')).map((key) => key.kid);
  expect(here).toContain(kidOf('https://own.example.com/'));
  expect(here).toContain(kidOf('https://own.example.com/another-tenant'));
});

test('the other spelling of an issuer has its keys', () => {
  expect(kidOf('https://own.example.com')).toBe(kidOf('https://own.example.com/'));
});

test('the discovery document says where the keys are', async () => {
  const { json } = await ask(
    issuers.port,
    certificate.cert,
    'https://own.example.com/.well-known/openid-configuration',
  );
  expect(json()).toMatchObject({ issuer: 'https://own.example.com/', jwks_uri: 'https://own.example.com/keys' });
});

test.each(['RS384', 'PS256', 'ES384', 'EdDSA'] as const)('a token signed by %s has its key in the set', async (alg) => {
  const token = issuers.issueToken({ issuer: 'https://accounts.google.com', claims: {}, algorithm: alg });
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()) as { kid: string };
  const [key] = (await keysAt('https://www.googleapis.com/oauth2/v3/certs')).filter((one) => one.kid === kid);
  expect(key).toMatchObject({ alg, use: 'sig' });
  expect(key).not.toHaveProperty('d');
});
