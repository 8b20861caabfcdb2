import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, RouteTarget, type SecureApiGateway } from '../../../lib';
import { newApp, newGateway, newStack } from '../../support/synth';

function gatewayWithRoute(stack: Stack): SecureApiGateway {
  const api = newGateway(stack);
  api.addRoute('GET /orders', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return api;
}

function synth(stack: Stack): void {
  App.of(stack)?.synth();
}

function finding(problem: string, rule: string, path: string, code: string): string {
  return `Validation failed with the following errors:\n  [S/Api] ${problem}; ${rule} (at ${path}) [${code}]`;
}

describe('another stage', () => {
  const problem = 'another stage of the API is a way around its firewall, its throttles and its logs';
  const rule = 'give each stage an API of its own';

  test('fails synth as an L2', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    const deployment = new apigateway.Deployment(stack, 'Deployment', { api: restApi });
    new apigateway.Stage(stack, 'Second', { deployment, stageName: 'second' });
    expect(() => synth(stack)).toThrow(finding(problem, rule, 'S/Second/Resource', 'StageNotGuarded'));
  });

  test('fails synth as an L1 in another stack', () => {
    const app = newApp();
    const { restApi } = gatewayWithRoute(newStack({}, app));
    new apigateway.CfnStage(new Stack(app, 'Elsewhere'), 'Second', { restApiId: restApi.restApiId });
    expect(() => app.synth()).toThrow(finding(problem, rule, 'Elsewhere/Second', 'StageNotGuarded'));
  });

  test('fails synth when a deployment makes it', () => {
    const stack = newStack();
    const { restApi } = gatewayWithRoute(stack);
    new apigateway.CfnDeployment(stack, 'Second', { restApiId: restApi.restApiId, stageName: 'second' });
    expect(() => synth(stack)).toThrow(finding(problem, rule, 'S/Second', 'StageNotGuarded'));
  });
});

describe('the REST API', () => {
  const body = 'the REST API has an OpenAPI body, which can open methods that no check sees';
  const edge =
    'they must be REGIONAL or PRIVATE: an edge-optimized endpoint, the default, does not know the TLS policy of the API';
  const path = 'S/Api/RestApi/Resource';

  function cfnApi(stack: Stack): apigateway.CfnRestApi {
    return gatewayWithRoute(stack).restApi.node.defaultChild as apigateway.CfnRestApi;
  }

  test('fails synth when it gets an OpenAPI body', () => {
    const stack = newStack();
    cfnApi(stack).addPropertyOverride('Body', { openapi: '3.0.1' });
    expect(() => synth(stack)).toThrow(finding(body, 'add routes with addRoute()', path, 'RestApiBodyDefined'));
  });

  test('fails synth when it gets an OpenAPI body from a bucket', () => {
    const stack = newStack();
    cfnApi(stack).bodyS3Location = { bucket: 'definitions', key: 'orders.json' };
    expect(() => synth(stack)).toThrow(finding(body, 'add routes with addRoute()', path, 'RestApiBodyDefined'));
  });

  test('fails synth when its endpoint is edge-optimized', () => {
    const stack = newStack();
    cfnApi(stack).addPropertyOverride('EndpointConfiguration.Types', ['EDGE']);
    const problem = 'the endpoint\'s types are ["EDGE"]';
    expect(() => synth(stack)).toThrow(finding(problem, edge, path, 'EndpointTypeNotRegional'));
  });

  test('fails synth when its endpoint has no type, which is edge-optimized to AWS', () => {
    const stack = newStack();
    cfnApi(stack).addPropertyDeletionOverride('EndpointConfiguration');
    expect(() => synth(stack)).toThrow(`${edge} (at ${path}) [EndpointTypeNotRegional]`);
  });
});

test('every finding is reported at once', () => {
  const stack = newStack();
  const { restApi } = gatewayWithRoute(stack);
  restApi.root.addMethod('DELETE');
  (restApi.node.defaultChild as apigateway.CfnRestApi).addPropertyOverride('Body', { openapi: '3.0.1' });
  new apigateway.CfnStage(stack, 'Second', { restApiId: restApi.restApiId });
  expect(() => synth(stack)).toThrow(/\[MethodOpen\]\n.*\[StageNotGuarded\]\n.*\[RestApiBodyDefined\]/);
});
