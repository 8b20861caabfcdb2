import { type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, type AttachedAuthorizer, TokenIssuer } from '../../../lib';
import { importedPool, methodsOf, newStack, synthesizedRules } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const mock = new apigateway.MockIntegration();

function attached(stack: Stack): { api: apigateway.RestApi; guard: AttachedAuthorizer } {
  const api = new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false });
  return { api, guard: ApiAuthorizer.jwt({ issuers }).attachTo(stack, 'Guard', api) };
}

test('a method is added together with its rule, by the path that it has', () => {
  const stack = newStack();
  const { api, guard } = attached(stack);
  const order = api.root.addResource('orders').addResource('{id}');
  const method = guard.addMethod(order, 'GET', mock, Access.scope('orders/read'), { operationName: 'getOrder' });
  guard.addMethod(api.root, 'DELETE', mock, Access.inGroup('admins'));
  expect(method).toBeInstanceOf(apigateway.Method);
  expect(Object.keys(synthesizedRules(stack)[0].routes)).toEqual(['DELETE /', 'GET /orders/{id}']);
  const methods = methodsOf(Template.fromStack(stack));
  expect(methods['GET /orders/{id}']).toMatchObject({ AuthorizationType: 'CUSTOM', OperationName: 'getOrder' });
  expect(methods['DELETE /']).toMatchObject({ AuthorizationType: 'CUSTOM' });
});

test('scopes of a user pool reach the method', () => {
  const stack = newStack();
  const api = new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false });
  const guard = ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'Staff')] }).attachTo(stack, 'Guard', api);
  guard.addMethod(api.root, 'GET', mock, Access.anyScope('a', 'b'));
  expect(methodsOf(Template.fromStack(stack))['GET /']).toMatchObject({
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizationScopes: ['a', 'b'],
  });
});

describe('fails, and leaves neither rule nor method behind, when', () => {
  test.each<
    [
      string,
      (api: apigateway.RestApi, stack: Stack) => [apigateway.IResource, string, apigateway.MethodOptions?],
      string,
    ]
  >([
    [
      'the resource belongs to another API',
      (_api, stack) => [new apigateway.RestApi(stack, 'Other', { cloudWatchRole: false }).root, 'GET'],
      "the resource '/' belongs to S/Other; it must be one of S/Plain, which the authorizer is attached to; for a resource of the same API in a nested stack, use methodOptions() with its whole path (at S/Guard) [AttachedMethodInvalid]",
    ],
    [
      'the options say that everybody may call it',
      (api) => [api.root, 'GET', { authorizationType: apigateway.AuthorizationType.NONE }],
      "the options of 'GET /' have an 'authorizationType', \"NONE\"; 'access' alone says who may call the method (at S/Guard) [AttachedMethodInvalid]",
    ],
    [
      'the options name another authorizer',
      (api) => [api.root, 'GET', { authorizer: { authorizerId: 'other' } }],
      "the options of 'GET /' have an 'authorizer'; 'access' alone",
    ],
    [
      'the options name scopes',
      (api) => [api.root, 'GET', { authorizationScopes: ['a'] }],
      "the options of 'GET /' have an 'authorizationScopes'; 'access' alone",
    ],
    ['the method is ANY', (api) => [api.root, 'ANY'], '[RouteMethodNotAllowed]'],
    ['the method is no method', (api) => [api.root, 'get'], '[RouteMethodNotAllowed]'],
    [
      'the method is there already',
      (api) => {
        api.root.addMethod('PUT', mock, { authorizationType: apigateway.AuthorizationType.IAM });
        return [api.root, 'PUT'];
      },
      "'PUT /' is a method of the REST API already; each method of a path must be one route (at S/Guard) [RouteDuplicate]",
    ],
  ])('%s', (_what, call, message) => {
    const stack = newStack();
    const { api, guard } = attached(stack);
    api.root.addMethod('HEAD', mock, { authorizationType: apigateway.AuthorizationType.IAM });
    const [resource, method, options] = call(api, stack);
    expect(() => guard.addMethod(resource, method, mock, Access.authenticated(), options)).toThrow(message);
    expect(api.root.node.tryFindChild('GET')).toBeUndefined();
    resource.api.root.addMethod('DELETE');
    expect(synthesizedRules(stack)[0].routes).toEqual({});
  });
});

test('a method without access, from JavaScript, is an error of its own', () => {
  const stack = newStack();
  const { api, guard } = attached(stack);
  expect(() => guard.addMethod(api.root, 'GET', mock, undefined as unknown as Access)).toThrow(
    "the method 'GET /' has no 'access'; say who may call it, by an Access: there is no default (at S/Guard) [AccessMissing]",
  );
  expect(api.methods).toEqual([]);
});
