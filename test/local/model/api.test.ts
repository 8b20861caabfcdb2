import { type App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { readAssembly } from '../../../local/src/assembly/read-assembly';
import { buildApiModel } from '../../../local/src/model/build-api-model';
import { Access, ApiAuthorizer, RequestBody, RouteTarget } from '../../../lib';
import { synthesize } from '../../support/assembly';
import { newFunction, newGateway } from '../../support/synth';
import { removeFolders } from '../support/assembly-files';
import { findingsAbout, method, modelOf, own } from '../support/model-of';

afterAll(removeFolders);

const OPEN = { Ref: 'Open' };

function modelOfApp(build: (stack: Stack) => void) {
  const assembly = synthesize((app: App) => {
    const stack = new Stack(app, 'Orders');
    build(stack);
    return stack;
  });
  try {
    const { stack, api } = readAssembly(assembly.directory);
    return buildApiModel(stack, { api });
  } finally {
    assembly.remove();
  }
}

test('an API of plain constructs becomes routes with their paths', () => {
  const model = modelOfApp((stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'v2' } });
    const orders = api.root.addResource('orders');
    orders.addMethod('GET', new apigateway.LambdaIntegration(newFunction(stack, 'List')));
    orders.addResource('{orderId}').addMethod('ANY', new apigateway.MockIntegration(), { apiKeyRequired: true });
    orders.addProxy({ anyMethod: false }).addMethod('OPTIONS', new apigateway.MockIntegration());
  });
  expect(
    model.routes.map(({ httpMethod, resourcePath, apiKeyRequired }) => [httpMethod, resourcePath, apiKeyRequired]),
  ).toEqual([
    ['GET', '/orders', false],
    ['ANY', '/orders/{orderId}', true],
    ['OPTIONS', '/orders/{proxy+}', false],
  ]);
  expect(model.stage.name).toBe('v2');
  expect(model.functions.size).toBe(1);
  expect(model.findings).toEqual([]);
});

test('an API of this library is served whole', () => {
  const model = modelOfApp((stack) => {
    newGateway(stack, { authorizer: ApiAuthorizer.lambda(newFunction(stack, 'Guard')) }).addRoute(
      'POST /orders',
      RouteTarget.lambda(newFunction(stack, 'Create')),
      { access: Access.authenticated(), body: RequestBody.json({ type: 'object', additionalProperties: false }) },
    );
  });
  const create = model.routes.find(({ httpMethod }) => httpMethod === 'POST');
  expect(create).toMatchObject({ resourcePath: '/orders', validateBody: true, authorization: { type: 'LAMBDA' } });
  expect(create?.refusal).toBeUndefined();
  expect(model.securityPolicy).toMatch(/^SecurityPolicy_TLS13/);
  expect(model.endpointAccessMode).toBe('STRICT');
  expect(model.webAcl?.rules.length).toBeGreaterThan(0);
  expect(model.gatewayResponses.get('UNAUTHORIZED')?.statusCode).toBe(401);
});

test.each<[object, object]>([
  [
    {},
    { endpointType: 'EDGE', securityPolicy: 'TLS_1_0', endpointAccessMode: 'BASIC', disableExecuteApiEndpoint: false },
  ],
  [{ EndpointConfiguration: { Types: ['REGIONAL'] } }, { endpointType: 'REGIONAL', securityPolicy: 'TLS_1_0' }],
  [{ EndpointConfiguration: { Types: ['PRIVATE'] } }, { endpointType: 'PRIVATE', securityPolicy: 'TLS_1_2' }],
  [{ Parameters: { endpointConfigurationTypes: 'REGIONAL' } }, { endpointType: 'REGIONAL' }],
  [
    { SecurityPolicy: 'SecurityPolicy_X', EndpointAccessMode: 'STRICT' },
    { securityPolicy: 'SecurityPolicy_X', endpointAccessMode: 'STRICT' },
  ],
  [
    { DisableExecuteApiEndpoint: 'true', ApiKeySourceType: 'AUTHORIZER' },
    { disableExecuteApiEndpoint: true, apiKeySource: 'AUTHORIZER' },
  ],
  [{ BinaryMediaTypes: ['*/*'] }, { binaryMediaTypes: ['*/*'] }],
  [{ Policy: { Statement: { Effect: 'Deny' } } }, { resourcePolicy: { Statement: [{ Effect: 'Deny' }] } }],
  [{ Policy: '{"Statement":[{"Effect":"Deny"}]}' }, { resourcePolicy: { Statement: [{ Effect: 'Deny' }] } }],
])('an API with %j', (api, expected) => {
  const model = modelOf({ Method: method() }, { api });
  expect(model).toMatchObject(expected);
  expect(model.routes[0].refusal).toBeUndefined();
});

