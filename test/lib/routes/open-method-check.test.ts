import { App, CfnParameter, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway } from '../../../lib';
import { importedPool, newApp, newGateway, newStack } from '../../support/synth';

const OPEN = "add it with addRoute(), or declare it with addPublicRoute() and a reason; preflights come with 'cors'";
const authorized: apigateway.MethodOptions = { authorizationType: apigateway.AuthorizationType.IAM };
const mock = RouteTarget.mock({ statusCode: 200 });

function gatewayWithRoute(stack: Stack): SecureApiGateway {
  const api = newGateway(stack);
  api.addRoute('GET /orders', mock, { access: Access.authenticated() });
  return api;
}

function synth(stack: Stack): void {
  App.of(stack)?.synth();
}

function finding(problem: string, rule: string, path: string, code: string): string {
  return `Validation failed with the following errors:\n  [S/Api] ${problem}; ${rule} (at ${path}) [${code}]`;
}

function openMethod(method: string, path: string): string {
  return finding(`the method ${method} is open to everybody`, OPEN, path, 'MethodOpen');
}

/** An L1 method on the root of an API. */
function addCfnMethod(stack: Stack, api: apigateway.IRestApi, props: Partial<apigateway.CfnMethodProps> = {}): void {
  new apigateway.CfnMethod(stack, 'ByHand', {
    restApiId: api.restApiId,
    resourceId: api.restApiRootResourceId,
    httpMethod: 'PATCH',
    integration: { type: 'MOCK' },
    ...props,
  });
}

describe('synth fails when a method is open that', () => {
  test('was added to the API as an L2', () => {
    const stack = newStack();
    gatewayWithRoute(stack).restApi.root.addMethod('DELETE');
    expect(() => synth(stack)).toThrow(openMethod('DELETE', 'S/Api/RestApi/Default/DELETE/Resource'));
  });

  test('was added to the API as an L2 on a path of a route', () => {
    const stack = newStack();
    gatewayWithRoute(stack).restApi.root.resourceForPath('/orders').addMethod('PUT');
    expect(() => synth(stack)).toThrow(openMethod('PUT', 'S/Api/RestApi/Default/orders/PUT/Resource'));
  });

  test('says ANY', () => {
    const stack = newStack();
    gatewayWithRoute(stack).restApi.root.addProxy();
    expect(() => synth(stack)).toThrow(openMethod('ANY', 'S/Api/RestApi/Default/{proxy+}/ANY/Resource'));
  });

  test('was added as an L1 with authorization NONE', () => {
    const stack = newStack();
    addCfnMethod(stack, gatewayWithRoute(stack).restApi, { authorizationType: 'NONE' });
    expect(() => synth(stack)).toThrow(openMethod('PATCH', 'S/ByHand'));
  });

  test('was added as an L1 without any authorization', () => {
    const stack = newStack();
    addCfnMethod(stack, gatewayWithRoute(stack).restApi);
    expect(() => synth(stack)).toThrow(openMethod('PATCH', 'S/ByHand'));
  });

  test('was added as a generic resource', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    new CfnResource(stack, 'Generic', {
      type: 'AWS::ApiGateway::Method',
      properties: { RestApiId: restApi.restApiId, ResourceId: 'root', HttpMethod: 'PUT', AuthorizationType: 'NONE' },
    });
    expect(() => synth(stack)).toThrow(openMethod('PUT', 'S/Generic'));
  });

  test('names the API in an override only', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    const method = new CfnResource(stack, 'Generic', { type: 'AWS::ApiGateway::Method' });
    method.addPropertyOverride('RestApiId', restApi.restApiId);
    method.addPropertyOverride('HttpMethod', 'POST');
    expect(() => synth(stack)).toThrow(openMethod('POST', 'S/Generic'));
  });

  test('belonged to another API until an override', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    const other = new apigateway.RestApi(stack, 'Other', { cloudWatchRole: false });
    const method = other.root.addMethod('GET').node.defaultChild as CfnResource;
    method.addPropertyOverride('RestApiId', restApi.restApiId);
    expect(() => synth(stack)).toThrow(openMethod('GET', 'S/Other/Default/GET/Resource'));
  });

  test('was opened by a property override', () => {
    const stack = newStack();
    const method = gatewayWithRoute(stack).restApi.methods[0].node.defaultChild as CfnResource;
    method.addPropertyOverride('AuthorizationType', 'NONE');
    expect(() => synth(stack)).toThrow(openMethod('GET', 'S/Api/RestApi/Default/orders/GET/Resource'));
  });

  test('lost its authorization by a deletion override', () => {
    const stack = newStack();
    const method = gatewayWithRoute(stack).restApi.methods[0].node.defaultChild as CfnResource;
    method.addPropertyDeletionOverride('AuthorizationType');
    expect(() => synth(stack)).toThrow(openMethod('GET', 'S/Api/RestApi/Default/orders/GET/Resource'));
  });

  test('was opened through the L1 property', () => {
    const stack = newStack();
    const method = gatewayWithRoute(stack).restApi.methods[0].node.defaultChild as apigateway.CfnMethod;
    method.authorizationType = 'NONE';
    expect(() => synth(stack)).toThrow(openMethod('GET', 'S/Api/RestApi/Default/orders/GET/Resource'));
  });

  test.each([
    ['a parameter', (stack: Stack) => new CfnParameter(stack, 'Type').valueAsString],
    ['a condition', () => Token.asString(Fn.conditionIf('IsDev', 'NONE', 'AWS_IAM'))],
  ])('may be open because its authorization comes from %s', (_source, type) => {
    const stack = newStack();
    addCfnMethod(stack, gatewayWithRoute(stack).restApi, { authorizationType: type(stack) });
    expect(() => synth(stack)).toThrow('(at S/ByHand) [MethodOpen]');
  });

  test('is in another stack', () => {
    const app = newApp();
    const { restApi } = gatewayWithRoute(newStack({}, app));
    addCfnMethod(new Stack(app, 'Elsewhere'), restApi);
    expect(() => app.synth()).toThrow(openMethod('PATCH', 'Elsewhere/ByHand'));
  });

  test('is in another stack and was added to an imported API', () => {
    const app = newApp();
    const { restApi } = gatewayWithRoute(newStack({}, app));
    const elsewhere = new Stack(app, 'Elsewhere');
    const imported = apigateway.RestApi.fromRestApiAttributes(elsewhere, 'Imported', {
      restApiId: restApi.restApiId,
      rootResourceId: restApi.restApiRootResourceId,
    });
    imported.root.addMethod('PUT');
    expect(() => app.synth()).toThrow(openMethod('PUT', 'Elsewhere/Imported/Default/PUT/Resource'));
  });

  test('is in another stack as a generic resource', () => {
    const app = newApp();
    const { restApi } = gatewayWithRoute(newStack({}, app));
    new CfnResource(new Stack(app, 'Elsewhere'), 'Generic', {
      type: 'AWS::ApiGateway::Method',
      properties: { RestApiId: restApi.restApiId, ResourceId: 'root', HttpMethod: 'PUT', AuthorizationType: 'NONE' },
    });
    expect(() => app.synth()).toThrow(openMethod('PUT', 'Elsewhere/Generic'));
  });

  test('is a preflight that was added by hand', () => {
    const stack = newStack();
    gatewayWithRoute(stack).restApi.root.addMethod('OPTIONS', undefined, {});
    expect(() => synth(stack)).toThrow(openMethod('OPTIONS', 'S/Api/RestApi/Default/OPTIONS/Resource'));
  });
});

