import { connect } from 'node:tls';
import { LocalIssuers } from '../../../local/src/issuer/issuers';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { type Answer, ask } from './support';

const HOSTS = ['login.example.com', 'sso.example.org'];

let certificate: Certificate;
let issuers: LocalIssuers;

beforeAll(async () => {
  certificate = await createCertificate([...HOSTS, 'other.example.net']);
  issuers = await LocalIssuers.start({ certificate, clock: { now: () => 0 }, hosts: HOSTS });
});

afterAll(async () => {
  await issuers.close();
  certificate.remove();
});

const get = (url: string): Promise<Answer> => ask(issuers.port, certificate.cert, url);

test.each(['/', '/.well-known/jwks.json', '/realms/staff/protocol/openid-connect/certs', '/keys?v=2', '/token'])(
  'GET %s is the key set of the host',
  async (path) => {
    const { status, json } = await get(`https://sso.example.org${path}`);
    expect(status).toBe(200);
    expect(json()).toEqual({ keys: issuers.jwks('https://sso.example.org') });
  },
);

test('each host has keys of its own', async () => {
  expect((await get('https://login.example.com/')).body).not.toBe((await get('https://sso.example.org/')).body);
});

test.each([
  ['https://login.example.com', 'https://login.example.com'],
  ['https://login.example.com/realms/a', 'https://login.example.com/realms/a'],
])('the discovery document below %s leads to the issuer, its keys and its token endpoint', async (base, issuer) => {
  const { json } = await get(`${base}/.well-known/openid-configuration`);
  expect(json()).toMatchObject({
    issuer,
    jwks_uri: `${base}/.well-known/jwks.json`,
    token_endpoint: `${base}/token`,
    grant_types_supported: ['client_credentials'],
  });
});

test('the discovery document spells the issuer as its tokens do', async () => {
  issuers.issueToken({ issuer: 'https://login.example.com/tenant/', claims: {} });
  const { json } = await get('https://login.example.com/tenant/.well-known/openid-configuration');
  expect(json()).toMatchObject({
    issuer: 'https://login.example.com/tenant/',
    jwks_uri: 'https://login.example.com/tenant/.well-known/jwks.json',
    token_endpoint: 'https://login.example.com/tenant/token',
  });
});

test.each(['other.example.net', 'localhost', 'xlogin.example.com', 'login.example.com.', '127.0.0.1', ''])(
  'a request for the host %p, on which there is no issuer, is misdirected',
  async (host) => {
    const answer = await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(answer).not.toContain('"keys"');
  },
);

test.each(['Login.Example.com', 'login.example.com:443', 'login.example.com:8443'])(
  'the Host header %p is found in spite of its case and port',
  async (host) => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test.each([
  ['PUT', '/token'],
  ['DELETE', '/'],
  ['POST', '/'],
  ['POST', '/authorize'],
])('%s %s is not allowed', async (method, path) => {
  const answer = await ask(issuers.port, certificate.cert, `https://login.example.com${path}`, { method });
  expect(answer.status).toBe(405);
});

test('a form that is longer than any token request is refused', async () => {
  const form = { client_id: 'x'.repeat(20_000) };
  const answer = await ask(issuers.port, certificate.cert, 'https://login.example.com/token', { form });
  expect(answer.status).toBe(413);
});

test('a client that does not know the certificate does not get through', async () => {
  await expect(ask(issuers.port, '', 'https://login.example.com/')).rejects.toMatchObject({
    code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
  });
});

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port: issuers.port, ca: certificate.cert, servername: 'localhost' });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
    socket.write(text);
  });
}
