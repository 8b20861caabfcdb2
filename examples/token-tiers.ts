// Clients with limits of their own and no API keys to hand out: the token says who the client is.
import { App, Stack } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  UsageIdentity,
} from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'TokenTiers');
const prices = lambda.Function.fromFunctionName(stack, 'PricesFunction', 'prices');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://prices.example.com'] })],
  }),
  throttle: { rateLimit: 200, burstLimit: 400 },
  usageIdentity: UsageIdentity.TOKEN,
});
api.addRoute('GET /prices', RouteTarget.lambda(prices), { access: Access.scope('prices/read') });
api.addRoute('GET /prices/history', RouteTarget.lambda(prices), { access: Access.scope('prices/read') });

const partner = api.addUsageTier('Partner', {
  throttle: { rateLimit: 50, burstLimit: 100 },
  routeThrottles: { 'GET /prices/history': { rateLimit: 5, burstLimit: 10 } },
  claim: { name: 'plan', values: ['partner', 'reseller'] },
});
// Each of these has a bucket of its own; the other partners share one.
partner.addClient('acme', 'acme-backend');
partner.addClient('globex', 'globex-backend');
api.addUsageTier('Free', {
  throttle: { rateLimit: 1, burstLimit: 5 },
  quota: { limit: 1_000, period: Period.DAY },
  isDefault: true,
});
