import { join } from 'node:path';
import { folderWith, removeFolders } from '../support/assembly-files';
import {
  findingsAbout,
  FUNCTION_ARN,
  invocationUri,
  method,
  modelOf,
  type Resources,
  routeOf,
} from '../support/model-of';
import { readAssembly } from '../../../local/src/assembly/read-assembly';
import { functionModels } from '../../../local/src/model/function-models';

afterAll(removeFolders);

const OPEN = { Ref: 'Open' };
const LAMBDA = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationUri(FUNCTION_ARN) };

test.each<[string, object, object]>([
  ['a function', LAMBDA, { type: 'LAMBDA_PROXY', functionArn: FUNCTION_ARN, timeoutMs: 29_000, httpMethod: 'POST' }],
  [
    'an alias, with a timeout',
    { ...LAMBDA, Uri: invocationUri(`${FUNCTION_ARN}:live`), TimeoutInMillis: '5000' },
    { type: 'LAMBDA_PROXY', functionArn: `${FUNCTION_ARN}:live`, timeoutMs: 5_000, httpMethod: 'POST' },
  ],
  ['a function by GET', { ...LAMBDA, IntegrationHttpMethod: 'get' }, { httpMethod: 'GET' }],
  [
    'a mock',
    { Type: 'MOCK' },
    { type: 'MOCK', requestTemplates: {}, passthroughBehavior: 'WHEN_NO_MATCH', responses: [] },
  ],
  [
    'a mock with responses',
    {
      Type: 'MOCK',
      PassthroughBehavior: 'NEVER',
      RequestTemplates: { 'a/b': '' },
      IntegrationResponses: [
        {
          StatusCode: '204',
          SelectionPattern: '2..',
          ResponseParameters: { 'method.response.header.A': "'b'" },
          ResponseTemplates: { 'a/b': 'x' },
        },
      ],
    },
    {
      type: 'MOCK',
      requestTemplates: { 'a/b': '' },
      passthroughBehavior: 'NEVER',
      responses: [
        {
          statusCode: '204',
          selectionPattern: '2..',
          parameters: { 'method.response.header.A': "'b'" },
          templates: { 'a/b': 'x' },
        },
      ],
    },
  ],
  [
    'an HTTP proxy',
    {
      Type: 'HTTP_PROXY',
      Uri: 'https://example.com/{id}',
      IntegrationHttpMethod: 'ANY',
      RequestParameters: { 'integration.request.header.A': "'b'" },
    },
    {
      type: 'HTTP_PROXY',
      uri: 'https://example.com/{id}',
      httpMethod: 'ANY',
      requestParameters: { 'integration.request.header.A': "'b'" },
      timeoutMs: 29_000,
    },
  ],
])('reads %s', (_what, Integration, expected) => {
  expect(routeOf({ Integration }).integration).toMatchObject(expected);
});

