import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  SignatureAlgorithm,
  TokenIssuer,
  TokenUse,
} from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const GOOGLE = 'https://accounts.google.com';
const FIREBASE = 'https://securetoken.google.com/my-project';
const ENTRA = 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/';
const OTHER_TENANT = 'https://sts.windows.net/99999999-2222-3333-4444-555555555555/';
const OWN = 'https://login.example.com/';
const COMMON_KEYS = 'https://login.microsoftonline.com/common/discovery/keys';
const TENANT_KEYS = 'https://login.microsoftonline.com/t/discovery/keys';

const assemblies: Assembly[] = [];
const gateways: LocalGateway[] = [];

async function start(directory: string): Promise<LocalGateway> {
  const gateway = await LocalGateway.start({ assembly: directory });
  gateways.push(gateway);
  return gateway;
}

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  assemblies.forEach((assembly) => assembly.remove());
});

function providers(keys = { entra: COMMON_KEYS, otherTenant: COMMON_KEYS }): Assembly {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const oidc = (url: string, jwksUri?: string, more: object = {}): TokenIssuer =>
      TokenIssuer.oidc(url, { audiences: [`api of ${url}`], ...(jwksUri !== undefined && { jwksUri }), ...more });
    const issuers = [
      oidc(GOOGLE, 'https://www.googleapis.com/oauth2/v3/certs'),
      oidc(FIREBASE, 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'),
      oidc(ENTRA, keys.entra),
      oidc(OTHER_TENANT, keys.otherTenant),
      oidc(OWN, undefined, { algorithms: [SignatureAlgorithm.ES384], requireAccessTokenType: true }),
    ];
    const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) });
    api.addRoute('GET /me', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    return stack;
  });
  assemblies.push(assembly);
  return assembly;
}

async function expectAllIn(gateway: LocalGateway): Promise<void> {
  for (const issuer of [GOOGLE, FIREBASE, ENTRA, OTHER_TENANT, OWN]) {
    const headers = { Authorization: `Bearer ${gateway.issueToken({}, { issuer })}` };
    const { status } = await gateway.fetch('/me', { headers });
    expect([issuer, status, gateway.log.last?.reason]).toEqual([issuer, 200, 'ok']);
  }
  // One that signs with its own key in the name of another.
  const stranger = gateway.issueToken({ iss: GOOGLE, aud: `api of ${GOOGLE}` }, { issuer: FIREBASE });
  expect((await gateway.fetch('/me', { headers: { Authorization: `Bearer ${stranger}` } })).status).toBe(401);
  expect(gateway.log.last?.reason).toBe('Unauthorized: signature_invalid');
}

test('issuers whose keys are on another host let their tokens in', async () => {
  await expectAllIn(await start(providers().directory));
});

test('and if nothing but a query parts the places of their keys', async () => {
  const keys = { entra: `${TENANT_KEYS}?appid=a1`, otherTenant: `${TENANT_KEYS}?appid=a2` };
  const gateway = await start(providers(keys).directory);
  await expectAllIn(gateway);
  const wrong = gateway.issueToken({ iss: ENTRA, aud: `api of ${ENTRA}` }, { issuer: OTHER_TENANT });
  expect((await gateway.fetch('/me', { headers: { Authorization: `Bearer ${wrong}` } })).status).toBe(401);
});

describe('an app with user pools only', () => {
  function pools(tokenUse: TokenUse | 'native'): Assembly {
    const assembly = synthesize((app) => {
      const stack = new Stack(app, 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
      const pool = new cognito.UserPool(stack, 'Pool');
      const clients = [pool.addClient('Batch')];
      const authorizer =
        tokenUse === 'native'
          ? ApiAuthorizer.userPool({ userPools: [pool] })
          : ApiAuthorizer.jwt({ issuers: [TokenIssuer.userPool(pool, { clients, tokenUse })] });
      const api = new SecureApiGateway(stack, 'Api', { authorizer });
      const access = tokenUse === TokenUse.ID ? Access.authenticated() : Access.scope('orders/read');
      api.addRoute('GET /orders', RouteTarget.mock({ statusCode: 200 }), { access });
      return stack;
    });
    assemblies.push(assembly);
    return assembly;
  }

  test.each([TokenUse.ACCESS, 'native'] as const)('gives access tokens by client credentials: %s', async (use) => {
    const gateway = await start(pools(use).directory);
    const token = await gateway.requestToken({ scope: 'orders/read' });
    const get = async (text: string): Promise<number> =>
      (await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${text}` } })).status;
    expect([await get(token), gateway.log.last?.reason]).toEqual([200, 'ok']);
    const [header, claims] = token.split('.').map((part) => {
      try {
        return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
      } catch {
        return {};
      }
    });
    expect(header).toEqual({ alg: 'RS256', kid: expect.any(String) });
    expect(claims).toMatchObject({ token_use: 'access', scope: 'orders/read', version: 2 });
    expect(claims).not.toHaveProperty('aud');
    expect(claims.sub).toBe(claims.client_id);
    // Another scope is another token, and is not enough.
    const other = await get(await gateway.requestToken({ scope: 'orders/write' }));
    expect([other, gateway.log.last?.reason]).toEqual([
      use === 'native' ? 401 : 403,
      expect.stringContaining(': scope_missing'),
    ]);
  });

  test('gives either kind of token of one pool the client of its kind', async () => {
    const assembly = synthesize((app) => {
      const stack = new Stack(app, 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
      const pool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_Ab12Cd34E');
      const [batch, web] = ['batch', 'web'].map((id) => cognito.UserPoolClient.fromUserPoolClientId(stack, id, id));
      const issuers = [
        TokenIssuer.userPool(pool, { clients: [batch], tokenUse: TokenUse.ACCESS }),
        TokenIssuer.userPool(pool, { clients: [web], tokenUse: TokenUse.ID }),
      ];
      const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) });
      const access = Access.authenticated();
      api.addRoute('GET /orders', RouteTarget.mock({ statusCode: 200 }), { access });
      return stack;
    });
    assemblies.push(assembly);
    const gateway = await start(assembly.directory);
    const clientOf = async (claims: object): Promise<unknown> => {
      const token = gateway.issueToken({ ...claims });
      const { status } = await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${token}` } });
      const { aud, client_id } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
      return { status, aud, client_id };
    };
    expect(await clientOf({})).toEqual({ status: 200, client_id: 'batch' });
    expect(await clientOf({ token_use: 'access' })).toEqual({ status: 200, client_id: 'batch' });
    expect(await clientOf({ token_use: 'id' })).toEqual({ status: 200, aud: 'web' });
    expect(await clientOf({ token_use: undefined })).toEqual({ status: 401, client_id: 'batch' });
  });

  test('says so where only ID tokens are accepted', async () => {
    const gateway = await start(pools(TokenUse.ID).directory);
    await expect(gateway.requestToken({ scope: 'orders/read' })).rejects.toMatchObject({
      code: 'AccessTokenUnknown',
      message: expect.stringContaining("ID tokens only, which no client gets by its credentials; use 'issueToken'"),
    });
    const headers = { Authorization: `Bearer ${gateway.issueToken()}` };
    expect((await gateway.fetch('/orders', { headers })).status).toBe(200);
  });
});
