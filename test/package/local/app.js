const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { App, Stack } = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, TokenIssuer } = require('cdk-secure-api-gateway');
const { LocalGateway } = require('cdk-secure-api-gateway-local');

async function main() {
  const app = new App({ outdir: 'cdk.out' });
  const stack = new Stack(app, 'Consumer');
  const api = new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://orders.example.com'] })],
    }),
  });
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline("exports.handler = async () => ({ statusCode: 200, body: 'orders' })"),
  });
  api.addRoute('GET /orders', RouteTarget.lambda(handler), { access: Access.scope('orders/read') });
  app.synth();

  const gateway = await LocalGateway.start({ assembly: 'cdk.out' });
  try {
    const call = async (claims) => {
      const headers = claims && { Authorization: `Bearer ${gateway.issueToken(claims)}` };
      return (await gateway.fetch('/orders', { headers })).status;
    };
    assert.strictEqual(await call(undefined), 401);
    assert.strictEqual(await call({ scope: 'orders/write' }), 403);
    assert.strictEqual(await call({ scope: 'orders/read' }), 200);
    assert.strictEqual(await call({ scope: 'orders/read', exp: 1 }), 401);
    const token = await gateway.requestToken({ scope: 'orders/read' });
    const response = await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${token}` } });
    assert.strictEqual(await response.text(), 'orders');
  } finally {
    await gateway.close();
  }
  const help = execFileSync('node_modules/.bin/secure-api-local', ['--help'], { encoding: 'utf8' });
  assert.match(help, /secure-api-local serve <cdk\.out>/);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
