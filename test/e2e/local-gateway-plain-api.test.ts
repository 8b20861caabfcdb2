import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const CRASHES = `
exports.handler = async (event) => {
  switch (event.path) {
    case '/throws': throw new Error('secret detail');
    case '/exits': process.exit(3);
    case '/hangs': await new Promise(() => setInterval(() => {}, 1000));
    case '/rubbish': return 'not a proxy response';
    case '/nothing': return undefined;
    case '/no-status': return { body: 'x' };
    case '/split-header': return { statusCode: 200, headers: { 'X-A': 'b\\r\\nX-Evil: 1' } };
    default: return { statusCode: 200, body: JSON.stringify({ path: event.path, who: event.requestContext.authorizer }) };
  }
};`;

/** Lets in who sends the word; its policy names the whole stage. */
const GUARD = `
exports.handler = async (event) => {
  if (event.authorizationToken === 'Bearer sesame-41') {
    return {
      principalId: 'ali',
      context: { colour: 'green' },
      policyDocument: { Version: '2012-10-17', Statement: [
        { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn.split('/').slice(0, 2).join('/') + '/*' },
      ] },
    };
  }
  if (event.authorizationToken === 'Bearer broken') return { principalId: 'x' };
  throw new Error('Unauthorized');
};`;

function inline(scope: Stack, id: string, source: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    timeout: Duration.seconds(1),
    code: lambda.Code.fromInline(source),
  });
}

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'Plain');
    const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'test' } });
    const handler = new apigateway.LambdaIntegration(inline(stack, 'Handler', CRASHES));
    const authorizer = new apigateway.TokenAuthorizer(stack, 'Guard', { handler: inline(stack, 'GuardFn', GUARD) });
    for (const name of ['ok', 'throws', 'exits', 'hangs', 'rubbish', 'nothing', 'no-status', 'split-header']) {
      api.root.addResource(name).addMethod('GET', handler);
    }
    api.root.addResource('guarded').addMethod('GET', handler, { authorizer });
    api.root.addResource('iam').addMethod('GET', handler, { authorizationType: apigateway.AuthorizationType.IAM });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

test('an open method of a plain API is open here, too', async () => {
  const response = await gateway.fetch('/test/ok');
  expect(response.status).toBe(200);
  await expect(response.json()).resolves.toMatchObject({ path: '/ok' });
});

test.each([
  ['/throws', 502],
  ['/exits', 502],
  ['/hangs', 502],
  ['/rubbish', 502],
  ['/nothing', 502],
  ['/no-status', 200],
  ['/split-header', 502],
])('a handler that fails at %s is answered %i, and the gateway stays up', async (path, status) => {
  const response = await gateway.fetch(path);
  expect([path, response.status]).toEqual([path, status]);
  const text = await response.text();
  expect(text).not.toContain('secret detail');
  if (status === 502) expect(JSON.parse(text)).toEqual({ message: 'Internal server error' });
  expect(response.headers.get('x-evil')).toBeNull();
  expect((await gateway.fetch('/ok')).status).toBe(200);
});

test('an unknown route has the answer of the service', async () => {
  const response = await gateway.fetch('/nowhere');
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  await expect(response.json()).resolves.toEqual({ message: 'Missing Authentication Token' });
});

test.each<[string, Record<string, string>, number]>([
  ['the right word', { Authorization: 'Bearer sesame-41' }, 200],
  ['a wrong word', { Authorization: 'Bearer sesame-42' }, 401],
  ['no word', {}, 401],
  ['an authorizer that answers rubbish', { Authorization: 'Bearer broken' }, 500],
])('a TOKEN authorizer: %s', async (_, headers, status) => {
  const response = await gateway.fetch('/guarded', { headers });
  expect(response.status).toBe(status);
  if (status === 200) {
    await expect(response.json()).resolves.toMatchObject({ who: { principalId: 'ali', colour: 'green' } });
  }
});

test('IAM authorization is refused, and listed before it serves', async () => {
  const response = await gateway.fetch('/iam', { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x' } });
  expect(response.status).toBe(501);
  expect(response.headers.get('x-local-gateway')).toBe('refused');
  await expect(response.json()).resolves.toMatchObject({ layer: 'authorizer' });
  expect(gateway.findings).toContainEqual(expect.objectContaining({ effect: 'refused', subject: 'GET /iam' }));
});
