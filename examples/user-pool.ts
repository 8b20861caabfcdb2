// A Cognito user pool verified by API Gateway itself: no function of the library, and nothing for cdk-nag to find.
import { App, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, RequestBody, RouteTarget, SecureApiGateway } from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'UserPool');

const userPool = new cognito.UserPool(stack, 'Users', {
  selfSignUpEnabled: false,
  mfa: cognito.Mfa.REQUIRED,
  mfaSecondFactor: { otp: true, sms: false },
});
userPool.addResourceServer('Orders', {
  identifier: 'orders',
  scopes: [
    new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'See orders' }),
    new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'Place orders' }),
  ],
});
const orders = lambda.Function.fromFunctionName(stack, 'OrdersFunction', 'orders');

const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.userPool({ userPools: [userPool] }) });
api.addRoute('GET /orders', RouteTarget.lambda(orders), { access: Access.scope('orders/read') });
api.addRoute('POST /orders', RouteTarget.lambda(orders), {
  access: Access.scope('orders/write'),
  body: RequestBody.json({
    type: 'object',
    required: ['sku', 'quantity'],
    properties: {
      sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' },
      quantity: { type: 'integer', minimum: 1, maximum: 1000 },
    },
  }),
});
