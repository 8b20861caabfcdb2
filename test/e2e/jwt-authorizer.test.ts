import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { AuthorizerConfig, OidcIssuerConfig, RouteRules } from '../../lib/private/authorizer-contract';
import { type AuthorizerProcess, startAuthorizer } from '../support/authorizer-process';
import { type Certificate, createCertificate } from '../support/oidc-certificate';
import { type OidcProvider, startOidcProvider } from '../support/oidc-provider';
import { startTestIssuer, type TestIssuer } from '../support/oidc-test-issuer';
import { encode, generateSigningKey, hmacWithPublicKey, signToken, type SigningKey } from '../support/token-factory';

const API = 'https://api.acme.example';
const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/';

const RULES: RouteRules = {
  version: 1,
  routes: {
    'GET /orders/{orderId}': { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' },
    'POST /orders': { access: { type: 'anyScope', scopes: ['orders/write'] }, decision: 'route' },
    'GET /tenants/{tenantId}': {
      access: { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' },
      decision: 'path',
    },
  },
};

const key = generateSigningKey('ES256', 'test-key-1');
let certificate: Certificate;
let provider: OidcProvider;
let testIssuer: TestIssuer;
/** Trusted, but its server is down. */
let gone: TestIssuer;
let authorizer: AuthorizerProcess;
let config: AuthorizerConfig;

beforeAll(async () => {
  certificate = await createCertificate();
  [provider, testIssuer] = await Promise.all([startOidcProvider(certificate), startTestIssuer(certificate, [key])]);
  gone = await startTestIssuer(certificate, [key]);
  await gone.close();
  config = {
    issuers: [provider, testIssuer, gone].map(({ issuer, jwksUri }) => oidc(issuer, jwksUri)),
    contextClaims: ['tenant_id'],
    clockToleranceSeconds: 0,
  };
  authorizer = await startAuthorizer({ config, rules: RULES, certFile: certificate.certFile });
});
afterAll(async () => {
  await Promise.all([authorizer?.close(), provider?.close(), testIssuer?.close()]);
  certificate?.remove();
});

function oidc(issuer: string, jwksUri: string): OidcIssuerConfig {
  const form = { groupsClaim: 'groups', requireAccessTokenType: false, requiredClaims: [] };
  return { type: 'oidc', issuer, jwksUri, audiences: [API], algorithms: ['RS256', 'ES256'], ...form };
}

function claims(changes: object = {}): object {
  const now = Math.floor(Date.now() / 1_000);
  return { iss: testIssuer.issuer, aud: API, sub: 'user-7', scope: 'orders/read', iat: now, exp: now + 60, ...changes };
}

/** What API Gateway would send for `GET /orders/42`. */
function request(token: string, method = 'GET', resource = '/orders/{orderId}', path = '/orders/42'): object {
  const parameter = /\{(\w+)\}/.exec(resource)?.[1];
  return {
    type: 'REQUEST',
    methodArn: `${STAGE}${method}${path}`,
    resource,
    path,
    httpMethod: method,
    headers: { Host: 'api.acme.example', authorization: `Bearer ${token}` },
    multiValueHeaders: { Host: ['api.acme.example'], authorization: [`Bearer ${token}`] },
    pathParameters: parameter ? { [parameter]: path.split('/').pop() } : null,
    requestContext: { httpMethod: method, resourcePath: resource, requestId: 'r-1', extendedRequestId: 'x-1' },
  };
}

/** What the authorizer logs for a token that it answers with a 401. */
async function unauthorizedBecause(token: string): Promise<unknown> {
  const { result, error, line } = await authorizer.authorize(request(token));
  expect(result).toBeUndefined();
  expect(error).toBe('Unauthorized');
  return line.reason;
}

describe('a token of a real OIDC server', () => {
  test('is allowed on a route of its scope', async () => {
    const { result } = await authorizer.authorize(request(await provider.issue(API, 'orders/read')));

    expect(result).toEqual({
      principalId: 'orders-service',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${STAGE}GET/orders/*` }],
      },
      context: { sub: 'orders-service', iss: provider.issuer, clientId: 'orders-service', scope: 'orders/read' },
    });
  });

  test('is denied on a route of another scope', async () => {
    const token = await provider.issue(API, 'orders/read');
    const { result } = await authorizer.authorize(request(token, 'POST', '/orders', '/orders'));

    expect(result?.policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${STAGE}*` },
    ]);
    expect(result?.context).toEqual({
      reason: 'scope_missing',
      challenge: 'Bearer error="insufficient_scope", scope="orders/write"',
    });
  });

  test('is denied on a route that is not in the table', async () => {
    const token = await provider.issue(API, 'orders/read');
    const { result } = await authorizer.authorize(request(token, 'DELETE', '/orders', '/orders'));

    expect(result?.policyDocument.Statement[0].Effect).toBe('Deny');
    expect(result?.context).toEqual({ reason: 'route_unknown' });
  });

  test('is refused if it is meant for another API', async () => {
    expect(await unauthorizedBecause(await provider.issue('https://other.acme.example', 'orders/read'))).toBe(
      'audience_mismatch',
    );
  });

  test('is refused with one character changed', async () => {
    const token = await provider.issue(API, 'orders/read');
    const at = token.lastIndexOf('.') + 10;
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);

    expect(await unauthorizedBecause(changed)).toBe('signature_invalid');
    expect((await authorizer.authorize(request(token))).result?.policyDocument.Statement[0].Effect).toBe('Allow');
  });

  test('cannot be made from its public key', async () => {
    const { keys } = (await provider.get(provider.jwksUri)) as { keys: (JsonWebKey & SigningKey['jwk'])[] };
    const publicKey = createPublicKey({ key: keys[0], format: 'jwk' });
    const forged = { kid: keys[0].kid, publicKey, jwk: keys[0] } as SigningKey;

    for (const format of ['pem', 'der', 'jwk'] as const) {
      const token = hmacWithPublicKey(forged, claims({ iss: provider.issuer }), format);
      expect(await unauthorizedBecause(token)).toBe('algorithm_not_allowed');
    }
  });
});

describe('a token that no server would issue', () => {
  test('is the control when nothing is wrong with it', async () => {
    const { result } = await authorizer.authorize(request(signToken(key, claims())));

    expect(result?.policyDocument.Statement[0].Effect).toBe('Allow');
    expect(result?.principalId).toBe('user-7');
  });

  test.each<[string, () => string, string]>([
    ['expired', () => signToken(key, claims({ exp: Math.floor(Date.now() / 1_000) - 1 })), 'token_expired'],
    [
      'for tomorrow',
      () => signToken(key, claims({ nbf: Math.floor(Date.now() / 1_000) + 86_400 })),
      'token_not_yet_valid',
    ],
    ['without exp', () => signToken(key, claims({ exp: undefined })), 'token_malformed'],
    ['of an unknown issuer', () => signToken(key, claims({ iss: 'https://127.0.0.1:1' })), 'issuer_not_trusted'],
    [
      'with alg none',
      () => `${encode({ alg: 'none', kid: key.kid })}.${encode(claims())}.AAAA`,
      'algorithm_not_allowed',
    ],
    ['with alg none and no signature', () => `${encode({ alg: 'none' })}.${encode(claims())}.`, 'token_malformed'],
    ['with HS256 and the public key', () => hmacWithPublicKey(key, claims()), 'algorithm_not_allowed'],
    ['with an unknown kid', () => signToken(key, claims(), { kid: 'test-key-2' }), 'signature_invalid'],
    ['signed by another key', () => signToken(generateSigningKey('ES256', key.kid), claims()), 'signature_invalid'],
    ['with a critical extension', () => signToken(key, claims(), { crit: ['exp'] }), 'token_malformed'],
    ['of another server, for this issuer', () => signToken(key, claims({ iss: provider.issuer })), 'signature_invalid'],
  ])('%s is refused', async (_, token, reason) => {
    expect(await unauthorizedBecause(token())).toBe(reason);
  });

  test('is refused without the header', async () => {
    const event = { ...request(''), headers: null, multiValueHeaders: null };

    expect(await authorizer.authorize(event)).toMatchObject({
      error: 'Unauthorized',
      line: { outcome: 'deny', reason: 'token_missing' },
    });
  });
});

test('keys that cannot be reached are neither an allow nor a 401', async () => {
  const token = signToken(key, claims({ iss: gone.issuer }));

  expect(await authorizer.authorize(request(token))).toMatchObject({
    error: 'keys_unavailable',
    line: { outcome: 'failure', reason: 'keys_unavailable', issuer: gone.issuer },
  });
  // The other issuers are not affected.
  expect((await authorizer.authorize(request(signToken(key, claims())))).result?.principalId).toBe('user-7');
});

describe('a route that is about a path parameter', () => {
  const tenant = (path: string) =>
    authorizer.authorize(request(signToken(key, claims({ tenant_id: 'acme' })), 'GET', '/tenants/{tenantId}', path));

  test('is open to its own tenant, for that path only', async () => {
    const { result } = await tenant('/tenants/acme');

    expect(result?.policyDocument.Statement[0]).toMatchObject({
      Effect: 'Allow',
      Resource: `${STAGE}GET/tenants/acme`,
    });
    expect(result?.context.tenant_id).toBe('acme');
  });

  test('is closed to another', async () => {
    const { result } = await tenant('/tenants/other');

    expect(result?.policyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Resource: `${STAGE}*`,
    });
    expect(result?.context).toEqual({ reason: 'claim_mismatch' });
  });
});

test('keys are fetched once, at start', async () => {
  const before = testIssuer.fetches;
  const fresh = await startAuthorizer({ config, rules: RULES, certFile: certificate.certFile });
  try {
    await fresh.authorize(request(signToken(key, claims())));
    const afterFirst = testIssuer.fetches;
    await fresh.authorize(request(signToken(key, claims({ sub: 'user-8' }))));
    await fresh.authorize(request(signToken(key, claims(), { kid: 'unknown' })));

    expect(fresh.lines.map(({ outcome }) => outcome)).toEqual(['allow', 'allow', 'deny']);
    expect(afterFirst - before).toBe(1);
    expect(testIssuer.fetches - before).toBe(1);
  } finally {
    await fresh.close();
  }
});

test('the log has one line per decision and no token in it', async () => {
  const token = await provider.issue(API, 'orders/read');
  const before = authorizer.lines.length;
  await authorizer.authorize(request(token));
  await authorizer.authorize(request(`${token}x`));

  expect(authorizer.lines.slice(before)).toEqual([
    expect.objectContaining({
      outcome: 'allow',
      route: 'GET /orders/{orderId}',
      issuer: provider.issuer,
      clientId: 'orders-service',
      sub: 'orders-service',
      apiRequestId: 'r-1',
      apiExtendedRequestId: 'x-1',
      function_request_id: expect.stringMatching(/^lambda-\d+$/),
      cold_start: false,
    }),
    expect.objectContaining({
      outcome: 'deny',
      reason: expect.stringMatching(/^(token_malformed|signature_invalid)$/),
    }),
  ]);
  expect(authorizer.lines[0].cold_start).toBe(true);
  for (const part of token.split('.')) expect(authorizer.text).not.toContain(part);
});
