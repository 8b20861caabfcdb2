// A name of your own over TLS 1.3 only, called by a web page; the execute-api endpoint is off.
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  Access,
  ApiAuthorizer,
  ApiDomain,
  RouteTarget,
  SecureApiGateway,
  TlsPolicy,
  TokenIssuer,
} from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'CustomDomain', { env: { account: '111122223333', region: 'eu-west-1' } });

const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
});
const catalog = lambda.Function.fromFunctionName(stack, 'CatalogFunction', 'catalog');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://api.example.com'] })],
  }),
  domain: ApiDomain.inHostedZone({ domainName: 'api.example.com', hostedZone }),
  tlsPolicy: TlsPolicy.TLS_1_3,
  cors: { allowOrigins: ['https://www.example.com', 'https://shop.example.com'] },
});
api.addRoute('GET /catalog', RouteTarget.lambda(catalog), { access: Access.authenticated() });
api.addPublicRoute('GET /catalog/offers', RouteTarget.lambda(catalog), {
  reason: 'the shop window, also for visitors',
});
