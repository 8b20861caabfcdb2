import * as assert from 'node:assert';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Access,
  ApiAuthorizer,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  type SecureApiGatewayProps,
  TokenIssuer,
  TokenTable,
  TokenUse,
  UsageIdentity,
} from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'Consumer');
const pool = new cognito.UserPool(stack, 'Pool');
const props: SecureApiGatewayProps = {
  authorizer: ApiAuthorizer.jwt({
    issuers: [TokenIssuer.userPool(pool, { clients: [pool.addClient('Web')], tokenUse: TokenUse.ACCESS })],
  }),
};
const api = new SecureApiGateway(stack, 'Api', props);
const handler = lambda.Function.fromFunctionName(stack, 'Handler', 'orders');
api.addRoute('GET /orders', RouteTarget.lambda(handler), { access: Access.scope('orders/read') });
api.addRoute('POST /orders', RouteTarget.lambda(handler), {
  access: Access.scope('orders/write'),
  body: RequestBody.json({ type: 'object', properties: { sku: { type: 'string' } } }),
});

const issuers = [TokenIssuer.oidc('https://login.example.com/', { audiences: ['orders'], requiredClaims: ['jti'] })];
const limited = new SecureApiGateway(stack, 'Limited', {
  authorizer: ApiAuthorizer.jwt({
    issuers,
    revocationTable: new TokenTable(stack, 'Revoked').table,
    dpopProofTable: new TokenTable(stack, 'Proofs').table,
  }),
  usageIdentity: UsageIdentity.TOKEN,
});
limited.addRoute('GET /orders', RouteTarget.lambda(handler), { access: Access.dpopBound() });
limited.addUsageTier('Free', { throttle: { rateLimit: 1, burstLimit: 2 }, isDefault: true });

const template = Template.fromStack(stack);
template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM' });
template.hasResourceProperties('AWS::ApiGateway::Authorizer', { AuthorizerResultTtlInSeconds: 0 });
template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Handler: 'index.handler' });
template.hasResourceProperties('AWS::ApiGateway::Model', { Schema: Match.objectLike({ additionalProperties: false }) });

assert.throws(() => api.addRoute('ANY /orders', RouteTarget.lambda(handler), { access: Access.authenticated() }), {
  message: /\[RouteMethodNotAllowed\]$/,
});
