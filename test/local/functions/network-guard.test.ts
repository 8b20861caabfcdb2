import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { FunctionPool } from '../../../local/src/functions/function-pool';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { HeldClock } from '../support/models';

const ARN = 'arn:aws:lambda:eu-west-3:210987654321:function:caller';
const HOST = 'login.example.com';

/** Asks one address in the way that is named, and says how it went. */
const SOURCE = `
const https = require('node:https'), http = require('node:http'), net = require('node:net'), tls = require('node:tls');
const dns = require('node:dns'), dgram = require('node:dgram'), { execSync } = require('node:child_process');
const ways = {
  https: (to) => new Promise((ok, no) => https.get(to, { agent: false }, (r) => { r.resume(); ok(r.statusCode); }).on('error', no)),
  agent: (to) => new Promise((ok, no) => https.get(to, (r) => { r.resume(); ok(r.statusCode); }).on('error', no)),
  http: (to) => new Promise((ok, no) => http.get(to, (r) => { r.resume(); ok(r.statusCode); }).on('error', no)),
  fetch: async (to) => (await fetch(to)).status,
  tls: (to) => new Promise((ok, no) => { const s = tls.connect({ host: to, port: 443, servername: to }, () => { s.destroy(); ok('open'); }); s.on('error', no); }),
  net: (to) => new Promise((ok, no) => { const s = net.connect(443, to, () => { s.destroy(); ok('open'); }); s.on('error', no); }),
  lookup: (to) => dns.promises.lookup(to).then((r) => r.address),
  resolve: (to) => dns.promises.resolve4(to),
  udp: (to) => new Promise((ok, no) => dgram.createSocket('udp4').send('x', 53, to, (e) => (e ? no(e) : ok('sent')))),
  exec: (to) => String(execSync('echo ' + to)),
};
exports.handler = async ({ way, to }) => {
  try { return { ok: await ways[way](to) }; }
  catch (error) { return { failed: [error.message, error.cause && error.cause.message].join(' ') }; }
};`;

let certificate: Certificate;
let server: Server;
let functions: FunctionPool;
const asked: (string | undefined)[] = [];

beforeAll(async () => {
  certificate = await createCertificate([HOST]);
  server = createServer({ key: certificate.key, cert: certificate.cert }, (message, response) => {
    asked.push(message.headers.host);
    response.end('keys');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const model = {
    id: 'Caller',
    name: 'caller',
    arn: ARN,
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memorySize: 128,
    code: { type: 'inline', source: SOURCE },
  } as const;
  functions = new FunctionPool(new Map([[ARN, model]]), {
    clock: new HeldClock(Date.now()),
    region: 'eu-west-3',
    account: '210987654321',
    network: { port, hosts: [HOST] },
    caFile: certificate.caFile,
  });
});

afterAll(async () => {
  await functions.close();
  server.close();
  server.closeAllConnections();
  certificate.remove();
});

async function call(way: string, to: string): Promise<{ ok?: unknown; failed?: string }> {
  const invocation = await functions.invoke(ARN, { way, to });
  return (invocation as { payload: object }).payload;
}

test('the certificate that functions trust is the public half only', () => {
  expect(readFileSync(certificate.caFile, 'utf8')).not.toContain('PRIVATE KEY');
});

test.each(['https', 'agent', 'fetch'])(
  'a host that is served here is reached by %s under its own name',
  async (way) => {
    expect(await call(way, `https://${HOST}/.well-known/jwks.json`)).toEqual({ ok: 200 });
    expect(asked.at(-1)).toBe(HOST);
  },
);

test('a host that is served here is reached by plain TLS', async () => {
  expect(await call('tls', HOST)).toEqual({ ok: 'open' });
});

test('loopback is left alone', async () => {
  const { port } = server.address() as AddressInfo;
  expect(await call('https', `https://localhost:${port}/`)).toEqual({ ok: 200 });
});

test.each([
  ['https', 'https://example.com/'],
  ['agent', 'https://example.com/'],
  ['http', 'http://example.com/'],
  ['http', 'http://169.254.169.254/latest/meta-data'],
  ['fetch', 'https://example.com/'],
  ['fetch', `https://${HOST}.example.com/`],
  ['tls', 'example.com'],
  ['net', '192.0.2.1'],
  ['lookup', 'example.com'],
  ['resolve', 'example.com'],
  ['udp', '192.0.2.1'],
  ['exec', 'hello'],
])('the outside is not reached by %s to %s', async (way, to) => {
  const before = asked.length;
  expect(await call(way, to)).toEqual({ failed: expect.stringContaining('functions reach loopback only here') });
  expect(asked.length).toBe(before);
});
