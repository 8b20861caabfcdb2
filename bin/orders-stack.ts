import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  Access,
  ApiAuthorizer,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  SignatureAlgorithm,
  TokenIssuer,
  TokenUse,
} from '../lib';
import { Callers } from './callers';
import { OrderFunction } from './order-function';
import { newOrderSchema } from './order-schema';

/** An orders API for a web shop, its partners and its staff. */
export class OrdersStack extends Stack {
  public readonly api: SecureApiGateway;

  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const callers = new Callers(this, 'Callers');
    const encryptionKey = new kms.Key(this, 'Key', { enableKeyRotation: true, description: 'Logs of the orders app' });
    const deadLetterTopic = new sns.Topic(this, 'DeadLetters', { masterKey: encryptionKey, enforceSSL: true });

    this.api = new SecureApiGateway(this, 'Api', {
      description: 'Orders',
      authorizer: ApiAuthorizer.jwt({
        issuers: [
          TokenIssuer.userPool(callers.userPool, {
            clients: [callers.web, callers.batch],
            tokenUse: TokenUse.ACCESS,
          }),
          TokenIssuer.oidc('https://login.example.com/', {
            audiences: ['https://orders.example.com'],
            algorithms: [SignatureAlgorithm.RS256, SignatureAlgorithm.ES256],
          }),
        ],
        contextClaims: ['tenant_id'],
        reservedConcurrentExecutions: 50,
        deadLetterTopic,
      }),
      cors: { allowOrigins: ['https://shop.example.com', 'https://staff.example.com'] },
      encryptionKey,
    });

    const shared = { encryptionKey, deadLetterTopic };
    const listOrders = new OrderFunction(this, 'ListOrders', { handler: 'list-orders', ...shared }).function;
    const getOrder = new OrderFunction(this, 'GetOrder', { handler: 'get-order', ...shared }).function;
    const createOrder = new OrderFunction(this, 'CreateOrder', { handler: 'create-order', ...shared }).function;
    const cancelOrder = new OrderFunction(this, 'CancelOrder', { handler: 'cancel-order', ...shared }).function;

    this.api.addPublicRoute('GET /health', RouteTarget.mock({ statusCode: 200, body: '{"status":"ok"}' }), {
      reason: 'the load balancer and the status page probe it',
    });
    this.api.addRoute('GET /orders', RouteTarget.lambda(listOrders), {
      access: Access.scope('orders/read'),
      apiKeyRequired: false,
    });
    this.api.addRoute('GET /orders/{orderId}', RouteTarget.lambda(getOrder), {
      access: Access.scope('orders/read'),
      apiKeyRequired: false,
    });
    this.api.addRoute('POST /orders', RouteTarget.lambda(createOrder), {
      access: Access.scope('orders/write'),
      body: RequestBody.json(newOrderSchema, { description: 'A new order' }),
      throttle: { rateLimit: 20, burstLimit: 40 },
      apiKeyRequired: false,
    });
    this.api.addRoute('DELETE /orders/{orderId}', RouteTarget.lambda(cancelOrder), {
      access: Access.inGroup('order-admins'),
      requiredQueryParameters: ['reason'],
      apiKeyRequired: false,
    });
    this.api.addRoute('GET /tenants/{tenantId}/orders', RouteTarget.lambda(listOrders), {
      access: Access.allOf(Access.scope('orders/read'), Access.claimEqualsPathParameter('tenant_id', 'tenantId')),
      apiKeyRequired: false,
    });
    // Partners send their key besides their token, so that each has limits of its own.
    this.api.addRoute('POST /partner/orders', RouteTarget.lambda(createOrder), {
      access: Access.allScopes('orders/write', 'orders/partner'),
      body: RequestBody.json(newOrderSchema),
    });
    const partners = this.api.addUsageTier('Partner', {
      throttle: { rateLimit: 50, burstLimit: 100 },
      quota: { limit: 100_000, period: Period.DAY },
    });
    partners.addApiKey('acme');

    new CfnOutput(this, 'Url', { value: this.api.url });
  }
}
