import { matches } from '../requests/body-support';
import { imported, importedOperation, importedSwaggerOperation, INTEGRATION } from './open-api-support';

const VALIDATORS = {
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
    body: { validateRequestBody: true },
    parameters: { validateRequestParameters: true, validateRequestBody: false },
  },
};
const CHECKED = { ...VALIDATORS, 'x-amazon-apigateway-request-validator': 'all' };
const json = (schema: unknown) => ({ requestBody: { content: { 'application/json': { schema } } } });

test.each<[unknown, unknown, [boolean, boolean]]>([
  [undefined, undefined, [false, false]],
  ['all', undefined, [true, true]],
  ['all', 'body', [true, false]],
  [undefined, 'parameters', [false, true]],
])('with validator %s at the root and %s at the operation', (root, own, [body, parameters]) => {
  const { route } = importedOperation(
    { 'x-amazon-apigateway-request-validator': own },
    { ...VALIDATORS, 'x-amazon-apigateway-request-validator': root },
  );
  expect(route).toMatchObject({ validateBody: body, validateParameters: parameters });
  expect(route.refusal).toBeUndefined();
});

test.each(['gone', 'toString', 3])('validator %p, which is not defined, is refused', (name) => {
  const { route } = importedOperation({ 'x-amazon-apigateway-request-validator': name }, VALIDATORS);
  expect(route.refusal).toContain('request validator');
});

test('required parameters come from the operation and its path, and the operation wins', () => {
  const { routes } = imported({
    ...CHECKED,
    components: { parameters: { Trace: { in: 'header', name: 'X-Trace', required: true } } },
    paths: {
      '/orders/{id}': {
        parameters: [
          { in: 'path', name: 'id', required: true },
          { in: 'query', name: 'page', required: true },
          { in: 'query', name: 'size', required: true },
        ],
        get: {
          ...INTEGRATION,
          parameters: [
            { $ref: '#/components/parameters/Trace' },
            { in: 'query', name: 'page', required: false },
            { in: 'cookie', name: 'c', required: true },
          ],
        },
      },
    },
  });
  expect(routes[0]).toMatchObject({
    requiredParameters: { headers: ['X-Trace'], path: ['id'], query: ['size'] },
    validateParameters: true,
  });
  expect(routes[0].refusal).toBeUndefined();
});

test.each<[string, unknown]>([
  ['a reference to nothing', [{ $ref: '#/components/parameters/Gone' }]],
  ['a reference to a file', [{ $ref: 'parameters.json#/Trace' }]],
  ['no list', { in: 'query', name: 'page' }],
  ['no name', [{ in: 'query', required: true }]],
])('parameters with %s are refused', (_, parameters) => {
  expect(importedOperation({ parameters }, CHECKED).route.refusal).toBeDefined();
});

test('models by content type, with what they refer to inside them', () => {
  const { route } = importedOperation(
    {
      requestBody: { $ref: '#/components/requestBodies/Order' },
    },
    {
      ...CHECKED,
      components: {
        requestBodies: {
          Order: {
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Order' } },
              'application/xml': { schema: { type: 'string' } },
              'text/csv': {},
            },
          },
        },
        schemas: {
          Order: {
            type: 'object',
            required: ['lines'],
            properties: { lines: { items: { $ref: '#/components/schemas/Line' } } },
          },
          Line: {
            type: 'object',
            properties: { sku: { pattern: '^S' }, parts: { items: { $ref: '#/components/schemas/Line' } } },
          },
          Unused: { type: 'null' },
        },
      },
    },
  );
  const $schema = 'http://json-schema.org/draft-04/schema#';
  expect(route.models).toEqual({
    'application/json': {
      $schema,
      $ref: '#/definitions/Order',
      definitions: {
        Order: {
          type: 'object',
          required: ['lines'],
          properties: { lines: { items: { $ref: '#/definitions/Line' } } },
        },
        Line: {
          type: 'object',
          properties: { sku: { pattern: '^S' }, parts: { items: { $ref: '#/definitions/Line' } } },
        },
      },
    },
    'application/xml': { $schema, type: 'string' },
  });
  const model = route.models['application/json'];
  expect(matches(model, '{"lines":[{"sku":"S1","parts":[{"sku":"S2"}]}]}')).toBe(true);
  expect(matches(model, '{"lines":[{"sku":"S1","parts":[{"sku":"T2"}]}]}')).toBe(false);
  expect(matches(model, '{}')).toBe(false);
});

