import { Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  Access,
  ApiAuthorizer,
  ApiDomain,
  AuthorizationCacheKey,
  Firewall,
  FirewallMode,
  type JwtAuthorizerOptions,
  Preflight,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  type SecureApiGatewayProps,
  TlsPolicy,
  TokenIssuer,
  TokenTable,
  TokenUse,
  UsageIdentity,
} from '../../lib';
import { ACCOUNT, importedClient, importedFunction, importedPool, newApp, REGION } from '../support/synth';
import type { Traits } from './view';

/** A way to use the library. */
export interface Configuration {
  readonly name: string;
  readonly traits: Traits;
  readonly build: (stack: Stack) => void;
}

const DEFAULTS: Traits = {
  authorization: 'jwt',
  publicRoutes: 1,
  firewall: 'standard',
  domain: false,
  cors: 'none',
  usageTiers: false,
  ownKey: false,
  tokenTiers: false,
  boundTokens: false,
};

const SEVERAL = ['https://shop.example.org', 'https://staff.example.org'];

function jwt(stack: Stack, options: Partial<JwtAuthorizerOptions> = {}): ApiAuthorizer {
  return ApiAuthorizer.jwt({
    issuers: [
      TokenIssuer.userPool(importedPool(stack, 'pool'), {
        clients: [importedClient(stack, 'web')],
        tokenUse: TokenUse.ACCESS,
      }),
      TokenIssuer.oidc('https://login.example.org/', { audiences: ['https://api.example.org'] }),
    ],
    ...options,
  });
}

function authorizer(stack: Stack, kind: Traits['authorization']): ApiAuthorizer {
  switch (kind) {
    case 'jwt':
      return jwt(stack);
    case 'user-pool':
      return ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'pool')] });
    case 'iam':
      return ApiAuthorizer.iam();
    case 'lambda':
      return ApiAuthorizer.lambda(importedFunction(stack, 'authorizer'), {
        identityHeaders: ['Authorization', 'X-Device-Secret'],
      });
  }
}

/** The routes of every configuration: each kind of target, body and parameter; access as far as the authorizer knows it. */
function addRoutes(stack: Stack, api: SecureApiGateway, traits: Traits): void {
  const scoped = traits.authorization === 'jwt' || traits.authorization === 'user-pool';
  const read = scoped ? Access.scope('orders/read') : Access.authenticated();
  const write = scoped ? Access.anyScope('orders/write', 'orders/admin') : Access.authenticated();
  const own =
    traits.authorization === 'jwt'
      ? Access.allOf(Access.inGroup('tenants'), Access.claimEqualsPathParameter('tenant_id', 'tenantId'))
      : read;
  const orders = RouteTarget.lambda(importedFunction(stack, 'orders'), { timeout: Duration.seconds(7) });
  const item = { type: 'object', properties: { sku: { type: 'string' } } };
  api.addRoute('GET /orders', orders, { access: read, requiredQueryParameters: ['page'] });
  api.addRoute('POST /orders', orders, {
    access: write,
    body: RequestBody.json({ type: 'object', properties: { items: { type: 'array', items: item } } }),
    throttle: { rateLimit: 11, burstLimit: 13 },
  });
  api.addRoute('PUT /orders/{orderId}', orders, { access: write, body: RequestBody.json(item) });
  api.addRoute('GET /tenants/{tenantId}', RouteTarget.http('https://tenants.example.org/{tenantId}'), { access: own });
  api.addRoute('POST /uploads', orders, {
    access: write,
    body: RequestBody.unvalidated('binary, checked by the handler'),
  });
  api.addRoute('POST /refresh', RouteTarget.mock({ statusCode: 202 }), { access: read, body: RequestBody.none() });
  api.addPublicRoute('GET /health', RouteTarget.mock({ statusCode: 200 }), { reason: 'a probe' });
}

function configure(
  name: string,
  changes: Partial<Traits>,
  props: (stack: Stack) => Partial<SecureApiGatewayProps> = () => ({}),
  after: (api: SecureApiGateway) => void = () => undefined,
): Configuration {
  const traits = { ...DEFAULTS, ...changes };
  return {
    name,
    traits,
    build: (stack) => {
      const authorizerOf = { authorizer: authorizer(stack, traits.authorization) };
      const api = new SecureApiGateway(stack, 'Api', { ...authorizerOf, ...props(stack) });
      addRoutes(stack, api, traits);
      after(api);
    },
  };
}

function zone(stack: Stack): route53.IHostedZone {
  return route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.org' });
}

