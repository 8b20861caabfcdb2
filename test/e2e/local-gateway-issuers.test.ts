import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

function providers(): Assembly {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const oidc = (url: string, jwksUri?: string, more: object = {}): TokenIssuer =>
      TokenIssuer.oidc(url, { audiences: [`api of ${url}`], ...(jwksUri !== undefined && { jwksUri }), ...more });
    const issuers = [
      oidc(GOOGLE, 'https://www.googleapis.com/oauth2/v3/certs'),
      oidc(FIREBASE, 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'),
      oidc(ENTRA, COMMON_KEYS),
      oidc(OTHER_TENANT, COMMON_KEYS),
      oidc(OWN, undefined, { algorithms: [SignatureAlgorithm.ES384], requireAccessTokenType: true }),
    ];
    const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) });
    api.addRoute('GET /me', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    return stack;
  });
  assemblies.push(assembly);
  return assembly;
}

/** What the configuration of every authorizer in the assembly becomes, in the template and in its `routes.json`. */
function rewrite(directory: string, change: (issuers: any[]) => { variable: any[]; table?: any[] }): void {
  const template = join(directory, 'S.template.json');
  const document = JSON.parse(readFileSync(template, 'utf8'));
  for (const { Type, Properties } of Object.values<any>(document.Resources)) {
    const variables = Type === 'AWS::Lambda::Function' ? Properties.Environment?.Variables : undefined;
    if (variables?.AUTHORIZER_CONFIG === undefined) continue;
    const config = JSON.parse(variables.AUTHORIZER_CONFIG);
    const folders = readdirSync(directory).map((name) => join(directory, name));
    const [file] = folders
      .filter((folder) => statSync(folder).isDirectory())
      .map((folder) => join(folder, 'routes.json'));
    const table = JSON.parse(readFileSync(file, 'utf8'));
    const moved = change([...config.issuers, ...(table.issuers ?? [])]);
    variables.AUTHORIZER_CONFIG = JSON.stringify({ ...config, issuers: moved.variable });
    writeFileSync(file, JSON.stringify({ ...table, issuers: moved.table ?? [] }));
  }
  writeFileSync(template, JSON.stringify(document));
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

test('and if they stand beside the code, with a query in the place of their keys', async () => {
  const { directory } = providers();
  rewrite(directory, (issuers) => ({
    variable: [],
    table: issuers.map((one) => {
      if (![ENTRA, OTHER_TENANT].includes(one.issuer)) return one;
      return { ...one, jwksUri: `${TENANT_KEYS}?appid=${one.issuer === ENTRA ? 'a1' : 'a2'}` };
    }),
  }));
  const gateway = await start(directory);
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
