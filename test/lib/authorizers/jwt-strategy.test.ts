import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  AuthorizationCacheKey,
  type JwtAuthorizerOptions,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
} from '../../../lib';
import { methodsOf, newStack, onlyResource, propertiesOf, synthesizedRules } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const target = RouteTarget.mock({ statusCode: 200 });
const tenant = Access.claimEqualsPathParameter('tenant_id', 'tenantId');

function gateway(stack: Stack, options: Partial<JwtAuthorizerOptions> = {}, id = 'Api'): SecureApiGateway {
  return new SecureApiGateway(stack, id, { authorizer: ApiAuthorizer.jwt({ issuers, ...options }) });
}

/** The authorizer of a route, and the decision that its rule says. */
function authorizerOf(template: Template, routeKey: string): any {
  const method = methodsOf(template)[routeKey];
  expect(method.AuthorizationType).toBe('CUSTOM');
  return propertiesOf(template, 'AWS::ApiGateway::Authorizer')[method.AuthorizerId.Ref as string];
}

describe('the authorizers', () => {
  const stack = newStack();
  const api = gateway(stack);
  api.addRoute('GET /orders', target, { access: Access.scope('orders/read') });
  api.addRoute('DELETE /orders', target, { access: Access.inGroup('admins') });
  api.addRoute('GET /tenants/{tenantId}', target, { access: tenant });
  api.addRoute('GET /tenants/{tenantId}/orders', target, { access: Access.allOf(Access.scope('a'), tenant) });
  const template = Template.fromStack(stack);

  test('are one for routes and one for paths, of the same function', () => {
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 2);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    const { logicalId } = onlyResource(template, 'AWS::Lambda::Function');
    for (const authorizer of Object.values(propertiesOf(template, 'AWS::ApiGateway::Authorizer'))) {
      expect(authorizer).toMatchObject({
        RestApiId: stack.resolve(api.restApi.restApiId),
        Type: 'REQUEST',
        AuthorizerResultTtlInSeconds: 300,
        AuthorizerUri: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':apigateway:',
              { Ref: 'AWS::Region' },
              ':lambda:path/2015-03-31/functions/',
              { 'Fn::GetAtt': [logicalId, 'Arn'] },
              '/invocations',
            ],
          ],
        },
      });
    }
  });

  test('are called with the role that may invoke the function', () => {
    const policies = Object.values(propertiesOf(template, 'AWS::IAM::ManagedPolicy'));
    const { logicalId } = onlyResource(template, 'AWS::Lambda::Function');
    const invoking = policies.find((policy) => policy.PolicyDocument.Statement[0].Action === 'lambda:InvokeFunction');
    expect(invoking.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [logicalId, 'Arn'] } },
    ]);
    const credentials = { 'Fn::GetAtt': [invoking.Roles[0].Ref, 'Arn'] };
    template.allResourcesProperties('AWS::ApiGateway::Authorizer', { AuthorizerCredentials: credentials });
  });

  test.each(['GET /orders', 'DELETE /orders'])('keep a decision per route for %s', (routeKey) => {
    expect(authorizerOf(template, routeKey).IdentitySource).toBe(
      'method.request.header.Authorization,context.httpMethod,context.resourcePath',
    );
  });

  test.each(['GET /tenants/{tenantId}', 'GET /tenants/{tenantId}/orders'])(
    'keep a decision per path for %s, whose rule looks at the path',
    (routeKey) => {
      expect(authorizerOf(template, routeKey).IdentitySource).toBe(
        'method.request.header.Authorization,context.httpMethod,context.path',
      );
    },
  );

  test('have names of their own', () => {
    const names = Object.values(propertiesOf(template, 'AWS::ApiGateway::Authorizer')).map((props) => props.Name);
    expect(new Set(names).size).toBe(2);
  });

  test('leave no permission behind', () => {
    template.resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

describe('the key of the cache', () => {
  test('is the path for every route when the author says so, and the rules agree', () => {
    const stack = newStack();
    const api = gateway(stack, { cacheKey: AuthorizationCacheKey.PATH });
    api.addRoute('GET /orders', target, { access: Access.scope('orders/read') });
    const template = Template.fromStack(stack);
    expect(authorizerOf(template, 'GET /orders').IdentitySource).toBe(
      'method.request.header.Authorization,context.httpMethod,context.path',
    );
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    expect(synthesizedRules(stack)[0].routes['GET /orders'].decision).toBe('path');
  });

  test('is the route when the author says so, except for rules over the path', () => {
    const stack = newStack();
    const api = gateway(stack, { cacheKey: AuthorizationCacheKey.ROUTE });
    api.addRoute('GET /orders', target, { access: Access.scope('orders/read') });
    api.addRoute('GET /tenants/{tenantId}', target, { access: tenant });
    const template = Template.fromStack(stack);
    expect(authorizerOf(template, 'GET /orders').IdentitySource).toContain('context.resourcePath');
    expect(authorizerOf(template, 'GET /tenants/{tenantId}').IdentitySource).toContain('context.path');
    expect(synthesizedRules(stack)[0].routes['GET /orders'].decision).toBe('route');
  });
});

describe('cacheTtl', () => {
  test.each([[0], [1], [3_600]])('can be %p seconds', (seconds) => {
    const stack = newStack();
    const api = gateway(stack, { cacheTtl: Duration.seconds(seconds) });
    api.addRoute('GET /orders', target, { access: Access.authenticated() });
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::Authorizer', {
      AuthorizerResultTtlInSeconds: seconds,
    });
  });

  test('can be a token', () => {
    const stack = newStack();
    const api = gateway(stack, { cacheTtl: Duration.seconds(Lazy.number({ produce: () => 77 })) });
    api.addRoute('GET /orders', target, { access: Access.authenticated() });
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer');
    expect(Properties.AuthorizerResultTtlInSeconds).toBe(77);
  });

  test.each([
    [Duration.seconds(3_601), 3_601],
    [Duration.days(1), 86_400],
    [Duration.millis(1_500), 1.5],
  ])('fails when it is %s', (cacheTtl, seconds) => {
    expect(() => gateway(newStack(), { cacheTtl })).toThrow(
      `'cacheTtl' is ${seconds}; it must be a whole number from 0 to 3600 seconds (at S/Api/Authorizer) [CacheTtlOutOfRange]`,
    );
  });

  test('cannot be negative, as no duration can', () => {
    expect(() => gateway(newStack(), { cacheTtl: Duration.seconds(-1) })).toThrow(
      'Duration amounts cannot be negative',
    );
  });
});

