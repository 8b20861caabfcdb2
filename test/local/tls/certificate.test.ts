import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, get, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';

const run = promisify(execFile);
const NAMES = [
  'api.example.com',
  '*.wild.example.org',
  'API.Upper.example',
  '192.0.2.7',
  'unresolved(Name).example',
  '',
];

let certificate: Certificate;
let server: Server;
let port: number;

beforeAll(async () => {
  certificate = await createCertificate(NAMES);
  server = createServer({ key: certificate.key, cert: certificate.cert }, (_, response) => response.end('reached'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  certificate.remove();
});

test('the certificate has an EC key on P-256 and is valid for a day', () => {
  const { publicKey, validFrom, validTo } = new X509Certificate(certificate.cert);
  expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect((Date.parse(validTo) - Date.parse(validFrom)) / 3_600_000).toBeCloseTo(24, 1);
});

test('the certificate cannot vouch for another one', () => {
  expect(new X509Certificate(certificate.cert).ca).toBe(false);
});

test('the certificate names the loopback addresses and what was asked for, but no name that cannot exist', () => {
  const names = new X509Certificate(certificate.cert).subjectAltName?.split(', ');
  expect(names).toEqual([
    'DNS:localhost',
    'IP Address:127.0.0.1',
    'IP Address:0:0:0:0:0:0:0:1',
    'DNS:api.example.com',
    'DNS:*.wild.example.org',
    'DNS:api.upper.example',
    'IP Address:192.0.2.7',
  ]);
});

test.each([
  ['localhost', undefined],
  ['api.example.com', undefined],
  ['any.wild.example.org', undefined],
  ['two.labels.wild.example.org', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['other.example.com', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('a client that trusts the certificate and asks for %s gets the error %s', async (servername, expected) => {
  const code = await new Promise<string | undefined>((resolve) => {
    const options = { host: '127.0.0.1', port, servername, ca: certificate.cert, agent: false };
    get(options, (response) => response.resume().on('end', () => resolve(undefined))).on(
      'error',
      (error: NodeJS.ErrnoException) => resolve(error.code),
    );
  });
  expect(code).toBe(expected);
});

test('another process trusts the file through NODE_EXTRA_CA_CERTS, and not without', async () => {
  const script = `require('node:https').get('https://localhost:${port}', (r) => r.pipe(process.stdout)).on('error', (e) => console.log(e.code))`;
  const answerOf = async (env: NodeJS.ProcessEnv): Promise<string> =>
    (await run(process.execPath, ['-e', script], { env })).stdout.trim();
  expect(await answerOf({ NODE_EXTRA_CA_CERTS: certificate.caFile })).toBe('reached');
  expect(await answerOf({})).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
});

test('only the owner may read the file, which holds the certificate and nothing else', () => {
  expect(statSync(certificate.caFile).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(certificate.caFile)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(certificate.caFile))).toHaveLength(1);
  expect(readFileSync(certificate.caFile, 'utf8')).toBe(certificate.cert);
  expect(certificate.cert).not.toContain('PRIVATE KEY');
});

test('remove deletes the folder, and may be called again', async () => {
  const short = await createCertificate([]);
  expect(existsSync(short.caFile)).toBe(true);
  short.remove();
  short.remove();
  expect(existsSync(dirname(short.caFile))).toBe(false);
});

test('two certificates have two keys and two files', async () => {
  const other = await createCertificate([]);
  expect(other.key).not.toBe(certificate.key);
  expect(other.caFile).not.toBe(certificate.caFile);
  other.remove();
  expect(existsSync(certificate.caFile)).toBe(true);
});

test('curl trusts the file', async () => {
  const home = mkdtempSync(join(tmpdir(), 'curl-home-'));
  const curl = (...options: string[]): Promise<{ stdout: string }> =>
    run('curl', ['-s', ...options, `https://localhost:${port}/`], { env: { ...process.env, HOME: home } });
  try {
    expect((await curl('--cacert', certificate.caFile)).stdout).toBe('reached');
    await expect(curl()).rejects.toMatchObject({ code: 60 });
  } finally {
    rmSync(home, { recursive: true });
  }
});
