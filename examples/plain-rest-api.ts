// The JWT authorizer in front of a RestApi that is wired by hand.
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, ApiAuthorizer, TokenIssuer } from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'PlainRestApi');

const restApi = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
const authorizer = ApiAuthorizer.jwt({
  issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://things.example.com'] })],
}).attachTo(stack, 'Authorizer', restApi);

const thing = restApi.root.addResource('things').addResource('{thingId}');
const integration = new apigateway.MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode":200}' },
  integrationResponses: [{ statusCode: '200' }],
});
authorizer.addMethod(thing, 'GET', integration, Access.scope('things/read'), {
  methodResponses: [{ statusCode: '200' }],
});
