import { createServer, type Server } from 'node:tls';
import { connect, type ConnectionOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { securityPolicyMinimum, tlsOptions } from '../../../local/src/tls/tls-options';

const TLS_1_2_ONLY = [
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_2021_06',
  'SecurityPolicy_TLS12_PFS_2025_EDGE',
  'SecurityPolicy_TLS12_2018_EDGE',
  'TLS_1_2',
];
const TLS_1_3_ONLY = [
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
  'SecurityPolicy_TLS13_2025_EDGE',
];
const GCM = 'ECDHE-ECDSA-AES128-GCM-SHA256';
const CBC = 'ECDHE-ECDSA-AES128-SHA256';
const CHACHA = 'TLS_CHACHA20_POLY1305_SHA256';
const REFUSED = 'refused';

let certificate: Certificate;
const servers: Server[] = [];

beforeAll(async () => {
  certificate = await createCertificate([]);
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

afterAll(() => certificate.remove());

/** The version and the cipher suite that a client gets to, or that it was refused. */
async function handshake(policy: string, client: ConnectionOptions): Promise<string> {
  const server = createServer({ key: certificate.key, cert: certificate.cert, ...tlsOptions(policy) });
  servers.push(server);
  const alert = new Promise<string>((resolve) => {
    server.once('tlsClientError', () => resolve(REFUSED));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const result = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca: certificate.cert, ...client }, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', () => resolve(REFUSED));
  });
  // The refusal is the server's: a client that could not even try would leave it waiting.
  return result === REFUSED ? alert : result;
}

// The client must be able to speak the old version at all, or the test would not see the server refuse it.
const TLS_1_1: ConnectionOptions = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
const TLS_1_0: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' };
const TLS_1_2: ConnectionOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
const TLS_1_3: ConnectionOptions = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' };

test('the old clients of these tests do reach a server that lets them in', async () => {
  const server = createServer({
    key: certificate.key,
    cert: certificate.cert,
    minVersion: 'TLSv1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  for (const [client, version] of [[TLS_1_0, 'TLSv1'] as const, [TLS_1_1, 'TLSv1.1'] as const]) {
    const protocol = await new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, ca: certificate.cert, ...client }, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      }).on('error', reject);
    });
    expect(protocol).toBe(version);
  }
});

describe.each(TLS_1_3_ONLY)('%s', (policy) => {
  test('starts at TLS 1.3', () => expect(securityPolicyMinimum(policy)).toBe('TLSv1.3'));
  test('refuses TLS 1.2', async () => expect(await handshake(policy, TLS_1_2)).toBe(REFUSED));
  test('refuses TLS 1.1', async () => expect(await handshake(policy, TLS_1_1)).toBe(REFUSED));
  test('accepts TLS 1.3', async () => expect(await handshake(policy, {})).toMatch(/^TLSv1\.3 TLS_AES_/));
});

describe.each(TLS_1_2_ONLY)('%s', (policy) => {
  test('starts at TLS 1.2', () => expect(securityPolicyMinimum(policy)).toBe('TLSv1.2'));
  test('refuses TLS 1.0', async () => expect(await handshake(policy, TLS_1_0)).toBe(REFUSED));
  test('refuses TLS 1.1', async () => expect(await handshake(policy, TLS_1_1)).toBe(REFUSED));
  test('accepts TLS 1.2 with an authenticated, forward secret suite', async () => {
    expect(await handshake(policy, { ...TLS_1_2, ciphers: GCM })).toBe(`TLSv1.2 ${GCM}`);
  });
  test('accepts TLS 1.3', async () => expect(await handshake(policy, {})).toMatch(/^TLSv1\.3 TLS_AES_/));
});

test.each([
  ['TLS_1_0', CBC, `TLSv1.2 ${CBC}`],
  ['TLS_1_2', CBC, `TLSv1.2 ${CBC}`],
  ['SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', CBC, REFUSED],
  ['SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09', CBC, REFUSED],
  ['SecurityPolicy_TLS12_PFS_2025_EDGE', CBC, REFUSED],
])('%s answers a TLS 1.2 client that only has a CBC suite: %s', async (policy, ciphers, expected) => {
  expect(await handshake(policy, { ...TLS_1_2, ciphers })).toBe(expected);
});

test.each([
  ['SecurityPolicy_TLS13_1_3_2025_09', `TLSv1.3 ${CHACHA}`],
  ['SecurityPolicy_TLS13_1_3_FIPS_2025_09', REFUSED],
  ['SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09', REFUSED],
  ['SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09', REFUSED],
])('%s answers a TLS 1.3 client that only has ChaCha20: %s', async (policy, expected) => {
  expect(await handshake(policy, { ...TLS_1_3, ciphers: CHACHA })).toBe(expected);
});

test.each(['SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09'])(
  '%s has nothing for TLS 1.2 but ECDHE with GCM',
  (policy) => {
    const old = tlsOptions(policy)
      .ciphers.split(':')
      .filter((name) => !name.startsWith('TLS_'));
    expect(old.filter((name) => !/^ECDHE-.*-GCM-/.test(name))).toEqual([]);
    expect(old).toHaveLength(4);
  },
);

test('TLS_1_0 starts at TLS 1.0', () => expect(securityPolicyMinimum('TLS_1_0')).toBe('TLSv1'));

test.each(['', 'TLS_1_1', 'tls_1_2', 'SecurityPolicy_TLS13_1_3_2031_01', 'unresolved(Policy)', '__proto__'])(
  'the unknown policy %p is refused with a stable code',
  (policy) => {
    expect(() => tlsOptions(policy)).toThrow(expect.objectContaining({ code: 'SecurityPolicyUnknown' }));
    expect(() => securityPolicyMinimum(policy)).toThrow(expect.objectContaining({ code: 'SecurityPolicyUnknown' }));
  },
);

test.each([
  ['TLS 1.0', TLS_1_0],
  ['TLS 1.1', TLS_1_1],
])('TLS_1_0 is narrower than on AWS: OpenSSL refuses %s', async (_, client) => {
  expect(await handshake('TLS_1_0', client)).toBe(REFUSED);
});
