import { join } from 'node:path';
import { type App, CfnOutput, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AssemblyError } from '../../../local/src/assembly/assembly-error';
import { type AssemblyOptions, readAssembly } from '../../../local/src/assembly/read-assembly';
import { type Assembly, synthesize } from '../../support/assembly';
import { Access, RouteTarget } from '../../../lib';
import { newFunction, newGateway } from '../../support/synth';
import { folderWith, removeFolders, REST_API } from '../support/assembly-files';

const assemblies: Assembly[] = [];

afterAll(() => {
  removeFolders();
  for (const assembly of assemblies) assembly.remove();
});

function synthesized(build: (app: App) => Stack): string {
  const assembly = synthesize(build);
  assemblies.push(assembly);
  return assembly.directory;
}

function mockApi(stack: Stack, id = 'Api'): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, id);
  api.root.addMethod('GET', new apigateway.MockIntegration());
  return api;
}

function failure(directory: string, options?: AssemblyOptions): string {
  try {
    readAssembly(directory, options);
  } catch (error) {
    if (error instanceof AssemblyError && error.message.endsWith(` [${error.code}]`)) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

test('a gateway of this library is read whole', () => {
  const directory = synthesized((app) => {
    const stack = new Stack(app, 'Orders');
    newGateway(stack).addRoute('GET /health', RouteTarget.mock({ statusCode: 200 }), {
      access: Access.authenticated(),
    });
    return stack;
  });
  const { stack, api } = readAssembly(directory);
  expect(stack).toMatchObject({ name: 'Orders', account: '123456789012', region: 'us-east-1', partition: 'aws' });
  expect(api).toMatch(/^ApiRestApi/);
  expect(
    stack.resources.filter(({ type }) => type.startsWith('AWS::ApiGateway')).map(({ ref }) => ref),
  ).not.toContainEqual(expect.stringContaining('unresolved'));
});

test('the environment is that of the stack, unless another is asked for', () => {
  const directory = synthesized((app) => {
    const stack = new Stack(app, 'Orders', { env: { account: '210987654321', region: 'eu-west-3' } });
    mockApi(stack);
    return stack;
  });
  expect(readAssembly(directory).stack).toMatchObject({ account: '210987654321', region: 'eu-west-3' });
  expect(readAssembly(directory, { region: 'eu-south-2' }).stack).toMatchObject({
    account: '210987654321',
    region: 'eu-south-2',
  });
});

test('a nested stack gets its parameters, gives its outputs, and its resources are in the list', () => {
  const directory = synthesized((app) => {
    const stack = new Stack(app, 'Orders');
    const nested = new NestedStack(stack, 'Handlers');
    const handler = newFunction(nested, 'Get');
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET', new apigateway.LambdaIntegration(handler));
    new CfnOutput(nested, 'Back', { value: api.restApiId });
    return stack;
  });
  const { resources, findings } = readAssembly(directory).stack;
  const handler = resources.find(({ type }) => type === 'AWS::Lambda::Function');
  expect(handler?.id).toMatch(/^Handlers\w+\/Get\w+$/);
  const method = resources.find(({ type }) => type === 'AWS::ApiGateway::Method');
  expect(JSON.stringify(method?.properties.Integration)).toContain(`:function:${handler?.ref}/invocations`);
  expect(findings).toEqual([]);
});

test('stacks that share exports are read together, a stack that shares none is not', () => {
  const directory = synthesized((app) => {
    const handlers = new Stack(app, 'Handlers');
    const stack = new Stack(app, 'Orders');
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET', new apigateway.LambdaIntegration(newFunction(handlers, 'Get')));
    const firewall = new Stack(app, 'Firewall');
    new wafv2.CfnWebACLAssociation(firewall, 'Guard', {
      resourceArn: Fn.join('', ['arn:aws:apigateway:us-east-1::/restapis/', api.restApiId, '/stages/prod']),
      webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b',
    });
    newFunction(new Stack(app, 'Apart'), 'Other');
    return stack;
  });
  const { stack, api } = readAssembly(directory);
  const restApi = stack.resources.find(({ id }) => id === api);
  const handler = stack.resources.find(({ type }) => type === 'AWS::Lambda::Function');
  const method = stack.resources.find(({ type }) => type === 'AWS::ApiGateway::Method');
  expect(handler?.id).toMatch(/^Handlers\/Get/);
  expect(JSON.stringify(method?.properties.Integration)).toContain(`:function:${handler?.ref}/invocations`);
  expect(stack.resources.find(({ id }) => id === 'Firewall/Guard')?.properties.ResourceArn).toBe(
    `arn:aws:apigateway:us-east-1::/restapis/${restApi?.ref}/stages/prod`,
  );
  expect(stack.resources.filter(({ id }) => id.startsWith('Apart/'))).toEqual([]);
});

test('stages of the app hold stacks of the same name, told apart by their paths', () => {
  const directory = synthesized((app) => {
    const build = (name: string): Stack => {
      const stack = new Stack(new Stage(app, name), 'Orders', { stackName: 'orders' });
      mockApi(stack);
      new lambda.Function(stack, 'Function', {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromAsset(join(__dirname, '../support')),
      });
      return stack;
    };
    build('Test');
    return build('Prod');
  });
  const { stack } = readAssembly(directory, { stack: 'Prod/Orders' });
  expect(stack.name).toBe('orders');
  expect(stack.assets?.size).toBeGreaterThan(0);
  expect(failure(directory, { stack: 'orders' })).toBe(
    `${directory} has several stacks orders: Test/Orders, Prod/Orders; \`stack\` must be the construct path of one [StackAmbiguous]`,
  );
});

test('an API is chosen by stack, logical id or path', () => {
  const directory = synthesized((app) => {
    // As `cdk synth` does.
    app.node.setContext('aws:cdk:enable-path-metadata', true);
    const first = new Stack(app, 'First');
    mockApi(first, 'One');
    mockApi(first, 'Two');
    mockApi(new Stack(app, 'Second'), 'Three');
    return first;
  });
  const ids = Object.fromEntries(
    ['First/One', 'First/Two', 'Second/Three'].map((api) => [api, readAssembly(directory, { api }).api]),
  );
  expect(Object.values(ids).map((id) => id.slice(0, -8))).toEqual(['One', 'Two', 'Three']);
  expect(readAssembly(directory, { api: ids['First/Two'] }).api).toBe(ids['First/Two']);
  expect(readAssembly(directory, { stack: 'Second' }).api).toBe(ids['Second/Three']);
  const [one, two, three] = Object.values(ids);
  expect(failure(directory)).toBe(
    `${directory} has several REST APIs: ${one} (First), ${two} (First), ${three} (Second); \`stack\` must be the name of the stack of one [StackAmbiguous]`,
  );
  expect(failure(directory, { stack: 'First' })).toBe(
    `${directory} has several REST APIs: ${one} (First), ${two} (First); \`api\` must be the logical id or the construct path of one [ApiAmbiguous]`,
  );
  expect(failure(directory, { stack: 'Second', api: 'Four' })).toBe(
    `${directory} has no REST API Four; it has ${three} (Second) [ApiUnknown]`,
  );
  expect(failure(directory, { stack: 'Third' })).toBe(
    `${directory} has no stack Third; it has First, Second [StackUnknown]`,
  );
});

test('a template file is an assembly of one stack', () => {
  const folder = folderWith({ 'Orders.template.json': { Resources: { Api: REST_API } } });
  expect(readAssembly(join(folder, 'Orders.template.json'))).toMatchObject({ api: 'Api', stack: { name: 'Orders' } });
});

test('a resource whose condition is false is not there', () => {
  const folder = folderWith({
    't.json': {
      Conditions: { Off: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Api: REST_API, Other: { ...REST_API, Condition: 'Off' } },
    },
  });
  expect(readAssembly(join(folder, 't.json')).stack.resources.map(({ id }) => id)).toEqual(['Api']);
});

test('nested stacks that pass outputs to each other are resolved, one that holds itself is read once', () => {
  const nested = (template: string, Parameters: object) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'x', Parameters },
    Metadata: { 'aws:asset:path': template },
  });
  const folder = folderWith({
    't.json': {
      Resources: {
        Api: REST_API,
        A: nested('a.json', { Up: { 'Fn::GetAtt': ['B', 'Outputs.Fixed'] } }),
        B: nested('b.json', { Up: { 'Fn::GetAtt': ['A', 'Outputs.Passed'] } }),
      },
    },
    'a.json': {
      Parameters: { Up: { Type: 'String' } },
      Resources: { Self: nested('a.json', {}) },
      Outputs: { Passed: { Value: { 'Fn::Sub': 'a<${Up}' } } },
    },
    'b.json': {
      Parameters: { Up: { Type: 'String' } },
      Resources: { Probe: { Type: 'Test::Probe', Properties: { Value: { Ref: 'Up' } } } },
      Outputs: { Fixed: { Value: 'b' } },
    },
  });
  const { resources } = readAssembly(join(folder, 't.json')).stack;
  expect(resources.map(({ id }) => id)).toEqual(['Api', 'A', 'A/Self', 'B', 'B/Probe']);
  expect(resources.at(-1)?.properties.Value).toBe('a<b');
});

