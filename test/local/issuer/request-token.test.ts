import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalIssuers } from '../../../local/src/issuer/issuers';
import { type Certificate, createCertificate } from '../../../local/src/tls/certificate';
import { type Answer, ask, publishedKeys, verified } from './support';

const LOGIN = 'https://login.example.com/';
const REALM = 'https://sso.example.org/realms/staff';
const HOSTS = ['login.example.com', 'sso.example.org'];
const ORDERS = 'https://orders.example.com';
const clock = { time: Date.UTC(2032, 1, 29, 8, 7, 6), now: (): number => clock.time };

const machineTmp = tmpdir();
const printed: string[] = [];
let folder: string;
let certificate: Certificate;
let issuers: LocalIssuers;

beforeAll(async () => {
  folder = mkdtempSync(join(machineTmp, 'issuer-test-'));
  process.env.TMPDIR = folder;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return write(String(text));
    });
  }
  certificate = await createCertificate(HOSTS);
  issuers = await LocalIssuers.start({ certificate, clock, hosts: HOSTS });
});

afterAll(async () => {
  await issuers.close();
  certificate.remove();
  process.env.TMPDIR = machineTmp;
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const processes = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
const servers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;

/** Lets the handles of what has ended go. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 20);
  });

/** Posts to the token endpoint as a client on this machine would. */
const post = (url: string, form: Record<string, string>, authorization?: string): Promise<Answer> =>
  ask(issuers.port, certificate.cert, url, { form, authorization });

test.each([LOGIN, REALM])('a requested token of %s verifies with the published keys', async (issuer) => {
  const token = await issuers.requestToken({ issuer, audience: ORDERS, scope: 'orders/read orders/write' });
  const { header, claims } = verified(token, await publishedKeys(issuers, certificate.cert, issuer));
  const now = Math.floor(clock.time / 1_000);
  expect(header).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
  expect(claims).toMatchObject({
    iss: issuer,
    aud: ORDERS,
    scope: 'orders/read orders/write',
    client_id: 'local-client',
    sub: 'local-client',
  });
  // The process's clock goes on from what the gateway's says.
  expect((claims.iat as number) - now).toBeGreaterThanOrEqual(0);
  expect((claims.iat as number) - now).toBeLessThanOrEqual(2);
  expect((claims.exp as number) - (claims.iat as number)).toBe(3_600);
});

test('one process serves all tokens of an issuer', async () => {
  const before = processes();
  const scopes = ['a/1', 'b/2', 'c/3', 'd/4'];
  const tokens = await Promise.all(
    scopes.map((scope) => issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope })),
  );
  const keys = issuers.jwks(LOGIN);
  expect(tokens.map((token) => verified(token, keys).claims.scope)).toEqual(scopes);
  expect(new Set(tokens).size).toBe(4);
  expect(processes()).toBe(before);
});

test('a token follows a clock that was moved, forwards and backwards', async () => {
  const start = clock.time;
  for (const time of [start + 86_400_000, start - 86_400_000, start]) {
    clock.time = time;
    const token = await issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope: 'x/y' });
    const iat = verified(token, issuers.jwks(LOGIN)).claims.iat as number;
    expect(Math.abs(iat - Math.floor(time / 1_000))).toBeLessThanOrEqual(2);
  }
});

test.each([
  'orders-api',
  'an audience with spaces & signs',
  'urn:audience:x',
  'https://x.example/#part',
  'https://x.example',
])('the audience %p comes out as it went in', async (audience) => {
  const token = await issuers.requestToken({ issuer: LOGIN, audience, scope: 'x/y' });
  expect(verified(token, issuers.jwks(LOGIN)).claims.aud).toBe(audience);
});

test('a token without scopes has none', async () => {
  const token = await issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope: '' });
  expect(verified(token, issuers.jwks(LOGIN)).claims).not.toHaveProperty('scope');
});

