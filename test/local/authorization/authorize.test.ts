import { Authorization } from '../../../local/src/authorization/authorize';
import { Refusal } from '../../../local/src/chain/gateway-error';
import type { GatewayRequest } from '../../../local/src/chain/gateway-request';
import type { ApiModel, PolicyDocument } from '../../../local/src/model/api-model';
import type { AuthorizationModel } from '../../../local/src/model/route-model';
import { generateSigningKey, signToken } from '../../support/token-factory';
import { API_ARN, exchange } from '../support/exchanges';
import { apiModel, HeldClock, route } from '../support/models';
import { type FakeFunctions, output, returning } from './fake-functions';

const key = generateSigningKey('RS256', 'k1');
const clock = new HeldClock();
const now = clock.now() / 1_000;
const ID_TOKEN = signToken(key, {
  iss: 'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pool1',
  token_use: 'id',
  sub: 'user-17',
  exp: now + 600,
  iat: now,
});

const LAMBDA: AuthorizationModel = {
  type: 'LAMBDA',
  authorizer: {
    id: 'Auth',
    name: 'auth',
    kind: 'REQUEST',
    functionArn: 'arn:aws:lambda:eu-west-3:210987654321:function:auth',
    identitySources: ['method.request.header.Authorization'],
    ttlSeconds: 300,
  },
};
const COGNITO: AuthorizationModel = {
  type: 'COGNITO',
  authorizer: {
    id: 'Pool',
    name: 'pool',
    userPoolArns: ['arn:aws:cognito-idp:eu-west-3:210987654321:userpool/eu-west-3_Pool1'],
    identitySource: 'Authorization',
  },
};

interface Case {
  readonly authorization: AuthorizationModel;
  readonly resourcePolicy?: unknown;
  readonly functions?: FakeFunctions;
  readonly request?: Partial<GatewayRequest>;
  readonly endpointType?: ApiModel['endpointType'];
}

async function authorize({ authorization, resourcePolicy, functions, request, endpointType }: Case): Promise<any> {
  const one = exchange({
    request: { headers: [['Authorization', `Bearer ${ID_TOKEN}`]], ...request },
    route: route('GET /orders', { authorization }),
  });
  const model = apiModel({
    resourcePolicy: resourcePolicy as PolicyDocument | undefined,
    ...(endpointType && { endpointType }),
  });
  const keysFor = async () => [key.jwk];
  const parts = { model, functions: functions ?? returning(output('Allow', '*')), clock, keysFor };
  try {
    await new Authorization(parts).authorize(one);
    return { outcome: 'in', authorizer: one.authorizer };
  } catch (error) {
    expect(one.authorizer).toBeUndefined();
    return error;
  }
}

const statement = (Effect: string, rest: object = {}): object => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...rest,
});
const policy = (...Statement: object[]): object => ({ Version: '2012-10-17', Statement });
const ALLOW = policy(statement('Allow'));
const DENY = policy(statement('Deny'));
const BOTH = policy(statement('Allow'), statement('Deny'));
const NEITHER = policy(statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }));

const MESSAGE =
  'User: anonymous is not authorized to perform: execute-api:Invoke on resource: ' +
  'arn:aws:execute-api:eu-west-3:********4321:abc123defg/prod/GET/orders';
const shutOut = (explicit: boolean): object => ({
  status: 403,
  responseType: 'ACCESS_DENIED',
  errorType: 'AccessDeniedException',
  layer: 'resource-policy',
  message: explicit ? `${MESSAGE} with an explicit deny` : MESSAGE,
});
const authorizerDenial = (explicit: boolean): object => ({
  status: 403,
  layer: 'authorizer',
  message: `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`,
});
const IN = { outcome: 'in' };

describe('the resource policy alone', () => {
  test.each<[string, unknown, object]>([
    ['no policy', undefined, IN],
    ['an Allow', ALLOW, IN],
    ['nothing that allows', NEITHER, shutOut(false)],
    ['an empty policy', policy(), shutOut(false)],
    ['a Deny', DENY, shutOut(true)],
    ['both', BOTH, shutOut(true)],
  ])('%s', async (_what, resourcePolicy, expected) => {
    const result = await authorize({ authorization: { type: 'NONE' }, resourcePolicy });
    expect(result).toMatchObject(expected);
    expect(result.authorizer).toBeUndefined();
  });
});

describe('a Lambda authorizer and the resource policy (Table A)', () => {
  const allows = output('Allow', `${API_ARN}/prod/GET/orders`);
  const silent = output('Allow', `${API_ARN}/prod/GET/other`);
  const denies = output('Deny', `${API_ARN}/*`);

  test.each<[string, string, object, unknown, object, number]>([
    ['Allow', 'none', allows, undefined, IN, 1],
    ['Allow', 'Allow', allows, ALLOW, IN, 1],
    ['Allow', 'neither', allows, NEITHER, IN, 1],
    ['Allow', 'Deny', allows, DENY, shutOut(true), 0],
    ['neither', 'none', silent, undefined, authorizerDenial(false), 1],
    ['neither', 'Allow', silent, ALLOW, IN, 1],
    ['neither', 'neither', silent, NEITHER, authorizerDenial(false), 1],
    ['neither', 'Deny', silent, DENY, shutOut(true), 0],
    ['Deny', 'none', denies, undefined, authorizerDenial(true), 1],
    ['Deny', 'Allow', denies, ALLOW, authorizerDenial(true), 1],
    ['Deny', 'neither', denies, NEITHER, authorizerDenial(true), 1],
    ['Deny', 'Deny', denies, BOTH, shutOut(true), 0],
  ])('authorizer %s, resource policy %s', async (_first, _second, payload, resourcePolicy, expected, calls) => {
    const functions = returning(payload);
    expect(await authorize({ authorization: LAMBDA, functions, resourcePolicy })).toMatchObject(expected);
    expect(functions.events).toHaveLength(calls);
  });

  test('an allowing resource policy does not stand in for a missing token', async () => {
    const functions = returning(allows);
    const request = { headers: [] };
    expect(await authorize({ authorization: LAMBDA, functions, resourcePolicy: ALLOW, request })).toMatchObject({
      status: 401,
    });
    expect(functions.events).toHaveLength(0);
  });

  test('the outcome is on the exchange', async () => {
    const result = await authorize({ authorization: LAMBDA, functions: returning(allows) });
    expect(result.authorizer).toMatchObject({ principalId: 'user-17' });
  });
});