test('findings say where a value is not known', () => {
  const folder = folderWith({
    't.json': {
      Resources: { Api: { ...REST_API, Properties: { Policy: { Statement: [{ Principal: '{{resolve:ssm:/p}}' }] } } } },
    },
  });
  expect(readAssembly(join(folder, 't.json')).stack.findings).toEqual([
    'Api: Policy.Statement.0.Principal: resolve:ssm:/p',
  ]);
});

const RULE = 'it must be the folder that `cdk synth` writes (cdk.out), or the path of a template file';

test.each<[string, Record<string, unknown>, string, string]>([
  ['no folder', {}, 'nowhere', `there is no ${'<f>'}/nowhere; ${RULE} [AssemblyMissing]`],
  ['no manifest', { 'other.json': {} }, '', `<f> has no manifest.json; ${RULE} [ManifestMissing]`],
  ['no stack', { 'manifest.json': {} }, '', '<f> has no stack; it must hold one with a REST API [StackMissing]'],
  [
    'a manifest that is a list',
    { 'manifest.json': [] },
    '',
    '<f>/manifest.json holds no JSON object; it must be as `cdk synth` writes it [JsonInvalid]',
  ],
  [
    'no template',
    { 't.json': { a: 1 } },
    't.json',
    '<f>/t.json has no Resources; it must be a CloudFormation template in JSON [TemplateInvalid]',
  ],
  [
    'no API',
    { 't.json': { Resources: {} } },
    't.json',
    '<f>/t.json has no AWS::ApiGateway::RestApi in t; only REST APIs can be served [ApiMissing]',
  ],
  [
    'a macro',
    { 't.json': { Transform: 'AWS::Serverless-2016-10-31', Resources: {} } },
    't.json',
    '<f>/t.json is rewritten by AWS::Serverless-2016-10-31 when it is deployed; only a template without macros and loops can be served [TransformUnsupported]',
  ],
  [
    'a loop',
    { 't.json': { Transform: ['AWS::LanguageExtensions'], Resources: { 'Fn::ForEach::X': {} } } },
    't.json',
    '<f>/t.json is rewritten by Fn::ForEach::X when it is deployed; only a template without macros and loops can be served [TransformUnsupported]',
  ],
  [
    'a guard that may be there or not',
    {
      't.json': {
        Parameters: { Open: { Type: 'String' } },
        Conditions: { Guarded: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } },
        Resources: { Api: REST_API, Guard: { Type: 'AWS::WAFv2::WebACLAssociation', Condition: 'Guarded' } },
      },
    },
    't.json',
    'condition Guarded of t depends on something that only AWS knows, and decides whether there is a AWS::WAFv2::WebACLAssociation Guard; the parameters that it depends on must have a default, or a value in `parameters` [ConditionUnknown]',
  ],
])('an assembly with %s is an error', (_what, files, path, message) => {
  const folder = folderWith(files);
  expect(failure(path === '' ? folder : join(folder, path))).toBe(message.replaceAll('<f>', folder));
});

test('a file that is not JSON is an error that says why', () => {
  const folder = folderWith({ 't.yaml': 'Resources:\n  Api: 1' });
  expect(failure(join(folder, 't.yaml'))).toMatch(
    /t\.yaml is not JSON \(.+\); it must be as `cdk synth` writes it \[JsonInvalid\]$/,
  );
});
