import { CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, type SecureApiGatewayProps } from '../../../lib';
import { dependencyCycle } from '../../support/dependency-cycle';
import { newFunction, newGateway, newStack } from '../../support/synth';

const access = Access.authenticated();

/** An API with one function, which is told something about the API. */
function stackWith(
  tell: (fn: lambda.Function, api: SecureApiGateway) => void,
  props: Partial<SecureApiGatewayProps> = {},
  targetOf: (fn: lambda.Function) => RouteTarget = (fn) => RouteTarget.lambda(fn),
): Stack {
  const stack = newStack();
  const api = newGateway(stack, props);
  const fn = newFunction(stack, 'Fn');
  api.addRoute('GET /orders', targetOf(fn), { access });
  tell(fn, api);
  return stack;
}

const HARMLESS: Array<[string, (fn: lambda.Function, api: SecureApiGateway) => void]> = [
  ['the URL', (fn, api) => fn.addEnvironment('URL', api.url)],
  ['the id of the API', (fn, api) => fn.addEnvironment('ID', api.restApi.restApiId)],
  ['the id of a resource', (fn, api) => fn.addEnvironment('ID', api.restApi.root.resourceId)],
  [
    'the right to call every route of a stage by its literal name',
    (fn, api) => {
      const resources = [api.restApi.arnForExecuteApi('GET', '/orders', 'prod')];
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources }));
    },
  ],
  ['the name of its log', (fn, api) => fn.addEnvironment('LOG', api.accessLogGroup.logGroupName)],
];

test.each(HARMLESS)('a function of a route can hold %s', (_what, tell) => {
  expect(dependencyCycle(Template.fromStack(stackWith(tell)).toJSON())).toBeUndefined();
});

const CIRCULAR: Array<[string, (fn: lambda.Function, api: SecureApiGateway) => void, RegExp]> = [
  [
    'the URL of the stage',
    (fn, api) => fn.addEnvironment('URL', api.stage.urlForPath('/')),
    /S\/Fn\/Resource -> S\/Api\/RestApi\/DeploymentStage\.prod\/Resource -> S\/Api\/RestApi\/Deployment\/Resource; /,
  ],
  ["CDK's URL of the API", (fn, api) => fn.addEnvironment('URL', api.restApi.url), /S\/Fn\/Resource -> /],
  ['the name of the stage', (fn, api) => fn.addEnvironment('STAGE', api.stage.stageName), /S\/Fn\/Resource -> /],
  [
    'the id of the deployment',
    (fn, api) => fn.addEnvironment('DEPLOYMENT', api.restApi.latestDeployment!.deploymentId),
    /S\/Fn\/Resource -> S\/Api\/RestApi\/Deployment\/Resource; /,
  ],
  [
    'the stage in a text that is put together',
    (fn, api) => fn.addEnvironment('URL', Stack.of(api).toJsonString({ stage: api.stage.stageName })),
    /S\/Fn\/Resource -> /,
  ],
  [
    'the right to call a route of the stage',
    (fn, api) =>
      fn.addToRolePolicy(
        new iam.PolicyStatement({
          actions: ['execute-api:Invoke'],
          resources: [api.restApi.arnForExecuteApi('GET', '/', api.stage.stageName)],
        }),
      ),
    /S\/Fn\/Resource -> S\/Fn\/ServiceRole\/DefaultPolicy\/Resource -> S\/Api\/RestApi\/DeploymentStage/,
  ],
  [
    'an order to wait for the stage',
    (fn, api) => fn.node.addDependency(api.stage),
    /S\/Fn\/.* -> S\/Api\/RestApi\/DeploymentStage/,
  ],
  [
    'the stage by a property override',
    (fn, api) =>
      (fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Description', {
        'Fn::Sub': `of \${${Stack.of(api).resolve((api.stage.node.defaultChild as apigateway.CfnStage).logicalId)}}`,
      }),
    /S\/Fn\/Resource -> S\/Api\/RestApi\/DeploymentStage/,
  ],
];

describe.each(CIRCULAR)('a function of a route that holds %s', (_what, tell, path) => {
  test('stops the synthesis with the way out', () => {
    const synthesize = (): unknown => Template.fromStack(stackWith(tell));
    expect(synthesize).toThrow(/resources wait for each other in a circle: S\/Api\/RestApi\/Deployment\/Resource -> /);
    expect(synthesize).toThrow(path);
    expect(synthesize).toThrow(
      "what the API's routes call must not name its stage or its methods: use 'url' of SecureApiGateway, or the id of the " +
        'REST API and the stage name as you wrote it, which wait for neither (at S/Api) [DependencyCycle]',
    );
  });
});

test.each<[string, (fn: lambda.Function) => RouteTarget]>([
  ['an integration of the CDK', (fn) => RouteTarget.integration(new apigateway.LambdaIntegration(fn))],
  ['an HTTP target whose URL is a token', (fn) => RouteTarget.http(`https://${fn.functionName}.example.com/`)],
])('the circle is found through %s', (_what, targetOf) => {
  const told = stackWith((fn, api) => fn.addEnvironment('URL', api.stage.urlForPath('/')), {}, targetOf);
  expect(() => Template.fromStack(told)).toThrow('[DependencyCycle]');
  expect(() =>
    Template.fromStack(stackWith((fn, api) => fn.addEnvironment('URL', api.url), {}, targetOf)),
  ).not.toThrow();
});