function certificate(stack: Stack): acm.ICertificate {
  const arn = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555`;
  return acm.Certificate.fromCertificateArn(stack, 'Imported', arn);
}

function mutualTlsDomain(stack: Stack): ApiDomain {
  return ApiDomain.withCertificate({
    domainName: 'api.example.org',
    certificate: certificate(stack),
    mutualTls: {
      truststoreBucket: s3.Bucket.fromBucketName(stack, 'Trust', 'truststore'),
      truststoreKey: 'ca.pem',
      truststoreVersion: 'version-3',
    },
  });
}

export const configurations: Configuration[] = [
  configure('defaults with JSON Web Tokens', {}),
  configure('defaults with a user pool', { authorization: 'user-pool' }),
  configure('defaults with IAM', { authorization: 'iam' }),
  configure('defaults with an authorizer function of the user', { authorization: 'lambda' }),
  configure('no decision kept', {}, (stack) => ({
    authorizer: jwt(new Stack(stack, 'Issuers'), { cacheTtl: Duration.seconds(0) }),
  })),
  configure('decisions kept by path', {}, (stack) => ({
    authorizer: jwt(new Stack(stack, 'Issuers'), { cacheKey: AuthorizationCacheKey.PATH }),
  })),
  configure('a domain in a hosted zone, TLS 1.3', { domain: true }, (stack) => ({
    domain: ApiDomain.inHostedZone({ domainName: 'api.example.org', hostedZone: zone(stack), basePath: 'v1' }),
    tlsPolicy: TlsPolicy.TLS_1_3,
  })),
  configure('mutual TLS with a certificate', { domain: true }, (stack) => ({
    domain: mutualTlsDomain(stack),
    tlsPolicy: TlsPolicy.TLS_1_2,
  })),
  configure('one origin', { cors: 'one' }, () => ({ cors: { allowOrigins: ['https://shop.example.org'] } })),
  configure('several origins', { cors: 'several' }, () => ({ cors: { allowOrigins: SEVERAL } })),
  configure('several origins with credentials, preflight per path', { cors: 'several-with-credentials' }, () => ({
    cors: { allowOrigins: SEVERAL, allowCredentials: true, preflight: Preflight.PER_PATH },
  })),
  configure('any origin, user pool', { cors: 'any', authorization: 'user-pool' }, () => ({
    cors: { allowOrigins: ['*'], exposeHeaders: ['ETag'] },
  })),
  configure('a firewall that counts', { firewall: 'count' }, () => ({
    firewall: Firewall.standard({ mode: FirewallMode.COUNT }),
  })),
  configure('a firewall for large bodies', {}, () => ({ firewall: Firewall.standard({ maxBodySize: 65_536 }) })),
  configure('a firewall that exists', { firewall: 'existing' }, () => ({
    firewall: Firewall.existing(`arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/shared/1234`),
  })),
  configure('no firewall', { firewall: 'none' }, () => ({
    firewall: Firewall.none('it stands in front of CloudFront'),
  })),
  configure(
    'usage tiers',
    { usageTiers: true },
    () => ({ throttle: { rateLimit: 17, burstLimit: 19 } }),
    (api) => {
      api.addUsageTier('Partner', { throttle: { rateLimit: 3, burstLimit: 5 } }).addApiKey('acme');
    },
  ),
  configure(
    'usage tiers that tokens choose',
    { usageTiers: true, tokenTiers: true },
    () => ({ usageIdentity: UsageIdentity.TOKEN }),
    (api) => {
      const throttle = { rateLimit: 3, burstLimit: 5 };
      const partner = api.addUsageTier('Partner', { throttle, claim: { name: 'plan', values: ['partner'] } });
      partner.addClient('acme', 'acme-id');
      api.addUsageTier('Free', { throttle, isDefault: true });
    },
  ),
  configure(
    'tokens that are bound to their sender and can be revoked',
    { domain: true, boundTokens: true },
    (stack) => ({
      authorizer: jwt(new Stack(stack, 'Issuers'), {
        revocationTable: new TokenTable(stack, 'Revoked').table,
        dpopProofTable: new TokenTable(stack, 'Proofs').table,
      }),
      tlsPolicy: TlsPolicy.TLS_1_2,
      domain: mutualTlsDomain(stack),
    }),
    (api) => {
      const access = Access.allOf(Access.anyOf(Access.dpopBound(), Access.certificateBound()), Access.scope('a'));
      api.addRoute('GET /bound', RouteTarget.mock({ statusCode: 200 }), { access });
    },
  ),
  configure('a key of the user', { ownKey: true }, (stack) => ({
    encryptionKey: kms.Key.fromKeyArn(stack, 'Own', `arn:aws:kms:${REGION}:${ACCOUNT}:key/abc`),
    stageName: 'live',
    apiName: 'orders',
  })),
];

/** Builds the configuration in an app with the given context, which holds the feature flags. */
export function buildStack(configuration: Configuration, context: { [flag: string]: unknown }): Stack {
  const stack = new Stack(newApp({ context }), 'S', { env: { account: ACCOUNT, region: REGION } });
  configuration.build(stack);
  return stack;
}