test.each<[string, object, object, RegExp]>([
  [
    'an endpoint type that is not known',
    { EndpointConfiguration: { Types: [OPEN] } },
    {},
    /EndpointConfiguration is not known/,
  ],
  ['an endpoint type of tomorrow', { EndpointConfiguration: { Types: ['MESH'] } }, {}, /endpoints of type MESH/],
  ['a TLS policy that is not known', { SecurityPolicy: OPEN }, {}, /SecurityPolicy is not known/],
  ['an endpoint that may be off', { DisableExecuteApiEndpoint: OPEN }, {}, /DisableExecuteApiEndpoint is not known/],
  ['a policy that is not known', { Policy: OPEN }, {}, /resource policy is not known/],
  ['a policy that is no policy', { Policy: '{' }, {}, /resource policy is not known/],
  ['a copy of another API', { CloneFrom: 'x' }, {}, /CloneFrom/],
  ['a method at an unknown path', {}, { Lost: method({ ResourceId: OPEN }) }, /path or the HTTP method/],
  [
    'a method below a cycle',
    {},
    {
      Loop: own('Resource', { ParentId: { Ref: 'Loop' }, PathPart: 'a' }),
      Lost: method({ ResourceId: { Ref: 'Loop' } }),
    },
    /path or the HTTP/,
  ],
  ['a method of an unknown verb', {}, { Lost: method({ HttpMethod: OPEN }) }, /path or the HTTP method/],
  [
    'an unknown throttle',
    {},
    { Stage: own('Stage', { StageName: 'v1', MethodSettings: [{ ThrottlingRateLimit: OPEN }] }) },
    /method settings/,
  ],
  ['a resource of tomorrow', {}, { New: own('RouteGuard') }, /AWS::ApiGateway::RouteGuard/],
  [
    'a nested stack that is not here',
    {},
    { Lost: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { A: { Ref: 'Api' } } } } },
    /nested stack/,
  ],
  [
    'a web ACL on who knows what',
    {},
    { Guard: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: OPEN } } },
    /what this web ACL is associated with/,
  ],
])('%s refuses every route', (_what, api, resources, refusal) => {
  const { routes, findings } = modelOf({ Method: method(), ...resources }, { api });
  expect(routes.map((route) => route.refusal)).toEqual([expect.stringMatching(refusal)]);
  expect(findings).toContainEqual(expect.objectContaining({ what: expect.stringMatching(refusal), effect: 'refused' }));
});

test('resources of other APIs and of other kinds have no effect', () => {
  const model = modelOf({
    Method: method(),
    Other: { Type: 'AWS::ApiGateway::RestApi' },
    OtherMethod: method({ RestApiId: { Ref: 'Other' }, AuthorizationType: 'JWT' }),
    Topic: { Type: 'AWS::SNS::Topic' },
    Guard: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { 'Fn::GetAtt': ['Topic', 'X'] } } },
    Log: { Type: 'AWS::WAFv2::LoggingConfiguration', Properties: { ResourceArn: { Ref: 'Api' } } },
  });
  expect(model.routes.map(({ refusal }) => refusal)).toEqual([undefined]);
  expect(model.webAcl).toBeUndefined();
  expect(model.findings).toEqual([]);
});

test('the web ACL of the stage is found, that of another stage is not', () => {
  const association = (stage: string) => ({
    Type: 'AWS::WAFv2::WebACLAssociation',
    Properties: {
      ResourceArn: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/${stage}` },
      WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
    },
  });
  const Acl = {
    Type: 'AWS::WAFv2::WebACL',
    Properties: { Name: 'acl', Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Rules: [] },
  };
  const modelFor = (stage: string) => modelOf({ Method: method(), Acl, Association: association(stage) });
  expect(modelFor('v1').webAcl).toMatchObject({ name: 'acl', defaultAction: { type: 'allow' } });
  expect(modelFor('v10').webAcl).toBeUndefined();
  expect(modelOf({ Method: method(), Acl, A: association('v1'), B: association('v1') }).routes[0].refusal).toMatch(
    /second web ACL/,
  );
});

test('a path and method that is there twice is refused', () => {
  expect(modelOf({ One: method(), Two: method() }).routes).toMatchObject([
    { refusal: expect.stringMatching(/defined twice/) },
  ]);
});

test('a gateway response keeps what is known of it', () => {
  const model = modelOf({
    Method: method(),
    Denied: own('GatewayResponse', {
      ResponseType: 'ACCESS_DENIED',
      StatusCode: '404',
      ResponseParameters: { 'gatewayresponse.header.A': "'a'", 'gatewayresponse.header.B': OPEN },
    }),
  });
  expect([...model.gatewayResponses.values()]).toEqual([
    {
      responseType: 'ACCESS_DENIED',
      statusCode: 404,
      parameters: { 'gatewayresponse.header.A': "'a'" },
      templates: {},
    },
  ]);
  expect(findingsAbout(model, 'Denied')).toHaveLength(1);
});