describe('synth passes with', () => {
  test('a public route and the preflights', () => {
    const stack = newStack();
    const api = newGateway(stack, { cors: { allowOrigins: ['https://app.acme.com'] } });
    api.addPublicRoute('GET /health', mock, { reason: 'load balancer probe' });
    expect(() => synth(stack)).not.toThrow();
  });

  test('a method by hand that is authorized', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    restApi.root.addMethod('DELETE', undefined, authorized);
    addCfnMethod(stack, restApi, { authorizationType: 'AWS_IAM' });
    expect(() => synth(stack)).not.toThrow();
  });

  test('an open method of another API', () => {
    const stack = newStack();
    gatewayWithRoute(stack);
    const other = new apigateway.RestApi(stack, 'Other', { cloudWatchRole: false });
    other.root.addMethod('GET');
    new apigateway.Stage(stack, 'OtherStage', { deployment: new apigateway.Deployment(stack, 'D', { api: other }) });
    expect(() => synth(stack)).not.toThrow();
  });

  test('the same gateway in another stack of the app', () => {
    const app = newApp();
    for (const id of ['Dev', 'Prod']) {
      const api = gatewayWithRoute(new Stack(app, id));
      api.addPublicRoute('GET /health', mock, { reason: 'load balancer probe' });
    }
    expect(() => app.synth()).not.toThrow();
  });

  test('a public route of another gateway', () => {
    const stack = newStack();
    gatewayWithRoute(stack);
    const authorizer = ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'Staff')] });
    const other = new SecureApiGateway(stack, 'Other', { authorizer });
    other.addPublicRoute('GET /health', mock, { reason: 'load balancer probe' });
    expect(() => synth(stack)).not.toThrow();
  });
});
