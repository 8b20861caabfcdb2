import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { type CorsOptions, Preflight, RouteTarget } from '../../../lib';
import { CorsPolicy } from '../../../lib/responses/cors';
import { newGateway, newStack } from '../../support/synth';

const app = 'https://app.acme.com';
const FORMS =
  "each must be 'https://host[:port]' without path, in lower case; http is for localhost only; 'https://*.example.com' " +
  "stands for direct subdomains of a domain of your own, 'capacitor://localhost' and 'ionic://localhost' for apps";
const MOCK = RouteTarget.mock({ statusCode: 200 });

function policyWith(options: Partial<CorsOptions>, stack = newStack()): CorsPolicy {
  return new CorsPolicy(stack, { allowOrigins: [app], ...options });
}

describe('a policy', () => {
  test('has defaults', () => {
    expect(policyWith({})).toMatchObject({
      origins: [app],
      allowHeaders: ['Authorization', 'Content-Type', 'DPoP', 'X-Api-Key'],
      exposeHeaders: ['Retry-After', 'WWW-Authenticate', 'x-amzn-RequestId'],
      allowCredentials: false,
      maxAgeSeconds: 3_600,
      preflight: 'WHOLE_API',
      onlyOrigin: app,
      insecureOrigins: [],
    });
  });

  test('takes overrides', () => {
    const options: CorsOptions = {
      allowOrigins: [app, 'https://admin.acme.com:8443'],
      allowHeaders: ['X-Trace'],
      exposeHeaders: ['X-Total', 'ETag'],
      allowCredentials: true,
      maxAge: Duration.minutes(3),
      preflight: Preflight.PER_PATH,
    };
    expect(policyWith(options)).toMatchObject({
      origins: [app, 'https://admin.acme.com:8443'],
      allowHeaders: ['X-Trace'],
      exposeHeaders: ['Retry-After', 'WWW-Authenticate', 'x-amzn-RequestId', 'X-Total', 'ETag'],
      allowCredentials: true,
      maxAgeSeconds: 180,
      preflight: 'PER_PATH',
      onlyOrigin: undefined,
    });
  });

  test.each([
    '*',
    'http://localhost',
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://a.b',
    'https://localhost',
    'capacitor://localhost',
    'ionic://localhost',
  ])('takes the origin %s', (origin) => {
    expect(policyWith({ allowOrigins: [origin] }).onlyOrigin).toBe(origin);
  });

  test('takes tokens', () => {
    const stack = newStack();
    const [origin, header] = ['Origin', 'Header'].map((id) => new CfnParameter(stack, id).valueAsString);
    const maxAge = Duration.seconds(Lazy.number({ produce: () => 7 }));
    const options = { allowOrigins: [origin, app], allowHeaders: [header], exposeHeaders: [header], maxAge };
    const policy = policyWith(options, stack);
    expect(stack.resolve([policy.origins, policy.allowHeaders, policy.maxAgeSeconds])).toEqual([
      [{ Ref: 'Origin' }, app],
      [{ Ref: 'Header' }],
      7,
    ]);
    expect(policy.insecureOrigins).toEqual([]);
  });
});

