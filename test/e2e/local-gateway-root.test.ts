import { Duration, Stack } from 'aws-cdk-lib';
import {
  Access,
  ApiAuthorizer,
  AuthorizationCacheKey,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  type JwtAuthorizerOptions,
} from '../../lib';
import { LocalGateway } from '../../local/src';
import { executeApiHost } from '../../local/src/server/endpoint';
import { type Assembly, synthesize } from '../support/assembly';

type Cache = Pick<JwtAuthorizerOptions, 'cacheTtl' | 'cacheKey'>;

const assemblies: Assembly[] = [];
const gateways: LocalGateway[] = [];

async function serve(cache: Cache): Promise<LocalGateway> {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const issuers = [TokenIssuer.oidc('https://login.example.com', { audiences: ['orders'] })];
    const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers, ...cache }) });
    const target = RouteTarget.mock({ statusCode: 200 });
    api.addRoute('GET /', target, { access: Access.scope('home') });
    api.addRoute('GET /orders', target, { access: Access.scope('orders') });
    api.addRoute('GET /tenants/{tenant}', target, { access: Access.claimEqualsPathParameter('tenant', 'tenant') });
    return stack;
  });
  assemblies.push(assembly);
  const gateway = await LocalGateway.start({ assembly: assembly.directory });
  gateways.push(gateway);
  return gateway;
}

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  assemblies.forEach((assembly) => assembly.remove());
});

const CACHES: readonly (readonly [string, Cache])[] = [
  ['cached by route', { cacheTtl: Duration.seconds(300) }],
  ['cached by path', { cacheTtl: Duration.seconds(300), cacheKey: AuthorizationCacheKey.PATH }],
  ['not cached', { cacheTtl: Duration.seconds(0) }],
];

test.each(CACHES)('the root is a route like any other, with decisions %s', async (_, cache) => {
  const gateway = await serve(cache);
  const headers = { Authorization: `Bearer ${gateway.issueToken({ scope: 'home', tenant: 'acme' })}` };
  const host = executeApiHost(gateway.model);
  const status = async (path: string, init: object = {}): Promise<number> =>
    (await gateway.fetch(path, { headers, ...init })).status;

  for (const path of ['/', '/prod', '/prod/', '//', '/prod//', '/?a=1']) {
    expect([path, await status(path)]).toEqual([path, 200]);
    expect([path, await status(path, { headers: {} })]).toEqual([path, 401]);
  }
  expect(await status('/prod', { host })).toBe(200);
  expect(await status('/prod/', { host })).toBe(200);
  // Another route of the same token, and the root for another one.
  expect(await status('/orders')).toBe(403);
  expect(await status('//orders')).toBe(403);
  const other = { Authorization: `Bearer ${gateway.issueToken({ scope: 'orders' })}` };
  expect(await status('/', { headers: other })).toBe(403);
  expect(await status('/orders', { headers: other })).toBe(200);
  expect(await status('//orders', { headers: other })).toBe(200);
  // A decision about one path names it as the client wrote it.
  expect(await status('/tenants/acme')).toBe(200);
  expect(await status('/tenants/acme/')).toBe(200);
  expect(await status('/tenants/globex/')).toBe(403);
});
