import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, Firewall, RouteTarget, SecureApiGateway, TokenIssuer } from '../lib';

/** What both servers answer. */
export const BODY = JSON.stringify({ orders: Array.from({ length: 10 }, (_, index) => ({ orderId: `o-${index}` })) });

/** An API without limits that a measurement would run into; every layer is still there. */
export function synthesizeBenchApp(directory: string): void {
  const app = new App({ outdir: directory, builtinCloudFormationValidation: false, analyticsReporting: false });
  const stack = new Stack(app, 'Bench');
  const api = new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://bench.example.com'] })],
    }),
    firewall: Firewall.standard({ ipRateLimit: 2_000_000_000 }),
    throttle: { rateLimit: 1_000_000, burstLimit: 1_000_000 },
    accountThrottle: { rateLimit: 1_000_000, burstLimit: 1_000_000 },
  });
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(
      `exports.handler = async () => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: ${JSON.stringify(BODY)} });`,
    ),
  });
  const access = Access.scope('orders/read');
  api.addRoute('GET /mock', RouteTarget.mock({ statusCode: 200, body: BODY }), { access });
  api.addRoute('GET /lambda', RouteTarget.lambda(handler), { access });
  app.synth();
}
