const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { App, Stack } = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenTable,
  UsageIdentity,
} = require('cdk-secure-api-gateway');
const { LocalGateway } = require('cdk-secure-api-gateway-local');

async function main() {
  const app = new App({ outdir: 'cdk.out' });
  const stack = new Stack(app, 'Consumer');
  const api = new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://orders.example.com'] })],
      revocationTable: new TokenTable(stack, 'Revoked').table,
    }),
    usageIdentity: UsageIdentity.TOKEN,
  });
  const partner = api.addUsageTier('Partner', {
    throttle: { rateLimit: 1, burstLimit: 3 },
    claim: { name: 'plan', values: ['partner'] },
  });
  partner.addClient('acme', 'acme-id');
  api.addUsageTier('Free', { throttle: { rateLimit: 50, burstLimit: 50 }, isDefault: true });
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

    const scope = 'orders/read';
    const statuses = [];
    for (let sent = 0; sent < 6; sent += 1) statuses.push(await call({ scope, client_id: 'acme-id' }));
    assert.ok(statuses.includes(429), String(statuses));
    assert.strictEqual(await call({ scope, plan: 'partner' }), 200);

    gateway.table('Revoked').put({ id: 'sub https://login.example.com/ user-7' });
    assert.strictEqual(await call({ scope, sub: 'user-7' }), 401);
    assert.strictEqual(await call({ scope, sub: 'user-8' }), 200);
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
