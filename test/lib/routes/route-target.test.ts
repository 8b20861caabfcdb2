import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget } from '../../../lib';
import { functionArn, importedFunction, methodsOf, newFunction, newGateway, newStack } from '../../support/synth';

/** The method that one route with this target becomes. */
function methodOf(target: RouteTarget, stack = newStack(), routeKey = 'GET /orders/{orderId}'): any {
  newGateway(stack).addRoute(routeKey, target, { access: Access.authenticated() });
  return methodsOf(Template.fromStack(stack))[routeKey];
}

describe('RouteTarget.lambda', () => {
  test("invokes the function with the API's role", () => {
    const stack = newStack();
    const api = newGateway(stack);
    api.addRoute('GET /a', RouteTarget.lambda(importedFunction(stack, 'list-a')), { access: Access.authenticated() });
    const template = Template.fromStack(stack);
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    const invocations = `:lambda:path/2015-03-31/functions/${functionArn('list-a')}/invocations`;
    expect(methodsOf(template)['GET /a'].Integration).toEqual({
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      Uri: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, invocations]],
      },
      Credentials: { 'Fn::GetAtt': [role, 'Arn'] },
    });
  });

  test('names an alias or a version, not the function behind it', () => {
    const stack = newStack();
    const alias = new lambda.Alias(stack, 'Live', {
      aliasName: 'live',
      version: newFunction(stack, 'F').currentVersion,
    });
    const uri = JSON.stringify(methodOf(RouteTarget.lambda(alias), stack).Integration.Uri);
    expect(uri).toContain(JSON.stringify(stack.resolve(alias.functionArn)));
  });

  test('waits as long as it is told', () => {
    const stack = newStack();
    const target = RouteTarget.lambda(newFunction(stack, 'F'), { timeout: Duration.millis(1_234) });
    expect(methodOf(target, stack).Integration.TimeoutInMillis).toBe(1_234);
  });

  test('is one value for several routes', () => {
    const stack = newStack();
    const api = newGateway(stack);
    const target = RouteTarget.lambda(newFunction(stack, 'F'));
    api.addRoute('GET /a', target, { access: Access.authenticated() });
    api.addRoute('GET /b', target, { access: Access.authenticated() });
    const methods = methodsOf(Template.fromStack(stack));
    expect(methods['GET /a'].Integration).toEqual(methods['GET /b'].Integration);
  });

  test('leaves no permission behind', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /a', RouteTarget.lambda(newFunction(stack, 'F')), {
      access: Access.authenticated(),
    });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

describe('RouteTarget.mock', () => {
  test('answers with its status, its body and the security headers', () => {
    const method = methodOf(RouteTarget.mock({ statusCode: 218, body: '{"status":"up"}' }));
    expect(method.Integration).toEqual({
      Type: 'MOCK',
      PassthroughBehavior: 'NEVER',
      ContentHandling: 'CONVERT_TO_TEXT',
      RequestTemplates: { 'application/json': '{"statusCode":218}', $default: '{"statusCode":218}' },
      IntegrationResponses: [
        {
          StatusCode: '218',
          ContentHandling: 'CONVERT_TO_TEXT',
          ResponseTemplates: { 'application/json': '{"status":"up"}' },
          ResponseParameters: {
            'method.response.header.Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
            'method.response.header.X-Content-Type-Options': "'nosniff'",
            'method.response.header.Cache-Control': "'no-store'",
            'method.response.header.Content-Type': "'application/json'",
          },
        },
      ],
    });
    expect(method.MethodResponses).toEqual([
      {
        StatusCode: '218',
        ResponseParameters: {
          'method.response.header.Strict-Transport-Security': true,
          'method.response.header.X-Content-Type-Options': true,
          'method.response.header.Cache-Control': true,
          'method.response.header.Content-Type': true,
        },
      },
    ]);
  });

  test('answers with an empty body by default', () => {
    const { Integration } = methodOf(RouteTarget.mock({ statusCode: 204 }));
    expect(Integration.IntegrationResponses[0].ResponseTemplates).toEqual({ 'application/json': '' });
  });

  test.each([[199], [600], [0], [-200], [200.5], [NaN], [Infinity]])('fails when the status is %p', (statusCode) => {
    expect(() => RouteTarget.mock({ statusCode })).toThrow(
      `'statusCode' is ${statusCode}; it must be a whole number from 200 to 599 (at RouteTarget.mock()) [StatusCodeInvalid]`,
    );
  });

  test.each(['{"price":"$5"}', '$input.body', '#set($x = 1)', 'a # b'])('fails when the body is %j', (body) => {
    expect(() => RouteTarget.mock({ statusCode: 200, body })).toThrow(
      `'body' is ${JSON.stringify(body)}; it must not hold '$' or '#', which templates evaluate ` +
        '(at RouteTarget.mock()) [MockBodyTemplate]',
    );
  });

  test('takes a body that is a token', () => {
    const stack = newStack();
    const body = new CfnParameter(stack, 'Body').valueAsString;
    const { Integration } = methodOf(RouteTarget.mock({ statusCode: 200, body }), stack);
    expect(Integration.IntegrationResponses[0].ResponseTemplates).toEqual({ 'application/json': { Ref: 'Body' } });
  });
});

