import { unresolved } from '../../../local/src/assembly/resolved-stack';
import {
  FUNCTION,
  imported,
  importedOperation,
  importedSwaggerOperation,
  INTEGRATION,
  lambdaUri,
} from './open-api-support';

const HEADER = { type: 'apiKey', in: 'header', name: 'X-Token' };
const REQUEST = {
  ...HEADER,
  name: 'Unused',
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': {
    type: 'request',
    authorizerUri: lambdaUri(`${FUNCTION}-guard`),
    identitySource: 'method.request.header.Authorization, context.path',
    authorizerResultTtlInSeconds: 60,
  },
};
const POOLS = ['arn:aws:cognito-idp:eu-west-3:210987654321:userpool/eu-west-3_one'];
const COGNITO = {
  ...HEADER,
  name: 'Authorization',
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: POOLS },
};
const KEY = { type: 'apiKey', in: 'header', name: 'x-api-key' };
const IAM = { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };
const SCHEMES = { guard: REQUEST, pool: COGNITO, key: KEY, iam: IAM };
const secured = (security: unknown, schemes: object = SCHEMES, more: object = {}) =>
  importedOperation({ security, ...more }, { components: { securitySchemes: schemes } });
const changed = (change: object) => ({
  guard: { ...REQUEST, 'x-amazon-apigateway-authorizer': { ...REQUEST['x-amazon-apigateway-authorizer'], ...change } },
});

test('a request authorizer', () => {
  const { route, findings } = secured([{ guard: [] }]);
  expect(route.authorization).toEqual({
    type: 'LAMBDA',
    authorizer: {
      id: 'guard',
      name: 'guard',
      kind: 'REQUEST',
      functionArn: `${FUNCTION}-guard`,
      identitySources: ['method.request.header.Authorization', 'context.path'],
      ttlSeconds: 60,
    },
  });
  expect(route).toMatchObject({ apiKeyRequired: false, authorizationScopes: [] });
  expect(route.refusal).toBeUndefined();
  expect(findings).toEqual([]);
});

test('a token authorizer takes the header of its scheme and caches for 300 seconds', () => {
  const token = {
    ...HEADER,
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'token',
      authorizerUri: lambdaUri('arn:aws:lambda:eu-west-3:210987654321:function:${stageVariables.fn}'),
      identityValidationExpression: '^Bearer ',
    },
  };
  expect(secured([{ token: [] }], { token }).route.authorization).toEqual({
    type: 'LAMBDA',
    authorizer: {
      id: 'token',
      name: 'token',
      kind: 'TOKEN',
      functionArn: 'arn:aws:lambda:eu-west-3:210987654321:function:orders-live',
      identitySources: ['method.request.header.X-Token'],
      ttlSeconds: 300,
      validationExpression: '^Bearer ',
    },
  });
});

test('a user pool with scopes, in OpenAPI 2.0 too', () => {
  const expected = {
    authorization: {
      type: 'COGNITO',
      authorizer: { id: 'pool', name: 'pool', userPoolArns: POOLS, identitySource: 'Authorization' },
    },
    authorizationScopes: ['orders/write', 'orders/admin'],
  };
  const security = [{ pool: ['orders/write', 'orders/admin'] }];
  expect(secured(security).route).toMatchObject(expected);
  expect(importedSwaggerOperation({ security }, { securityDefinitions: SCHEMES }).route).toMatchObject(expected);
});

test('scopes with a Lambda authorizer are looked at by nobody, which is said', () => {
  const { route, findings } = secured([{ guard: ['orders/read'] }]);
  expect(route).toMatchObject({ authorizationScopes: [], authorization: { type: 'LAMBDA' } });
  expect(findings).toEqual([
    { subject: 'POST /orders', what: expect.stringContaining('no scopes with guard'), effect: 'declared' },
  ]);
});

test('IAM, an API key, and a key beside an authorizer', () => {
  expect(secured([{ iam: [] }]).route).toMatchObject({ authorization: { type: 'AWS_IAM' }, apiKeyRequired: false });
  expect(secured([{ key: [] }]).route).toMatchObject({ authorization: { type: 'NONE' }, apiKeyRequired: true });
  const both = secured([{ key: [], guard: [] }]).route;
  expect(both).toMatchObject({ authorization: { type: 'LAMBDA' }, apiKeyRequired: true });
  expect([both.refusal, secured([{ iam: [] }]).route.refusal]).toEqual([undefined, undefined]);
});

test('security at the root opens what has none of its own, and that is said', () => {
  const { routes, findings } = imported({
    security: [{ guard: [] }],
    components: { securitySchemes: SCHEMES },
    paths: {
      '/open': { get: INTEGRATION },
      '/own': { get: { ...INTEGRATION, security: [{ key: [] }] } },
      '/meant': { get: { ...INTEGRATION, security: [] } },
    },
  });
  expect(
    routes.map(({ authorization, apiKeyRequired, refusal }) => [authorization.type, apiKeyRequired, refusal]),
  ).toEqual([
    ['NONE', false, undefined],
    ['NONE', true, undefined],
    ['NONE', false, undefined],
  ]);
  expect(findings).toEqual([
    { subject: 'GET /open', what: expect.stringMatching(/^open to everyone: API Gateway ignores/), effect: 'declared' },
  ]);
});

