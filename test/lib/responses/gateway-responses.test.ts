import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, type CorsOptions, RouteTarget, TokenIssuer } from '../../../lib';
import { importedFunction, importedPool, newGateway, newStack, propertiesOf } from '../../support/synth';

const HEADER = 'gatewayresponse.header.';
const ORIGIN = `${HEADER}Access-Control-Allow-Origin`;
const EXPOSED = `${HEADER}Access-Control-Expose-Headers`;
const target = RouteTarget.mock({ statusCode: 200 });

/** Properties of the gateway responses, by type. */
function responsesWith(
  cors?: CorsOptions,
  stack = newStack(),
  authorizer = ApiAuthorizer.iam(),
): { [type: string]: any } {
  newGateway(stack, { cors, authorizer }).addRoute('GET /a', target, { access: Access.authenticated() });
  const responses = Object.values(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::GatewayResponse'));
  return Object.fromEntries(responses.map((response) => [response.ResponseType as string, response]));
}

const EXPECTED: [string, string | undefined, string][] = [
  ['ACCESS_DENIED', '403', 'Forbidden'],
  ['API_CONFIGURATION_ERROR', '500', 'Internal Server Error'],
  ['AUTHORIZER_CONFIGURATION_ERROR', '500', 'Internal Server Error'],
  ['AUTHORIZER_FAILURE', '500', 'Internal Server Error'],
  ['BAD_REQUEST_BODY', '400', 'Request body is not valid'],
  ['BAD_REQUEST_PARAMETERS', '400', 'Request parameters are missing'],
  ['DEFAULT_4XX', undefined, 'Request refused'],
  ['DEFAULT_5XX', undefined, 'Server Error'],
  ['EXPIRED_TOKEN', '403', 'Forbidden'],
  ['INTEGRATION_FAILURE', '502', 'Bad Gateway'],
  ['INTEGRATION_TIMEOUT', '504', 'Gateway Timeout'],
  ['INVALID_API_KEY', '403', 'Forbidden'],
  ['INVALID_SIGNATURE', '403', 'Forbidden'],
  ['MISSING_AUTHENTICATION_TOKEN', '404', 'Not Found'],
  ['QUOTA_EXCEEDED', '429', 'Too Many Requests'],
  ['REQUEST_TOO_LARGE', '413', 'Content Too Large'],
  ['RESOURCE_NOT_FOUND', '404', 'Not Found'],
  ['THROTTLED', '429', 'Too Many Requests'],
  ['UNAUTHORIZED', '401', 'Unauthorized'],
  ['UNSUPPORTED_MEDIA_TYPE', '415', 'Unsupported Media Type'],
  ['WAF_FILTERED', '403', 'Forbidden'],
];

describe('the gateway responses', () => {
  const responses = responsesWith();

  test('are one for each type of API Gateway', () => {
    expect(Object.keys(responses).sort()).toEqual(EXPECTED.map(([type]) => type));
  });

  test.each(EXPECTED)('answer %s with status %s and title %s', (type, status, title) => {
    expect(responses[type].StatusCode).toBe(status);
    const templates = responses[type].ResponseTemplates as { [contentType: string]: string };
    expect(Object.keys(templates)).toEqual(['application/json']);
    expect(JSON.parse(templates['application/json'])).toEqual({
      type: 'about:blank',
      title,
      ...(status && { status: Number(status) }),
      requestId: '$context.requestId',
    });
  });

  test.each(EXPECTED)('have the security headers: %s', (type) => {
    const extra: { [type: string]: { [header: string]: string } } = {
      THROTTLED: { [`${HEADER}Retry-After`]: "'1'" },
      QUOTA_EXCEEDED: { [`${HEADER}Retry-After`]: "'3600'" },
    };
    expect(responses[type].ResponseParameters).toEqual({
      [`${HEADER}Strict-Transport-Security`]: "'max-age=63072000; includeSubDomains'",
      [`${HEADER}X-Content-Type-Options`]: "'nosniff'",
      [`${HEADER}Cache-Control`]: "'no-store'",
      [`${HEADER}Content-Type`]: "'application/problem+json'",
      ...extra[type],
    });
  });
});

describe('the challenges', () => {
  const stack = newStack();

  test.each([
    [
      'jwt',
      ApiAuthorizer.jwt({ issuers: [TokenIssuer.oidc('https://login.acme.com', { audiences: ['a'] })] }),
      { ACCESS_DENIED: 'context.authorizer.challenge', UNAUTHORIZED: "'Bearer'" },
    ],
    ['userPool', ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'Staff')] }), { UNAUTHORIZED: "'Bearer'" }],
    ['lambda', ApiAuthorizer.lambda(importedFunction(stack, 'own')), { UNAUTHORIZED: "'Bearer'" }],
    ['iam', ApiAuthorizer.iam(), {}],
  ])('are those of ApiAuthorizer.%s, and stand on no other response', (_name, authorizer, challenges) => {
    const responses = responsesWith(undefined, newStack(), authorizer);
    const challenged = Object.entries(responses).map(
      ([type, response]) => [type, response.ResponseParameters[`${HEADER}WWW-Authenticate`] as unknown] as const,
    );
    expect(Object.fromEntries(challenged.filter(([, value]) => value !== undefined))).toEqual(challenges);
  });
});

