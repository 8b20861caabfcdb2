import { removeFolders } from '../support/assembly-files';
import { own, routeOf } from '../support/model-of';

afterAll(removeFolders);

const OPEN = { Ref: 'Open' };
const BOTH = own('RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: 'true' });
const VALIDATED = { RequestValidatorId: { Ref: 'Validator' } };
const ORDER = { type: 'object', required: ['sku'] };

test('parameters that are true are required, by kind', () => {
  const route = routeOf(
    {
      ...VALIDATED,
      RequestParameters: {
        'method.request.header.X-A': true,
        'method.request.header.X-B': false,
        'method.request.path.id': 'true',
        'method.request.querystring.q.r': true,
        'method.request.multivaluequerystring.many': true,
      },
    },
    { Validator: BOTH },
  );
  expect(route).toMatchObject({
    validateBody: true,
    validateParameters: true,
    requiredParameters: { headers: ['X-A'], path: ['id'], query: ['q.r', 'many'] },
  });
});

test('models come as objects and as JSON, and two are built in', () => {
  const route = routeOf(
    {
      ...VALIDATED,
      RequestModels: { $default: { Ref: 'Order' }, 'text/json': 'Text', 'application/json': 'Empty', 'a/b': 'Error' },
    },
    {
      Validator: BOTH,
      Order: own('Model', { Schema: ORDER }),
      Text: own('Model', { Name: 'Text', Schema: '{"type":"string"}' }),
    },
  );
  expect(route.refusal).toBeUndefined();
  expect(route.models).toMatchObject({
    $default: ORDER,
    'text/json': { type: 'string' },
    'application/json': {},
    'a/b': { title: 'Error Schema' },
  });
});

test('models that a model refers to go into its definitions, with their own references', () => {
  const url = (name: string) => `https://apigateway.amazonaws.com/restapis/\${Api}/models/${name}`;
  const route = routeOf(
    { ...VALIDATED, RequestModels: { $default: 'Order' } },
    {
      Validator: BOTH,
      Order: own('Model', {
        Name: 'Order',
        Schema: {
          definitions: { n: { type: 'number' } },
          properties: { item: { $ref: { 'Fn::Sub': url('Item') } }, n: { $ref: '#/definitions/n' } },
        },
      }),
      Item: own('Model', {
        Name: 'Item',
        Schema: {
          definitions: { sku: { type: 'string' } },
          properties: { sku: { $ref: '#/definitions/sku' }, parts: { items: { $ref: { 'Fn::Sub': url('Item') } } } },
          enum: [{ $ref: '#/kept' }],
        },
      }),
    },
  );
  expect(route.models.$default).toEqual({
    definitions: {
      n: { type: 'number' },
      'model:Item': {
        definitions: { sku: { type: 'string' } },
        properties: {
          sku: { $ref: '#/definitions/model:Item/definitions/sku' },
          parts: { items: { $ref: '#/definitions/model:Item' } },
        },
        enum: [{ $ref: '#/kept' }],
      },
    },
    properties: { item: { $ref: '#/definitions/model:Item' }, n: { $ref: '#/definitions/n' } },
  });
});

const REFERS = { $ref: 'https://apigateway.amazonaws.com/restapis/a/models/Lost' };

test.each<[string, object, RegExp]>([
  ['a validator that is not there', { RequestValidatorId: 'lost' }, /request validator "lost" is not in the assembly/],
  ['a validator that is not known', { RequestValidatorId: OPEN }, /request validator .* is not in the assembly/],
  [
    'a validator whose checks are not known',
    { RequestValidatorId: { Ref: 'Vague' } },
    /what its request validator checks/,
  ],
  ['a model that is not there', { ...VALIDATED, RequestModels: { a: 'Lost' } }, /model Lost is not in the assembly/],
  ['a model that is not known', { ...VALIDATED, RequestModels: { a: OPEN } }, /model .* is not known/],
  ['models that are not known', { ...VALIDATED, RequestModels: OPEN }, /request models are not known/],
  ['a schema that is not known', { ...VALIDATED, RequestModels: { a: 'Vague' } }, /schema of its model VagueModel/],
  ['a schema that is no JSON', { ...VALIDATED, RequestModels: { a: 'Broken' } }, /BrokenModel is not JSON/],
  [
    'a reference to a model that is not there',
    { ...VALIDATED, RequestModels: { a: 'Refers' } },
    /model Lost is not in/,
  ],
  [
    'a parameter that may be required',
    { ...VALIDATED, RequestParameters: { 'method.request.header.A': OPEN } },
    /whether it requires/,
  ],
  [
    'a parameter of another kind',
    { ...VALIDATED, RequestParameters: { 'method.request.cookie.A': true } },
    /of no known kind/,
  ],
  ['parameters that are not known', { ...VALIDATED, RequestParameters: OPEN }, /request parameters are not known/],
])('%s refuses the route', (_what, properties, refusal) => {
  const route = routeOf(properties, {
    Validator: BOTH,
    Vague: own('RequestValidator', { ValidateRequestBody: OPEN }),
    VagueModel: own('Model', { Name: 'Vague', Schema: { type: OPEN } }),
    BrokenModel: own('Model', { Name: 'Broken', Schema: '{' }),
    RefersModel: own('Model', { Name: 'Refers', Schema: { properties: { a: REFERS } } }),
  });
  expect(route.refusal).toMatch(refusal);
});

test('without a validator nothing is checked, so nothing is refused', () => {
  const route = routeOf({ RequestModels: { a: 'Lost' }, RequestParameters: { 'method.request.cookie.A': true } });
  expect(route).toMatchObject({ validateBody: false, validateParameters: false, models: {} });
  expect(route.refusal).toBeUndefined();
});
