import { Duration, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  AuthorizationCacheKey,
  type JwtAuthorizerOptions,
  type OidcIssuerOptions,
  RequestBody,
  type RouteOptions,
  RouteTarget,
  type SecureApiGatewayProps,
  SignatureAlgorithm,
  TlsPolicy,
  TokenIssuer,
} from '../../../lib';
import { redeployOn } from '../../../lib/private/redeploy';
import { importedFunction, importedPool, newGateway, newStack, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const schema = { type: 'object', properties: { sku: { type: 'string' } } };

/** Everything that a test may change. */
interface Design {
  readonly gateway?: Partial<SecureApiGatewayProps>;
  readonly jwt?: Partial<JwtAuthorizerOptions>;
  readonly access?: Access;
  readonly schema?: { [key: string]: unknown };
  readonly tier?: boolean;
  readonly route?: Partial<RouteOptions>;
  readonly target?: (stack: Stack) => RouteTarget;
}

/** Logical id of the deployment; no feature flag is set. */
function deploymentOf(design: Design = {}): string {
  const stack = newStack();
  const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
  const authorizer = ApiAuthorizer.jwt({ issuers, ...design.jwt });
  const api = newGateway(stack, { authorizer, ...design.gateway });
  const access = design.access ?? Access.scope('orders/write');
  const body = RequestBody.json(design.schema ?? schema);
  api.addRoute('POST /orders', design.target?.(stack) ?? target, { access, body, ...design.route });
  if (design.tier) api.addUsageTier('Partner', { throttle: { rateLimit: 1, burstLimit: 1 } });
  return onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Deployment').logicalId;
}

const unchanged = deploymentOf();
const acmeWith = (options: Partial<OidcIssuerOptions>): TokenIssuer =>
  TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'], ...options });
const oidc = (url: string, audience: string): TokenIssuer => TokenIssuer.oidc(url, { audiences: [audience] });

test.each<[string, Design]>([
  ['the time that decisions are kept', { jwt: { cacheTtl: Duration.seconds(299) } }],
  ['what decisions are kept under', { jwt: { cacheKey: AuthorizationCacheKey.PATH } }],
  ['an issuer', { jwt: { issuers: [oidc('https://other.acme.com/', 'https://api.acme.com')] } }],
  ['an audience', { jwt: { issuers: [oidc('https://acme.eu.auth0.com/', 'https://other.acme.com')] } }],
  ['the kind of tokens', { jwt: { issuers: [acmeWith({ requireAccessTokenType: true })] } }],
  ['the claims that a token must have', { jwt: { issuers: [acmeWith({ requiredClaims: ['sub'] })] } }],
  ['the algorithms', { jwt: { issuers: [acmeWith({ algorithms: [SignatureAlgorithm.PS256] })] } }],
  ['where revocations are', { jwt: { revocationTable: Table.fromTableName(newStack(), 'T', 'revoked') } }],
  ['the claims for the backend', { jwt: { contextClaims: ['tenant'] } }],
  ['the clock tolerance', { jwt: { clockTolerance: Duration.seconds(1) } }],
  ['a rule', { access: Access.scope('orders/admin') }],
  ['the kind of a rule', { access: Access.inGroup('orders/write') }],
  [
    'the authorizer',
    { gateway: { authorizer: ApiAuthorizer.userPool({ userPools: [importedPool(newStack(), 'P')] }) } },
  ],
  ['a schema', { schema: { ...schema, required: ['sku'] } }],
  ['the origins of pages', { gateway: { cors: { allowOrigins: ['https://a.acme.com'] } } }],
  ['the TLS policy', { gateway: { tlsPolicy: TlsPolicy.TLS_1_3 } }],
  ['that an API key is asked for', { route: { apiKeyRequired: true } }],
  ['that there is a tier', { tier: true }],
  ['a required parameter', { route: { requiredHeaders: ['X-Tenant'] } }],
  ['a target', { target: (stack) => RouteTarget.lambda(importedFunction(stack, 'f')) }],
])('the stage is deployed anew when it changes: %s', (_what, design) => {
  const changed = deploymentOf(design);
  expect(changed).not.toBe(unchanged);
  expect(deploymentOf(design)).toBe(changed);
});

test.each<[string, Design, Design]>(
  [
    [
      'an origin',
      { cors: { allowOrigins: ['https://a.acme.com'] } },
      { cors: { allowOrigins: ['https://b.acme.com'] } },
    ],
    [
      'the headers of errors',
      { cors: { allowOrigins: ['https://a.acme.com'] } },
      { cors: { allowOrigins: ['https://a.acme.com'], exposeHeaders: ['X-Total'] } },
    ],
  ].map(([what, one, two]) => [what, { gateway: one }, { gateway: two }] as [string, Design, Design]),
)('the stage is deployed anew when the CORS answer changes: %s', (_what, one, two) => {
  expect(deploymentOf(one)).not.toBe(deploymentOf(two));
});

test.each<[string, Design]>([
  ['nothing', {}],
  ['the throttle of the stage', { gateway: { throttle: { rateLimit: 11, burstLimit: 12 } } }],
  ['the throttle of a route', { route: { throttle: { rateLimit: 11, burstLimit: 12 } } }],
  ['the memory of the authorizer', { jwt: { memorySize: 1_024 } }],
  ['how long logs are kept', { gateway: { logRetention: 30 } }],
])('the stage is not deployed anew when it changes: %s', (_what, design) => {
  expect(deploymentOf(design)).toBe(unchanged);
});

test('the time that verified tokens are kept by a user pool authorizer is a change', () => {
  const withTtl = (seconds: number): string => {
    const userPools = [importedPool(newStack(), 'P')];
    const authorizer = ApiAuthorizer.userPool({ userPools, cacheTtl: Duration.seconds(seconds) });
    return deploymentOf({ gateway: { authorizer } });
  };
  expect(withTtl(10)).toBe(withTtl(10));
  expect(withTtl(10)).not.toBe(withTtl(11));
});

test('the headers that identify a caller are a change', () => {
  const withHeader = (header: string): string => {
    const handler = importedFunction(newStack(), 'own');
    const authorizer = ApiAuthorizer.lambda(handler, { identityHeaders: [header] });
    return deploymentOf({ gateway: { authorizer }, access: Access.authenticated() });
  };
  expect(withHeader('X-One')).toBe(withHeader('X-One'));
  expect(withHeader('X-One')).not.toBe(withHeader('X-Two'));
});

describe('redeployOn', () => {
  function deploymentWith(content: unknown): { logicalId: string; [section: string]: any } {
    const stack = newStack();
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET');
    const model = new apigateway.CfnModel(stack, 'Model', { restApiId: api.restApiId });
    redeployOn(api, model, content);
    return onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Deployment');
  }

  test('deploys anew when the content changes, and only then', () => {
    expect(deploymentWith({ a: 1 }).logicalId).toBe(deploymentWith({ a: 1 }).logicalId);
    expect(deploymentWith({ a: 1 }).logicalId).not.toBe(deploymentWith({ a: 2 }).logicalId);
  });

  test('deploys after the resource', () => {
    expect(deploymentWith('x').DependsOn).toContain('Model');
  });

  test('leaves an API without a deployment alone', () => {
    const stack = newStack();
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false, deploy: false });
    api.root.addMethod('GET');
    redeployOn(api, api, 'x');
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Deployment', 0);
  });
});
