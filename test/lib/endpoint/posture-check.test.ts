import { App, CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Access, ApiDomain, Firewall, RouteTarget, type SecureApiGateway, TlsPolicy } from '../../../lib';
import { newGateway, newStack } from '../../support/synth';

interface Hatches {
  readonly api: SecureApiGateway;
  readonly restApi: apigateway.CfnRestApi;
  readonly stage: apigateway.CfnStage;
  readonly association: wafv2.CfnWebACLAssociation;
  readonly stack: Stack;
}

/** A gateway with a domain, after somebody used its escape hatches. */
function synthAfter(change: (hatches: Hatches) => void, firewall = Firewall.standard()): void {
  const stack = newStack();
  const zone = { hostedZoneId: 'Z1', zoneName: 'acme.com' };
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', zone);
  const domain = ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone });
  const api = newGateway(stack, { domain, firewall, tlsPolicy: TlsPolicy.TLS_1_3 });
  api.addRoute('GET /', RouteTarget.mock({ statusCode: 204 }), { access: Access.authenticated() });
  change({
    api,
    stack,
    restApi: api.restApi.node.defaultChild as apigateway.CfnRestApi,
    stage: api.stage.node.defaultChild as apigateway.CfnStage,
    association: api.node.tryFindChild('Firewall')?.node.tryFindChild('Association') as wafv2.CfnWebACLAssociation,
  });
  App.of(stack)?.synth();
}

function never(stack: Stack): CfnCondition {
  return new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals('a', 'b') });
}

test('what is left alone passes, with each firewall', () => {
  synthAfter(() => undefined);
  synthAfter(() => undefined, Firewall.none('CloudFront has one'));
  synthAfter(() => undefined, Firewall.existing('arn:aws:wafv2:eu-west-3:210987654321:regional/webacl/a/b'));
});

test.each<[string, (hatches: Hatches) => void, string]>([
  ['a clone', ({ restApi }) => (restApi.cloneFrom = 'abcdefghij'), 'RestApiBodyDefined'],
  ['an older TLS policy', ({ restApi }) => (restApi.securityPolicy = 'TLS_1_0'), 'EndpointTlsChanged'],
  ['no TLS policy', ({ restApi }) => restApi.addPropertyDeletionOverride('SecurityPolicy'), 'EndpointTlsChanged'],
  [
    'the execute-api endpoint beside the domain',
    ({ restApi }) => (restApi.disableExecuteApiEndpoint = false),
    'EndpointNotDisabled',
  ],
  ['binary media types', ({ restApi }) => (restApi.binaryMediaTypes = ['*/*']), 'BinaryMediaTypesChanged'],
  [
    'binary media types by override',
    ({ restApi }) => restApi.addPropertyOverride('BinaryMediaTypes', ['application/json']),
    'BinaryMediaTypesChanged',
  ],
  ['no method settings', ({ stage }) => (stage.methodSettings = undefined), 'StageWeakened'],
  [
    'a data trace',
    ({ stage }) => stage.addPropertyOverride('MethodSettings.0.DataTraceEnabled', true),
    'StageWeakened',
  ],
  ['no access log', ({ stage }) => (stage.accessLogSetting = undefined), 'StageWeakened'],
  ['a canary', ({ stage }) => (stage.canarySetting = { percentTraffic: 100, deploymentId: 'old' }), 'StageWeakened'],
  [
    'no association',
    ({ api }) => api.node.findChild('Firewall').node.tryRemoveChild('Association'),
    'FirewallDetached',
  ],
  [
    'an association on a condition',
    ({ association, stack }) => (association.cfnOptions.condition = never(stack)),
    'FirewallDetached',
  ],
  [
    'an association with another stage',
    ({ association }) =>
      association.addPropertyOverride('ResourceArn', 'arn:aws:apigateway:eu-west-3::/restapis/other/stages/prod'),
    'FirewallDetached',
  ],
  [
    'an association of another web ACL',
    ({ association }) =>
      association.addPropertyOverride('WebACLArn', 'arn:aws:wafv2:eu-west-3:210987654321:regional/webacl/lax/1'),
    'FirewallDetached',
  ],
  ...['ThrottlingRateLimit', 'ThrottlingBurstLimit'].flatMap((limit) =>
    [-1, 0, '-1'].map((value): [string, (hatches: Hatches) => void, string] => [
      `${limit} ${JSON.stringify(value)}`,
      ({ stage }) => stage.addPropertyOverride(`MethodSettings.0.${limit}`, value),
      'StageWeakened',
    ]),
  ),
  [
    'no throttle for one method',
    ({ stage }) =>
      stage.addPropertyOverride('MethodSettings.1', {
        HttpMethod: 'GET',
        ResourcePath: '/~1',
        ThrottlingRateLimit: -1,
        ThrottlingBurstLimit: -1,
      }),
    'StageWeakened',
  ],
  ['a web ACL without rules', ({ api }) => (api.webAcl!.rules = []), 'FirewallDetached'],
  [
    'another domain name',
    ({ api, stack }) =>
      api.restApi.addDomainName('Other', {
        domainName: 'other.acme.com',
        certificate: Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:eu-west-3:210987654321:certificate/1'),
      }),
    'DomainNotGuarded',
  ],
])('synth fails when the escape hatches leave %s', (_what, change, code) => {
  expect(() => synthAfter(change)).toThrow(new RegExp(`Validation failed.*\\n.*\\(at S/Api[^)]*\\) \\[${code}\\]`));
});

test('fails when keys are taken from somewhere else than usageIdentity says', () => {
  expect(() => synthAfter(({ restApi }) => (restApi.apiKeySourceType = 'AUTHORIZER'))).toThrow(
    `the API key source of the API is "AUTHORIZER"; it must be that of 'usageIdentity', HEADER (at S/Api/RestApi/Resource) [ApiKeySourceChanged]`,
  );
});
