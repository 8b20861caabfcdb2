// One route, one issuer, every default.
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, TokenIssuer } from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'Minimal');

const listOrders = new lambda.Function(stack, 'ListOrders', {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "[]" })'),
});

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://orders.example.com'] })],
  }),
});
api.addRoute('GET /orders', RouteTarget.lambda(listOrders), { access: Access.scope('orders/read') });
