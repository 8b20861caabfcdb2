import { Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Access,
  ApiAuthorizer,
  ClaimPath,
  RouteTarget,
  SecureApiGateway,
  TokenTable,
  type UsageTierClaim,
  UsageIdentity,
} from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';
import { CUSTOMER_CASES } from '../support/provider-cases/customers';
import type { ProviderCase } from '../support/provider-cases/provider-case';
import { WORKFORCE_CASES } from '../support/provider-cases/workforce';
import { tokenIssuerOf } from '../support/provider-issuers';
import { PROVIDER_TOKENS, type ProviderToken } from '../support/provider-tokens';

const CASES: Readonly<Record<string, ProviderCase>> = { ...WORKFORCE_CASES, ...CUSTOMER_CASES };
const routeOf = (token: ProviderToken): string => `/only/${PROVIDER_TOKENS.indexOf(token)}`;

const ECHO = `
exports.handler = async ({ requestContext }) => {
  const { integrationLatency, ...context } = requestContext.authorizer;
  return { statusCode: 200, body: JSON.stringify(context) };
};`;

const CONTEXT_CLAIMS = [
  ...['tid', 'oid', 'upn', 'uid', 'username', 'email_verified', 'roles', 'groups', 'group', 'department', 'tfp'],
  ...['permissions', 'https://acme.example/roles', ClaimPath.of('realm_access', 'roles'), 'resource_access'],
  ...['hd', 'firebase', 'cognito:groups', 'o', 'fva', 'org_id', 'entitlements'],
];

const TIERS: Readonly<Record<string, UsageTierClaim>> = {
  Staff: { name: 'groups', values: ['0f9c8b7a-1111-4222-8333-444455556666', 'Order Admins', '/staff/orders'] },
  Sales: { name: 'department', values: ['Sales'] },
  Admin: { name: 'https://acme.example/roles', values: ['order-admin'] },
  Workspace: { name: 'hd', values: ['acme.example'] },
  Password: { name: ClaimPath.of('firebase', 'sign_in_provider'), values: ['password'] },
  PoolAdmin: { name: 'cognito:groups', values: ['order-admins'] },
  Organization: { name: ClaimPath.of('o', 'rol'), values: ['admin'] },
  Audited: { name: 'entitlements', values: ['audit-logs'] },
};

let assembly: Assembly;
let gateway: LocalGateway;

/** One API that trusts all of them. */
beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'Providers');
    const others = Object.values(CASES).flatMap(({ other }) => other.issuer ?? []);
    const api = new SecureApiGateway(stack, 'Api', {
      authorizer: ApiAuthorizer.jwt({
        issuers: [
          ...PROVIDER_TOKENS.map(({ issuer, trust }) => tokenIssuerOf(stack, issuer, trust)),
          ...others.map(({ url, trust }) => tokenIssuerOf(stack, url, trust)),
        ],
        contextClaims: CONTEXT_CLAIMS,
        revocationTable: new TokenTable(stack, 'Revoked').table,
        cacheTtl: Duration.seconds(0),
      }),
      usageIdentity: UsageIdentity.TOKEN,
    });
    const code = lambda.Code.fromInline(ECHO);
    const props = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code };
    const echo = RouteTarget.lambda(new lambda.Function(stack, 'Echo', props));
    api.addRoute('GET /me', echo, { access: Access.authenticated() });
    for (const token of PROVIDER_TOKENS) {
      api.addRoute(`GET ${routeOf(token)}`, echo, { access: CASES[token.name].access });
    }
    const throttle = { rateLimit: 1_000, burstLimit: 1_000 };
    const partner = api.addUsageTier('Partner', { throttle });
    PROVIDER_TOKENS.filter(({ name }) => CASES[name].tier === 'Partner').forEach(({ expected }, index) =>
      partner.addClient(`client-${index}`, expected.client),
    );
    for (const [name, claim] of Object.entries(TIERS)) api.addUsageTier(name, { throttle, claim });
    api.addUsageTier('Default', { throttle, isDefault: true });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

