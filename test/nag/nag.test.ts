import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { OrdersStack } from '../../bin/orders-stack';
import {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenTable,
  UsageIdentity,
} from '../../lib';
import { newApp } from '../support/synth';
import { nagFindings } from './findings';
import { UserPoolVariant } from './user-pool-variant';

/** A response cache in front of authorized answers is a decision of its own, so the rules that want one are not met. */
const CACHE_RULES = {
  'HIPAA.Security-APIGWCacheEnabledAndEncrypted': 1,
  'NIST.800.53.R4-APIGWCacheEnabledAndEncrypted': 1,
  'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 1,
  'PCI.DSS.321-APIGWCacheEnabledAndEncrypted': 1,
};

test('on the user pool path the six packs find nothing but the missing response cache', () => {
  const app = newApp();
  new UserPoolVariant(app, 'Variant');
  expect(nagFindings(app)).toEqual(CACHE_RULES);
});

test('the reference app has only the findings that cannot be avoided with functions in the stack', () => {
  const app = newApp({ context: { 'aws:cdk:bundling-stacks': [] } });
  new OrdersStack(app, 'Orders');
  expect(nagFindings(app)).toEqual({
    ...CACHE_RULES,
    // The health check, which is declared public.
    'AwsSolutions-APIG4': 1,
    // The rule knows Cognito's own authorizer only: six routes and the health check.
    'AwsSolutions-COG4': 7,
    // Traces cannot be written to a resource by name: four handlers and the authorizer.
    'AwsSolutions-IAM5[Resource::*]': 5,
    // In a VPC the functions would need a wildcard for network interfaces instead.
    'HIPAA.Security-LambdaInsideVPC': 5,
    'NIST.800.53.R4-LambdaInsideVPC': 5,
    'NIST.800.53.R5-LambdaInsideVPC': 5,
    'PCI.DSS.321-LambdaInsideVPC': 5,
  });
});

test('the packs are awake: one route on a plain RestApi has 37 findings', () => {
  const app = newApp();
  const stack = new Stack(app, 'Plain');
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(handler));
  const total = Object.values(nagFindings(app)).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(37);
});

test('tiers from the token and token tables add what is documented of them, and nothing else', () => {
  const findingsWith = (options: boolean): { [rule: string]: number } => {
    const app = newApp();
    const stack = new Stack(app, 'S');
    const tables = {
      revocationTable: new TokenTable(stack, 'R').table,
      dpopProofTable: new TokenTable(stack, 'P').table,
    };
    const issuers = [TokenIssuer.oidc('https://login.example.com/', { audiences: ['a'] })];
    const api = new SecureApiGateway(options ? stack : new Stack(app, 'T'), 'Api', {
      authorizer: ApiAuthorizer.jwt({ issuers, ...(options && tables) }),
      ...(options && { usageIdentity: UsageIdentity.TOKEN }),
    });
    api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    if (options) api.addUsageTier('Free', { throttle: { rateLimit: 1, burstLimit: 1 }, isDefault: true });
    return nagFindings(app);
  };
  const [without, withOptions] = [findingsWith(false), findingsWith(true)];
  const added = Object.entries(withOptions).filter(([rule, count]) => count !== without[rule]);
  // Two tables, which AWS Backup is not told of: they are restored to a point in time. The app without options has them too.
  expect(without['HIPAA.Security-DynamoDBInBackupPlan']).toBe(2);
  // A rotated prefix would part keys and authorizer (ADR 0015).
  expect(Object.fromEntries(added)).toEqual({
    'AwsSolutions-SMG4': 1,
    'HIPAA.Security-SecretsManagerRotationEnabled': 1,
    'NIST.800.53.R5-SecretsManagerRotationEnabled': 1,
  });
});