describe('the CORS answer stands on every error', () => {
  test.each<[string, CorsOptions, { [header: string]: string }]>([
    ['with the one origin', { allowOrigins: ['https://a.acme.com'] }, { [ORIGIN]: "'https://a.acme.com'" }],
    ['with every origin', { allowOrigins: ['*'] }, { [ORIGIN]: "'*'" }],
    [
      "with the caller's own of several",
      { allowOrigins: ['https://a.acme.com', 'https://b.acme.com'] },
      { [ORIGIN]: 'method.request.header.Origin' },
    ],
    [
      'with the first of several that may send credentials',
      { allowOrigins: ['https://a.acme.com', 'https://b.acme.com'], allowCredentials: true },
      { [ORIGIN]: "'https://a.acme.com'", [`${HEADER}Access-Control-Allow-Credentials`]: "'true'" },
    ],
    [
      'with the headers that pages may read',
      { allowOrigins: ['https://a.acme.com'], exposeHeaders: ['X-One', 'X-Two'] },
      { [ORIGIN]: "'https://a.acme.com'", [EXPOSED]: "'Retry-After,WWW-Authenticate,x-amzn-RequestId,X-One,X-Two'" },
    ],
    [
      'with a header that is exposed anyway named in another case',
      { allowOrigins: ['https://a.acme.com'], exposeHeaders: ['retry-after', 'ETag'] },
      { [ORIGIN]: "'https://a.acme.com'", [EXPOSED]: "'Retry-After,WWW-Authenticate,x-amzn-RequestId,ETag'" },
    ],
    [
      "with the caller's own where there is a pattern",
      { allowOrigins: ['https://*.acme.com'] },
      { [ORIGIN]: 'method.request.header.Origin' },
    ],
    [
      'with the first that is no pattern, with credentials',
      { allowOrigins: ['https://*.acme.com', 'https://b.acme.org'], allowCredentials: true },
      { [ORIGIN]: "'https://b.acme.org'", [`${HEADER}Access-Control-Allow-Credentials`]: "'true'" },
    ],
    [
      'without an origin if all are patterns, with credentials',
      { allowOrigins: ['https://*.acme.com'], allowCredentials: true },
      { [`${HEADER}Access-Control-Allow-Credentials`]: "'true'" },
    ],
  ])('%s', (_what, cors, headers) => {
    const responses = Object.values(responsesWith(cors));
    expect(responses).toHaveLength(21);
    for (const { ResponseParameters } of responses) {
      const corsHeaders = Object.entries(ResponseParameters as { [name: string]: string }).filter(
        ([name]) => name.startsWith(`${HEADER}Access-Control`) || name === `${HEADER}Vary`,
      );
      expect(Object.fromEntries(corsHeaders)).toEqual({
        [EXPOSED]: "'Retry-After,WWW-Authenticate,x-amzn-RequestId'",
        ...headers,
        [`${HEADER}Vary`]: "'Origin'",
      });
    }
  });
});
