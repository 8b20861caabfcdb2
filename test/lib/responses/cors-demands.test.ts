import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  Access,
  ApiAuthorizer,
  ApiDomain,
  type CorsOptions,
  RequestBody,
  RouteTarget,
  type SecureApiGateway,
  type SecureApiGatewayProps,
  TlsPolicy,
  TokenIssuer,
  TokenTable,
  UsageIdentity,
} from '../../../lib';
import { importedFunction, importedPool, methodsOf, newGateway, newStack, newStackIn } from '../../support/synth';

const CORS: CorsOptions = { allowOrigins: ['https://app.acme.com'] };
const NOTHING: CorsOptions = { ...CORS, allowHeaders: [] };
const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const throttle = { rateLimit: 3, burstLimit: 5 };

/** The headers that the API's preflight allows. */
function allowed(
  props: (stack: Stack) => Partial<SecureApiGatewayProps>,
  add: (api: SecureApiGateway) => void = () => undefined,
): string[] {
  const stack = newStack();
  const api = newGateway(stack, { cors: NOTHING, ...props(stack) });
  api.addRoute('GET /a', target, { access });
  add(api);
  const [response] = methodsOf(Template.fromStack(stack))['OPTIONS /'].Integration.IntegrationResponses;
  const value: string = response.ResponseParameters['method.response.header.Access-Control-Allow-Headers'];
  return value.slice(1, -1).split(',');
}

function jwt(stack: Stack, dpop = false): ApiAuthorizer {
  const issuers = [TokenIssuer.oidc('https://login.acme.com', { audiences: ['a'] })];
  return ApiAuthorizer.jwt({ issuers, ...(dpop && { dpopProofTable: new TokenTable(stack, 'Proofs').table }) });
}

function own(stack: Stack, ...identityHeaders: string[]): ApiAuthorizer {
  return ApiAuthorizer.lambda(importedFunction(stack, 'own'), { identityHeaders });
}

