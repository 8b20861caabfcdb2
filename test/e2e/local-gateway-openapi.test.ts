import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const mock = (body: string) => ({
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': body } } },
  },
  responses: { '200': { description: 'ok' } },
});

const DOCUMENT = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  // The importer does not look at it: operations without their own are open.
  security: [{ iam: [] }],
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  'x-amazon-apigateway-request-validator': 'all',
  'x-amazon-apigateway-gateway-responses': {
    MISSING_AUTHENTICATION_TOKEN: { responseParameters: { 'gatewayresponse.header.X-A': 'method.request.cookie.a' } },
    BAD_REQUEST_BODY: { statusCode: 422, responseTemplates: { 'application/json': '{"e":"body"}' } },
  },
  paths: {
    '/pets': {
      get: {
        ...mock('{"pets":[]}'),
        parameters: [{ name: 'limit', in: 'query', required: true, schema: { type: 'integer' } }],
      },
      post: {
        ...mock('{"made":true}'),
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
      },
    },
    '/vets': { get: { ...mock('{}'), security: [{ iam: [] }] } },
    '/odd': { get: { ...mock('{}'), security: [{ unheardOf: [] }] } },
  },
  components: {
    securitySchemes: {
      iam: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
    schemas: { Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
  },
};

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'Spec');
    new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(DOCUMENT) });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

test.each<[string, string, string | undefined, number]>([
  ['GET', '/pets?limit=3', undefined, 200],
  ['GET', '/pets', undefined, 400],
  ['GET', '/pets?limit=', undefined, 400],
  ['POST', '/pets', '{"name":"Rex"}', 200],
  ['POST', '/pets', '{"name":7}', 422],
  ['POST', '/pets', '{}', 422],
  ['POST', '/pets', 'no json', 422],
  // Its gateway response asks for something that is not known.
  ['DELETE', '/pets', undefined, 501],
  ['GET', '/vets', undefined, 501],
  ['GET', '/odd', undefined, 501],
])('%s %s with %p is answered %i', async (method, path, body, status) => {
  const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  expect((await gateway.fetch(path, { method, body, headers })).status).toBe(status);
});

test('that the security of the root opens everything is said before it serves', () => {
  expect(gateway.findings.map(({ what }) => what).join('\n')).toMatch(/root.*security|security.*root/i);
});
