// Tokens that are worth nothing to a thief: bound to a client certificate or to a DPoP key, and revocable at any time.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Access,
  ApiAuthorizer,
  ApiDomain,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  SignatureAlgorithm,
  TlsPolicy,
  TokenIssuer,
  TokenTable,
} from 'cdk-secure-api-gateway';

const app = new App();
const stack = new Stack(app, 'BoundTokens');
const payments = lambda.Function.fromFunctionName(stack, 'PaymentsFunction', 'payments');
const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });

const revoked = new TokenTable(stack, 'Revoked');
const proofs = new TokenTable(stack, 'Proofs');

const api = new SecureApiGateway(stack, 'Api', {
  authorizer: ApiAuthorizer.jwt({
    issuers: [
      TokenIssuer.oidc('https://login.example.com/', {
        audiences: ['https://payments.example.com'],
        algorithms: [SignatureAlgorithm.PS256, SignatureAlgorithm.ES256],
        requireAccessTokenType: true,
        requiredClaims: ['sub', 'jti'],
      }),
    ],
    revocationTable: revoked.table,
    dpopProofTable: proofs.table,
    // A kept allow outlives its revocation by this time at most.
    cacheTtl: Duration.seconds(30),
  }),
  // API Gateway has mutual TLS with this policy only.
  tlsPolicy: TlsPolicy.TLS_1_2,
  domain: ApiDomain.inHostedZone({
    domainName: 'payments.example.com',
    hostedZone,
    mutualTls: {
      truststoreBucket: Bucket.fromBucketName(stack, 'Truststore', 'example-truststore'),
      truststoreKey: 'clients.pem',
      truststoreVersion: 'Xr3hJ9',
    },
  }),
});
const bound = Access.anyOf(Access.certificateBound(), Access.dpopBound());
api.addRoute('GET /balance', RouteTarget.lambda(payments), {
  access: Access.allOf(Access.scope('payments/read'), bound),
});
api.addRoute('POST /payments', RouteTarget.lambda(payments), {
  access: Access.allOf(
    Access.scope('payments/write'),
    bound,
    Access.authenticationMethods('mfa'),
    Access.authenticatedWithin(Duration.minutes(5)),
  ),
  body: RequestBody.json({
    type: 'object',
    required: ['to', 'cents'],
    properties: { to: { type: 'string', pattern: '^[A-Z0-9]{15,34}$' }, cents: { type: 'integer', minimum: 1 } },
  }),
});
