import type { IConstruct } from 'constructs';
import { Access, ApiAuthorizer, Preflight, RequestBody, RouteTarget, TokenIssuer } from '../../lib';
import { importedFunction, newGateway, newStack } from '../support/synth';

/** Paths below the gateway of everything that becomes a resource with data or a name of its own. */
function idsOf(construct: IConstruct): string[] {
  const prefix = `${construct.node.path}/`;
  return construct.node
    .findAll()
    .map(({ node }) => node.path.replace(prefix, ''))
    .filter((path) => path.endsWith('Resource') && !path.startsWith('Responses/'))
    .sort();
}

test('construct ids stay what they were: another id is another resource', () => {
  const stack = newStack();
  const api = newGateway(stack, {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.org', { audiences: ['a'] })],
    }),
    cors: { allowOrigins: ['https://shop.example.org'], preflight: Preflight.PER_PATH },
  });
  const target = RouteTarget.lambda(importedFunction(stack, 'handler'));
  const body = RequestBody.json({ type: 'object', properties: {} });
  api.addRoute('POST /orders/{orderId}', target, { access: Access.scope('s'), body });
  api.addUsageTier('Partner', { throttle: { rateLimit: 1, burstLimit: 1 } }).addApiKey('acme');
  expect(idsOf(api)).toEqual([
    'AccessLog/Resource',
    'Authorizer/Function/Log/Resource',
    'Authorizer/Function/Policy/Resource',
    'Authorizer/Function/Resource',
    'Authorizer/Function/Resource/Resource',
    'Authorizer/Function/Role/Resource',
    'Authorizer/Resource',
    'ExecutionLog/Resource',
    'Firewall/Log/Resource',
    'Firewall/Resource',
    'InvocationRole/Policy/Resource',
    'InvocationRole/Resource',
    'InvocationRole/Resource/Resource',
    'Key/Resource',
    'Monitoring/AuthorizerDenialFilter/Resource',
    'Monitoring/AuthorizerFailureFilter/Resource',
    'Monitoring/AuthorizerFailures/Resource',
    'Monitoring/ServerErrors/Resource',
    'Monitoring/Topic/Policy/Resource',
    'Monitoring/Topic/Resource',
    'RestApi/Default/orders/Resource',
    'RestApi/Default/orders/{orderId}/OPTIONS/Resource',
    'RestApi/Default/orders/{orderId}/POST/Resource',
    'RestApi/Default/orders/{orderId}/Resource',
    'RestApi/Deployment/Resource',
    'RestApi/DeploymentStage.prod/Resource',
    'RestApi/Resource',
    'Routes/Validator/Resource',
    'UsageTiers/Partner/Clients/acme/Resource',
    'UsageTiers/Partner/Resource',
    'UsageTiers/Partner/Resource/Resource',
  ]);
});
