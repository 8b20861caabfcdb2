import { CfnParameter, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, type CorsOptions, Preflight, RequestBody, RouteTarget } from '../../../lib';
import { methodsOf, newGateway, newStack } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const HEADER = 'method.response.header.';

/** Methods of a gateway with three routes, by route key. */
function methodsWith(cors: CorsOptions, stack: Stack = newStack()): { [routeKey: string]: any } {
  const api = newGateway(stack, { cors });
  api.addRoute('POST /orders', target, { access, body: RequestBody.none() });
  api.addRoute('GET /orders', target, { access });
  api.addPublicRoute('DELETE /sessions/{id}', target, { reason: 'a log-out link' });
  return methodsOf(Template.fromStack(stack));
}

function headersOf(method: any): { [name: string]: unknown } {
  const parameters = method.Integration.IntegrationResponses[0].ResponseParameters as { [name: string]: unknown };
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.slice(HEADER.length), value]));
}

describe('a preflight', () => {
  const preflight = methodsWith({ allowOrigins: ['https://app.acme.com'] })['OPTIONS /'];

  test('is a mock that nobody has to be authorized for, and answers 204', () => {
    expect(preflight).toMatchObject({
      HttpMethod: 'OPTIONS',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        PassthroughBehavior: 'NEVER',
        ContentHandling: 'CONVERT_TO_TEXT',
        RequestTemplates: { 'application/json': '{"statusCode":204}', $default: '{"statusCode":204}' },
        IntegrationResponses: [{ StatusCode: '204', ContentHandling: 'CONVERT_TO_TEXT' }],
      },
      MethodResponses: [{ StatusCode: '204' }],
    });
    expect(preflight).not.toHaveProperty('ApiKeyRequired');
    expect(preflight.Integration.IntegrationResponses[0]).not.toHaveProperty('ResponseTemplates');
  });

  test('has these headers by default', () => {
    expect(headersOf(preflight)).toEqual({
      'Access-Control-Allow-Origin': "'https://app.acme.com'",
      'Access-Control-Allow-Headers':
        "'Authorization,Content-Type,DPoP,X-Api-Key,X-Amz-Date,X-Amz-Security-Token,X-Amz-Content-Sha256,X-Amz-Region-Set," +
        "X-Amz-User-Agent,amz-sdk-invocation-id,amz-sdk-request'",
      'Access-Control-Expose-Headers': "'Retry-After,WWW-Authenticate,x-amzn-RequestId'",
      'Access-Control-Allow-Methods': "'DELETE,GET,POST'",
      'Access-Control-Max-Age': "'3600'",
      'Cache-Control': "'no-store'",
      Vary: "'Origin'",
    });
  });

  test('declares each header that it sends', () => {
    const declared = Object.keys(preflight.MethodResponses[0].ResponseParameters as object);
    const sent = Object.keys(preflight.Integration.IntegrationResponses[0].ResponseParameters as object);
    expect(declared.sort()).toEqual(sent.sort());
  });

  test('has the headers of the policy', () => {
    const methods = methodsWith({
      allowOrigins: ['https://app.acme.com'],
      allowHeaders: ['X-One', 'X-Two'],
      exposeHeaders: ['X-Three', 'X-Four'],
      allowCredentials: true,
      maxAge: Duration.seconds(77),
    });
    expect(headersOf(methods['OPTIONS /'])).toMatchObject({
      'Access-Control-Allow-Headers':
        "'X-One,X-Two,Authorization,X-Amz-Date,X-Amz-Security-Token,X-Amz-Content-Sha256,X-Amz-Region-Set," +
        "X-Amz-User-Agent,amz-sdk-invocation-id,amz-sdk-request'",
      'Access-Control-Expose-Headers': "'Retry-After,WWW-Authenticate,x-amzn-RequestId,X-Three,X-Four'",
      'Access-Control-Allow-Credentials': "'true'",
      'Access-Control-Max-Age': "'77'",
    });
  });

  test('can answer every origin, and one that is a token', () => {
    expect(headersOf(methodsWith({ allowOrigins: ['*'] })['OPTIONS /'])['Access-Control-Allow-Origin']).toBe("'*'");
    const stack = newStack();
    const origin = new CfnParameter(stack, 'Origin').valueAsString;
    expect(
      headersOf(methodsWith({ allowOrigins: [origin] }, stack)['OPTIONS /'])['Access-Control-Allow-Origin'],
    ).toEqual({
      'Fn::Join': ['', ["'", { Ref: 'Origin' }, "'"]],
    });
  });

  test("answers one of several origins with the caller's own, never with a list", () => {
    const preflight = methodsWith({ allowOrigins: ['https://a.acme.com', 'https://b.acme.com:8443'] })['OPTIONS /'];
    expect(headersOf(preflight)).not.toHaveProperty('Access-Control-Allow-Origin');
    expect(preflight.MethodResponses[0].ResponseParameters[`${HEADER}Access-Control-Allow-Origin`]).toBe(true);
    expect(preflight.Integration.IntegrationResponses[0].ResponseTemplates).toEqual({
      'application/json': [
        '#set($origin = $input.params().header.get("Origin"))',
        '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end',
        '#if($origin == "https://a.acme.com" || $origin == "https://b.acme.com:8443")' +
          '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end',
      ].join('\n'),
    });
  });
});

describe('the preflights are', () => {
  const allowOrigins = ['https://app.acme.com'];
  const routes = ['DELETE /sessions/{id}', 'GET /orders', 'POST /orders'];

  test.each<[string, CorsOptions]>([
    ['by default', { allowOrigins }],
    ['with WHOLE_API', { allowOrigins, preflight: Preflight.WHOLE_API }],
  ])('two for the whole API %s', (_when, cors) => {
    const methods = methodsWith(cors);
    expect(Object.keys(methods).sort()).toEqual([...routes, 'OPTIONS /', 'OPTIONS /{proxy+}'].sort());
    for (const key of ['OPTIONS /', 'OPTIONS /{proxy+}']) {
      expect(headersOf(methods[key])['Access-Control-Allow-Methods']).toBe("'DELETE,GET,POST'");
    }
  });

  test('one per path with PER_PATH, which announces the methods of its path', () => {
    const methods = methodsWith({ allowOrigins, preflight: Preflight.PER_PATH });
    expect(Object.keys(methods).sort()).toEqual([...routes, 'OPTIONS /orders', 'OPTIONS /sessions/{id}'].sort());
    expect(headersOf(methods['OPTIONS /orders'])['Access-Control-Allow-Methods']).toBe("'POST,GET'");
    expect(headersOf(methods['OPTIONS /sessions/{id}'])['Access-Control-Allow-Methods']).toBe("'DELETE'");
  });

  test('none without cors', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /orders', target, { access });
    expect(Object.keys(methodsOf(Template.fromStack(stack)))).toEqual(['GET /orders']);
  });
});