test('a client of another name gets tokens of its own', async () => {
  const token = await issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope: 'x/y', clientId: 'batch job' });
  expect(verified(token, issuers.jwks(LOGIN)).claims.client_id).toBe('batch job');
  expect(issuers.clientCredentials(LOGIN, 'batch job').clientSecret).not.toBe(
    issuers.clientCredentials(LOGIN).clientSecret,
  );
});

test('each issuer has another secret, which stays the same', () => {
  const { clientSecret } = issuers.clientCredentials(LOGIN);
  expect(clientSecret).toMatch(/^[\w-]{43}$/);
  expect(issuers.clientCredentials(LOGIN).clientSecret).toBe(clientSecret);
  expect(issuers.clientCredentials(REALM).clientSecret).not.toBe(clientSecret);
});

test.each(['resource', 'audience'])('a client asks the token endpoint itself, by %s', async (parameter) => {
  const { clientId, clientSecret, tokenEndpoint } = issuers.clientCredentials(REALM);
  expect(tokenEndpoint).toBe('https://sso.example.org/realms/staff/token');
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'a/b' };
  const answer = await post(tokenEndpoint, { ...form, [parameter]: 'orders-api' });
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ token_type: 'Bearer', scope: 'a/b', expires_in: 3_600 });
  const { claims } = verified(answer.json().access_token as string, issuers.jwks(REALM));
  expect(claims).toMatchObject({ iss: REALM, aud: 'orders-api', scope: 'a/b' });
});

