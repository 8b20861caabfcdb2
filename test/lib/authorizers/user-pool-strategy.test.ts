import { Duration, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, type UserPoolAuthorizerOptions } from '../../../lib';
import { importedPool, methodsOf, newStack, onlyResource, propertiesOf } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });

function gateway(options: Partial<UserPoolAuthorizerOptions> = {}, stack = newStack()): SecureApiGateway {
  const authorizer = ApiAuthorizer.userPool({
    userPools: options.userPools ?? [importedPool(stack, 'Only')],
    ...options,
  });
  return new SecureApiGateway(stack, 'Api', { authorizer });
}

function authorizerWith(options: Partial<UserPoolAuthorizerOptions>, stack = newStack()): any {
  gateway(options, stack).addRoute('GET /a', target, { access: Access.authenticated() });
  return onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer').Properties;
}

describe('the authorizer', () => {
  test('names its pools', () => {
    const stack = newStack();
    const userPools = [importedPool(stack, 'Staff'), new cognito.UserPool(stack, 'Customers')];
    const api = gateway({ userPools }, stack);
    api.addRoute('GET /a', target, { access: Access.authenticated() });
    const template = Template.fromStack(stack);
    const { logicalId, Properties } = onlyResource(template, 'AWS::ApiGateway::Authorizer');
    expect(Properties).toMatchObject({
      RestApiId: stack.resolve(api.restApi.restApiId),
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: userPools.map((pool) => stack.resolve(pool.userPoolArn) as unknown),
      AuthorizerResultTtlInSeconds: 300,
    });
    expect(methodsOf(template)['GET /a']).toMatchObject({
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: logicalId },
    });
  });

  test('needs no function', () => {
    const stack = newStack();
    authorizerWith({}, stack);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  test.each([[0], [3_600]])('keeps a token for %p seconds', (seconds) => {
    const { AuthorizerResultTtlInSeconds } = authorizerWith({ cacheTtl: Duration.seconds(seconds) });
    expect(AuthorizerResultTtlInSeconds).toBe(seconds);
  });

  test('takes a time that is a token', () => {
    const cacheTtl = Duration.seconds(Lazy.number({ produce: () => 66 }));
    expect(authorizerWith({ cacheTtl }).AuthorizerResultTtlInSeconds).toBe(66);
  });

  test('fails when the time is too long', () => {
    expect(() => gateway({ cacheTtl: Duration.hours(2) })).toThrow(
      "'cacheTtl' is 7200; it must be a whole number from 0 to 3600 seconds (at S/Api/Authorizer) [CacheTtlOutOfRange]",
    );
  });

  test('fails when there is no pool', () => {
    expect(() => gateway({ userPools: [] })).toThrow(
      "'userPools' is []; it must name at least one; no token could pass (at S/Api/Authorizer) [UserPoolsEmpty]",
    );
  });
});

describe('access', () => {
  test.each<[Access, string[] | undefined]>([
    [Access.authenticated(), undefined],
    [Access.scope('a'), ['a']],
    [Access.anyScope('a', 'b'), ['a', 'b']],
    [Access.allScopes('a'), ['a']],
    [Access.allOf(Access.scope('a')), ['a']],
    [Access.anyOf(Access.scope('a'), Access.anyScope('b', 'c')), ['a', 'b', 'c']],
    [Access.anyOf(Access.authenticated()), undefined],
    [Access.allOf(Access.anyOf(Access.allScopes('d'))), ['d']],
  ])('to %s is a list of scopes', (access, scopes) => {
    const stack = newStack();
    gateway({}, stack).addRoute('GET /a', target, { access });
    const { AuthorizationScopes } = methodsOf(Template.fromStack(stack))['GET /a'];
    expect(AuthorizationScopes).toEqual(scopes);
  });

  test.each<[Access]>([
    [Access.allScopes('a', 'b')],
    [Access.inGroup('g')],
    [Access.claim('c', 'v')],
    [Access.claimEqualsPathParameter('c', 'p')],
    [Access.allOf(Access.scope('a'), Access.scope('b'))],
    [Access.allOf(Access.authenticated(), Access.scope('a'))],
    [Access.anyOf(Access.scope('a'), Access.inGroup('g'))],
    [Access.anyOf(Access.scope('a'), Access.authenticated())],
    [Access.anyOf(Access.scope('a'), Access.allScopes('b', 'c'))],
    [Access.allOf(Access.inGroup('g'))],
  ])('to %s is refused', (access) => {
    expect(() => gateway().addRoute('GET /a/{p}', target, { access })).toThrow(
      `route 'GET /a/{p}' asks for ${access.toString()}; ApiAuthorizer.userPool() lets a token with any one of the scopes ` +
        'pass and looks at nothing else; use Access.authenticated() with it, or ApiAuthorizer.jwt(), which enforces every ' +
        'rule (at S/Api/Authorizer) [AccessNotEnforceable]',
    );
  });
});

test('one value serves two gateways', () => {
  const stack = newStack();
  const authorizer = ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'Staff')] });
  const gateways = ['One', 'Two'].map((id) => new SecureApiGateway(stack, id, { authorizer }));
  for (const api of gateways) api.addRoute('GET /a', target, { access: Access.authenticated() });
  const authorizers = Object.values(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer'));
  expect(authorizers.map((props) => props.RestApiId as unknown)).toEqual(
    gateways.map((api) => stack.resolve(api.restApi.restApiId) as unknown),
  );
  expect(new Set(authorizers.map((props) => props.Name)).size).toBe(2);
});
