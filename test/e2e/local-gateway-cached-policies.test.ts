import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

/** What an authorizer's policy names, by the token; `METHOD` is the ARN that it was given. */
const SOURCE = `
  const RESOURCES = {
    exact: (arn) => arn,
    greedy: (arn) => arn.replace(/orders.*/, 'orders/*'),
    stage: (arn) => arn.replace(/GET.*/, '*'),
    none: () => 'arn:aws:execute-api:us-east-1:123456789012:other/*',
  };
  exports.handler = async ({ methodArn, authorizationToken, headers }) => ({
    principalId: 'p',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: RESOURCES[authorizationToken || headers.Authorization](methodArn),
      }],
    },
  });`;

const assemblies: Assembly[] = [];
const gateways: LocalGateway[] = [];

async function serve(kind: 'REQUEST' | 'TOKEN', ttl: number, policy?: iam.PolicyDocument): Promise<LocalGateway> {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S', { env: { account: '123456789012', region: 'us-east-1' } });
    const handler = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(SOURCE),
    });
    const cache = { handler, resultsCacheTtl: Duration.seconds(ttl) };
    const authorizer =
      kind === 'TOKEN'
        ? new apigateway.TokenAuthorizer(stack, 'Auth', cache)
        : new apigateway.RequestAuthorizer(stack, 'Auth', {
            ...cache,
            identitySources: [apigateway.IdentitySource.header('Authorization')],
          });
    const api = new apigateway.RestApi(stack, 'Api', { policy });
    const integration = new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      integrationResponses: [{ statusCode: '200' }],
    });
    const options = { authorizer, methodResponses: [{ statusCode: '200' }] };
    const order = api.root.addResource('orders').addResource('{id}');
    order.addMethod('GET', integration, options);
    order.addResource('refunds').addMethod('GET', integration, options);
    api.root.addResource('users').addMethod('GET', integration, options);
    return stack;
  });
  assemblies.push(assembly);
  const gateway = await LocalGateway.start({ assembly: assembly.directory });
  gateways.push(gateway);
  return gateway;
}

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  assemblies.forEach((assembly) => assembly.remove());
});

/** The statuses of an order, its refunds and the users, in this order, for one token. */
async function statuses(gateway: LocalGateway, token: string): Promise<number[]> {
  const all: number[] = [];
  for (const path of ['/orders/1', '/orders/1/refunds', '/users']) {
    all.push((await gateway.fetch(path, { headers: { Authorization: token } })).status);
  }
  return all;
}

test.each(['REQUEST', 'TOKEN'] as const)(
  'a cached policy of a %s authorizer is asked about every route',
  async (kind) => {
    const gateway = await serve(kind, 300);
    // The faults of policies that are wider, or narrower, than the request that they were written for.
    expect(await statuses(gateway, 'greedy')).toEqual([200, 200, 403]);
    expect(await statuses(gateway, 'stage')).toEqual([200, 200, 200]);
    expect(await statuses(gateway, 'exact')).toEqual([200, 403, 403]);
    expect(gateway.log.last?.reason).toBe(
      'User is not authorized to access this resource: the policy, from the cache, does not name GET /users',
    );
    expect(await statuses(gateway, 'none')).toEqual([403, 403, 403]);
  },
);

test('without a cache each request has a policy of its own', async () => {
  const gateway = await serve('REQUEST', 0);
  expect(await statuses(gateway, 'exact')).toEqual([200, 200, 200]);
});

const statement = (effect: iam.Effect, resource: string): iam.PolicyStatement =>
  new iam.PolicyStatement({
    effect,
    principals: [new iam.AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: [`execute-api:/${resource}`],
  });

test('what a cached policy neither allows nor denies, the resource policy may allow', async () => {
  const policy = new iam.PolicyDocument({
    statements: [statement(iam.Effect.ALLOW, 'prod/GET/orders/*/refunds')],
  });
  const gateway = await serve('REQUEST', 300, policy);
  expect(await statuses(gateway, 'exact')).toEqual([200, 200, 403]);
  expect(await statuses(gateway, 'none')).toEqual([403, 200, 403]);
});

test('what the resource policy denies, no cached policy allows', async () => {
  const policy = new iam.PolicyDocument({
    statements: [statement(iam.Effect.ALLOW, '*'), statement(iam.Effect.DENY, 'prod/GET/users')],
  });
  const gateway = await serve('REQUEST', 300, policy);
  expect(await statuses(gateway, 'stage')).toEqual([200, 200, 403]);
  expect(await statuses(gateway, 'none')).toEqual([200, 200, 403]);
  expect(gateway.log.last?.layer).toBe('resource-policy');
});