/** Exactly these claims: nothing that the gateway would fill in. */
function sign({ issuer, header, claims }: ProviderToken, changes: object = {}, signer = issuer): string {
  const bare = { aud: undefined, client_id: undefined, token_use: undefined };
  return gateway.issueToken(
    { ...bare, ...claims, ...changes },
    { issuer: signer, header: { typ: undefined, ...header } },
  );
}

async function get(path: string, token: string) {
  const response = await gateway.fetch(path, { headers: { Authorization: `Bearer ${token}` } });
  const body = (await response.json()) as Record<string, string>;
  return { status: response.status, reason: gateway.log.last?.reason, body };
}

async function verdict(path: string, token: string): Promise<[number, string | undefined]> {
  const { status, reason } = await get(path, token);
  return [status, reason?.split(': ').at(-1)];
}

test('every shape has a case, and every tier somebody', () => {
  expect(Object.keys(CASES).sort()).toEqual(PROVIDER_TOKENS.map(({ name }) => name).sort());
  expect(new Set(Object.values(CASES).map(({ tier }) => tier))).toEqual(
    new Set(['Partner', 'Default', ...Object.keys(TIERS)]),
  );
});

describe.each(PROVIDER_TOKENS.map((token) => ({ name: token.name, token, row: CASES[token.name] })))(
  '$name',
  ({ token, row }) => {
    const { client, subject, scope } = token.expected;
    const own = routeOf(token);
    const signOther = (): string => sign(token, row.other.claims, row.other.issuer?.url);

    test('gets in, with exactly its context and its tier', async () => {
      const { status, reason, body } = await get(own, sign(token));
      expect([status, reason]).toEqual([200, 'ok']);
      expect(body).toEqual({
        principalId: subject,
        sub: subject,
        iss: token.issuer,
        clientId: client,
        ...(scope !== undefined && { scope }),
        ...row.context,
        tier: row.tier,
      });
    });

    test('of another client gets in, as that one', async () => {
      const { status, body } = await get('/me', signOther());
      expect([status, body.iss, body.clientId, body.tier]).toEqual([
        200,
        row.other.issuer?.url ?? token.issuer,
        row.other.client,
        row.other.tier,
      ]);
    });

    test.each(row.strangers)('is refused with %j', async (claims, reason) => {
      expect(await verdict('/me', sign(token, claims))).toEqual([401, reason]);
    });

    test.each(row.unentitled)('is let in, but not there, with %j', async (claims, reason) => {
      const text = sign(token, claims);
      expect(await verdict('/me', text)).toEqual([200, 'ok']);
      expect(await verdict(own, text)).toEqual([403, reason]);
    });

    test('is refused once its client is revoked, and only that one', async () => {
      const [text, other] = [sign(token), signOther()];
      const revoked = gateway.table('Revoked');
      const entry = { id: `client_id ${token.issuer} ${client}` };
      revoked.put({ id: `client_id https://login.example.com ${client}` });
      expect(await verdict(own, text)).toEqual([200, 'ok']);
      revoked.put(entry);
      expect(await verdict(own, text)).toEqual([401, 'token_revoked']);
      expect(await verdict('/me', other)).toEqual([200, 'ok']);
      revoked.delete(entry);
      expect(await verdict(own, text)).toEqual([200, 'ok']);
    });

    test('signed by somebody else who is trusted is refused', async () => {
      const signer = PROVIDER_TOKENS.find(({ jwksUri }) => jwksUri !== token.jwksUri)?.issuer;
      expect(await verdict('/me', sign(token, { iss: token.issuer }, signer))).toEqual([401, 'signature_invalid']);
    });
  },
);

test.each(PROVIDER_TOKENS.filter(({ trust }) => trust.factory === 'userPool'))(
  '$name: the pool has two issuers, and who is revoked by one of them is so by the other',
  async (token) => {
    const updated = token.issuer.replace('https://', 'https://issuer-');
    const text = sign(token, {}, updated);
    const { status, body } = await get(routeOf(token), text);
    expect([status, body.iss, body.tier]).toEqual([200, updated, CASES[token.name].tier]);
    const entry = { id: `client_id ${token.issuer} ${token.expected.client}` };
    gateway.table('Revoked').put(entry);
    expect(await verdict('/me', text)).toEqual([401, 'token_revoked']);
    gateway.table('Revoked').delete(entry);
  },
);
