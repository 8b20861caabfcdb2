import { Duration, Stack } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenTable,
  UsageIdentity,
} from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const ISSUER = 'https://login.example.com';
const ok = RouteTarget.mock({ statusCode: 200 });

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(() => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const api = new SecureApiGateway(stack, 'Api', {
      authorizer: ApiAuthorizer.jwt({
        issuers: [TokenIssuer.oidc(ISSUER, { audiences: ['prices'] })],
        revocationTable: new TokenTable(stack, 'Revoked').table,
        cacheTtl: Duration.seconds(60),
      }),
      usageIdentity: UsageIdentity.TOKEN,
    });
    const access = Access.authenticated();
    api.addRoute('GET /prices', ok, { access });
    api.addRoute('GET /history', ok, { access });
    api.addRoute('GET /free', ok, { access, apiKeyRequired: false });
    const partner = api.addUsageTier('Partner', {
      throttle: { rateLimit: 2, burstLimit: 6 },
      routeThrottles: { 'GET /history': { rateLimit: 1, burstLimit: 2 } },
      claim: { name: 'plan', values: ['partner'] },
    });
    partner.addClient('acme', 'acme-id');
    partner.addClient('globex', 'globex-id');
    api.addUsageTier('Free', {
      throttle: { rateLimit: 3, burstLimit: 3 },
      quota: { limit: 5, period: Period.DAY },
      isDefault: true,
    });
    return stack;
  });
});
afterAll(() => assembly.remove());

// The clock of each test stands still, so that no bucket fills up but by `advance`.
beforeEach(async () => {
  const now = Date.UTC(2026, 10, 25, 12);
  gateway = await LocalGateway.start({ assembly: assembly.directory, clock: { now: () => now } });
}, 60_000);
afterEach(() => gateway.close());

/** The statuses of so many requests of one client, in order. */
async function send(count: number, claims: object, path = '/prices', headers: object = {}): Promise<number[]> {
  const Authorization = `Bearer ${gateway.issueToken({ ...claims })}`;
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    statuses.push((await gateway.fetch(path, { headers: { Authorization, ...headers } })).status);
  }
  return statuses;
}

const ok6 = [200, 200, 200, 200, 200, 200];

test('a client that floods is throttled, and the other client of its tier is not', async () => {
  expect(await send(9, { client_id: 'acme-id' })).toEqual([...ok6, 429, 429, 429]);
  expect(await send(6, { client_id: 'globex-id' })).toEqual(ok6);
  expect(await send(1, { client_id: 'acme-id' })).toEqual([429]);
  gateway.advance(1);
  expect(await send(3, { client_id: 'acme-id' })).toEqual([200, 200, 429]);
});

test('those without a name share the bucket of their tier, apart from those with one', async () => {
  expect(await send(4, { client_id: 'one', plan: 'partner' })).toEqual([200, 200, 200, 200]);
  expect(await send(3, { client_id: 'two', plan: 'partner' })).toEqual([200, 200, 429]);
  expect(await send(1, { client_id: 'acme-id' })).toEqual([200]);
});

test('who fits no tier is in the default one, with its quota', async () => {
  expect(await send(4, { client_id: 'stranger' })).toEqual([200, 200, 200, 429]);
  gateway.advance(60);
  expect(await send(3, { client_id: 'other' })).toEqual([200, 200, 429]);
  gateway.advance(24 * 3_600);
  expect(await send(1, { client_id: 'other' })).toEqual([200]);
});

test('a route with limits of its own has a bucket of its own, for each client', async () => {
  expect(await send(3, { client_id: 'acme-id' }, '/history')).toEqual([200, 200, 429]);
  expect(await send(2, { client_id: 'globex-id' }, '/history')).toEqual([200, 200]);
  expect(await send(6, { client_id: 'acme-id' })).toEqual(ok6);
});

test('a route without tiers counts for nobody', async () => {
  expect(await send(8, { client_id: 'stranger' }, '/free')).toEqual([...ok6, 200, 200]);
});

test('a key in a header is no key, not even a right one', async () => {
  await send(6, { client_id: 'acme-id' });
  const { log } = gateway;
  const key = gateway.apiKey('globex');
  expect(key.length).toBeGreaterThan(40);
  expect(await send(1, { client_id: 'acme-id' }, '/prices', { 'x-api-key': key })).toEqual([429]);
  expect((await gateway.fetch('/prices', { headers: { 'x-api-key': key } })).status).toBe(401);
  expect(JSON.stringify(log)).not.toContain(key);
});

test('a revoked token is refused once its decision is no longer kept', async () => {
  const token = gateway.issueToken({ sub: 'user-7', client_id: 'acme-id' });
  const ask = async () => (await gateway.fetch('/free', { headers: { Authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  gateway.table('Revoked').put({ id: `sub ${ISSUER} user-7` });
  expect(await ask()).toBe(200);
  gateway.advance(61);
  expect(await ask()).toBe(401);
  gateway.table('Revoked').fail();
  gateway.advance(61);
  expect(await ask()).toBe(500);
  gateway.table('Revoked').recover();
  gateway.table('Revoked').delete({ id: `sub ${ISSUER} user-7` });
  expect(await ask()).toBe(200);
});
