import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  type PublicRouteOptions,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
} from '../../../lib';
import { methodsOf, newGateway, newStack, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const order = { type: 'object', properties: { sku: { type: 'string' } } };

describe('a route', () => {
  test('becomes a resource per part and a method with the validator', () => {
    const stack = newStack();
    const api = newGateway(stack);
    api.addRoute('GET /tenants/{tenantId}/orders', target, { access, operationName: 'ListOrders' });
    const template = Template.fromStack(stack);
    const validator = onlyResource(template, 'AWS::ApiGateway::RequestValidator');
    expect(validator.Properties).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
    expect(methodsOf(template)).toEqual({
      'GET /tenants/{tenantId}/orders': expect.objectContaining({
        RestApiId: stack.resolve(api.restApi.restApiId),
        HttpMethod: 'GET',
        AuthorizationType: 'AWS_IAM',
        OperationName: 'ListOrders',
        RequestValidatorId: { Ref: validator.logicalId },
        RequestParameters: { 'method.request.path.tenantId': true },
      }),
    });
    template.resourceCountIs('AWS::ApiGateway::Resource', 3);
  });

  test('can be on the root', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /', target, { access });
    const template = Template.fromStack(stack);
    expect(Object.keys(methodsOf(template))).toEqual(['GET /']);
    template.resourceCountIs('AWS::ApiGateway::Resource', 0);
  });

  test('has neither parameters, models nor an operation name by default', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /orders', target, { access });
    const method = methodsOf(Template.fromStack(stack))['GET /orders'];
    for (const name of [
      'RequestParameters',
      'RequestModels',
      'OperationName',
      'ApiKeyRequired',
      'AuthorizationScopes',
    ]) {
      expect(method).not.toHaveProperty(name);
    }
  });

  test('asks for the parameters that it names', () => {
    const stack = newStack();
    const options = { access, requiredQueryParameters: ['page'], requiredHeaders: ['X-Tenant'] };
    newGateway(stack).addRoute('GET /orders', target, options);
    expect(methodsOf(Template.fromStack(stack))['GET /orders'].RequestParameters).toEqual({
      'method.request.querystring.page': true,
      'method.request.header.X-Tenant': true,
    });
  });

  test('binds the model of its body whatever the content type', () => {
    const stack = newStack();
    newGateway(stack).addRoute('POST /orders', target, { access, body: RequestBody.json(order) });
    const template = Template.fromStack(stack);
    const model = { Ref: onlyResource(template, 'AWS::ApiGateway::Model').logicalId };
    expect(methodsOf(template)['POST /orders'].RequestModels).toEqual({ 'application/json': model, $default: model });
  });

  test('takes a catch-all path with a reason', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /files/{path+}', target, { access, catchAllReason: 'static files' });
    expect(Object.keys(methodsOf(Template.fromStack(stack)))).toEqual(['GET /files/{path+}']);
  });
});

describe('a public route', () => {
  test('is open, and validated like every other', () => {
    const stack = newStack();
    const api = newGateway(stack);
    const body = RequestBody.json(order);
    api.addPublicRoute('POST /signup', target, {
      reason: 'new users have no token',
      body,
      requiredHeaders: ['X-Captcha'],
    });
    const template = Template.fromStack(stack);
    const model = { Ref: onlyResource(template, 'AWS::ApiGateway::Model').logicalId };
    expect(methodsOf(template)['POST /signup']).toMatchObject({
      AuthorizationType: 'NONE',
      RequestValidatorId: { Ref: onlyResource(template, 'AWS::ApiGateway::RequestValidator').logicalId },
      RequestModels: { 'application/json': model, $default: model },
      RequestParameters: { 'method.request.header.X-Captcha': true },
    });
  });

  test.each([[''], ['   '], ['\n\t']])('fails when its reason is %j', (reason) => {
    expect(() => newGateway(newStack()).addPublicRoute('GET /health', target, { reason })).toThrow(
      `'reason of GET /health' is ${JSON.stringify(reason)}; it must say why the protection is not needed here ` +
        '(at S/Api) [ReasonMissing]',
    );
  });

  test('fails when it has no reason', () => {
    const options = {} as PublicRouteOptions;
    expect(() => newGateway(newStack()).addPublicRoute('GET /health', target, options)).toThrow(
      "'reason of GET /health' is undefined; it must say why the protection is not needed here (at S/Api) [ReasonMissing]",
    );
  });

  test('takes a reason that is a token', () => {
    const stack = newStack();
    const reason = new CfnParameter(stack, 'Reason').valueAsString;
    newGateway(stack).addPublicRoute('GET /health', target, { reason });
    expect(methodsOf(Template.fromStack(stack))['GET /health'].AuthorizationType).toBe('NONE');
  });
});

