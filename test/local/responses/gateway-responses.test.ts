import { GatewayError, Refusal } from '../../../local/src/chain/gateway-error';
import type { GatewayResponseModel } from '../../../local/src/model/api-model';
import { GatewayResponses, refusalAnswer } from '../../../local/src/responses/gateway-responses';
import { answerSource } from '../support/models';

const denied = (): GatewayError =>
  new GatewayError('ACCESS_DENIED', 403, 'no way', 'AccessDeniedException', 'authorizer');

function answer(models: readonly Partial<GatewayResponseModel>[], error = denied(), request = {}) {
  const full = models.map((model) => ({ responseType: 'ACCESS_DENIED', parameters: {}, templates: {}, ...model }));
  const source = answerSource(request);
  const { status, headers, body } = new GatewayResponses(
    new Map(full.map((model) => [model.responseType, model])),
  ).answer(error, source);
  return { status, headers: Object.fromEntries(headers), body: body.toString(), context: source.context };
}

test('without a template the answer is that of the service', () => {
  expect(answer([])).toMatchObject({
    status: 403,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': 'AccessDeniedException' },
    body: '{"message":"no way"}',
    context: { error: { message: 'no way', messageString: '"no way"', responseType: 'ACCESS_DENIED' } },
  });
});

test('the type itself wins over the default of its class, and takes nothing from it', () => {
  const general = {
    responseType: 'DEFAULT_4XX',
    statusCode: 499,
    parameters: { 'gatewayresponse.header.X-All': "'yes'" },
    templates: { 'application/json': '"general"' },
  };
  expect(answer([general])).toMatchObject({ status: 499, headers: { 'X-All': 'yes' }, body: '"general"' });
  const own = { statusCode: 451, templates: { 'application/json': '"own"' } };
  const both = answer([general, own]);
  expect(both).toMatchObject({ status: 451, body: '"own"' });
  expect(both.headers).not.toHaveProperty('X-All');
});

test('the default of the other class does not count', () => {
  expect(answer([{ responseType: 'DEFAULT_5XX', statusCode: 599 }]).status).toBe(403);
  const broken = new GatewayError('INTEGRATION_FAILURE', 504, 'm', 'E', 'integration');
  expect(answer([{ responseType: 'DEFAULT_5XX', statusCode: 599 }], broken).status).toBe(599);
});

test('parameters may come from the request, and are left out where it has none', () => {
  const parameters = { 'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin' };
  const headers = [['origin', 'https://shop.example.com']];
  expect(answer([{ parameters }], denied(), { headers }).headers['Access-Control-Allow-Origin']).toBe(
    'https://shop.example.com',
  );
  expect(answer([{ parameters }]).headers).not.toHaveProperty('Access-Control-Allow-Origin');
});

test('the type of the content is the parameter, else that of the template', () => {
  const templates = { 'text/plain': 'x' };
  expect(answer([{ templates }]).headers['Content-Type']).toBe('text/plain');
  const parameters = { 'gatewayresponse.header.content-type': "'application/problem+json'" };
  const { headers } = answer([{ templates, parameters }]);
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
  expect(headers).not.toHaveProperty('Content-Type');
});

test('a refusal says what is missing, under a status that no API has', () => {
  const { status, headers, body } = refusalAnswer(new Refusal('firewall', 'rule X: SQL injection is not simulated'));
  expect([status, Object.fromEntries(headers)['x-local-gateway']]).toEqual([501, 'refused']);
  expect(JSON.parse(body.toString())).toMatchObject({
    layer: 'firewall',
    detail: 'rule X: SQL injection is not simulated',
  });
});

test.each([777, 100, 20])('a status of %i is no status, and refused', (statusCode) => {
  expect(() => answer([{ statusCode }])).toThrow(Refusal);
});