test.each<[string, unknown, string]>([
  ['no integration', undefined, 'it has no integration'],
  ['an integration that is not known', OPEN, 'its integration is not known without AWS'],
  ['AWS without a proxy', { ...LAMBDA, Type: 'AWS' }, 'its integration is of type AWS'],
  ['HTTP without a proxy', { Type: 'HTTP' }, 'its integration is of type HTTP'],
  ['a type that is not known', { Type: OPEN }, 'Type of its integration is not known without AWS'],
  ['a VPC link', { Type: 'HTTP_PROXY', Uri: 'http://a', ConnectionType: 'VPC_LINK' }, 'it goes through a VPC link'],
  ['streaming', { ...LAMBDA, ResponseTransferMode: 'STREAM' }, 'it streams its response'],
  [
    'a streaming address',
    { ...LAMBDA, Uri: invocationUri(FUNCTION_ARN, '2021-11-15', 'response-streaming-invocations') },
    'integration: it streams its response',
  ],
  [
    'the rights of the caller',
    { ...LAMBDA, Credentials: 'arn:aws:iam::*:user/*' },
    'it runs with the rights of the caller',
  ],
  [
    'another service',
    { ...LAMBDA, Uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' },
    'integration: its address arn:aws:apigateway:us-east-1:sqs:path/1/q is not that of a Lambda function',
  ],
  ['an unknown address', { Type: 'HTTP_PROXY', Uri: OPEN }, 'the address of its integration is not known without AWS'],
  [
    'an unknown template',
    { Type: 'MOCK', RequestTemplates: { a: OPEN } },
    'the templates of its mock integration are not known without AWS',
  ],
  [
    'bytes',
    { Type: 'MOCK', ContentHandling: 'CONVERT_TO_BINARY' },
    'its mock integration converts between text and bytes',
  ],
])('%s is not supported, and said', (_what, Integration, what) => {
  const model = modelOf({ Method: method({ Integration }) });
  expect(model.routes[0].integration).toEqual({ type: 'UNSUPPORTED', what });
  expect(findingsAbout(model, 'GET /')).toEqual([{ what, effect: 'refused' }]);
});

test('methods declare the headers of their responses', () => {
  const MethodResponses = [
    { StatusCode: '200', ResponseParameters: { 'method.response.header.A': true, 'method.response.header.B': false } },
    { StatusCode: 404 },
  ];
  expect(routeOf({ MethodResponses }).methodResponses).toEqual({ 200: ['A', 'B'], 404: [] });
});

const NODE = { Runtime: 'nodejs24.x', Handler: 'index.handler', FunctionName: 'get' };

test('a function has its settings, and the defaults of Lambda', () => {
  const { functions } = modelOf({
    Get: {
      Type: 'AWS::Lambda::Function',
      Properties: { ...NODE, Code: { ZipFile: 'x' }, Environment: { Variables: { A: 1, B: 'b' } } },
    },
  });
  expect(functions.get(FUNCTION_ARN)).toEqual({
    id: 'Get',
    name: 'get',
    arn: FUNCTION_ARN,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    environment: { A: '1', B: 'b' },
    timeoutSeconds: 3,
    memorySize: 128,
    code: { type: 'inline', source: 'x' },
  });
});

function codeOf(properties: object, metadata: object = {}): unknown {
  const folder = folderWith({
    't.json': {
      Parameters: { Open: { Type: 'String' } },
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi' },
        Get: { Type: 'AWS::Lambda::Function', Properties: { ...NODE, ...properties }, Metadata: metadata },
      },
    },
    't.assets.json': {
      files: {
        a: { source: { path: 'asset.a', packaging: 'zip' }, destinations: { here: { objectKey: 'a.zip' } } },
        b: { source: { path: 'asset.b.zip', packaging: 'file' }, destinations: { here: { objectKey: 'b.zip' } } },
        c: { source: { executable: ['make'] }, destinations: { here: { objectKey: 'c.zip' } } },
      },
    },
    'asset.a/index.mjs': '',
    'asset.b.zip': '',
    'asset.d/index.mjs': '',
  });
  const [model] = functionModels(readAssembly(join(folder, 't.json')).stack).values();
  return JSON.parse(JSON.stringify(model.code).replaceAll(folder, '<f>'));
}

test.each<[string, object, object, object]>([
  ['an asset by its key', { Code: { S3Key: 'a.zip' } }, {}, { type: 'directory', path: '<f>/asset.a' }],
  [
    'an asset by its metadata',
    { Code: { S3Key: OPEN } },
    { 'aws:asset:path': 'asset.d' },
    { type: 'directory', path: '<f>/asset.d' },
  ],
])('code is found: %s', (_what, properties, metadata, expected) => {
  expect(codeOf(properties, metadata)).toEqual(expected);
});

test.each<[string, object, string]>([
  ['an archive', { Code: { S3Key: 'b.zip' } }, 'its code <f>/asset.b.zip is an archive, not a folder'],
  ['an asset that is made at deployment', { Code: { S3Key: 'c.zip' } }, 'its code is not in the assembly'],
  ['another bucket', { Code: { S3Key: 'elsewhere.zip' } }, 'its code is not in the assembly'],
  ['an image', { Code: { ImageUri: 'a/b:c' } }, 'it is a container image'],
  [
    'Python',
    { Code: { S3Key: 'a.zip' }, Runtime: 'python3.13' },
    'its runtime is python3.13, and only Node.js is run here',
  ],
  [
    'a runtime that is not known',
    { Code: { S3Key: 'a.zip' }, Runtime: OPEN },
    'its runtime is not known, and only Node.js is run here',
  ],
  ['layers', { Code: { S3Key: 'a.zip' }, Layers: ['l'] }, 'it uses layers'],
  ['a handler that is not known', { Code: { S3Key: 'a.zip' }, Handler: OPEN }, 'its handler is not known'],
  ['inline code that is not known', { Code: { ZipFile: OPEN } }, 'its code is not known without AWS'],
])('code that cannot be run says why: %s', (_what, properties, why) => {
  expect(codeOf(properties)).toEqual({ type: 'unavailable', why });
});

test('a function that a route needs and that is not here is said once', () => {
  const resources: Resources = {
    Get: method({ Integration: LAMBDA }),
    Put: method({ HttpMethod: 'PUT', Integration: LAMBDA }),
  };
  expect(findingsAbout(modelOf(resources), FUNCTION_ARN)).toEqual([
    { what: `integration: function ${FUNCTION_ARN} is not in the assembly`, effect: 'refused' },
  ]);
  const there = { Get2: { Type: 'AWS::Lambda::Function', Properties: { ...NODE, Code: { ZipFile: 'x' } } } };
  expect(modelOf({ ...resources, ...there }).findings).toEqual([]);
});
