import { removeFolders } from '../support/assembly-files';
import { findingsAbout, FUNCTION_ARN, invocationUri, method, modelOf, own, routeOf } from '../support/model-of';

afterAll(removeFolders);

const REQUEST = {
  Type: 'REQUEST',
  Name: 'by-token',
  AuthorizerUri: invocationUri(FUNCTION_ARN),
  IdentitySource: 'method.request.header.Authorization, context.path',
};
const CUSTOM = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Guard' } };
const POOLS = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Guard' } };
const OPEN = { Ref: 'Open' };

test('a REQUEST authorizer has its sources and a TTL of 300 seconds', () => {
  expect(routeOf(CUSTOM, { Guard: own('Authorizer', REQUEST) })).toMatchObject({
    authorization: {
      type: 'LAMBDA',
      authorizer: {
        id: 'Guard',
        name: 'by-token',
        kind: 'REQUEST',
        functionArn: FUNCTION_ARN,
        identitySources: ['method.request.header.Authorization', 'context.path'],
        ttlSeconds: 300,
      },
    },
  });
});

test('a TOKEN authorizer looks at Authorization where it says nothing, and a TTL may come as text', () => {
  const Guard = own('Authorizer', {
    Type: 'TOKEN',
    AuthorizerUri: invocationUri(`${FUNCTION_ARN}:live`),
    AuthorizerResultTtlInSeconds: '0',
    IdentityValidationExpression: '^Bearer .+$',
  });
  expect(routeOf(CUSTOM, { Guard }).authorization).toEqual({
    type: 'LAMBDA',
    authorizer: {
      id: 'Guard',
      name: 'Guard',
      kind: 'TOKEN',
      functionArn: `${FUNCTION_ARN}:live`,
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 0,
      validationExpression: '^Bearer .+$',
    },
  });
});

test('a user pool authorizer has its pools and its header', () => {
  const Guard = own('Authorizer', {
    Type: 'COGNITO_USER_POOLS',
    ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
    IdentitySource: 'method.request.header.X-Token',
  });
  const { authorization, authorizationScopes } = routeOf(
    { ...POOLS, AuthorizationScopes: ['orders/read'] },
    { Guard, Pool: { Type: 'AWS::Cognito::UserPool' } },
  );
  expect(authorizationScopes).toEqual(['orders/read']);
  expect(authorization).toMatchObject({
    type: 'COGNITO',
    authorizer: {
      identitySource: 'X-Token',
      userPoolArns: [expect.stringMatching(/^arn:aws:cognito-idp:us-east-1:123456789012:userpool\/us-east-1_\w{9}$/)],
    },
  });
});

test.each([['NONE'], ['AWS_IAM']])('authorization %s needs no authorizer', (AuthorizationType) => {
  const { authorization, refusal } = routeOf({ AuthorizationType });
  expect([authorization, refusal]).toEqual([{ type: AuthorizationType }, undefined]);
});

test('variables of the stage are put into the address of an authorizer', () => {
  const Guard = own('Authorizer', {
    ...REQUEST,
    AuthorizerUri: invocationUri('arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.guard}'),
  });
  const Stage = own('Stage', { StageName: 'v1', Variables: { guard: 'get' } });
  const { routes } = modelOf({ Method: method(CUSTOM), Guard, Stage });
  expect(routes[0].authorization).toMatchObject({ authorizer: { functionArn: FUNCTION_ARN } });
});

test.each<[string, object, object | undefined, RegExp]>([
  ['no type', { AuthorizationType: undefined }, undefined, /authorization type undefined is not known/],
  ['a type in lower case', { AuthorizationType: 'none' }, undefined, /authorization type "none" is not known/],
  ['a type of tomorrow', { AuthorizationType: 'JWT' }, undefined, /authorization type "JWT" is not known/],
  ['an unknown type', { AuthorizationType: OPEN }, undefined, /authorization type .*parameter Open/],
  ['an authorizer that is not there', CUSTOM, undefined, /authorizer .* is not in the assembly/],
  ['no authorizer', { AuthorizationType: 'CUSTOM' }, REQUEST, /authorizer undefined is not in the assembly/],
  ['an authorizer of another API', CUSTOM, { ...REQUEST, RestApiId: 'other' }, /is not in the assembly/],
  ['an authorizer of the wrong type', POOLS, REQUEST, /type REQUEST does not go with .* COGNITO_USER_POOLS/],
  ['a user pool authorizer as CUSTOM', CUSTOM, { Type: 'COGNITO_USER_POOLS' }, /does not go with .* CUSTOM/],
  ['an unknown function', CUSTOM, { ...REQUEST, AuthorizerUri: OPEN }, /is not known without AWS/],
  ['no address', CUSTOM, { Type: 'REQUEST' }, /it has no address/],
  [
    'an address elsewhere',
    CUSTOM,
    { ...REQUEST, AuthorizerUri: 'https://example.com' },
    /not that of a Lambda function/,
  ],
  [
    'an address with more behind it',
    CUSTOM,
    { ...REQUEST, AuthorizerUri: `${invocationUri(FUNCTION_ARN)}/x` },
    /not that of/,
  ],
  [
    'a variable that the stage does not have',
    CUSTOM,
    { ...REQUEST, AuthorizerUri: invocationUri('arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.no}') },
    /needs a stage variable/,
  ],
  [
    'unknown identity sources',
    CUSTOM,
    { ...REQUEST, IdentitySource: OPEN },
    /IdentitySource .* is not known without AWS/,
  ],
  ['an unknown TTL', CUSTOM, { ...REQUEST, AuthorizerResultTtlInSeconds: OPEN }, /AuthorizerResultTtlInSeconds/],
  ['no user pools', POOLS, { Type: 'COGNITO_USER_POOLS', ProviderARNs: [] }, /user pools .* not known/],
  [
    'one unknown user pool of two',
    POOLS,
    { Type: 'COGNITO_USER_POOLS', ProviderARNs: ['arn:aws:cognito-idp:us-east-1:1:userpool/a', OPEN] },
    /user pools .* not known/,
  ],
  [
    'a token in the query',
    POOLS,
    { Type: 'COGNITO_USER_POOLS', ProviderARNs: ['a'], IdentitySource: 'method.request.querystring.t' },
    /is not one header/,
  ],
  ['unknown scopes', { AuthorizationScopes: [OPEN] }, undefined, /AuthorizationScopes is not known/],
  ['an API key that may be asked for', { ApiKeyRequired: OPEN }, undefined, /ApiKeyRequired is not known/],
])('%s refuses the route', (_what, properties, authorizer, refusal) => {
  const model = modelOf({
    Method: method(properties),
    ...(authorizer === undefined ? {} : { Guard: own('Authorizer', authorizer) }),
  });
  expect(model.routes[0].refusal).toMatch(refusal);
  expect(findingsAbout(model, 'GET /')).toContainEqual({ what: expect.stringMatching(refusal), effect: 'refused' });
});

test('a route that is refused for its authorization is not open beside it', () => {
  expect(routeOf({ AuthorizationType: 'JWT' }).authorization).toEqual({ type: 'AWS_IAM' });
});
