import { join } from 'node:path';
import { startupReport } from '../../../local/src/cli/startup-report';
import { LocalGateway } from '../../../local/src/gateway/local-gateway';
import { folderWith, removeFolders } from '../support/assembly-files';
import { invocationUri, own, ROOT } from '../support/model-of';

/** The key of a plan that the token's own text names, after the prefix of this run. */
const AUTHORIZER = `
exports.handler = async ({ authorizationToken }) => ({
  principalId: authorizationToken,
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] },
  usageIdentifierKey: process.env.USAGE_KEY_PREFIX + '-' + authorizationToken,
});`;

const PREFIX = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Prefix' }, ':SecretString:::}}']] };

const key = (name: string) => ({
  Type: 'AWS::ApiGateway::ApiKey',
  Properties: {
    Name: name,
    Enabled: true,
    Value: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Prefix' }, `:SecretString:::}}-Partner.${name}`]] },
  },
});
const planKey = (KeyId: string) => ({
  Type: 'AWS::ApiGateway::UsagePlanKey',
  Properties: { KeyId: { Ref: KeyId }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
});
const get = (ResourceId: unknown) =>
  own('Method', {
    HttpMethod: 'GET',
    ResourceId,
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Authorizer' },
    ApiKeyRequired: true,
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode":200}' },
      IntegrationResponses: [{ StatusCode: '200' }],
    },
    MethodResponses: [{ StatusCode: '200' }],
  });

const TEMPLATE = {
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ApiKeySourceType: 'AUTHORIZER' } },
    Stage: own('Stage', { StageName: 'v1', DeploymentId: 'd1' }),
    Prefix: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true, IncludeSpace: false } },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'get',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 10,
        Code: { ZipFile: AUTHORIZER },
        Environment: { Variables: { USAGE_KEY_PREFIX: PREFIX } },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Authorizer: own('Authorizer', {
      Name: 'token',
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 300,
      AuthorizerUri: invocationUri('arn:aws:lambda:us-east-1:123456789012:function:get'),
    }),
    Orders: own('Resource', { ParentId: ROOT, PathPart: 'orders' }),
    GetRoot: get(ROOT),
    GetOrders: get({ Ref: 'Orders' }),
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: {
        UsagePlanName: 'partners',
        Throttle: { RateLimit: 1, BurstLimit: 3 },
        ApiStages: [
          {
            ApiId: { Ref: 'Api' },
            Stage: { Ref: 'Stage' },
            Throttle: { '/orders/GET': { RateLimit: 1, BurstLimit: 2 } },
          },
        ],
      },
    },
    Acme: key('acme'),
    Bolt: key('bolt'),
    PlanAcme: planKey('Acme'),
    PlanBolt: planKey('Bolt'),
  },
};

const folder = folderWith({ 'Orders.template.json': TEMPLATE });
const printed: string[] = [];
let gateway: LocalGateway;

beforeEach(async () => {
  // The clock stands still, so that no bucket fills between two requests.
  gateway = await LocalGateway.start({
    assembly: join(folder, 'Orders.template.json'),
    clock: { now: () => Date.UTC(2026, 10, 25, 7, 8, 9) },
    onFunctionLog: (_name, line) => printed.push(line),
  });
});
afterEach(() => gateway.close());
afterAll(removeFolders);

async function ask(client: string, path = '/', headers: Record<string, string> = {}): Promise<number> {
  return (await gateway.fetch(path, { headers: { Authorization: client, ...headers } })).status;
}

async function flood(client: string, path: string, count = 5): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let request = 0; request < count; request++) statuses.push(await ask(client, path));
  return statuses;
}

test('a client that floods is held, and the other of the same plan is not', async () => {
  expect(await flood('Partner.acme', '/')).toEqual([200, 200, 200, 429, 429]);
  expect(await ask('Partner.bolt')).toBe(200);
  gateway.advance(1);
  expect(await flood('Partner.acme', '/', 2)).toEqual([200, 429]);
});

test('each client has a bucket of its own for a method with limits of its own', async () => {
  expect(await flood('Partner.acme', '/orders', 4)).toEqual([200, 200, 429, 429]);
  expect(await flood('Partner.bolt', '/orders', 3)).toEqual([200, 200, 429]);
  // The plan's own bucket is another one.
  expect(await flood('Partner.acme', '/', 4)).toEqual([200, 200, 200, 429]);
});

test.each([
  ['a key of nobody', 'Partner.crow'],
  ['a part of a key', 'Partner'],
  ['a key in another case', 'partner.acme'],
])('a token that leads to %s is a 403', async (_what, client) => {
  expect(await ask(client)).toBe(403);
  expect(gateway.log.last).toMatchObject({ layer: 'api-key' });
});

test('a key in the header counts for nothing, neither for good nor for bad', async () => {
  const value = gateway.apiKey('acme');
  expect(await ask('Partner.crow', '/', { 'x-api-key': value })).toBe(403);
  expect(await ask('Partner.bolt', '/', { 'x-api-key': 'wrong' })).toBe(200);
  await flood('Partner.acme', '/');
  expect(await ask('Partner.bolt', '/', { 'x-api-key': value })).toBe(200);
});

test('the prefix is that of this run, and nothing prints it', async () => {
  const prefix = gateway.apiKey('acme').replace(/-Partner\.acme$/, '');
  expect(prefix).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(gateway.apiKey('bolt')).toBe(`${prefix}-Partner.bolt`);
  await ask('Partner.acme');
  await ask('Partner.crow');
  const shown = [startupReport(gateway), JSON.stringify(gateway.findings), JSON.stringify(gateway.log.all), ...printed];
  for (const text of shown) expect(text).not.toContain(prefix);
  expect(gateway.log.all.map(({ status }) => status)).toEqual([200, 403]);
});