test('x-amazon-apigateway-auth', () => {
  const auth = (type: unknown, more: object = {}) =>
    importedOperation(
      { 'x-amazon-apigateway-auth': { type }, ...more },
      { security: [{ guard: [] }], components: { securitySchemes: SCHEMES } },
    );
  expect(auth('AWS_IAM').route).toMatchObject({ authorization: { type: 'AWS_IAM' } });
  expect(auth('AWS_IAM').findings).toEqual([]);
  expect(auth('NONE').route.refusal).toBeUndefined();
  expect(auth('CUSTOM').route.refusal).toContain('x-amazon-apigateway-auth of type "CUSTOM"');
  expect(auth('NONE', { security: [{ guard: [] }] }).route.refusal).toContain('ask for different things');
});

test.each<[string, unknown, object | undefined, string]>([
  ['several alternatives', [{ guard: [] }, { key: [] }], undefined, 'several alternatives'],
  ['nobody as an alternative', [{}, { guard: [] }], undefined, 'several alternatives'],
  ['nobody', [{}], undefined, 'without a scheme'],
  ['two authorizers at once', [{ guard: [], pool: [] }], undefined, 'several authorizers'],
  ['an authorizer and IAM at once', [{ iam: [], pool: [] }], undefined, 'several authorizers'],
  ['a scheme that is not defined', [{ gone: [] }], undefined, 'the security scheme gone'],
  ['the name of an inherited member', [{ constructor: [] }], undefined, 'the security scheme constructor'],
  ['an object', { guard: [] }, undefined, 'not a list'],
  ['null', null, undefined, 'not a list'],
  ['scopes that are no list', [{ pool: 'orders/read' }], undefined, 'scopes of pool'],
  ['a bearer scheme', [{ jwt: [] }], { jwt: { type: 'http', scheme: 'bearer' } }, 'no authorizer for'],
  ['OpenID Connect', [{ oidc: [] }], { oidc: { type: 'openIdConnect', openIdConnectUrl: 'x' } }, 'no authorizer for'],
  ['a key in the query', [{ key: [] }], { key: { ...KEY, in: 'query' } }, 'no authorizer for'],
  ['a key in another header', [{ key: [] }], { key: { ...KEY, name: 'X-Key' } }, 'no authorizer for'],
  [
    'an authtype without an authorizer',
    [{ a: [] }],
    { a: { ...KEY, 'x-amazon-apigateway-authtype': 'custom' } },
    'no authorizer',
  ],
  ['a jwt authorizer of an HTTP API', [{ guard: [] }], changed({ type: 'jwt' }), 'the authorizer type "jwt"'],
  ['an authorizer without a type', [{ guard: [] }], changed({ type: undefined }), 'the authorizer type null'],
  ['an authorizer that is no function', [{ guard: [] }], changed({ authorizerUri: 'https://x' }), 'the authorizerUri'],
  [
    'an unknown stage variable',
    [{ guard: [] }],
    changed({ authorizerUri: lambdaUri('arn:aws:lambda:r:1:function:${stageVariables.no}') }),
    'the authorizerUri',
  ],
  [
    'a function that only AWS knows',
    [{ guard: [] }],
    changed({ authorizerUri: lambdaUri(unresolved('an import')) }),
    'only AWS',
  ],
  [
    'a cache without an identity source',
    [{ guard: [] }],
    changed({ identitySource: '' }),
    'without an identity source',
  ],
  ['a negative TTL', [{ guard: [] }], changed({ authorizerResultTtlInSeconds: -1 }), 'authorizerResultTtlInSeconds'],
  [
    'a TTL of more than an hour',
    [{ guard: [] }],
    changed({ authorizerResultTtlInSeconds: 3601 }),
    'authorizerResultTtl',
  ],
  [
    'a token in the query',
    [{ guard: [] }],
    changed({ type: 'token', identitySource: 'method.request.querystring.t' }),
    'one header',
  ],
  [
    'a user pool without ARNs',
    [{ guard: [] }],
    changed({ type: 'cognito_user_pools', providerARNs: [], identitySource: 'method.request.header.A' }),
    'providerARNs',
  ],
  [
    'an unknown extension',
    [{ guard: [] }],
    { guard: { ...REQUEST, 'x-amazon-apigateway-mtls': {} } },
    'x-amazon-apigateway-mtls',
  ],
])('%s is refused, not passed', (_, security, schemes, why) => {
  const { route, findings } = secured(security, schemes);
  expect(route.refusal).toContain(why);
  expect(findings).toEqual([{ subject: 'POST /orders', what: expect.stringContaining(why), effect: 'refused' }]);
});

test('without a cache a request authorizer needs no identity source', () => {
  const { route } = secured([{ guard: [] }], changed({ identitySource: undefined, authorizerResultTtlInSeconds: '0' }));
  expect(route.refusal).toBeUndefined();
  expect(route.authorization).toMatchObject({ authorizer: { identitySources: [], ttlSeconds: 0 } });
});
