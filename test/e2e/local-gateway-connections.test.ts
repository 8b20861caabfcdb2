import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { Stack } from 'aws-cdk-lib';
import { Access, ApiAuthorizer, RequestBody, RouteTarget, SecureApiGateway, TlsPolicy, TokenIssuer } from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';
import { newFunction } from '../support/synth';

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const issuers = [TokenIssuer.oidc('https://login.example.com', { audiences: ['orders'] })];
    const api = new SecureApiGateway(stack, 'Api', {
      authorizer: ApiAuthorizer.jwt({ issuers }),
      tlsPolicy: TlsPolicy.TLS_1_3,
    });
    api.addPublicRoute('GET /health', RouteTarget.mock({ statusCode: 200, body: 'up' }), { reason: 'a probe' });
    api.addRoute('POST /notes', RouteTarget.lambda(newFunction(stack, 'Fn')), {
      access: Access.authenticated(),
      body: RequestBody.json({ type: 'object', properties: { text: { type: 'string' } } }),
    });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
});

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

function open(options: object = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(gateway.certificateFile);
    const socket = connect({ host: '127.0.0.1', port: gateway.port, servername: 'localhost', ca, ...options }, () =>
      resolve(socket),
    );
    socket.once('error', reject);
  });
}

/** Everything that comes back for bytes that are sent as they are. */
async function raw(text: string, options: object = {}): Promise<string> {
  const socket = await open(options);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text);
  const timer = setTimeout(() => socket.destroy(), 1_000);
  await closed;
  clearTimeout(timer);
  return Buffer.concat(chunks).toString();
}

const get = (path: string, host = 'localhost', more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;

test('control: bytes that are well formed are answered', async () => {
  expect(await raw(get('/health'))).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*up$/);
});

test.each(['/health', '/nothing'])('what a browser gets for %s pins nothing on localhost', async (path) => {
  const text = await raw(get(path));
  expect(text).not.toMatch(/^strict-transport-security:/im);
  expect(text).toMatch(/^x-local-strict-transport-security: max-age=63072000; includeSubDomains\r$/im);
  expect(await raw(get(path, 'api.example.com'))).not.toMatch(/^strict-transport-security:/im);
  // Tests see what AWS would send.
  const { headers } = await gateway.fetch(path);
  expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  expect(headers.has('x-local-strict-transport-security')).toBe(false);
});

test('the STRICT endpoint wants one name in the handshake and in the request', async () => {
  expect(await raw(get('/health', 'api.example.com'))).toMatch(/^HTTP\/1\.1 403 /);
  expect(gateway.log.last).toMatchObject({ layer: 'tls', status: 403 });
});

test.each(['TLSv1', 'TLSv1.1', 'TLSv1.2'])('%s is no TLS for TLS_1_3', async (version) => {
  const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
  await expect(open(options)).rejects.toThrow();
});

test.each<[string, string, RegExp]>([
  ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['an unknown method', get('/health').replace('GET', 'BREW'), /^HTTP\/1\.1 400 /],
  ['two lengths', get('/health', 'localhost', 'Content-Length: 1\r\nContent-Length: 2\r\n'), /^HTTP\/1\.1 400 /],
  [
    'a length and chunks',
    get('/health', 'localhost', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'),
    /^HTTP\/1\.1 400 /,
  ],
  ['headers of 40 KB', get('/health', 'localhost', `X-A: ${'a'.repeat(40_000)}\r\n`), /^HTTP\/1\.1 4\d\d /],
  ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 4\d\d /],
  ['an absolute target', get('https://evil.example/prod/health'), /^HTTP\/1\.1 400 /],
  ['a star', get('*').replace('GET', 'OPTIONS'), /^HTTP\/1\.1 400 /],
  ['two hosts', get('/health', 'localhost', 'Host: localhost\r\n'), /^HTTP\/1\.1 400 /],
  ['an address that is none', get('/health', 'localhost', 'X-Local-Source-Ip: 203.0.113.5:80\r\n'), /^HTTP\/1\.1 400 /],
  [
    'two addresses',
    get('/health', 'localhost', 'X-Local-Source-Ip: ::1\r\nX-Local-Source-Ip: ::2\r\n'),
    /^HTTP\/1\.1 400 /,
  ],
  ['3,000 headers', get('/health', 'localhost', 'X-A: b\r\n'.repeat(3_000)), /^HTTP\/1\.1 4\d\d /],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', /^$/],
  ['an upgrade', get('/health', 'localhost', 'Upgrade: websocket\r\n').replace('close', 'upgrade'), /^$/],
])('%s gets nowhere, and the gateway stays up', async (_, text, answer) => {
  expect(await raw(text)).toMatch(answer);
  expect((await gateway.fetch('/health')).status).toBe(200);
});

test('a client that goes away midway harms nobody', async () => {
  const socket = await open();
  socket.write('POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"te');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const noted = new Promise<string>((resolve) => gateway.log.onEntry(({ reason }) => resolve(reason)));
  socket.destroy();
  expect(await noted).toBe('the client went away');
  expect((await gateway.fetch('/health')).status).toBe(200);
});

test('a test that misspells an address is told so', async () => {
  await expect(gateway.fetch('/health', { sourceIp: '203.0.113.005' })).rejects.toMatchObject({
    code: 'SourceIpInvalid',
  });
});

test('a body over 10 MB is refused whatever its route says', async () => {
  const response = await gateway.fetch('/notes', { method: 'POST', body: Buffer.alloc(10 * 1_024 * 1_024 + 1, 0x20) });
  expect(response.status).toBe(413);
});

test('closing while requests run ends them', async () => {
  const other = await LocalGateway.start({ assembly: assembly.directory });
  const headers = { Authorization: `Bearer ${other.issueToken()}`, 'Content-Type': 'application/json' };
  const running = other.fetch('/notes', { method: 'POST', headers, body: '{}' }).then(
    ({ status }) => status,
    () => 'ended',
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await other.close();
  expect(['ended', 200]).toContain(await running);
});
