import { unresolved } from '../../../local/src/assembly/resolved-stack';
import { FUNCTION, importedOperation, lambdaUri } from './open-api-support';

const integrated = (integration: unknown) =>
  importedOperation({ 'x-amazon-apigateway-integration': integration }).route.integration;

test('a Lambda proxy', () => {
  const uri = lambdaUri(`${FUNCTION}:live`);
  expect(integrated({ type: 'AWS_PROXY', httpMethod: 'post', uri })).toEqual({
    type: 'LAMBDA_PROXY',
    functionArn: `${FUNCTION}:live`,
    timeoutMs: 29_000,
    httpMethod: 'POST',
  });
  expect(integrated({ type: 'aws_proxy', httpMethod: 'GET', uri, timeoutInMillis: 4_200 })).toMatchObject({
    timeoutMs: 4_200,
    httpMethod: 'GET',
  });
});

test("AWS's variables and those of the stage are put in", () => {
  const uri =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.fn}/invocations';
  expect(integrated({ type: 'aws_proxy', httpMethod: 'POST', uri })).toMatchObject({
    functionArn: 'arn:aws:lambda:eu-west-3:210987654321:function:orders-live',
  });
});

test('a mock', () => {
  const requestTemplates = { 'application/json': '{"statusCode": 204}' };
  const integration = {
    type: 'mock',
    requestTemplates,
    passthroughBehavior: 'when_no_templates',
    responses: {
      default: { statusCode: '204', responseParameters: { 'method.response.header.Allow': "'GET'" } },
      '4\\d{2}': { statusCode: 400, responseTemplates: { 'application/json': '{}' } },
    },
  };
  expect(integrated(integration)).toEqual({
    type: 'MOCK',
    requestTemplates,
    passthroughBehavior: 'WHEN_NO_TEMPLATES',
    responses: [
      { statusCode: '204', parameters: { 'method.response.header.Allow': "'GET'" }, templates: {} },
      { statusCode: '400', selectionPattern: '4\\d{2}', parameters: {}, templates: { 'application/json': '{}' } },
    ],
  });
  expect(integrated({ type: 'mock' })).toMatchObject({ passthroughBehavior: 'WHEN_NO_MATCH', responses: [] });
});

test('an HTTP proxy', () => {
  const requestParameters = { 'integration.request.path.id': 'method.request.path.orderId' };
  expect(
    integrated({ type: 'http_proxy', httpMethod: 'any', uri: 'https://up.example/{id}', requestParameters }),
  ).toEqual({
    type: 'HTTP_PROXY',
    httpMethod: 'ANY',
    uri: 'https://up.example/{id}',
    requestParameters,
    timeoutMs: 29_000,
  });
});

test.each<[string, unknown]>([
  ['none', undefined],
  ['a text', 'mock'],
  ['no type', {}],
  ['aws', { type: 'aws', httpMethod: 'POST', uri: lambdaUri(FUNCTION) }],
  ['http', { type: 'http', httpMethod: 'GET', uri: 'https://x' }],
  ['another service', { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:aws:apigateway:eu-west-3:sqs:path/1/q' }],
  ['an unresolved function', { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(unresolved('x')) }],
  ['a Lambda proxy without a method', { type: 'aws_proxy', uri: lambdaUri(FUNCTION) }],
  ['a timeout in words', { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(FUNCTION), timeoutInMillis: 'long' }],
  ['a stream', { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(FUNCTION), responseTransferMode: 'STREAM' }],
  ['a VPC link', { type: 'http_proxy', httpMethod: 'GET', uri: 'https://x', connectionType: 'VPC_LINK' }],
  ['an HTTP proxy without a URI', { type: 'http_proxy', httpMethod: 'GET' }],
  ['an HTTP proxy to somewhere', { type: 'http_proxy', httpMethod: 'GET', uri: `https://${unresolved('y')}/` }],
  ['an unknown passthrough', { type: 'mock', passthroughBehavior: 'always' }],
])('an integration of %s is unsupported, and said', (_, integration) => {
  const { route, findings } = importedOperation({ 'x-amazon-apigateway-integration': integration });
  expect(route.integration).toEqual({ type: 'UNSUPPORTED', what: expect.any(String) });
  expect(findings).toMatchObject([{ subject: 'POST /orders', effect: 'refused' }]);
});