test('a client authenticates by the Authorization header', async () => {
  const { clientId, clientSecret, tokenEndpoint } = issuers.clientCredentials(REALM, 'svc:orders 100%');
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${clientSecret}`).toString('base64');
  const form = { grant_type: 'client_credentials', audience: ORDERS };
  const answer = await post(tokenEndpoint, form, `Basic ${basic}`);
  expect(answer.status).toBe(200);
  expect(verified(answer.json().access_token as string, issuers.jwks(REALM)).claims.client_id).toBe('svc:orders 100%');
});

test('curl gets a token with a config file that keeps the secret off the command line', async () => {
  const { clientId, clientSecret, tokenEndpoint } = issuers.clientCredentials(LOGIN);
  const config = join(folder, 'curl.config');
  writeFileSync(config, `data-urlencode = "client_secret=${clientSecret}"\n`, { mode: 0o600 });
  const data = { grant_type: 'client_credentials', client_id: clientId, audience: ORDERS, scope: 'orders/read' };
  const { stdout } = await promisify(execFile)('curl', [
    ...['--silent', '--cacert', certificate.caFile, '--config', config],
    ...['--connect-to', `login.example.com:443:127.0.0.1:${issuers.port}`],
    ...Object.entries(data).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]),
    tokenEndpoint,
  ]);
  rmSync(config);
  const { access_token: token } = JSON.parse(stdout) as { access_token: string };
  expect(verified(token, issuers.jwks(LOGIN)).claims).toMatchObject({ iss: LOGIN, aud: ORDERS, scope: 'orders/read' });
});

describe('a token request is refused', () => {
  const known = (): Record<string, string> => {
    const { clientId, clientSecret } = issuers.clientCredentials(REALM);
    return {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource: ORDERS,
      scope: 'a/b',
    };
  };

  test.each([
    ['with a wrong secret', { client_secret: 'guessed' }, 401, 'invalid_client'],
    ['with an empty secret', { client_secret: '' }, 401, 'invalid_client'],
    ['of an unknown client', { client_id: 'somebody' }, 401, 'invalid_client'],
    ['of a client called __proto__', { client_id: '__proto__' }, 401, 'invalid_client'],
    ['for another grant', { grant_type: 'password', username: 'ada', password: 'x' }, 400, 'unsupported_grant_type'],
    [
      'for the authorization code grant',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://x.example' },
      400,
      'invalid_request',
    ],
  ])('%s', async (_, change, status, error) => {
    const answer = await post(`${REALM}/token`, { ...known(), ...change });
    expect(answer.status).toBe(status);
    expect(answer.json().error).toBe(error);
    expect(answer.body).not.toContain('access_token');
  });

  test('with the secret of the same client at another issuer', async () => {
    const { clientSecret } = issuers.clientCredentials(LOGIN);
    const answer = await post(`${REALM}/token`, { ...known(), client_secret: clientSecret });
    expect(answer.status).toBe(401);
  });

  test('at an issuer that nobody has credentials for, without starting a process', async () => {
    const before = processes();
    const answer = await post('https://sso.example.org/realms/other/token', known());
    expect(answer.status).toBe(401);
    expect(processes()).toBe(before);
  });
});

test('issuing a token under another spelling does not lock out the clients of the issuer', async () => {
  const { clientId, clientSecret } = issuers.clientCredentials(LOGIN);
  issuers.issueToken({ issuer: 'https://login.example.com', claims: {} });
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, resource: ORDERS };
  expect((await post('https://login.example.com/token', form)).status).toBe(200);
});

test('no private key and no secret is in a file, on a command line, in an environment, or printed', async () => {
  const token = await issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope: 'x/y' });
  const key = issuers['keys'].key('login.example.com', 'RS256').privateKey.export({ format: 'jwk' });
  const secrets = [
    key.d,
    key.p,
    issuers.clientCredentials(LOGIN).clientSecret,
    certificate.key.split('\n')[1],
    token.split('.')[2],
  ];
  const places = [...filesBelow(folder), ...childFiles()].map((file) => readFileSync(file, 'latin1'));
  expect(places.length).toBeGreaterThan(0);
  const found = secrets.filter((secret) => [...places, ...printed].some((text) => text.includes(String(secret))));
  expect(found).toHaveLength(0);
  expect(places.filter((text) => text.includes('PRIVATE KEY'))).toHaveLength(0);
});

test('a token server that was ended from outside is started again', async () => {
  const before = processes();
  const [server] = await Promise.all(issuers['tokenServers'].values());
  server['child'].kill('SIGKILL');
  await server['ended'];
  const token = await issuers.requestToken({ issuer: LOGIN, audience: ORDERS, scope: 'x/y' });
  expect(verified(token, issuers.jwks(LOGIN)).claims.iss).toBe(LOGIN);
  expect(processes()).toBe(before);
});

test('close leaves no process and no server, and the issuers are of no more use', async () => {
  const serversBefore = servers();
  const children = (await Promise.all(issuers['tokenServers'].values())).map((server) => server['child'].pid ?? 0);
  expect(children.map(isAlive)).toEqual([true, true]);
  await issuers.close();
  expect(children.map(isAlive)).toEqual([false, false]);
  await issuers.close();
  await turn();
  expect(processes()).toBe(0);
  expect(servers()).toBe(serversBefore - 1);
  const request = { issuer: LOGIN, audience: ORDERS, scope: 'x/y' };
  await expect(issuers.requestToken(request)).rejects.toMatchObject({ code: 'IssuersClosed' });
  expect(() => issuers.port).toThrow(expect.objectContaining({ code: 'IssuersClosed' }));
  expect(processes()).toBe(0);
});

test('close ends a process that is still starting', async () => {
  const short = await LocalIssuers.start({ certificate, clock, hosts: HOSTS });
  const token = short.requestToken({ issuer: LOGIN, audience: ORDERS, scope: 'x/y' });
  const outcome = token.then(
    () => 'a token',
    () => 'an error',
  );
  await short.close();
  await turn();
  expect(processes()).toBe(0);
  expect(['a token', 'an error']).toContain(await outcome);
});

test('what was made for the run is gone once the certificate is removed', () => {
  certificate.remove();
  expect(readdirSync(folder)).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((file) => statSync(file).isFile());
}

/** What the system shows of the child processes to others; nothing where there is no /proc. */
function childFiles(): string[] {
  if (!existsSync('/proc/self/task')) return [];
  const ids = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  expect(ids.length).toBeGreaterThan(0);
  return ids.flatMap((id) => [`/proc/${id}/cmdline`, `/proc/${id}/environ`]);
}
