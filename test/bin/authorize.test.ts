import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../bin/authorize/run';
import { generateSigningKey, jwksOf, signToken } from '../support/token-factory';

const ROOT = join(__dirname, '..', '..');
const AT = '2027-01-15T08:00:00Z';
const NOW = Date.parse(AT) / 1_000;
const ISSUER = 'https://login.example.com/';

const key = generateSigningKey('ES256', 'key-1');
const stranger = generateSigningKey('ES256', 'key-1');
const folder = mkdtempSync(join(tmpdir(), 'authorize-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function oidc(issuer: string): object {
  return {
    type: 'oidc',
    issuer,
    jwksUri: `${issuer}keys`,
    audiences: ['https://orders.example.com'],
    algorithms: ['ES256'],
    groupsClaim: 'groups',
    requireAccessTokenType: false,
    requiredClaims: [],
  };
}

const own = { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' };
const scope = { type: 'anyScope', scopes: ['orders/read'] };
const TABLE = {
  version: 1,
  routes: {
    'GET /orders': { access: scope, decision: 'route' },
    'GET /tenants/{tenantId}/orders': { access: { type: 'allOf', rules: [scope, own] }, decision: 'path' },
    'GET /files/{path+}': { access: { ...own, parameter: 'path' }, decision: 'path' },
  },
};
const CONFIG = { issuers: [oidc(ISSUER)], contextClaims: ['tenant_id'], clockToleranceSeconds: 0 };

const routes = file('routes.json', TABLE);
const config = file('config.json', CONFIG);
const jwks = file('jwks.json', jwksOf(key));
const two = file('two.json', { ...CONFIG, issuers: [oidc(ISSUER), oidc('https://other.example.com/')] });
const named = file('named.json', { ...CONFIG, issuers: [], issuersFile: 'issuers.json' });
const issuers = file('issuers.json', { version: 1, issuers: [oidc(ISSUER)] });
const revocable = file('revocable.json', { ...CONFIG, revocationTable: 'revoked' });

function claims(changes: object = {}): object {
  return {
    iss: ISSUER,
    aud: 'https://orders.example.com',
    sub: 'user-7',
    azp: 'shop',
    scope: 'orders/read',
    tenant_id: 'acme',
    email: 'secret@example.com',
    iat: NOW - 60,
    exp: NOW + 240,
    ...changes,
  };
}

const good = signToken(key, claims());
const CHECKED = ['--config', config, '--jwks', jwks];
const ORDERS = ['--routes', routes, '--route', 'GET /orders'];
const TENANT = ['--routes', routes, '--route', 'GET /tenants/{tenantId}/orders', '--path'];

async function authorize(args: string[], { token = good, at = AT, input = '' } = {}) {
  let text = '';
  const write = (more: string) => (text += `${more}\n`);
  const given = args.some((arg) => /^--(token|token-file|help)$/.test(arg)) ? [] : ['--token', token];
  const time = args.includes('--at') ? [] : ['--at', at];
  const code = await run([...args, ...given, ...time], { input: () => input, out: write, error: write });
  for (const part of token.split('.')) expect(text).not.toContain(part);
  expect(text).not.toContain('secret@example.com');
  return { code, text };
}

test('allows, and says what the backend would get', async () => {
  const { code, text } = await authorize([...TENANT, '/tenants/acme/orders', ...CHECKED]);
  expect(text).toContain('✓ claimEqualsPathParameter "tenant_id" {tenantId} (the token has "acme")');
  expect(text).toContain('tenant_id: "acme"');
  expect(text).toContain('exp: 2027-01-15T08:04:00.000Z, in 4 min');
  expect(text).toMatch(/^allowed: /);
  expect(code).toBe(0);
});

test('says what the backend would not get, and which claim inside of another one a rule looks at', async () => {
  const table = {
    version: 1,
    routes: {
      'GET /orders': {
        access: { type: 'claimContains', claim: ['acme', 'roles'], value: 'Order Admins' },
        decision: 'route',
      },
    },
  };
  const nested = ['--routes', file('nested.json', table), '--route', 'GET /orders', '--jwks', jwks];
  const settings = file('nested-config.json', { ...CONFIG, contextClaims: [['acme', 'roles'], 'level', 'note'] });
  const token = signToken(key, claims({ acme: { roles: ['Order Admins'] }, level: 2 ** 53, note: 'a\nb' }));
  const { code, text } = await authorize([...nested, '--config', settings], { token });
  expect(text).toContain('✓ claimContains ["acme","roles"] "Order Admins" (the token has ["Order Admins"])');
  expect(text).toContain('  acme_roles: "[\\"Order Admins\\"]"');
  expect(text).toContain('The backend would not get "level", "note"');
  expect(code).toBe(0);
});

test('reads a token of nearly 10,240 characters', async () => {
  const token = signToken(key, claims({ groups: 'g'.repeat(7_200) }));
  expect(token.length).toBeGreaterThan(9_900);
  expect((await authorize([...ORDERS, ...CHECKED], { token })).code).toBe(0);
});

describe('with a file of issuers', () => {
  const args = (...more: string[]): string[] => [...ORDERS, '--jwks', jwks, ...more];

  test('allows what the file trusts', async () => {
    const { code, text } = await authorize(args('--config', named, '--issuers', issuers));
    expect([code, text.split('\n')[0]]).toEqual([0, 'allowed: GET /orders']);
  });

  test('denies a client that the token leaves ambiguous', async () => {
    const token = signToken(key, claims({ appid: 'other' }));
    const { code, text } = await authorize(args('--config', named, '--issuers', issuers), { token });
    expect(text).toMatch(/^denied with status 401, client_ambiguous/);
    expect(text).toContain('client: (ambiguous)');
    expect(code).toBe(1);
  });

  test.each([
    [
      'it is not given',
      ['--config', named],
      `--config ${named}: it names issuers.json; say where that is with --issuers FILE`,
    ],
    [
      'it is not named',
      ['--config', config, '--issuers', issuers],
      `--config ${config}: it names no issuers.json, so leave --issuers out`,
    ],
    [
      'it is another one',
      ['--config', named, '--issuers', routes],
      `--config ${named}: issuers.json must have exactly the members version, issuers`,
    ],
  ])('says so if %s', async (_, more, message) => {
    const { code, text } = await authorize(args(...more));
    expect([code, text.trim()]).toEqual([2, message]);
  });
});

test('denies another tenant, and marks the part that does', async () => {
  const { code, text } = await authorize([...TENANT, '/tenants/globex/orders', ...CHECKED]);
  expect(text).toMatch(/^denied with status 403, claim_mismatch/);
  expect(text).toContain('  ✗ allOf: claim_mismatch\n    ✓ anyScope "orders/read"\n    ✗ claimEqualsPathParameter');
  expect(text).not.toContain('The backend would get');
  expect(code).toBe(1);
});

test.each([
  ['signed by somebody else', signToken(stranger, claims()), 'status 401, signature_invalid'],
  ['of another issuer', signToken(key, claims({ iss: 'https://evil.example.com/' })), 'status 401, issuer_not_trusted'],
  ['for another API', signToken(key, claims({ aud: 'https://other' })), 'status 401, audience_mismatch'],
  ['without the scope', signToken(key, claims({ scope: 'orders/write' })), 'status 403, scope_missing'],
  ['that is none', 'no-token.at-all', 'status 401, token_malformed'],
])('denies a token %s', async (_name, token, expected) => {
  const { code, text } = await authorize([...ORDERS, ...CHECKED], { token });
  expect(text).toContain(expected);
  expect(code).toBe(1);
});

test('judges as of another time', async () => {
  const args = [...ORDERS, ...CHECKED];
  expect((await authorize(args, { at: '2027-01-15T08:03:59Z' })).code).toBe(0);
  const { code, text } = await authorize(args, { at: '2027-01-15T09:04:00+01:00' });
  expect(text).toContain('status 401, token_expired');
  expect(code).toBe(1);
});

test.each([
  ['neither', []],
  ['the configuration only', ['--config', config]],
  ['the key set only', ['--jwks', jwks]],
])('with %s it allows nothing, and says so first', async (_name, args) => {
  for (const token of [good, signToken(stranger, claims())]) {
    const { code, text } = await authorize([...ORDERS, ...args], { token });
    expect(text).toMatch(/^NOT VERIFIED: .*signature/);
    expect(code).toBe(3);
  }
});

test('without verification it still judges times, rules, algorithms, and the issuers that it knows', async () => {
  const refused = async (args: string[], change: object, header = {}) => {
    const { code, text } = await authorize([...ORDERS, ...args], { token: signToken(key, claims(change), header) });
    expect(text).toMatch(/^NOT VERIFIED/);
    expect(code).toBe(1);
    return text;
  };
  expect(await refused([], { exp: NOW })).toContain('token_expired');
  expect(await refused([], { scope: '' })).toContain('scope_missing');
  expect(await refused([], { iss: undefined })).toContain('issuer_not_trusted');
  expect(await refused([], {}, { alg: 'HS256' })).toContain('algorithm_not_allowed');
  expect(await refused(['--config', config], { aud: 'x' })).toContain('audience_mismatch');
  expect(await refused(['--config', config], {}, { alg: 'RS256' })).toContain('algorithm_not_allowed');
});

test('revocations are not looked up, so nothing is allowed where there are some', async () => {
  const { code, text } = await authorize([...ORDERS, '--config', revocable, '--jwks', jwks]);
  expect(text).toMatch(/^NOT VERIFIED: not checked: whether it was revoked/);
  expect(code).toBe(3);
});

test('an issuer without a key set is an outage, and is never asked', async () => {
  const args = [...ORDERS, '--config', two, '--jwks'];
  const { code, text } = await authorize([...args, `https://other.example.com/=${jwks}`]);
  expect(text).toContain('failed with status 500, keys_unavailable');
  expect(code).toBe(1);
  expect((await authorize([...args, `${ISSUER}=${jwks}`])).code).toBe(0);
});

test.each([
  ['/files/a/b%20c', 'a/b c', 0],
  ['/files/auth0%7C1', 'auth0|1', 0],
  ['/files/auth0%257C1', 'auth0|1', 1],
  ['/files/a%2Fb', 'a/b', 1],
  ['/files/a%', 'a%', 1],
  ['/files/a', 'a', 0],
  ['/files/a', 'b', 1],
])('takes parameters from the path %s', async (path, tenant, expected) => {
  const token = signToken(key, claims({ tenant_id: tenant }));
  const args = ['--routes', routes, '--route', 'GET /files/{path+}', '--path', path, ...CHECKED];
  expect((await authorize(args, { token })).code).toBe(expected);
});

test('an unknown route is refused, as the authorizer refuses it', async () => {
  const { code, text } = await authorize(['--routes', routes, '--route', 'GET /nothing', ...CHECKED]);
  expect(text).toContain('status 403, route_unknown');
  expect(code).toBe(1);
});

test('shows the usage tier, and no API key', async () => {
  const tiers = [
    { tier: 'gold', key: 'key-of-gold', claim: { name: 'plan', values: ['gold'] } },
    { tier: 'free', key: 'key-of-free' },
  ];
  const table = file('usage.json', { ...TABLE, usage: { clients: [], tiers } });
  const args = ['--routes', table, '--route', 'GET /orders', ...CHECKED];
  const { code, text } = await authorize(args, { token: signToken(key, claims({ plan: 'gold' })) });
  expect(text).toContain('tier: "gold"');
  expect(text).not.toContain('key-of');
  expect(code).toBe(0);
  const broken = file('no-default.json', { ...TABLE, usage: { clients: [], tiers: tiers.slice(0, 1) } });
  for (const more of [CHECKED, []]) {
    const wrong = await authorize(['--routes', broken, '--route', 'GET /orders', ...more]);
    expect(wrong.text).toContain('usage tiers must end with the default tier');
    expect(wrong.code).toBe(2);
  }
});

test.each([
  ['certificateBound', 'certificate_mismatch'],
  ['dpopBound', 'proof_missing'],
])('a rule %s does not hold here', async (type, reason) => {
  const access = { type: 'anyOf', rules: [{ type }, { type: 'group', group: 'staff' }] };
  const table = file('bound.json', { version: 1, routes: { 'GET /orders': { access, decision: 'request' } } });
  const settings = file('proofs.json', { ...CONFIG, proofTable: 'proofs' });
  const args = ['--routes', table, '--route', 'GET /orders', '--config', settings, '--jwks', jwks];
  const { code, text } = await authorize(args);
  expect(text).toContain(`status 401, ${reason}`);
  expect(text).toContain(`    ✗ ${type}: ${reason}`);
  expect(code).toBe(1);
  expect((await authorize(args, { token: signToken(key, claims({ groups: ['staff'] })) })).code).toBe(0);
});

test('reads the token from standard input, and from a file', async () => {
  expect((await authorize([...ORDERS, ...CHECKED, '--token', '-'], { input: `${good}\n` })).code).toBe(0);
  expect((await authorize([...ORDERS, ...CHECKED, '--token-file', file('token', `${good}\n`)])).code).toBe(0);
});

test('answers programs', async () => {
  const { text } = await authorize([...TENANT, '/tenants/globex/orders', ...CHECKED, '--json']);
  expect(JSON.parse(text)).toMatchObject({
    decision: 'denied',
    status: 403,
    reason: 'claim_mismatch',
    unchecked: [],
    rule: { granted: false, parts: [{ granted: true }, { granted: false, reason: 'claim_mismatch' }] },
  });
});

test('tells programs what is not verified', async () => {
  const { text } = await authorize([...ORDERS, '--config', config, '--json']);
  expect(JSON.parse(text)).toMatchObject({ decision: 'not-verified', unchecked: ['signature'] });
});

test('what a token says does nothing to the terminal', async () => {
  const token = signToken(key, claims({ tenant_id: 'a\u009b31m', iss: '\u001b[2Jx', scope: '\u202e \u009d' }));
  const { text } = await authorize([...TENANT, '/tenants/acme/orders'], { token });
  // eslint-disable-next-line no-control-regex
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test.each([
  ['no routes', ['--route', 'GET /orders'], '--routes FILE is missing'],
  ['no file', ['--routes', 'none.json', '--route', 'GET /orders'], '--routes none.json cannot be read: ENOENT'],
  ['no JSON', ['--routes', file('text', 'x'), '--route', 'GET /orders'], 'text is not JSON'],
  ['a broken table', ['--routes', file('v2.json', { version: 2, routes: {} }), '--route', 'GET /a'], 'v2.json: '],
  ['a broken configuration', [...ORDERS, '--config', file('c.json', {})], 'c.json: AUTHORIZER_CONFIG must have'],
  ['a broken key set', [...ORDERS, '--config', config, '--jwks', file('k.json', {})], 'k.json: not a JWK set'],
  ['no issuer for the key set', [...ORDERS, '--config', two, '--jwks', jwks], 'must be ISSUER=FILE'],
  ['a strange issuer', [...ORDERS, '--config', two, '--jwks', `https://x/=${jwks}`], 'names no issuer'],
  ['an unknown option', [...ORDERS, '--jwsk', jwks], "Unknown option '--jwsk'"],
  ['the token in a wrong place', [...ORDERS, good], 'every value follows an option'],
  ['the token as a file', ['--routes', good, '--route', 'GET /orders'], '--routes ... cannot be read'],
  ['the token as an option', [...ORDERS, `--${good}`], 'see --help'],
  ['no path', ['--routes', routes, '--route', 'GET /tenants/{tenantId}/orders'], '--path is missing'],
  ['a path of another route', [...TENANT, '/tenants/acme'], '--path must be a path of the route'],
  ['an empty parameter', [...TENANT, '/tenants//orders'], '--path must be a path of the route'],
  ['no method', ['--routes', routes, '--route', '/orders'], '--route must look like'],
  ['a time without a zone', [...ORDERS, '--at', '2027-01-15T08:00:00'], '--at must be a time with a zone'],
  ['two tokens', [...ORDERS, '--token', 'a', '--token-file', 'b'], 'exactly one of'],
  ['an empty token', [...ORDERS, '--token', '-'], 'the token is empty'],
])('%s is a wrong command', async (_name, args, expected) => {
  const { code, text } = await authorize(args);
  expect(text).toContain(expected);
  expect(code).toBe(2);
});

test('the documentation shows what is printed', async () => {
  const page = readFileSync(join(ROOT, 'docs', 'authorize.md'), 'utf8');
  const [, command, output] = /^```bash\n(npm run .*?)^```\n+```\n(.*?)^```$/ms.exec(page)!;
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain,
  );
  const files: Record<string, string> = {
    'routes.json': routes,
    'config.json': named,
    'issuers.json': issuers,
    'jwks.json': jwks,
  };
  const args = words.slice(words.indexOf('--') + 1).map((word) => files[word] ?? word);
  const { text } = await authorize(args, { input: good });
  expect(text).toBe(output);
});

test('the command of the documentation is there', () => {
  const script = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.authorize as string;
  const [runner, main] = script.split(' ');
  expect(runner).toBe('tsx');
  const args = ['--import', 'tsx', join(ROOT, main), ...ORDERS, ...CHECKED, '--at', AT, '--token', '-'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, input: good, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^allowed: GET \/orders\n/);
  expect(status).toBe(0);
});

test('help is an answer', async () => {
  const { code, text } = await authorize(['--help']);
  expect(text).toContain('--token-file FILE');
  expect(code).toBe(0);
});
