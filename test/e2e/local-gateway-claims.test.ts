import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, ClaimPath, RouteTarget, SecureApiGateway, TokenIssuer } from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const KEYCLOAK = 'https://login.example.com/realms/shop';
const AUTH0 = 'https://acme.eu.auth0.com/';
const ENTRA = 'https://login.microsoftonline.com/6f1c2a3b-0000-4000-8000-000000000001/v2.0';
const ROLES = ClaimPath.of('realm_access', 'roles');
const CLIENT_ROLES = ClaimPath.of('resource_access', 'orders-api', 'roles');

const ECHO = `
exports.handler = async ({ pathParameters, requestContext }) => {
  const { principalId, integrationLatency, ...context } = requestContext.authorizer;
  return { statusCode: 200, body: JSON.stringify({ context, pathParameters }) };
};`;

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'Claims');
    const audiences = ['orders'];
    const api = new SecureApiGateway(stack, 'Api', {
      authorizer: ApiAuthorizer.jwt({
        issuers: [
          TokenIssuer.oidc(KEYCLOAK, { audiences, groupsClaim: ROLES, requiredClaims: [ROLES] }),
          TokenIssuer.oidc(AUTH0, { audiences, groupsClaim: 'https://acme.example/roles' }),
          TokenIssuer.oidc(ENTRA, { audiences }),
        ],
        contextClaims: ['email', ROLES, CLIENT_ROLES, 'https://acme.example/roles', 'groups'],
      }),
    });
    const echo = RouteTarget.lambda(
      new lambda.Function(stack, 'Echo', {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline(ECHO),
      }),
    );
    api.addRoute('GET /me', echo, { access: Access.authenticated() });
    api.addRoute('GET /admin', echo, { access: Access.inGroup('Order Admins') });
    api.addRoute('GET /readers', echo, { access: Access.claimContains(CLIENT_ROLES, 'reader') });
    api.addRoute('GET /users/{userId}', echo, { access: Access.claimEqualsPathParameter('sub', 'userId') });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

async function get(path: string, issuer: string, claims: object) {
  const token = gateway.issueToken({ sub: 'user-7', ...claims }, { issuer });
  const response = await gateway.fetch(path, { headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  return { status: response.status, token, body: response.status === 200 ? JSON.parse(text) : undefined };
}

const keycloak = {
  realm_access: { roles: ['Order Admins', 'offline_access'] },
  resource_access: { 'orders-api': { roles: ['reader'] }, account: { roles: ['manage-account'] } },
};

test('a Keycloak token: roles of realm and client decide, and arrive whole', async () => {
  const { status, body } = await get('/admin', KEYCLOAK, { ...keycloak, azp: 'web', scope: 'openid profile' });
  expect(status).toBe(200);
  expect(body.context).toEqual({
    sub: 'user-7',
    iss: KEYCLOAK,
    clientId: 'web',
    scope: 'openid profile',
    realm_access_roles: '["Order Admins","offline_access"]',
    'resource_access_orders-api_roles': '["reader"]',
  });
  expect((await get('/readers', KEYCLOAK, keycloak)).status).toBe(200);
});

test.each<[string, object, number]>([
  ['/admin', { realm_access: { roles: ['staff'] } }, 403],
  ['/admin', { realm_access: { roles: { 'Order Admins': true } } }, 403],
  ['/admin', { realm_access: { roles: ['Order Admins', 7] } }, 403],
  ['/admin', { realm_access: {}, 'realm_access.roles': ['Order Admins'] }, 401],
  ['/admin', { realm_access: ['roles'] }, 401],
  ['/readers', { ...keycloak, resource_access: { account: { roles: ['reader'] } } }, 403],
  ['/readers', { ...keycloak, resource_access: { 'orders-api': { roles: 'reader' } } }, 403],
])('a Keycloak token on %s without the role: %j', async (path, claims, status) => {
  expect((await get(path, KEYCLOAK, claims)).status).toBe(status);
});

test('an Auth0 token: roles under a URL, a subject with a bar', async () => {
  const roles = { 'https://acme.example/roles': ['Order Admins'], sub: 'auth0|5f7c1d' };
  expect((await get('/admin', AUTH0, roles)).status).toBe(200);
  expect((await get('/admin', AUTH0, { 'https://acme.example/roles': ['staff'] })).status).toBe(403);
  const own = await get('/users/auth0%7C5f7c1d', AUTH0, roles);
  expect(own.body).toMatchObject({
    context: { 'https://acme.example/roles': '["Order Admins"]' },
    pathParameters: { userId: 'auth0%7C5f7c1d' },
  });
  expect((await get('/users/auth0%7C5f7c1e', AUTH0, roles)).status).toBe(403);
});

describe('an Entra token with many groups', () => {
  const guid = (index: number): string => `3b1f7c2e-5a4d-4c6b-9e8f-${String(index).padStart(12, '0')}`;
  const groups = (count: number): string[] => Array.from({ length: count }, (_, index) => guid(index));

  test('with 200 names of groups', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `APP-Orders ${index} Users`);
    const { status, token, body } = await get('/me', ENTRA, { groups: names });
    expect(token.length).toBeGreaterThan(5_000);
    expect(status).toBe(200);
    expect(JSON.parse(body.context.groups)).toEqual(names);
  });

  test('of more than 8,192 characters, as long as it fits into the headers', async () => {
    const { status, token, body } = await get('/me', ENTRA, { groups: groups(170), azp: 'web' });
    expect(token.length).toBeGreaterThan(8_192);
    expect(status).toBe(200);
    expect(body.context).toEqual({
      sub: 'user-7',
      iss: ENTRA,
      clientId: 'web',
      groups: JSON.stringify(groups(170)),
    });
  });

  test('that is too long for the headers is refused before the authorizer, as on AWS', async () => {
    const { status, token } = await get('/me', ENTRA, { groups: groups(200) });
    expect(token.length).toBeGreaterThan(10_240);
    expect(status).toBe(431);
    expect(gateway.log.last).toMatchObject({ layer: 'endpoint' });
  });

  test('whose groups are elsewhere because they are too many is in none', async () => {
    const overage = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph' } } };
    expect((await get('/admin', ENTRA, overage)).status).toBe(403);
    expect((await get('/admin', ENTRA, { groups: ['Order Admins'] })).status).toBe(200);
  });
});
