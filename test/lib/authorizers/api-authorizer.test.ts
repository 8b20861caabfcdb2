import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, TokenIssuer } from '../../../lib';
import {
  functionArn,
  importedFunction,
  importedPool,
  methodsOf,
  newStack,
  onlyResource,
  propertiesOf,
  synthesizedRules,
} from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];

function plainApi(stack: Stack, id = 'Plain'): apigateway.RestApi {
  return new apigateway.RestApi(stack, id, { cloudWatchRole: false });
}

describe('an authorizer in front of a plain REST API', () => {
  test('of JWTs has its function, its rules and its role', () => {
    const stack = newStack();
    const api = plainApi(stack);
    const attached = ApiAuthorizer.jwt({ issuers }).attachTo(stack, 'Auth', api);
    const orders = api.root.addResource('orders');
    orders.addMethod('GET', undefined, attached.methodOptions('GET /orders', Access.scope('orders/read')));
    orders.addMethod('PUT', undefined, attached.methodOptions('PUT /orders', Access.inGroup('admins')));
    const template = Template.fromStack(stack);
    const authorizer = onlyResource(template, 'AWS::ApiGateway::Authorizer');
    expect(authorizer.Properties.RestApiId).toEqual(stack.resolve(api.restApiId));
    for (const routeKey of ['GET /orders', 'PUT /orders']) {
      expect(methodsOf(template)[routeKey]).toMatchObject({
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: authorizer.logicalId },
      });
    }
    expect(synthesizedRules(stack)).toEqual([
      {
        version: 1,
        routes: {
          'GET /orders': { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' },
          'PUT /orders': { access: { type: 'group', group: 'admins' }, decision: 'route' },
        },
      },
    ]);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] },
    });
  });

  test('of a user pool asks for scopes', () => {
    const stack = newStack();
    const api = plainApi(stack);
    const authorizer = ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'Staff')] });
    const attached = authorizer.attachTo(stack, 'Auth', api);
    api.root.addMethod('GET', undefined, attached.methodOptions('GET /', Access.anyScope('a', 'b')));
    expect(methodsOf(Template.fromStack(stack))['GET /']).toMatchObject({
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: ['a', 'b'],
    });
  });

  test('of IAM asks for a signature', () => {
    const stack = newStack();
    const api = plainApi(stack);
    const attached = ApiAuthorizer.iam().attachTo(stack, 'Auth', api);
    api.root.addMethod('GET', undefined, attached.methodOptions('GET /', Access.authenticated()));
    expect(methodsOf(Template.fromStack(stack))['GET /'].AuthorizationType).toBe('AWS_IAM');
  });

  test('of a function of your own calls it', () => {
    const stack = newStack();
    const api = plainApi(stack);
    const attached = ApiAuthorizer.lambda(importedFunction(stack, 'own')).attachTo(stack, 'Auth', api);
    api.root.addMethod('GET', undefined, attached.methodOptions('GET /', Access.authenticated()));
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer');
    expect(JSON.stringify(Properties.AuthorizerUri)).toContain(functionArn('own'));
  });

  test.each([
    ['has no deployment', false],
    ['stands in another stack', true],
  ])('fails when the API %s', (_what, deploy) => {
    const stack = newStack();
    const scope = deploy ? new Stack(stack, 'Other') : stack;
    const api = new apigateway.RestApi(scope, 'Plain', { cloudWatchRole: false, deploy });
    expect(() => ApiAuthorizer.jwt({ issuers }).attachTo(stack, 'Auth', api)).toThrow(
      `the REST API '${api.node.path}' has no deployment of its own, or stands in another stack; make it with deploy: true ` +
        'in the same stack, or a change of the authorizer would not reach its stage (at S/Auth) [DeploymentMissing]',
    );
  });

  test('fails when the route key is none', () => {
    const stack = newStack();
    const attached = ApiAuthorizer.iam().attachTo(stack, 'Auth', plainApi(stack));
    expect(() => attached.methodOptions('orders', Access.authenticated())).toThrow(
      "route key is \"orders\"; it must be 'METHOD /path', for example 'GET /orders/{orderId}' (at S/Auth) [RouteKeyInvalid]",
    );
  });

  test('fails when it cannot enforce the access', () => {
    const stack = newStack();
    const attached = ApiAuthorizer.iam().attachTo(stack, 'Auth', plainApi(stack));
    expect(() => attached.methodOptions('GET /', Access.inGroup('g'))).toThrow(
      "route 'GET /' asks for group g; ApiAuthorizer.iam() knows IAM policies only, not claims; use Access.authenticated() " +
        'with it, or ApiAuthorizer.jwt(), which enforces every rule (at S/Auth) [AccessNotEnforceable]',
    );
  });

  test('fails when a rule names a parameter that the path does not have', () => {
    const stack = newStack();
    const attached = ApiAuthorizer.jwt({ issuers }).attachTo(stack, 'Auth', plainApi(stack));
    expect(() => attached.methodOptions('GET /{a}', Access.claimEqualsPathParameter('c', 'b'))).toThrow(
      "the access rule of 'GET /{a}' names the path parameter 'b'; it must name one of the path's: a " +
        '(at S/Auth/Function) [AccessPathParameterUnknown]',
    );
  });
});

test('one value can be attached to two APIs', () => {
  const stack = newStack();
  const authorizer = ApiAuthorizer.jwt({ issuers });
  const apis = ['One', 'Two'].map((id) => {
    const api = plainApi(stack, id);
    const attached = authorizer.attachTo(stack, `${id}Auth`, api);
    api.root.addMethod('GET', undefined, attached.methodOptions('GET /', Access.scope(id)));
    return api;
  });
  const template = Template.fromStack(stack);
  const authorizers = propertiesOf(template, 'AWS::ApiGateway::Authorizer');
  const methods = Object.values(propertiesOf(template, 'AWS::ApiGateway::Method'));
  expect(methods).toHaveLength(2);
  for (const api of apis) {
    const restApiId: unknown = stack.resolve(api.restApiId);
    const method = methods.find((props) => JSON.stringify(props.RestApiId) === JSON.stringify(restApiId));
    expect(authorizers[method.AuthorizerId.Ref as string].RestApiId).toEqual(restApiId);
  }
});
