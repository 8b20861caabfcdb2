import { identityValues, isMissing } from '../../../local/src/authorization/identity-sources';
import { Refusal } from '../../../local/src/chain/gateway-error';
import { apiModel } from '../support/models';
import { exchange } from '../support/exchanges';

const model = apiModel();
const request = exchange({
  request: {
    headers: [
      ['authorization', 'Bearer one'],
      ['X-Empty', ''],
      ['AUTHORIZATION', 'Bearer two'],
    ],
    rawQuery: 'tenant=north&tenant=so%75th&Tenant=east&blank=',
    path: '/orders',
  },
  model: { ...model, stage: { ...model.stage, variables: { colour: 'teal', secret: 'unresolved(Secret)' } } },
});

test.each<[string, string[], boolean]>([
  ['method.request.header.Authorization', ['Bearer one', 'Bearer two'], false],
  ['method.request.header.X-Empty', [''], true],
  ['method.request.header.X-None', [], true],
  ['method.request.querystring.tenant', ['north', 'south'], false],
  ['method.request.querystring.blank', [''], true],
  ['stageVariables.colour', ['teal'], false],
  ['stageVariables.toString', [], true],
  ['context.httpMethod', ['GET'], false],
  ['context.path', ['/prod/orders'], false],
  ['context.resourcePath', ['/orders'], false],
  ['context.identity.sourceIp', ['198.51.100.7'], false],
  ['context.identity', [], true],
  ['context.constructor.name', [], true],
  ['context.nothing.there', [], true],
])('%s', (source, values, missing) => {
  expect(identityValues(request, source)).toEqual(values);
  expect(isMissing(values)).toBe(missing);
});

test.each([
  'method.request.path.orderId',
  'method.request.body',
  'method.request.multivalueheader.Authorization',
  '$request.header.Authorization',
  'Authorization',
  'context.',
  '',
  'unresolved(Source)',
  'method.request.header.unresolved(Name)',
  'stageVariables.secret',
])('"%s" is refused', (source) => {
  expect(() => identityValues(request, source)).toThrow(Refusal);
});
