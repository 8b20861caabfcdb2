// Several issuers, and tenants that see only what is theirs: a claim must equal a part of the path.
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Access,
  ApiAuthorizer,
  ClaimPath,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenUse,
} from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'Tenants');

const staffPool = cognito.UserPool.fromUserPoolId(stack, 'Staff', 'eu-west-1_Staff0001');
const consoleClient = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Console', '2staffconsoleclient');
const reports = lambda.Function.fromFunctionName(stack, 'ReportsFunction', 'reports');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [
      TokenIssuer.userPool(staffPool, { clients: [consoleClient], tokenUse: TokenUse.ACCESS }),
      TokenIssuer.oidc('https://customers.example.com/', {
        audiences: ['https://reports.example.com'],
        jwksUri: 'https://customers.example.com/oauth2/jwks',
        // As Keycloak writes them: the member `roles` of the claim `realm_access`.
        groupsClaim: ClaimPath.of('realm_access', 'roles'),
      }),
    ],
    // The handlers find it in event.requestContext.authorizer.tenant_id.
    contextClaims: ['tenant_id'],
    cacheTtl: Duration.seconds(60),
  }),
});
api.addRoute('GET /tenants/{tenantId}/reports', RouteTarget.lambda(reports), {
  access: Access.anyOf(
    Access.inGroup('auditors'),
    Access.allOf(Access.scope('reports/read'), Access.claimEqualsPathParameter('tenant_id', 'tenantId')),
  ),
});