describe('RouteTarget.http', () => {
  test('passes the request on, path parameters included', () => {
    const url = 'https://orders.internal.acme.com/v2/{orderId}';
    expect(methodOf(RouteTarget.http(url, { timeout: Duration.seconds(7) })).Integration).toEqual({
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'GET',
      Uri: url,
      TimeoutInMillis: 7_000,
      RequestParameters: { 'integration.request.path.orderId': 'method.request.path.orderId' },
    });
  });

  test.each([
    'http://orders.acme.com/',
    'HTTP://orders.acme.com/',
    'https://user@orders.acme.com/',
    'https://user:secret@orders.acme.com/',
    'https://',
    'https:// orders.acme.com/',
    'ftp://orders.acme.com/',
    'orders.acme.com',
    'https://{orderId}.acme.com/',
    'https://{orderId}',
    '',
  ])('fails when the URL is %j', (url) => {
    expect(() => RouteTarget.http(url)).toThrow(
      `'url' is ${JSON.stringify(url)}; it must be an https URL without user name, and its host must be fixed ` +
        '(at RouteTarget.http()) [IntegrationUrlNotHttps]',
    );
  });

  test('fails when the URL names a parameter that the path does not have, and leaves nothing behind', () => {
    const stack = newStack();
    const api = newGateway(stack);
    const [wrong, right] = ['{order}', '{orderId}'].map((part) => RouteTarget.http(`https://a.acme.com/${part}`));
    expect(() => api.addRoute('GET /orders/{orderId}', wrong, { access: Access.authenticated() })).toThrow(
      "the URL of 'GET /orders/{orderId}' names the path parameter 'order'; it must name one of the path's: orderId " +
        '(at S/Api) [TargetPathParameterUnknown]',
    );
    expect(() => api.addRoute('GET /', right, { access: Access.authenticated() })).toThrow(
      "names the path parameter 'orderId'; it must name one of the path's: it has none",
    );
    api.addRoute('GET /orders/{orderId}', right, { access: Access.authenticated() });
    expect(api.routes.map(({ path }) => path)).toEqual(['/orders/{orderId}']);
  });

  test('takes a URL that is a token', () => {
    const stack = newStack();
    const url = new CfnParameter(stack, 'Url').valueAsString;
    expect(methodOf(RouteTarget.http(url), stack).Integration.Uri).toEqual({ Ref: 'Url' });
  });
});

describe('RouteTarget.integration', () => {
  test('passes the integration through', () => {
    const integration = new apigateway.HttpIntegration('https://legacy.acme.com/', { proxy: false });
    expect(methodOf(RouteTarget.integration(integration)).Integration).toMatchObject({
      Type: 'HTTP',
      Uri: 'https://legacy.acme.com/',
    });
  });
});

describe('a timeout above 29 seconds', () => {
  const url = 'https://a.acme.com';

  test('is possible where AWS raised the quota', () => {
    const quota = { accountIntegrationTimeout: Duration.seconds(120) };
    const target = RouteTarget.http(url, { ...quota, timeout: Duration.seconds(120) });
    expect(methodOf(target).Integration.TimeoutInMillis).toBe(120_000);
    expect(() => RouteTarget.http(url, { ...quota, timeout: Duration.millis(120_001) })).toThrow(
      "'timeout' is 120001; it must be a whole number from 50 to 120000 milliseconds, up to 'accountIntegrationTimeout' " +
        '(at RouteTarget.http()) [IntegrationTimeoutOutOfRange]',
    );
    expect(methodOf(RouteTarget.http(url, quota)).Integration.TimeoutInMillis).toBeUndefined();
  });

  test.each([28_999, 300_001])('is not possible with a quota of %p ms', (millis) => {
    const accountIntegrationTimeout = Duration.millis(millis);
    expect(() => RouteTarget.http(url, { accountIntegrationTimeout })).toThrow(
      `'accountIntegrationTimeout' is ${millis}; it must be a whole number from 29000 to 300000 milliseconds ` +
        '(at RouteTarget.http()) [IntegrationTimeoutOutOfRange]',
    );
  });
});

describe('a timeout', () => {
  const handler = importedFunction(newStack(), 'any');

  test.each([[0], [49], [29_001], [60_000]])('fails when it is %p milliseconds', (millis) => {
    const timeout = Duration.millis(millis);
    const rule = `'timeout' is ${millis}; it must be a whole number from 50 to 29000 milliseconds; answer sooner, work asynchronously, or name the account's quota in 'accountIntegrationTimeout' if AWS raised it`;
    expect(() => RouteTarget.lambda(handler, { timeout })).toThrow(
      `${rule} (at RouteTarget.lambda()) [IntegrationTimeoutOutOfRange]`,
    );
    expect(() => RouteTarget.http('https://a.acme.com', { timeout })).toThrow(
      `${rule} (at RouteTarget.http()) [IntegrationTimeoutOutOfRange]`,
    );
  });

  test.each([[50], [29_000]])('can be %p milliseconds', (millis) => {
    expect(() => RouteTarget.lambda(handler, { timeout: Duration.millis(millis) })).not.toThrow();
  });

  test('can be a token', () => {
    const timeout = Duration.millis(Lazy.number({ produce: () => 4_321 }));
    expect(methodOf(RouteTarget.http('https://a.acme.com', { timeout })).Integration.TimeoutInMillis).toBe(4_321);
  });
});

test.each([
  [RouteTarget.mock({ statusCode: 202 }), 'mock 202'],
  [RouteTarget.http('https://a.acme.com'), 'http'],
  [RouteTarget.lambda(importedFunction(newStack(), 'ListOrders')), 'lambda S/ListOrders'],
  [RouteTarget.integration(new apigateway.MockIntegration()), 'integration'],
])('a target describes itself: %s', (target, description) => {
  expect(target.toString()).toBe(description);
});