describe('a user pool and the resource policy (Table B)', () => {
  test.each<[string, unknown, object]>([
    ['none', undefined, IN],
    ['Allow', ALLOW, IN],
    ['neither', NEITHER, shutOut(false)],
    ['Deny', DENY, shutOut(true)],
  ])('a good token, policy %s', async (_what, resourcePolicy, expected) => {
    expect(await authorize({ authorization: COGNITO, resourcePolicy })).toMatchObject(expected);
  });

  test.each<[string, unknown]>([
    ['none', undefined],
    ['Allow', ALLOW],
    ['neither', NEITHER],
    ['Deny', DENY],
  ])('no token, policy %s: the token comes first', async (_what, resourcePolicy) => {
    const result = await authorize({ authorization: COGNITO, resourcePolicy, request: { headers: [] } });
    expect(result).toMatchObject({ status: 401, layer: 'authorizer' });
  });
});

describe('statements of the resource policy', () => {
  const NONE: AuthorizationModel = { type: 'NONE' };

  test.each<[string, object]>([
    ['the short form of a resource', { Resource: 'execute-api:/prod/GET/*' }],
    ['one of several', { Resource: ['execute-api:/test/*', 'execute-api:/*/GET/orders'] }],
    ['a full ARN', { Resource: `${API_ARN}/*` }],
    ['everyone in AWS', { Principal: { AWS: '*' } }],
    ['everyone among others', { Principal: { AWS: ['arn:aws:iam::123456789012:root', '*'] } }],
    ['the address', { Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } } }],
  ])('%s is about the request', async (_what, rest) => {
    expect(await authorize({ authorization: NONE, resourcePolicy: policy(statement('Allow', rest)) })).toEqual(IN);
    const resourcePolicy = policy(statement('Allow'), statement('Deny', rest));
    expect(await authorize({ authorization: NONE, resourcePolicy })).toMatchObject(shutOut(true));
  });

  test.each<[string, object]>([
    ['another stage', { Resource: 'execute-api:/test/*' }],
    ['another method', { Resource: 'execute-api:/prod/POST/orders' }],
    ['another API', { Resource: API_ARN.replace('abc123defg', 'zzz') + '/*' }],
    ['one account', { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    ['a service', { Principal: { Service: 'apigateway.amazonaws.com' } }],
    ['another address', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
  ])('%s is not', async (_what, rest) => {
    const resourcePolicy = policy(statement('Allow', rest));
    expect(await authorize({ authorization: NONE, resourcePolicy })).toMatchObject(shutOut(false));
    const denying = policy(statement('Allow'), statement('Deny', rest));
    expect(await authorize({ authorization: NONE, resourcePolicy: denying })).toEqual(IN);
  });

  test.each<[string, object]>([
    ['a VPC endpoint', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } }],
    ['any other VPC endpoint', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } }],
    ['an address in a VPC', { Condition: { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } } }],
    ['an unknown operator', { Condition: { ArnLike: { 'aws:SourceArn': '*' } } }],
    ['everyone but an account', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    ['an unknown kind of principal', { Principal: { Everyone: '*' } }],
    ['part of a principal', { Principal: { AWS: 'arn:aws:iam::*:root' } }],
  ])('%s cannot be known: it does not allow, and it denies', async (_what, rest) => {
    const resourcePolicy = policy(statement('Allow', rest));
    expect(await authorize({ authorization: NONE, resourcePolicy })).toMatchObject(shutOut(false));
    const denying = policy(statement('Allow'), statement('Deny', rest));
    expect(await authorize({ authorization: NONE, resourcePolicy: denying })).toMatchObject(shutOut(true));
  });

  test.each<[string, unknown]>([
    ['an unresolved value', policy(statement('Allow', { Resource: ['execute-api:/*', 'unresolved(Import.X)'] }))],
    ['no principal', policy(statement('Allow', { Principal: undefined }))],
    ['another effect', policy(statement('allow'))],
    ['text', JSON.stringify(ALLOW)],
  ])('a policy with %s is refused, for every kind of authorization', async (_what, resourcePolicy) => {
    for (const authorization of [NONE, LAMBDA, COGNITO]) {
      const result = await authorize({ authorization, resourcePolicy });
      expect(result).toBeInstanceOf(Refusal);
      expect(result.layer).toBe('resource-policy');
    }
  });
});

describe('what is not simulated', () => {
  test.each<[string, AuthorizationModel]>([
    ['IAM', { type: 'AWS_IAM' }],
    ['a type of the future', { type: 'PASSKEY' } as unknown as AuthorizationModel],
  ])('%s is refused, also where the resource policy allows', async (_what, authorization) => {
    for (const resourcePolicy of [undefined, ALLOW]) {
      expect(await authorize({ authorization, resourcePolicy })).toBeInstanceOf(Refusal);
    }
  });

  test('a private API without a resource policy', async () => {
    const result = await authorize({ authorization: { type: 'NONE' }, endpointType: 'PRIVATE' });
    expect(result).toBeInstanceOf(Refusal);
  });
});