const SIGNED = [
  ...['Authorization', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256', 'X-Amz-Region-Set'],
  ...['X-Amz-User-Agent', 'amz-sdk-invocation-id', 'amz-sdk-request'],
];

describe('a preflight allows, whatever allowHeaders leaves out,', () => {
  test.each<[string, (stack: Stack) => ApiAuthorizer, string[]]>([
    ['signed requests', () => ApiAuthorizer.iam(), SIGNED],
    ['tokens', (stack) => jwt(stack), ['Authorization']],
    ['proofs', (stack) => jwt(stack, true), ['Authorization', 'DPoP']],
    [
      'tokens of a user pool',
      (stack) => ApiAuthorizer.userPool({ userPools: [importedPool(stack, 'p')] }),
      ['Authorization'],
    ],
    ['identity headers', (stack) => own(stack, 'X-Session', 'X-Tenant'), ['X-Session', 'X-Tenant']],
    ['the default identity header', (stack) => ApiAuthorizer.lambda(importedFunction(stack, 'own')), ['Authorization']],
    ['identity headers that browsers send by themselves', (stack) => own(stack, 'X-Session', 'Origin'), ['X-Session']],
  ])('%s', (_what, authorizer, headers) => {
    expect(allowed((stack) => ({ authorizer: authorizer(stack) }))).toEqual(headers);
  });

  const bearer = (stack: Stack): Partial<SecureApiGatewayProps> => ({ authorizer: jwt(stack) });

  test('the headers that routes require, although they come later', () => {
    const headers = allowed(bearer, (api) => {
      api.addRoute('GET /b', target, { access, requiredHeaders: ['X-Tenant', 'If-Match'] });
      api.addPublicRoute('GET /c', target, { reason: 'a test', requiredHeaders: ['x-tenant', 'X-Trace', 'Origin'] });
    });
    expect(headers).toEqual(['Authorization', 'X-Tenant', 'If-Match', 'X-Trace']);
  });

  test.each([
    ['JSON', RequestBody.json({ type: 'object', required: ['a'] }), ['Authorization', 'Content-Type']],
    ['anything', RequestBody.unvalidated('a test'), ['Authorization', 'Content-Type']],
    ['nothing', RequestBody.none(), ['Authorization']],
  ])('the type of a body of %s', (_what, body, headers) => {
    expect(allowed(bearer, (api) => api.addRoute('POST /b', target, { access, body }))).toEqual(headers);
  });

  test('the API key of a usage tier, if a route counts by it', () => {
    const tier = (api: SecureApiGateway): unknown => api.addUsageTier('Partner', { throttle });
    expect(allowed(bearer, tier)).toEqual(['Authorization', 'X-Api-Key']);
    expect(
      allowed(
        (stack) => ({ ...bearer(stack), usageIdentity: UsageIdentity.TOKEN }),
        (api) => {
          api.addUsageTier('Partner', { throttle, isDefault: true });
        },
      ),
    ).toEqual(['Authorization']);
  });

  test('what allowHeaders names comes first, each name once whatever its case', () => {
    const cors = { ...CORS, allowHeaders: ['X-One', 'authorization', 'x-amz-date'] };
    expect(allowed(() => ({ cors }))).toEqual([
      ...['X-One', 'authorization', 'x-amz-date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256', 'X-Amz-Region-Set'],
      ...['X-Amz-User-Agent', 'amz-sdk-invocation-id', 'amz-sdk-request'],
    ]);
  });

  test('and by default the usual headers', () => {
    expect(allowed((stack) => ({ cors: CORS, authorizer: own(stack, 'X-Session') }))).toEqual([
      ...['Authorization', 'Content-Type', 'DPoP', 'X-Api-Key', 'X-Session'],
    ]);
  });
});

describe('cookies need credentials:', () => {
  const RULE =
    "browsers send cookies with credentials only: set 'cors.allowCredentials' and name the origins, or leave 'cors' out " +
    '(at S/Api) [CorsCredentialsMissing]';

  test.each(['Cookie', 'cookie', 'COOKIE'])('an authorizer that reads %s', (name) => {
    const stack = newStack();
    expect(() => newGateway(stack, { cors: CORS, authorizer: own(stack, 'X-Session', name) })).toThrow(
      `the authorizer reads the header ${name}, and 'cors.allowCredentials' is not true; ${RULE}`,
    );
  });

  test('every origin', () => {
    const stack = newStack();
    const cors = { allowOrigins: ['*'] };
    expect(() => newGateway(stack, { cors, authorizer: own(stack, 'Cookie') })).toThrow('[CorsCredentialsMissing]');
  });

  test('a cookie among the allowed headers', () => {
    expect(() => newGateway(newStack(), { cors: { ...CORS, allowHeaders: ['X-A', 'Cookie'] } })).toThrow(
      `'cors.allowHeaders' has Cookie, and 'cors.allowCredentials' is not true; ${RULE}`,
    );
  });

  test('with them, and without cors, all is well', () => {
    const cors = { ...NOTHING, allowCredentials: true };
    expect(allowed((stack) => ({ cors, authorizer: own(stack, 'X-Session', 'Cookie') }))).toEqual(['X-Session']);
    const stack = newStack();
    expect(() => newGateway(stack, { authorizer: own(stack, 'Cookie') })).not.toThrow();
  });
});

test.each(['Date', 'Via', 'TE', 'expect', 'Set-Cookie', 'Proxy-Authorization', 'Sec-Token', 'Keep-Alive', 'Upgrade'])(
  'an authorizer that reads %s, which no page can send, is an error',
  (name) => {
    const stack = newStack();
    expect(() =>
      newGateway(stack, { cors: { ...CORS, allowCredentials: true }, authorizer: own(stack, name) }),
    ).toThrow(
      `the authorizer reads the header ${name}, which browsers let no page send; use another header, or leave 'cors' out ` +
        'if only other clients call the API (at S/Api) [CorsHeaderForbidden]',
    );
    const other = newStack();
    expect(() => newGateway(other, { authorizer: own(other, name) })).not.toThrow();
  },
);

describe('a warning says that', () => {
  function annotations(cors: CorsOptions | undefined, requiredHeaders: string[]): Annotations {
    const stack = newStack();
    newGateway(stack, { cors }).addPublicRoute('GET /a', target, { reason: 'a test', requiredHeaders });
    return Annotations.fromStack(stack);
  }

  test('pages cannot call a route that requires what they cannot send', () => {
    annotations(CORS, ['X-A', 'Date', 'Cookie', 'Origin', 'Referer', 'Sec-Fetch-Site']).hasWarning(
      '/S/Api',
      "'GET /a' requires Date, Cookie, which pages cannot send without 'cors.allowCredentials': no page can call it " +
        '[ack: cdk-secure-api-gateway:corsRouteUnreachable]',
    );
    annotations({ ...CORS, allowCredentials: true }, ['Date', 'Cookie']).hasWarning(
      '/S/Api',
      "'GET /a' requires Date, which pages cannot send: no page can call it [ack: cdk-secure-api-gateway:corsRouteUnreachable]",
    );
  });

  test.each([true, false])('no preflight passes mutual TLS: %s', (mutual) => {
    const stack = newStackIn('eu-west-3');
    const certificate = acm.Certificate.fromCertificateArn(
      stack,
      'Certificate',
      'arn:aws:acm:eu-west-3:210987654321:certificate/11111111-2222-3333-4444-555555555555',
    );
    const truststoreBucket = s3.Bucket.fromBucketName(stack, 'Trust', 'truststore');
    const mutualTls = { truststoreBucket, truststoreKey: 'ca.pem', truststoreVersion: 'v-1' };
    const domain = ApiDomain.withCertificate({
      domainName: 'api.acme.com',
      certificate,
      ...(mutual && { mutualTls }),
    });
    newGateway(stack, { cors: CORS, domain, tlsPolicy: TlsPolicy.TLS_1_2 }).addRoute('GET /a', target, { access });
    const found = Annotations.fromStack(stack).findWarning('/S/Api', Match.anyValue());
    expect(found.map(({ entry }) => entry.data)).toEqual(
      mutual
        ? [
            "browsers send no client certificate with a preflight, so on a domain with mutual TLS 'cors' serves pages only " +
              'whose requests need no preflight [ack: cdk-secure-api-gateway:corsWithMutualTls]',
          ]
        : [],
    );
  });

  test('nothing is wrong with other headers, nor without cors', () => {
    annotations(CORS, ['X-A', 'Origin', 'Host']).hasNoWarning('*', Match.anyValue());
    annotations({ ...CORS, allowCredentials: true, maxAge: Duration.seconds(0) }, ['Cookie']).hasNoWarning(
      '*',
      Match.anyValue(),
    );
    annotations(undefined, ['Cookie', 'Date']).hasNoWarning('*', Match.anyValue());
  });
});
