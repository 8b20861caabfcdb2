import { Lazy } from 'aws-cdk-lib';
import { requiredParameters } from '../../../lib/routes/required-parameters';
import { parseRouteKey } from '../../../lib/routes/route-key';
import type { CommonRouteOptions } from '../../../lib';
import { newStack } from '../../support/synth';

function required(routeKey: string, options: CommonRouteOptions): unknown {
  return requiredParameters(newStack(), parseRouteKey('test', routeKey), options);
}

test('there are none by default', () => {
  expect(required('GET /orders', {})).toBeUndefined();
});

test('path, query and header parameters are written in the notation of API Gateway', () => {
  const options = { requiredQueryParameters: ['page', 'page.size'], requiredHeaders: ['X-Request-Id'] };
  expect(required('GET /tenants/{tenantId}/files/{path+}', options)).toEqual({
    'method.request.path.tenantId': true,
    'method.request.path.path': true,
    'method.request.querystring.page': true,
    'method.request.querystring.page.size': true,
    'method.request.header.X-Request-Id': true,
  });
});

test.each(['', 'page size', "page'", 'page[]', 'a&b', 'größe', 'a=b'])(
  'fails when a query parameter is named %j',
  (name) => {
    expect(() => required('GET /orders', { requiredQueryParameters: ['page', name] })).toThrow(
      `'requiredQueryParameters of GET /orders' is ${JSON.stringify(name)}; it must be the name of a query parameter: ` +
        'letters, digits, or one of ._$- (at S) [ParameterNameInvalid]',
    );
  },
);

test.each(['', 'X Request Id', 'X_Request', 'X-Id:', 'method.request.header.X-Id'])(
  'fails when a header is named %j',
  (name) => {
    expect(() => required('GET /orders', { requiredHeaders: ['X-Id', name] })).toThrow(
      `'requiredHeaders of GET /orders' is ${JSON.stringify(name)}; it must be the name of a request header: ` +
        'letters, digits and - (at S) [HeaderNameInvalid]',
    );
  },
);

test('CDK tokens pass', () => {
  const token = Lazy.string({ produce: () => 'later' });
  expect(required('GET /orders', { requiredQueryParameters: [token], requiredHeaders: [token] })).toEqual({
    [`method.request.querystring.${token}`]: true,
    [`method.request.header.${token}`]: true,
  });
});

test('optional parameters are declared, and not asked for', () => {
  const optional = { optionalQueryParameters: ['state'], optionalHeaders: ['If-Match'] };
  expect(required('GET /orders/{id}', { ...optional, requiredQueryParameters: ['page'] })).toEqual({
    'method.request.path.id': true,
    'method.request.querystring.page': true,
    'method.request.querystring.state': false,
    'method.request.header.If-Match': false,
  });
  expect(required('GET /orders', { optionalHeaders: ['If-Match'] })).toEqual({
    'method.request.header.If-Match': false,
  });
});

test.each<[CommonRouteOptions, string]>([
  [{ optionalQueryParameters: ['a b'] }, '\'optionalQueryParameters of GET /orders\' is "a b"; it must be the name'],
  [{ optionalHeaders: ['a_b'] }, '\'optionalHeaders of GET /orders\' is "a_b"; it must be the name'],
  [
    { requiredQueryParameters: ['a'], optionalQueryParameters: ['a'] },
    '\'optionalQueryParameters of GET /orders\' is "a"; it is required already: name it in one of the two (at S) [ParameterNameInvalid]',
  ],
  [
    { requiredHeaders: ['If-Match'], optionalHeaders: ['if-match'] },
    '\'optionalHeaders of GET /orders\' is "if-match"; it is required already: name it in one of the two (at S) [HeaderNameInvalid]',
  ],
])('fails on optional parameters that are %j', (options, message) => {
  expect(() => required('GET /orders', options)).toThrow(message);
});
