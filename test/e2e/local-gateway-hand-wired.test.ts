import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, JwtAuthorizerFunction, TokenIssuer, TokenTable } from '../../lib';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

/** CDK's own authorizer in front of the function, keyed by the token alone, with CDK's default TTL of 300 seconds. */
function wire(
  stack: Stack,
  options: { readonly bound?: boolean; readonly ttl?: Duration; readonly safe?: boolean },
): void {
  const jwt = new JwtAuthorizerFunction(stack, 'Jwt', {
    issuers: [TokenIssuer.oidc('https://login.example.com', { audiences: ['orders'] })],
    dpopProofTable: options.bound ? new TokenTable(stack, 'Proofs').table : undefined,
  });
  jwt.addRule('GET /orders/{id}', options.bound ? Access.dpopBound() : Access.scope('orders/read'));
  jwt.addRule('GET /orders/{id}/refunds', Access.inGroup('refunds'));
  jwt.addRule('GET /orders', Access.authenticated());
  const sources = ['httpMethod', 'path'].map((name) => apigateway.IdentitySource.context(name));
  const authorizer = new apigateway.RequestAuthorizer(stack, 'Authorizer', {
    handler: jwt.function,
    identitySources: [apigateway.IdentitySource.header('Authorization'), ...(options.safe ? sources : [])],
    resultsCacheTtl: options.ttl,
  });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  const integration = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [{ statusCode: '200' }],
  });
  const methodOptions = { authorizer, methodResponses: [{ statusCode: '200' }] };
  for (const path of ['/orders', '/orders/{id}', '/orders/{id}/refunds']) {
    api.root.resourceForPath(path).addMethod('GET', integration, methodOptions);
  }
}

const assemblies: Assembly[] = [];
const gateways: LocalGateway[] = [];

async function serve(options: Parameters<typeof wire>[1]): Promise<LocalGateway> {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    wire(stack, options);
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

/** Statuses of the paths, one after the other, with one token. */
async function statuses(gateway: LocalGateway, claims: Record<string, unknown>, paths: string[]): Promise<number[]> {
  const headers = { Authorization: `Bearer ${gateway.issueToken(claims)}` };
  const found: number[] = [];
  for (const path of paths) found.push((await gateway.fetch(path, { headers })).status);
  return found;
}

describe('behind an authorizer that is keyed by the token alone', () => {
  let gateway: LocalGateway;
  beforeAll(async () => {
    gateway = await serve({});
  }, 60_000);

  test.each<[string, Record<string, unknown>, string[], number[]]>([
    [
      'an allow is none on a deeper route',
      { scope: 'orders/read', jti: '1' },
      ['/orders/7', '/orders/7/refunds'],
      [200, 403],
    ],
    ['nor the other way round', { groups: ['refunds'], jti: '2' }, ['/orders/7/refunds', '/orders/7'], [200, 403]],
    [
      'a denial is none, but lets nobody in elsewhere',
      { scope: 'orders/read', jti: '3' },
      ['/orders/7/refunds', '/orders/7'],
      [403, 403],
    ],
    ['an allow is none for another order', { scope: 'orders/read', jti: '4' }, ['/orders/7', '/orders/8'], [200, 403]],
    ['an allow of a short path is none below it', { jti: '5' }, ['/orders', '/orders/7'], [200, 403]],
    ['the cached decision is used again', { scope: 'orders/read', jti: '6' }, ['/orders/7', '/orders/7'], [200, 200]],
  ])('%s', async (_what, claims, paths, expected) => {
    expect(await statuses(gateway, claims, paths)).toEqual(expected);
  });
});

test('with the identity sources that the warning names, each route has its own decision', async () => {
  const gateway = await serve({ safe: true });
  const both = { scope: 'orders/read', groups: ['refunds'] };
  expect(await statuses(gateway, both, ['/orders/7', '/orders/7/refunds', '/orders/8'])).toEqual([200, 200, 200]);
  const reader = { scope: 'orders/read' };
  expect(await statuses(gateway, reader, ['/orders/7', '/orders/7/refunds', '/orders/8'])).toEqual([200, 403, 200]);
}, 60_000);

test('with a rule about the sender it does not synthesize, unless nothing is cached', () => {
  const synth = (ttl?: Duration): void => {
    const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
    wire(new Stack(app, 'S'), { bound: true, ttl });
    app.synth();
  };
  expect(() => synth()).toThrow(
    `decisions are cached for 300 seconds under "method.request.header.Authorization", and the rule of 'GET /orders/{id}' depends on who sends the token; a cached decision would let in whoever stole the token: set the TTL to 0 seconds, as a literal number (at S/Authorizer/Resource) [AuthorizerCacheUnsafe]`,
  );
  expect(() => synth(Duration.seconds(0))).not.toThrow();
});
