// Clients with limits of their own: an API key names the client, its token lets it in.
import { App, Stack } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, Firewall, RouteTarget, SecureApiGateway, TokenIssuer } from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'UsageTiers');
const prices = lambda.Function.fromFunctionName(stack, 'PricesFunction', 'prices');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://prices.example.com'] })],
  }),
  throttle: { rateLimit: 200, burstLimit: 400 },
  firewall: Firewall.standard({ ipRateLimit: 5_000 }),
});
api.addRoute('GET /prices', RouteTarget.lambda(prices), { access: Access.scope('prices/read') });
api.addRoute('GET /prices/history', RouteTarget.lambda(prices), {
  access: Access.scope('prices/read'),
  throttle: { rateLimit: 5, burstLimit: 10 },
});

const free = api.addUsageTier('Free', {
  throttle: { rateLimit: 1, burstLimit: 5 },
  quota: { limit: 1_000, period: Period.DAY },
});
const partner = api.addUsageTier('Partner', { throttle: { rateLimit: 50, burstLimit: 100 } });
free.addApiKey('newsletter');
partner.addApiKey('acme');
partner.addApiKey('globex');
