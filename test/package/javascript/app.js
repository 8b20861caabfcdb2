const assert = require('node:assert');
const { App, Stack } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const lambda = require('aws-cdk-lib/aws-lambda');
const { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, TokenIssuer } = require('cdk-secure-api-gateway');

function consumer() {
  const stack = new Stack(new App(), 'Consumer');
  const api = new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://orders.example.com'] })],
    }),
    cors: { allowOrigins: ['https://shop.example.com'] },
  });
  const handler = lambda.Function.fromFunctionName(stack, 'Handler', 'orders');
  api.addRoute('GET /orders', RouteTarget.lambda(handler), { access: Access.inGroup('staff') });
  return { stack, api };
}

const { stack } = consumer();
Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
  SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  EndpointAccessMode: 'STRICT',
});

// An open method stops the synthesis, also for those who have no types.
const open = consumer();
open.api.restApi.root.addMethod('DELETE');
assert.throws(() => Template.fromStack(open.stack), /\[MethodOpen\]/);

// Handlers take the helper by its path, without the CDK.
const { corsHeaders, requestOrigin } = require('cdk-secure-api-gateway/lib/handlers/cors.js');
const cors = { allowOrigins: ['https://*.shop.example.com'] };
const originFor = (Origin) => corsHeaders(requestOrigin({ headers: { Origin } }), cors)['Access-Control-Allow-Origin'];
assert.equal(originFor('https://eu.shop.example.com'), 'https://eu.shop.example.com');
assert.equal(originFor('https://eu.shop.example.com.example.org'), undefined);
