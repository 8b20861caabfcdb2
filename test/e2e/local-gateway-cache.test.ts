import { Duration, Stack } from 'aws-cdk-lib';
import {
  Access,
  ApiAuthorizer,
  AuthorizationCacheKey,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
} from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const ROUTES: readonly (readonly [key: string, access: Access, ...paths: string[]])[] = [
  ['GET /orders', Access.scope('read'), '/orders'],
  ['PATCH /orders', Access.allScopes('read', 'write'), '/orders'],
  ['GET /orders/{id}', Access.anyScope('read', 'audit'), '/orders/1', '/orders/2'],
  ['DELETE /orders/{id}', Access.inGroup('admins'), '/orders/1', '/orders/2'],
  ['GET /tenants/{t}/orders', Access.claimEqualsPathParameter('tenant', 't'), '/tenants/a/orders', '/tenants/b/orders'],
  [
    'GET /mixed/{t}',
    Access.anyOf(
      Access.inGroup('admins'),
      Access.allOf(Access.scope('read'), Access.claimEqualsPathParameter('tenant', 't')),
    ),
    '/mixed/a',
    '/mixed/b',
  ],
  ['GET /me', Access.authenticated(), '/me'],
];

/** The same API with decisions kept by route, kept by path, and not at all. */
const VARIANTS = [
  { cacheTtl: Duration.seconds(300) },
  { cacheTtl: Duration.seconds(300), cacheKey: AuthorizationCacheKey.PATH },
  { cacheTtl: Duration.seconds(0) },
];

const assemblies: Assembly[] = [];
const gateways: LocalGateway[] = [];

beforeAll(async () => {
  for (const cache of VARIANTS) {
    const assembly = synthesize((app) => {
      const stack = new Stack(app, 'S');
      const issuers = [TokenIssuer.oidc('https://login.example.com', { audiences: ['orders'] })];
      const throttle = { rateLimit: 9_000, burstLimit: 4_000 };
      const api = new SecureApiGateway(stack, 'Api', {
        authorizer: ApiAuthorizer.jwt({ issuers, ...cache }),
        throttle,
      });
      const target = RouteTarget.mock({ statusCode: 200 });
      for (const [key, access] of ROUTES) {
        // The bodies are not what is tested here.
        if (key.startsWith('PATCH')) api.addRoute(key, target, { access, body: RequestBody.none() });
        else api.addRoute(key, target, { access });
      }
      return stack;
    });
    assemblies.push(assembly);
    gateways.push(await LocalGateway.start({ assembly: assembly.directory }));
  }
}, 60_000);

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  assemblies.forEach((assembly) => assembly.remove());
});

/** A small generator, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const CLAIMS = [
  { scope: 'read' },
  { scope: 'read write', tenant: 'a' },
  { scope: 'audit', groups: ['admins'] },
  { tenant: 'b' },
  { scope: 'read', tenant: 'b', groups: 'admins' },
  { scope: 'write' },
  { exp: 1 },
  { aud: 'elsewhere' },
];

test('1,000 random pairs of token and route are answered alike, whether decisions are kept or not', async () => {
  const pick = random(20_261_125);
  const tokens = gateways.map((gateway) => CLAIMS.map((claims) => gateway.issueToken(claims)));
  const counts = new Map<number, number>();
  for (let pair = 0; pair < 1_000; pair += 1) {
    const token = pick(CLAIMS.length);
    const [key, , ...paths] = ROUTES[pick(ROUTES.length)];
    const path = paths[pick(paths.length)];
    const method = key.split(' ')[0];
    const init = (index: number) => ({ method, headers: { Authorization: `Bearer ${tokens[index][token]}` } });
    const answers = await Promise.all(gateways.map((gateway, index) => gateway.fetch(path, init(index))));
    const statuses = answers.map(({ status }) => status);
    expect([key, path, token, ...statuses]).toEqual([key, path, token, ...statuses.map(() => statuses[2])]);
    counts.set(statuses[0], (counts.get(statuses[0]) ?? 0) + 1);
  }
  // All kinds of answers were among them.
  expect([...counts.keys()].sort()).toEqual([200, 401, 403]);
  expect(Math.min(...counts.values())).toBeGreaterThan(100);
}, 60_000);