test("the options of the function reach it, the gateway's key included", () => {
  const stack = newStack();
  const api = gateway(stack, { memorySize: 777, contextClaims: ['email'], clockTolerance: Duration.seconds(9) });
  api.addRoute('GET /orders', target, { access: Access.authenticated() });
  const template = Template.fromStack(stack);
  const { MemorySize, Environment, LoggingConfig } = onlyResource(template, 'AWS::Lambda::Function').Properties;
  expect(MemorySize).toBe(777);
  expect(JSON.parse(Environment.Variables.AUTHORIZER_CONFIG as string)).toMatchObject({
    contextClaims: ['email'],
    clockToleranceSeconds: 9,
  });
  const log = propertiesOf(template, 'AWS::Logs::LogGroup')[LoggingConfig.LogGroup.Ref as string];
  expect(log.KmsKeyId).toEqual(stack.resolve(api.encryptionKey.keyArn));
});

test('an issuer that is missing is found at the gateway', () => {
  expect(() => gateway(newStack(), { issuers: [] })).toThrow(
    "'issuers' is []; it must name at least one; no token could pass (at S/Api/Authorizer/Function) [IssuersEmpty]",
  );
});

test('one value serves two gateways, each with a function and rules of its own', () => {
  const stack = newStack();
  const authorizer = ApiAuthorizer.jwt({ issuers });
  const [one, two] = ['One', 'Two'].map((id) => new SecureApiGateway(stack, id, { authorizer }));
  one.addRoute('GET /one', target, { access: Access.scope('one') });
  two.addRoute('GET /two', target, { access: Access.scope('two') });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 2);
  expect(authorizerOf(template, 'GET /one').RestApiId).toEqual(stack.resolve(one.restApi.restApiId));
  expect(authorizerOf(template, 'GET /two').RestApiId).toEqual(stack.resolve(two.restApi.restApiId));
  expect(synthesizedRules(stack).map((rules) => Object.keys(rules.routes))).toEqual([['GET /one'], ['GET /two']]);
});