test('names of schemas may need escaping', () => {
  const { route } = importedOperation(json({ $ref: '#/components/schemas/a~1b%20c' }), {
    ...CHECKED,
    components: { schemas: { 'a/b c': { type: 'integer' } } },
  });
  expect(matches(route.models['application/json'], '1')).toBe(true);
  expect(matches(route.models['application/json'], '"1"')).toBe(false);
});

test('a body parameter of OpenAPI 2.0 is a model for each type that is consumed', () => {
  const body = { in: 'body', name: 'order', schema: { $ref: '#/definitions/Order' } };
  const definitions = { Order: { type: 'object', required: ['sku'] } };
  const types = (operation: object, document: object) =>
    Object.keys(
      importedSwaggerOperation({ parameters: [body], ...operation }, { ...CHECKED, definitions, ...document }).route
        .models,
    );
  expect(types({}, {})).toEqual(['application/json']);
  expect(types({}, { consumes: ['text/a', 'text/b'] })).toEqual(['text/a', 'text/b']);
  expect(types({ consumes: ['text/c'] }, { consumes: ['text/a'] })).toEqual(['text/c']);
  const { route } = importedSwaggerOperation({ parameters: [body] }, { ...CHECKED, definitions });
  expect(matches(route.models['application/json'], '{"sku":1}')).toBe(true);
  expect(matches(route.models['application/json'], '{}')).toBe(false);
});

test('what the importer leaves out of models is left out, and said once', () => {
  const list = {
    type: 'array',
    minItems: 1,
    maxItems: 2,
    items: { type: 'integer', minimum: 1, nullable: true, example: 3 },
  };
  const { routes, findings } = imported({
    ...CHECKED,
    paths: { '/a': { post: { ...INTEGRATION, ...json(list) }, put: { ...INTEGRATION, ...json(list) } } },
  });
  for (const { models } of routes) {
    expect(matches(models['application/json'], '[1,2,3]')).toBe(true);
    expect(matches(models['application/json'], '[]')).toBe(true);
    expect(matches(models['application/json'], '[0]')).toBe(false);
    expect(matches(models['application/json'], '[null]')).toBe(false);
  }
  expect(findings).toEqual([
    { subject: 'models', what: expect.stringContaining('maxItems, minItems, nullable'), effect: 'declared' },
  ]);
});

test('a property may be called like a keyword that is left out', () => {
  const schema = { properties: { minItems: { type: 'string' }, example: { type: 'string' } } };
  const { route, findings } = importedOperation(json(schema), CHECKED);
  expect(matches(route.models['application/json'], '{"minItems":1}')).toBe(false);
  expect(matches(route.models['application/json'], '{"example":1}')).toBe(false);
  expect(findings).toEqual([]);
});

test.each<[string, unknown]>([
  ['refers to a schema that is not there', { properties: { a: { $ref: '#/components/schemas/Gone' } } }],
  ['refers to an inherited member', { $ref: '#/components/schemas/constructor' }],
  ['refers to a file', { $ref: 'order.json' }],
  ['refers into the paths', { $ref: '#/paths/~1orders' }],
  ['is no schema', 'integer'],
])('a model that %s is refused', (_, schema) => {
  const { route, findings } = importedOperation(json(schema), { ...CHECKED, components: { schemas: {} } });
  expect(route.refusal).toBeDefined();
  expect(findings).toMatchObject([{ subject: 'POST /orders', effect: 'refused' }]);
});

test('alternatives in OpenAPI 2.0 are refused, in 3.0 they count', () => {
  const schema = { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  const body = { in: 'body', name: 'b', schema };
  expect(importedSwaggerOperation({ parameters: [body] }, CHECKED).route.refusal).toContain('alternatives');
  const { route } = importedOperation(json(schema), CHECKED);
  expect(['"a"', '1', 'null'].map((value) => matches(route.models['application/json'], value))).toEqual([
    true,
    true,
    false,
  ]);
});
