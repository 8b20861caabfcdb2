import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  AuthorizationCacheKey,
  type LambdaAuthorizerOptions,
  RouteTarget,
  SecureApiGateway,
} from '../../../lib';
import { functionArn, importedFunction, methodsOf, newStack, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });

function gateway(options?: LambdaAuthorizerOptions, stack = newStack()): SecureApiGateway {
  const authorizer = ApiAuthorizer.lambda(importedFunction(stack, 'own-authorizer'), options);
  return new SecureApiGateway(stack, 'Api', { authorizer });
}

function authorizerWith(options?: LambdaAuthorizerOptions, stack = newStack()): any {
  gateway(options, stack).addRoute('GET /a', target, { access: Access.authenticated() });
  return onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer').Properties;
}

describe('the authorizer', () => {
  test('calls the function with the role that may invoke it, and keeps decisions per path', () => {
    const stack = newStack();
    const props = authorizerWith(undefined, stack);
    const template = Template.fromStack(stack);
    const policy = onlyResource(template, 'AWS::IAM::ManagedPolicy').Properties;
    expect(policy.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('own-authorizer') },
    ]);
    expect(props).toMatchObject({
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization,context.httpMethod,context.path',
      AuthorizerResultTtlInSeconds: 300,
      AuthorizerCredentials: { 'Fn::GetAtt': [policy.Roles[0].Ref, 'Arn'] },
    });
    expect(JSON.stringify(props.AuthorizerUri)).toContain(`functions/${functionArn('own-authorizer')}/invocations`);
    expect(methodsOf(template)['GET /a']).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: onlyResource(template, 'AWS::ApiGateway::Authorizer').logicalId },
    });
    template.resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('takes overrides', () => {
    const props = authorizerWith({
      identityHeaders: ['X-Tenant', 'X-Session'],
      cacheTtl: Duration.seconds(88),
      cacheKey: AuthorizationCacheKey.ROUTE,
    });
    expect(props).toMatchObject({
      IdentitySource:
        'method.request.header.X-Tenant,method.request.header.X-Session,context.httpMethod,context.resourcePath',
      AuthorizerResultTtlInSeconds: 88,
    });
  });

  test('takes tokens', () => {
    const stack = newStack();
    const header = new CfnParameter(stack, 'Header').valueAsString;
    const cacheTtl = Duration.seconds(Lazy.number({ produce: () => 99 }));
    expect(authorizerWith({ identityHeaders: [header], cacheTtl }, stack)).toMatchObject({
      AuthorizerResultTtlInSeconds: 99,
      IdentitySource: {
        'Fn::Join': ['', ['method.request.header.', { Ref: 'Header' }, ',context.httpMethod,context.path']],
      },
    });
  });
});

describe('fails when', () => {
  test('identityHeaders is empty', () => {
    expect(() => gateway({ identityHeaders: [] })).toThrow(
      "'identityHeaders' is []; it must name at least one; a decision kept without an identity would let everybody in " +
        '(at S/Api/Authorizer) [HeaderNameInvalid]',
    );
  });

  test.each(['', 'X Tenant', 'X-Tenant,X-Session', 'method.request.header.X'])('a header is named %j', (header) => {
    expect(() => gateway({ identityHeaders: ['Authorization', header] })).toThrow(
      `'identityHeaders' is ${JSON.stringify(header)}; it must be the name of a request header ` +
        '(at S/Api/Authorizer) [HeaderNameInvalid]',
    );
  });

  test('cacheTtl is too long', () => {
    expect(() => gateway({ cacheTtl: Duration.seconds(3_601) })).toThrow(
      "'cacheTtl' is 3601; it must be a whole number from 0 to 3600 seconds (at S/Api/Authorizer) [CacheTtlOutOfRange]",
    );
  });

  test.each<[Access]>([
    [Access.scope('a')],
    [Access.anyScope('a', 'b')],
    [Access.allScopes('a', 'b')],
    [Access.inGroup('g')],
    [Access.claim('c', 'v')],
    [Access.claimEqualsPathParameter('c', 'p')],
    [Access.allOf(Access.scope('a'), Access.inGroup('g'))],
    [Access.anyOf(Access.authenticated(), Access.inGroup('g'))],
  ])('a route asks for %s', (access) => {
    expect(() => gateway().addRoute('GET /a/{p}', target, { access })).toThrow(
      `route 'GET /a/{p}' asks for ${access.toString()}; ApiAuthorizer.lambda() decides in your function; use ` +
        'Access.authenticated() with it, or ApiAuthorizer.jwt(), which enforces every rule ' +
        '(at S/Api/Authorizer) [AccessNotEnforceable]',
    );
  });
});
