import { routesFromOpenApi } from '../../../local/src/openapi/routes-from-openapi';
import { CONTEXT, imported, importedOperation, INTEGRATION } from './open-api-support';

test.each<[string, unknown, string]>([
  ['3.1', { openapi: '3.1.0', paths: {} }, 'this definition says "3.1.0"'],
  ['3.0 in words', { openapi: '3.0.x', paths: {} }, 'this definition says "3.0.x"'],
  ['1.2', { swagger: '1.2', paths: {} }, 'this definition says "1.2"'],
  ['no version', { paths: {} }, 'this definition says null'],
  ['two versions', { swagger: '2.0', openapi: '3.0.0' }, 'imports OpenAPI 2.0 and 3.0'],
  ['a text', '{"openapi":"3.0.1"}', 'not an object'],
  ['null', null, 'not an object'],
  ['a list', [], 'not an object'],
])('a body of %s is an error', (_, body, message) => {
  expect(() => routesFromOpenApi(body, CONTEXT)).toThrow(message);
});

test.each([{ swagger: '2.0' }, { openapi: '3.0' }, { openapi: '3.0.3' }])('%j is imported', (version) => {
  expect(routesFromOpenApi({ ...version, paths: { '/': { get: INTEGRATION } } }, CONTEXT).routes).toHaveLength(1);
});

test('every method of every path is a route', () => {
  const { routes, findings } = imported({
    paths: {
      '/': { get: { ...INTEGRATION, operationId: 'readRoot' } },
      '/orders/{id}': { summary: 'x', put: INTEGRATION, patch: INTEGRATION, delete: INTEGRATION, head: INTEGRATION },
      '/{proxy+}': { 'x-amazon-apigateway-any-method': INTEGRATION, options: INTEGRATION },
      'x-note': { get: INTEGRATION },
    },
  });
  expect(routes.map(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}`)).toEqual([
    'GET /',
    'PUT /orders/{id}',
    'PATCH /orders/{id}',
    'DELETE /orders/{id}',
    'HEAD /orders/{id}',
    'ANY /{proxy+}',
    'OPTIONS /{proxy+}',
  ]);
  expect(routes[0].operationName).toBe('readRoot');
  const ids = routes.map(({ resourceId }) => resourceId);
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^[a-z0-9]{10}$/.test(id))).toBe(true);
  expect(findings).toEqual([]);
});

test('a path that cannot be read refuses every method, so that no wider path takes it over', () => {
  const { routes, findings } = imported({
    paths: { '/secret': { $ref: 'secret.json' }, '/{proxy+}': { get: INTEGRATION } },
  });
  expect(routes[0]).toMatchObject({
    httpMethod: 'ANY',
    resourcePath: '/secret',
    refusal: expect.stringContaining('secret.json'),
  });
  expect(routes[1].refusal).toBeUndefined();
  expect(findings[0]).toMatchObject({ subject: 'ANY /secret', effect: 'refused' });
});

test('a $ref that leads back to itself is refused', () => {
  const { routes } = imported({ paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } } });
  expect(routes.map(({ refusal }) => refusal)).toEqual([
    expect.stringContaining('itself'),
    expect.stringContaining('itself'),
  ]);
});

test('TRACE is no route, and that is said', () => {
  const { routes, findings } = imported({ paths: { '/a': { trace: INTEGRATION } } });
  expect(routes).toEqual([]);
  expect(findings).toEqual([{ subject: 'TRACE /a', what: expect.any(String), effect: 'declared' }]);
});

test('the headers of the responses are kept by status', () => {
  const { route } = importedOperation(
    {
      responses: {
        200: { headers: { 'X-Total': {}, ETag: {} } },
        404: { $ref: '#/components/responses/NotFound' },
        500: { $ref: '#/components/responses/Gone' },
        default: { headers: { 'X-No': {} } },
      },
    },
    { components: { responses: { NotFound: { headers: { 'X-Why': {} } } } } },
  );
  expect(route.methodResponses).toEqual({ 200: ['X-Total', 'ETag'], 404: ['X-Why'], 500: [] });
  expect(route.refusal).toBeUndefined();
});

test('gateway responses', () => {
  const { gatewayResponses } = imported({
    'x-amazon-apigateway-gateway-responses': {
      THROTTLED: {
        statusCode: '420',
        responseParameters: { 'gatewayresponse.header.Retry-After': "'7'" },
        responseTemplates: { 'application/json': '{"slow":"down"}' },
      },
      DEFAULT_4XX: {},
    },
  });
  expect(gatewayResponses).toEqual([
    {
      responseType: 'THROTTLED',
      statusCode: 420,
      parameters: { 'gatewayresponse.header.Retry-After': "'7'" },
      templates: { 'application/json': '{"slow":"down"}' },
    },
    { responseType: 'DEFAULT_4XX', parameters: {}, templates: {} },
  ]);
});

test('settings of the API', () => {
  const statement = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  expect(
    imported({
      'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
      'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: statement },
      'x-amazon-apigateway-binary-media-types': ['image/png'],
      'x-amazon-apigateway-security-policy': 'SecurityPolicy_TLS13_1_3_2025_09',
      'x-amazon-apigateway-endpoint-access-mode': 'STRICT',
      'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
    }),
  ).toEqual({
    routes: [],
    gatewayResponses: [],
    findings: [],
    apiKeySource: 'AUTHORIZER',
    resourcePolicy: { Version: '2012-10-17', Statement: [statement] },
    binaryMediaTypes: ['image/png'],
    securityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
    endpointAccessMode: 'STRICT',
    disableExecuteApiEndpoint: true,
  });
});

test('what the definition does not set is not set', () => {
  const nothing = { routes: [], gatewayResponses: [], findings: [] };
  expect(imported({ 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['v'] } })).toEqual(nothing);
  expect(imported({})).toEqual(nothing);
});

test.each<[string, unknown]>([
  ['api-key-source', 'COOKIE'],
  ['policy', 'a policy'],
  ['policy', {}],
  ['policy', { Statement: [{ Effect: 'Allow' }, 'x'] }],
  ['binary-media-types', 'image/png'],
  ['security-policy', 3],
  ['endpoint-access-mode', 'LOOSE'],
  ['endpoint-configuration', { disableExecuteApiEndpoint: 'perhaps' }],
  ['endpoint-configuration', 'REGIONAL'],
  ['client-certificates', {}],
])('x-amazon-apigateway-%s of %j refuses every route', (name, value) => {
  const extension = `x-amazon-apigateway-${name}`;
  const { routes, findings } = imported({
    [extension]: value,
    paths: { '/a': { get: INTEGRATION }, '/b': { get: INTEGRATION } },
  });
  expect(routes.map(({ refusal }) => refusal)).toEqual([
    expect.stringContaining(extension),
    expect.stringContaining(extension),
  ]);
  expect(findings).toEqual([{ subject: 'OpenAPI definition', what: extension, effect: 'refused' }]);
});

test('an unknown extension on an operation or its path refuses that route alone', () => {
  const { routes } = imported({
    paths: {
      '/a': { get: { ...INTEGRATION, 'x-amazon-apigateway-ip-filter': [] }, put: INTEGRATION },
      '/b': { 'x-amazon-apigateway-request-validator': 'all', get: INTEGRATION },
      '/c': { 'x-of-another': 1, get: { ...INTEGRATION, 'x-of-another': 1 } },
    },
  });
  expect(routes.map(({ refusal }) => refusal !== undefined)).toEqual([true, false, true, false]);
});