describe('fails when', () => {
  test('allowOrigins is empty', () => {
    expect(() => policyWith({ allowOrigins: [] })).toThrow(
      "'cors.allowOrigins' is []; it must name at least one; no page could call (at S) [CorsOriginsEmpty]",
    );
  });

  test.each([
    ...['app.acme.com', 'ftp://app.acme.com', 'null', 'file://', '', 'https://app.acme.com, https://b.acme.com'],
    ...["https://app.acme.com'", 'https://app.acme.com"', "https://a'b.acme.com"],
    ...['https://$origin.acme.com', 'https://${origin}.acme.com', 'http://app.acme.com', 'http://localhost.acme.com'],
    // Other apps, and what is not exactly the origin of one.
    ...['capacitor://localhost:8080', 'capacitor://app.acme.com', 'capacitor://localhost/', 'Capacitor://localhost'],
    ...['ionic://', 'ionic:localhost', 'tauri://localhost', 'app://localhost', 'myapp://localhost'],
    // Patterns that mean too much, or nothing.
    ...['https://*', 'https://*.com', 'https://*.', 'https://*.localhost', 'https://*.10.0.0.1', 'http://*.acme.com'],
    ...['https://a.*.acme.com', 'https://*.*.acme.com', 'https://**.acme.com', 'https://a*.acme.com', '*.acme.com'],
    ...['https://*acme.com', 'https://acme.*', 'https://*.acme.com/', 'https://*.acme.com:*', 'https://*.acme.com:443'],
    ...['https://*.acme.com:0443', 'https://*.acme.com:99999', 'https://*.Acme.com', 'https://*.ünicode.com'],
    ...[
      'https://*.acme.com.',
      'https://*.-acme.com',
      'https://*..acme.com',
      'https://user@*.acme.com',
      'https://*.a_b.com',
    ],
    ...['capacitor://*', 'ionic://*.acme.com', 'https://*.acme.com\n', '* ', 'https://*.acme.com|https://evil.com'],
    // Anybody can have a subdomain there.
    ...['https://*.co.uk', 'https://*.github.io', 'https://*.cloudfront.net', 'https://*.vercel.app:8443'],
  ])('an origin is %j', (origin) => {
    expect(() => policyWith({ allowOrigins: [app, origin] })).toThrow(
      `'cors.allowOrigins' is ${JSON.stringify(origin)}; ${FORMS} (at S) [CorsOriginInvalid]`,
    );
  });

  test.each([
    ['https://app.acme.com/', app],
    ['https://app.acme.com/index.html', app],
    ['https://app.acme.com?x', app],
    ['https://app.acme.com#', app],
    [' https://app.acme.com', app],
    ['https://App.acme.com', app],
    ['HTTPS://app.acme.com', app],
    ['https://app.acme.com:443', app],
    ['https://user@app.acme.com', app],
    ['http://localhost:80', 'http://localhost'],
    ['https://ünicode.acme.com', 'https://xn--nicode-2ya.acme.com'],
  ])('an origin is %j, and says how to write it', (origin, right) => {
    expect(() => policyWith({ allowOrigins: [app, origin] })).toThrow(
      `'cors.allowOrigins' is ${JSON.stringify(origin)}; write '${right}'; ${FORMS} (at S) [CorsOriginInvalid]`,
    );
  });

  test('a pattern holds a token', () => {
    const stack = newStack();
    const domain = new CfnParameter(stack, 'Domain').valueAsString;
    expect(() => policyWith({ allowOrigins: [`https://*.${domain}`] }, stack)).toThrow(
      'a pattern must be literal; only a whole origin can be a token (at S) [CorsOriginInvalid]',
    );
  });

  test('every origin may come with credentials', () => {
    expect(() => policyWith({ allowOrigins: ['*'], allowCredentials: true })).toThrow(
      "'cors.allowOrigins' is [\"*\"] while 'cors.allowCredentials' is true; name the origins whose pages may send credentials " +
        '(at S) [CorsCredentialsWithAnyOrigin]',
    );
  });

  test.each([[['*', app]], [[app, '*']], [['*', '*']]])('* is not alone: %j', (allowOrigins) => {
    expect(() => policyWith({ allowOrigins })).toThrow(
      `'cors.allowOrigins' is ${JSON.stringify(allowOrigins)}; '*' already means every origin; name it alone, or better ` +
        'name the origins (at S) [CorsOriginInvalid]',
    );
  });

  test.each(['', '*', 'X Trace', "X-Trace'", 'X-A,X-B', 'X_Trace'])('a header is %j', (header) => {
    const message = `'cors headers' is ${JSON.stringify(header)}; it must be the name of a header; '*' is not one (at S) [HeaderNameInvalid]`;
    expect(() => policyWith({ allowHeaders: ['X-Good', header] })).toThrow(message);
    expect(() => policyWith({ exposeHeaders: ['X-Good', header] })).toThrow(message);
  });

  test.each([
    [Duration.seconds(86_401), 86_401],
    [Duration.millis(2_500), 2.5],
  ])('maxAge is %s', (maxAge, seconds) => {
    expect(() => policyWith({ maxAge })).toThrow(
      `'cors.maxAge' is ${seconds}; it must be a whole number from 0 to 86400 seconds (at S) [CorsMaxAgeOutOfRange]`,
    );
  });

  test('the gateway gets a wrong policy: the error names it', () => {
    expect(() => newGateway(newStack(), { cors: { allowOrigins: ['http://app.acme.com'] } })).toThrow(
      `'cors.allowOrigins' is "http://app.acme.com"; ${FORMS} (at S/Api) [CorsOriginInvalid]`,
    );
  });
});

describe('a warning says that', () => {
  function warnings(cors: CorsOptions): Annotations {
    const stack = newStack();
    newGateway(stack, { cors }).addPublicRoute('GET /a', MOCK, { reason: 'a test' });
    return Annotations.fromStack(stack);
  }

  test('pages over plain http may call', () => {
    warnings({ allowOrigins: [app, 'http://localhost:5173'] }).hasWarning(
      '/S/Api',
      "'cors.allowOrigins' lets pages from http://localhost:5173 call the API; leave them out in production " +
        '[ack: cdk-secure-api-gateway:insecureOrigin]',
    );
  });

  test('with credentials and several origins only the first can read errors', () => {
    warnings({ allowOrigins: ['https://b.acme.com', app], allowCredentials: true }).hasWarning(
      '/S/Api',
      "with credentials, only pages from https://b.acme.com can read the API's own errors, because API Gateway cannot " +
        'choose between origins there [ack: cdk-secure-api-gateway:corsErrorsForFirstOrigin]',
    );
  });

  test('with credentials and patterns only no page can read errors', () => {
    warnings({ allowOrigins: ['https://*.acme.com'], allowCredentials: true }).hasWarning(
      '/S/Api',
      "with credentials, no page can read the API's own errors, because API Gateway cannot evaluate patterns there; name an " +
        'origin, too [ack: cdk-secure-api-gateway:corsErrorsForFirstOrigin]',
    );
  });

  test.each<[CorsOptions]>([
    [{ allowOrigins: [app] }],
    [{ allowOrigins: ['https://*.acme.com', 'capacitor://localhost'] }],
    [{ allowOrigins: [app], allowCredentials: true }],
    [{ allowOrigins: [app, 'https://b.acme.com'] }],
  ])('nothing is wrong with %j', (cors) => {
    warnings(cors).hasNoWarning('*', Match.anyValue());
  });
});