test('the circle is found through a method that was added by hand', () => {
  const stack = stackWith((fn, api) => {
    const other = newFunction(Stack.of(fn), 'Other');
    api.restApi.root.addMethod('GET', new apigateway.LambdaIntegration(other), {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
    other.addEnvironment('URL', api.stage.urlForPath('/'));
  });
  expect(() => Template.fromStack(stack)).toThrow('[DependencyCycle]');
});

test('the circle is found through an authorizer', () => {
  const build = (url: (api: SecureApiGateway) => string): Stack => {
    const stack = newStack();
    const fn = newFunction(stack, 'Decide');
    const api = newGateway(stack, { authorizer: ApiAuthorizer.lambda(fn) });
    api.addRoute('GET /', RouteTarget.mock({ statusCode: 200 }), { access });
    fn.addEnvironment('URL', url(api));
    return stack;
  };
  expect(() => Template.fromStack(build((api) => api.stage.urlForPath('/')))).toThrow('[DependencyCycle]');
  expect(dependencyCycle(Template.fromStack(build((api) => api.url)).toJSON())).toBeUndefined();
});

test('the circle is found through the trigger of a user pool', () => {
  const build = (url: (api: SecureApiGateway) => string): Stack => {
    const stack = newStack();
    const fn = newFunction(stack, 'Trigger');
    const pool = new cognito.UserPool(stack, 'Pool', { lambdaTriggers: { preSignUp: fn } });
    const api = newGateway(stack, { authorizer: ApiAuthorizer.userPool({ userPools: [pool] }) });
    api.addRoute('GET /', RouteTarget.mock({ statusCode: 200 }), { access });
    fn.addEnvironment('URL', url(api));
    return stack;
  };
  expect(() => Template.fromStack(build((api) => api.stage.urlForPath('/')))).toThrow('[DependencyCycle]');
  expect(dependencyCycle(Template.fromStack(build((api) => api.url)).toJSON())).toBeUndefined();
});

test('the circle is found through a nested stack', () => {
  const build = (url: (api: SecureApiGateway) => string): Stack => {
    const stack = newStack();
    const api = newGateway(stack);
    const fn = newFunction(new NestedStack(stack, 'Functions'), 'Fn');
    api.addRoute('GET /', RouteTarget.lambda(fn), { access });
    fn.addEnvironment('URL', url(api));
    return stack;
  };
  expect(() => Template.fromStack(build((api) => api.stage.urlForPath('/')))).toThrow('[DependencyCycle]');
  expect(() => Template.fromStack(build((api) => api.url))).not.toThrow();
});

test('an API in a nested stack waits for what its functions need of it, whatever that is', () => {
  const build = (tell: (fn: lambda.Function, api: SecureApiGateway) => void): Stack => {
    const stack = newStack();
    const api = newGateway(new NestedStack(stack, 'Nested'));
    const fn = newFunction(stack, 'Fn');
    api.addRoute('GET /', RouteTarget.lambda(fn), { access });
    tell(fn, api);
    return stack;
  };
  expect(() => Template.fromStack(build((fn, api) => fn.addEnvironment('URL', api.url)))).toThrow('[DependencyCycle]');
  expect(() => Template.fromStack(build(() => undefined))).not.toThrow();
});

test('a function that no route calls can hold everything', () => {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /', RouteTarget.mock({ statusCode: 200 }), { access });
  newFunction(stack, 'Probe').addEnvironment('URL', api.stage.urlForPath('/'));
  expect(dependencyCycle(Template.fromStack(stack).toJSON())).toBeUndefined();
});

test('each API has an output of its own with its URL', () => {
  const stack = newStack();
  for (const id of ['One', 'Two']) {
    const api = new SecureApiGateway(stack, id, { authorizer: ApiAuthorizer.iam(), stageName: id });
    api.addRoute('GET /', RouteTarget.mock({ statusCode: 200 }), { access });
  }
  const outputs = Object.entries(Template.fromStack(stack).toJSON().Outputs as { [id: string]: any });
  expect(outputs.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['OneEndpoint', 'TwoEndpoint']);
  expect(outputs.map(([, { Description }]) => Description)).toEqual(['Base URL of the API', 'Base URL of the API']);
  const ends = outputs.map(([, { Value }]) => (Value['Fn::Join'][1] as unknown[]).at(-1));
  expect(ends).toEqual(['/One/', '/Two/']);
});

test('the output can be taken away', () => {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /', RouteTarget.mock({ statusCode: 200 }), { access });
  expect(api.node.findChild('Endpoint')).toBeInstanceOf(CfnOutput);
  expect(api.node.tryRemoveChild('Endpoint')).toBe(true);
  expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Outputs');
});

test('the finder of these tests finds a circle', () => {
  const Resources = {
    A: { Properties: { B: { 'Fn::GetAtt': ['B', 'Arn'] } } },
    B: { DependsOn: ['C'] },
    C: { Properties: { Text: { 'Fn::Sub': 'x ${A.Arn}' } } },
    D: { DependsOn: 'A' },
  };
  expect(dependencyCycle({ Resources })).toEqual(['A', 'B', 'C', 'A']);
  expect(dependencyCycle({ Resources: { ...Resources, C: {} } })).toBeUndefined();
});
