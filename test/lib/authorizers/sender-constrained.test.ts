import { App, Duration, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  ApiDomain,
  AuthorizationCacheKey,
  type JwtAuthorizerOptions,
  RouteTarget,
  type SecureApiGateway,
  TlsPolicy,
  TokenIssuer,
  TokenTable,
} from '../../../lib';
import { methodsOf, newGateway, newStack, propertiesOf, synthesizedRules } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const ok = RouteTarget.mock({ statusCode: 200 });

/** An API that asks for client certificates and remembers DPoP proofs. */
function boundGateway(stack: Stack, options: Partial<JwtAuthorizerOptions> = {}): SecureApiGateway {
  const dpopProofTable = new TokenTable(stack, 'Proofs').table;
  const mutualTls = {
    truststoreBucket: Bucket.fromBucketName(stack, 'Bucket', 'trust'),
    truststoreKey: 'ca.pem',
    truststoreVersion: 'v7',
  };
  return newGateway(stack, {
    authorizer: ApiAuthorizer.jwt({ issuers, dpopProofTable, ...options }),
    tlsPolicy: TlsPolicy.TLS_1_2,
    domain: ApiDomain.withCertificate({
      domainName: 'api.acme.com',
      certificate: Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:eu-west-3:210987654321:certificate/1'),
      mutualTls,
    }),
  });
}

describe('routes that look at the sender', () => {
  const rules: [string, Access][] = [
    ['GET /certificate', Access.certificateBound()],
    ['GET /proof', Access.allOf(Access.scope('a'), Access.anyOf(Access.inGroup('b'), Access.dpopBound()))],
    ['GET /tenants/{id}', Access.allOf(Access.claimEqualsPathParameter('t', 'id'), Access.dpopBound())],
    ['GET /plain', Access.scope('a')],
    ['GET /other/{id}', Access.claimEqualsPathParameter('t', 'id')],
  ];
  const stack = newStack();
  const api = boundGateway(stack, { cacheTtl: Duration.seconds(120) });
  for (const [route, access] of rules) api.addRoute(route, ok, { access });
  const template = Template.fromStack(stack);
  const methods = methodsOf(template);
  const authorizers = propertiesOf(template, 'AWS::ApiGateway::Authorizer');
  const ttlOf = (route: string): unknown =>
    authorizers[methods[route].AuthorizerId.Ref as string].AuthorizerResultTtlInSeconds;

  test('have an authorizer that keeps no decision, beside those that do', () => {
    expect(rules.map(([route]) => ttlOf(route))).toEqual([0, 0, 0, 120, 120]);
    expect(Object.keys(authorizers)).toHaveLength(3);
  });

  test('are marked for the handler', () => {
    const { routes } = synthesizedRules(stack)[0];
    expect(rules.map(([route]) => routes[route].decision)).toEqual(['request', 'request', 'request', 'route', 'path']);
    expect(routes['GET /certificate'].access).toEqual({ type: 'certificateBound' });
  });

  test('say what they ask for', () => {
    expect(api.routes[1].access).toBe('(scope a and (group b or a token bound to a DPoP key))');
    expect(api.routes[0].access).toBe('a token bound to the client certificate');
  });

  test('keep no decision with any cache key', () => {
    const other = newStack();
    const gateway = boundGateway(other, { cacheKey: AuthorizationCacheKey.PATH });
    gateway.addRoute('GET /proof', ok, { access: Access.dpopBound() });
    const properties = Object.values(propertiesOf(Template.fromStack(other), 'AWS::ApiGateway::Authorizer'));
    expect(properties.map(({ AuthorizerResultTtlInSeconds }) => AuthorizerResultTtlInSeconds)).toEqual([0]);
  });

  test('cannot be made to keep one', () => {
    const other = newStack();
    const gateway = boundGateway(other);
    gateway.addRoute('GET /proof', ok, { access: Access.dpopBound() });
    const uncached = gateway.node
      .findAll()
      .find((node): node is apigateway.CfnAuthorizer => node instanceof apigateway.CfnAuthorizer);
    uncached!.authorizerResultTtlInSeconds = 1;
    expect(() => App.of(other)?.synth()).toThrow(
      'results of the authorizer are kept for 1 seconds; they must not be kept, because they depend on who sends the token (at S/Api/Authorizer/Resource/Uncached) [AuthorizerCacheKeyChanged]',
    );
  });
});

test('DPoP without a memory for proofs is refused', () => {
  const api = boundGateway(newStack(), { dpopProofTable: undefined });
  const access = Access.anyOf(Access.scope('a'), Access.dpopBound());
  expect(() => api.addRoute('GET /proof', ok, { access })).toThrow(
    "route 'GET /proof' asks for (scope a or a token bound to a DPoP key), and there is no 'dpopProofTable'; name one, for example a TokenTable: a proof that is not remembered could be sent again (at S/Api/Authorizer/Function) [DpopProofTableMissing]",
  );
});

test('a certificate that nobody asks for is refused', () => {
  const api = newGateway(newStack(), { authorizer: ApiAuthorizer.jwt({ issuers }) });
  expect(() => api.addRoute('GET /c', ok, { access: Access.certificateBound() })).toThrow(
    "route 'GET /c' asks for a token bound to the client certificate, and callers show no client certificate; set 'mutualTls' on the API's domain (at S/Api/Authorizer) [MutualTlsMissing]",
  );
});

test('an API that is wired by hand knows best whether callers show certificates', () => {
  const stack = newStack();
  const api = new apigateway.RestApi(stack, 'Plain');
  const attached = ApiAuthorizer.jwt({ issuers }).attachTo(stack, 'Jwt', api);
  api.root.addMethod('GET', undefined, attached.methodOptions('GET /', Access.certificateBound()));
  expect(Object.values(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer'))).toHaveLength(1);
});

test.each([Access.certificateBound(), Access.dpopBound()])('%s needs the JWT authorizer', (access) => {
  const api = newGateway(newStack());
  expect(() => api.addRoute('GET /c', ok, { access })).toThrow('[AccessNotEnforceable]');
});
