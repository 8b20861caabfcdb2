// An authorizer function of your own, and an HTTP backend; every other protection stays.
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, Firewall, RequestBody, RouteTarget, SecureApiGateway } from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'OwnAuthorizer');

// Answers an explicit Deny for whom it does not know: an empty policy is not always one.
const sessions = lambda.Function.fromFunctionName(stack, 'SessionsFunction', 'session-authorizer');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.lambda(sessions, { identityHeaders: ['Cookie'], cacheTtl: Duration.seconds(30) }),
  firewall: Firewall.existing('arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shared/0123456789'),
});
api.addRoute('GET /files/{fileId}', RouteTarget.http('https://files.example.com/{fileId}'), {
  access: Access.authenticated(),
});
api.addRoute('PUT /files/{fileId}', RouteTarget.http('https://files.example.com/{fileId}'), {
  access: Access.authenticated(),
  body: RequestBody.unvalidated('files are of any type; the file service scans them'),
});
