import { join } from 'node:path';
import { readAssembly } from '../../../local/src/assembly/read-assembly';
import { buildApiModel } from '../../../local/src/model/build-api-model';
import type { OpenApiImport } from '../../../local/src/openapi/open-api-import';
import { folderWith, removeFolders } from '../support/assembly-files';
import { method, modelOf, own } from '../support/model-of';
import { route } from '../support/models';

const importBody = jest.fn<OpenApiImport, [unknown, unknown]>();
jest.mock(
  '../../../local/src/openapi/routes-from-openapi',
  () => ({ routesFromOpenApi: (...all: [unknown, unknown]) => importBody(...all) }),
  { virtual: true },
);

const BODY = { openapi: '3.0.1', paths: {} };
const IMPORTED: OpenApiImport = {
  routes: [route('GET /imported')],
  gatewayResponses: [
    { responseType: 'THROTTLED', statusCode: 420, parameters: {}, templates: {} },
    { responseType: 'UNAUTHORIZED', statusCode: 401, parameters: {}, templates: {} },
  ],
  apiKeySource: 'AUTHORIZER',
  binaryMediaTypes: ['image/png'],
  securityPolicy: 'SecurityPolicy_Body',
  endpointAccessMode: 'STRICT',
  disableExecuteApiEndpoint: true,
  resourcePolicy: { Statement: [{ Effect: 'Allow' }] },
  findings: [{ subject: 'GET /imported', what: 'x', effect: 'declared' }],
};

beforeEach(() => importBody.mockReset().mockReturnValue(IMPORTED));
afterAll(removeFolders);

test('a body is imported with the stage at hand, and its settings count', () => {
  const Stage = own('Stage', { StageName: 'v1', Variables: { a: 'b' } });
  const model = modelOf(
    { Stage, Method: method() },
    { api: { Body: { ...BODY, info: { title: { Ref: 'AWS::Region' } } } } },
  );
  expect(importBody).toHaveBeenCalledWith(
    { ...BODY, info: { title: 'us-east-1' } },
    { stageVariables: { a: 'b' }, region: 'us-east-1', account: '123456789012', partition: 'aws' },
  );
  expect(model.routes.map(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}`)).toEqual([
    'GET /imported',
    'GET /',
  ]);
  expect(model).toMatchObject({
    apiKeySource: 'AUTHORIZER',
    binaryMediaTypes: ['image/png'],
    securityPolicy: 'SecurityPolicy_Body',
    endpointAccessMode: 'STRICT',
    disableExecuteApiEndpoint: true,
    resourcePolicy: { Statement: [{ Effect: 'Allow' }] },
    findings: IMPORTED.findings,
  });
});

test('what the template says wins over the body', () => {
  const api = { Body: BODY, SecurityPolicy: 'TLS_1_2', ApiKeySourceType: 'HEADER', BinaryMediaTypes: ['a/b'] };
  const Throttled = own('GatewayResponse', { ResponseType: 'THROTTLED', StatusCode: '429' });
  const model = modelOf({ Throttled }, { api });
  expect(model).toMatchObject({
    securityPolicy: 'TLS_1_2',
    apiKeySource: 'HEADER',
    binaryMediaTypes: ['a/b', 'image/png'],
  });
  expect([...model.gatewayResponses.values()].map(({ statusCode }) => statusCode)).toEqual([429, 401]);
});

test('two policies that differ refuse every route, the same one twice does not', () => {
  const refusalWith = (Effect: string) =>
    modelOf({}, { api: { Body: BODY, Policy: { Statement: [{ Effect }] } } }).routes[0].refusal;
  expect(refusalWith('Deny')).toMatch(/two resource policies/);
  expect(refusalWith('Allow')).toBeUndefined();
});

test('a method of the body and beside it is refused', () => {
  importBody.mockReturnValue({ ...IMPORTED, routes: [route('GET /')] });
  expect(modelOf({ Method: method() }, { api: { Body: BODY } }).routes[0].refusal).toMatch(/defined twice/);
});

function modelOfPublished(file: string): unknown {
  const folder = folderWith({
    't.json': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: 'b', Key: 'k' } } },
        Stage: own('Stage', { StageName: 'v1' }),
      },
    },
    't.assets.json': { files: { a: { source: { path: file }, destinations: { here: { objectKey: 'k' } } } } },
    'asset.a.json': BODY,
    'asset.a.yaml': 'openapi: 3.0.1',
  });
  return buildApiModel(readAssembly(join(folder, 't.json')).stack);
}

test('a body that is published as an asset is read', () => {
  modelOfPublished('asset.a.json');
  expect(importBody).toHaveBeenCalledWith(BODY, expect.anything());
});

test('a body in YAML is an error that says what to do', () => {
  expect(() => modelOfPublished('asset.a.yaml')).toThrow(
    /^the body of REST API Api, .*asset\.a\.yaml, is not JSON; YAML is not read: it must be JSON, or inline in the template \[BodyUnsupported\]$/,
  );
});
