import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, type RouteOptions } from '../../../lib';
import { methodsOf, newGateway, newStack } from '../../support/synth';

const access = Access.authenticated();

function synthesized(
  options: apigateway.IntegrationOptions,
  route: Partial<RouteOptions> = {},
  uri = 'https://a.acme.com/',
): Template {
  const stack = newStack();
  const integration = new apigateway.HttpIntegration(uri, { proxy: false, options });
  newGateway(stack).addRoute('GET /orders/{id}', RouteTarget.integration(integration), { access, ...route });
  return Template.fromStack(stack);
}

const mapped = (source: string, target = 'integration.request.querystring.q'): apigateway.IntegrationOptions => ({
  requestParameters: { [target]: source },
});

test.each<[string, Partial<RouteOptions>]>([
  ['method.request.querystring.state', { optionalQueryParameters: ['state'] }],
  ['method.request.querystring.state', { requiredQueryParameters: ['state'] }],
  ['method.request.multivaluequerystring.state', { optionalQueryParameters: ['state'] }],
  ['method.request.header.If-Match', { optionalHeaders: ['If-Match'] }],
  ['method.request.path.id', {}],
  ['method.request.body', {}],
  ['method.request.body.customer.id', {}],
  ['context.identity.sourceIp', {}],
  ['stageVariables.version', {}],
  ["'fixed'", {}],
])('%s can be mapped by a route with %j', (source, route) => {
  const method = methodsOf(synthesized(mapped(source), route))['GET /orders/{id}'];
  expect(method.Integration.RequestParameters).toEqual({ 'integration.request.querystring.q': source });
});

const PATH = 'S/Api/RestApi/Default/orders/{id}/GET/Resource';

test.each<[string, Partial<RouteOptions>, string]>([
  [
    'method.request.querystring.state',
    { optionalQueryParameters: ['states'] },
    "name 'state' in 'optionalQueryParameters' or 'requiredQueryParameters' of the route",
  ],
  [
    'method.request.header.If-Match',
    { optionalQueryParameters: ['If-Match'] },
    "name 'If-Match' in 'optionalHeaders' or 'requiredHeaders' of the route",
  ],
  ['method.request.path.orderId', {}, "it must name one of the path's: id"],
])('%s stops the synthesis where it is not declared: %j', (source, route, rule) => {
  expect(() => synthesized(mapped(source), route)).toThrow(
    `'integration.request.querystring.q' of the integration names '${source}', which the route does not declare; ${rule} ` +
      `(at ${PATH}) [IntegrationMappingInvalid]`,
  );
  expect(() => synthesized({ cacheKeyParameters: [source] }, route)).toThrow(
    `the cache key names '${source}', which the route does not declare; ${rule} (at ${PATH}) [IntegrationMappingInvalid]`,
  );
});

test.each(['method.request.query.state', 'fixed', 'method.request.header', '$context.requestId', 'method.response.x'])(
  '%s is no expression',
  (source) => {
    expect(() => synthesized(mapped(source))).toThrow(
      `'integration.request.querystring.q' of the integration is mapped from "${source}"; it must be a fixed value`,
    );
  },
);

test('a target must be a part of the request', () => {
  expect(() => synthesized(mapped("'a'", 'integration.request.query.q'))).toThrow(
    'the integration maps to "integration.request.query.q"; it must begin with',
  );
});

test('a cache key can be a parameter of the integration', () => {
  const options = { ...mapped("'a'"), cacheKeyParameters: ['integration.request.querystring.q'] };
  expect(() => synthesized(options)).not.toThrow();
});

test('a parameter in the URL must be mapped', () => {
  const url = 'https://a.acme.com/${stageVariables.v}/{area}';
  expect(() => synthesized({}, {}, url)).toThrow(
    "the URL of the integration has '{area}', which nothing is mapped to; map 'integration.request.path.area' in the " +
      `integration's requestParameters (at ${PATH}) [IntegrationMappingInvalid]`,
  );
  const options = mapped('method.request.path.id', 'integration.request.path.area');
  expect(() => synthesized(options, {}, url)).not.toThrow();
});
