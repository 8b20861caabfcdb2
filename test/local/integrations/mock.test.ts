import { mock } from '../../../local/src/integrations/mock';
import type { IntegrationResponseModel, MockIntegrationModel } from '../../../local/src/model/route-model';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';

const response = (overrides: Partial<IntegrationResponseModel> = {}): IntegrationResponseModel => ({
  statusCode: '200',
  parameters: {},
  templates: {},
  ...overrides,
});

function run(overrides: Partial<MockIntegrationModel>, request: object = {}, methodResponses = {}) {
  const model: MockIntegrationModel = {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    passthroughBehavior: 'NEVER',
    responses: [response()],
    ...overrides,
  };
  const asked = exchange({ request, route: route('GET /orders', { integration: model, methodResponses }) });
  const { status, headers, body } = mock(asked, model);
  return { status, headers: headers.map((header) => header.join(': ')), body: body.toString() };
}

test('the request template chooses the response, by its pattern or the default one', () => {
  const responses = [
    response({ statusCode: '404', selectionPattern: '4\\d{2}', templates: { 'application/json': 'no' } }),
    response({ statusCode: '201', templates: { 'application/json': 'yes' } }),
  ];
  const requestTemplates = { 'application/json': '{"statusCode": $input.params("s")}' };
  expect(run({ requestTemplates, responses }, { rawQuery: 's=404' })).toMatchObject({ status: 404, body: 'no' });
  expect(run({ requestTemplates, responses }, { rawQuery: 's=200' })).toMatchObject({ status: 201, body: 'yes' });
});

test('parameters set the headers that the method declares, templates may override them', () => {
  const parameters = {
    'method.response.header.X-Fixed': "'seven'",
    'method.response.header.X-Stage': 'context.stage',
    'method.response.header.X-None': 'method.request.header.Absent',
  };
  const templates = { 'application/json': '#set($context.responseOverride.header.X-Fixed = "eight")ok' };
  const declared = { '200': ['x-fixed', 'X-Stage', 'X-None'] };
  expect(run({ responses: [response({ parameters, templates })] }, {}, declared)).toEqual({
    status: 200,
    headers: ['Content-Type: application/json', 'X-Fixed: eight', 'X-Stage: prod'],
    body: 'ok',
  });
});

test('a template may change the status', () => {
  const templates = { 'application/json': '#set($context.responseOverride.status = 409)' };
  expect(run({ responses: [response({ templates })] }).status).toBe(409);
});

test.each<[string, Partial<MockIntegrationModel>, object, object]>([
  ['no status', { requestTemplates: { 'application/json': '{}' } }, {}, { status: 500 }],
  ['no JSON', { requestTemplates: { 'application/json': 'x' } }, {}, { status: 500 }],
  ['no response for the status', { responses: [response({ selectionPattern: '404' })] }, {}, { status: 500 }],
  ['a pattern that fits a part only', { responses: [response({ selectionPattern: '20' })] }, {}, { status: 500 }],
  ['a pattern in the way of Java', { responses: [response({ selectionPattern: '(?i)2..' })] }, {}, { name: 'Refusal' }],
  ['an unknown type', {}, { headers: [['Content-Type', 'text/xml']] }, { status: 415 }],
  [
    'templates of other types where only none at all would do',
    { passthroughBehavior: 'WHEN_NO_TEMPLATES' },
    { headers: [['Content-Type', 'text/xml']] },
    { status: 415, responseType: 'UNSUPPORTED_MEDIA_TYPE' },
  ],
  [
    'a header that the method does not declare',
    { responses: [response({ parameters: { 'method.response.header.X-A': "'a'" } })] },
    {},
    { status: 500, responseType: 'API_CONFIGURATION_ERROR' },
  ],
  [
    'a header with a line break',
    {
      responses: [
        response({
          templates: { 'application/json': '#set($context.responseOverride.header.X-A = $input.params("h"))' },
        }),
      ],
    },
    { rawQuery: 'h=a%0d%0aX-Evil:1' },
    { status: 500 },
  ],
])('a mock with %s fails', async (_, overrides, request, expected) => {
  expect(await failureOf(() => run(overrides, request))).toMatchObject(expected);
});

test('where no template fits, the body itself may say which response', () => {
  const model = { requestTemplates: {}, passthroughBehavior: 'WHEN_NO_TEMPLATES' } as const;
  expect(run(model, { body: Buffer.from('{"statusCode": 200}') }).status).toBe(200);
});