describe('fails when', () => {
  test('the route key is wrong', () => {
    expect(() => newGateway(newStack()).addRoute('ANY /orders', target, { access })).toThrow(
      'route key is "ANY /orders"; the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE; name each method that ' +
        "you serve instead of ANY, and let 'cors' answer OPTIONS (at S/Api) [RouteMethodNotAllowed]",
    );
  });

  test.each(['GET /{proxy+}', 'GET /files/{path+}'])('%s has no reason for its catch-all', (routeKey) => {
    for (const catchAllReason of [undefined, '', '  ']) {
      expect(() => newGateway(newStack()).addRoute(routeKey, target, { access, catchAllReason })).toThrow(
        `route '${routeKey}' takes every path below its own; name the paths that you serve, or say in 'catchAllReason' ` +
          'why that cannot be done (at S/Api) [RouteCatchAllReasonMissing]',
      );
    }
  });

  test.each(['POST', 'PUT', 'PATCH'])('a %s route says nothing of its body', (method) => {
    expect(() => newGateway(newStack()).addRoute(`${method} /orders`, target, { access })).toThrow(
      `route '${method} /orders' has no 'body'; say what requests carry: RequestBody.json(schema), RequestBody.none(), or ` +
        'RequestBody.unvalidated(reason) (at S/Api) [BodyMissing]',
    );
  });

  test.each([
    ['GET', RequestBody.json(order)],
    ['HEAD', RequestBody.json(order)],
    ['GET', RequestBody.unvalidated('a search')],
  ])('a %s route has a body', (method, body) => {
    expect(() => newGateway(newStack()).addRoute(`${method} /orders`, target, { access, body })).toThrow(
      `route '${method} /orders' has a 'body'; the body of a ${method} request has no meaning (RFC 9110); use POST, or ` +
        'parameters (at S/Api) [BodyNotAllowed]',
    );
  });

  test('a required parameter is none', () => {
    const options = { access, requiredQueryParameters: ['a b'] };
    expect(() => newGateway(newStack()).addRoute('GET /orders', target, options)).toThrow(
      '\'requiredQueryParameters of GET /orders\' is "a b"; it must be the name of a query parameter: letters, digits, or ' +
        'one of ._$- (at S/Api) [ParameterNameInvalid]',
    );
  });

  test('its throttle is out of range', () => {
    const options = { access, throttle: { rateLimit: 0, burstLimit: 9 } };
    expect(() => newGateway(newStack()).addRoute('GET /orders', target, options)).toThrow(
      "'throttle of GET /orders.rateLimit' is 0; it must be a number from 1 to 10000 (above it the account's own quota " +
        "decides; raise 'accountThrottle' if AWS raised yours) (at S/Api) [ThrottleOutOfRange]",
    );
  });
});

test.each(['DELETE', 'POST', 'PUT', 'PATCH'])('a %s route can be without a body', (method) => {
  const api = newGateway(newStack());
  expect(() => api.addRoute(`${method} /orders`, target, { access, body: RequestBody.none() })).not.toThrow();
});

test('a DELETE route can have a body', () => {
  const api = newGateway(newStack());
  expect(() => api.addRoute('DELETE /orders', target, { access, body: RequestBody.json(order) })).not.toThrow();
});

describe('an API key', () => {
  const throttle = { rateLimit: 7, burstLimit: 8 };

  test('is asked for on every route that is not public, once there is a tier', () => {
    const stack = newStack();
    const api = newGateway(stack, { cors: { allowOrigins: ['https://app.acme.com'] } });
    api.addRoute('GET /before', target, { access });
    api.addRoute('GET /never', target, { access, apiKeyRequired: false });
    api.addPublicRoute('GET /health', target, { reason: 'probe' });
    api.addUsageTier('Partner', { throttle });
    api.addRoute('GET /after', target, { access });
    const methods = methodsOf(Template.fromStack(stack));
    const keys = Object.fromEntries(Object.entries(methods).map(([key, method]) => [key, method.ApiKeyRequired]));
    expect(keys).toEqual({
      'GET /before': true,
      'GET /after': true,
      'GET /never': undefined,
      'GET /health': undefined,
      'OPTIONS /': undefined,
      'OPTIONS /{proxy+}': undefined,
    });
  });

  test('is asked for without a tier only where the route says so', () => {
    const stack = newStack();
    const api = newGateway(stack);
    api.addRoute('GET /plain', target, { access });
    api.addRoute('GET /keyed', target, { access, apiKeyRequired: true });
    const methods = methodsOf(Template.fromStack(stack));
    expect([methods['GET /plain'].ApiKeyRequired, methods['GET /keyed'].ApiKeyRequired]).toEqual([undefined, true]);
  });
});

test('the routes of two gateways in one stack do not mix', () => {
  const stack = newStack();
  newGateway(stack).addRoute('GET /a', target, { access });
  const other = new SecureApiGateway(stack, 'Other', { authorizer: ApiAuthorizer.iam() });
  other.addRoute('GET /b', target, { access });
  const methods = methodsOf(Template.fromStack(stack));
  expect(methods['GET /b'].RestApiId).toEqual(stack.resolve(other.restApi.restApiId));
  expect(methods['GET /a'].RestApiId).not.toEqual(methods['GET /b'].RestApiId);
});
