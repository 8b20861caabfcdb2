import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  Firewall,
  FirewallMode,
  RouteTarget,
  SecureApiGateway,
  type StandardFirewallOptions,
} from '../../../lib';
import { ACCOUNT, newGateway, newStack, onlyResource, REGION } from '../../support/synth';

const CREDENTIALS = [
  'authorization',
  'client-cert',
  'client-cert-chain',
  'cookie',
  'dpop',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
];

function gatewayWith(
  firewall: Firewall | undefined,
  stack = newStack(),
): { api: SecureApiGateway; template: Template } {
  const api = newGateway(stack, { firewall });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return { api, template: Template.fromStack(stack) };
}

function webAclWith(options?: StandardFirewallOptions, stack = newStack()): any {
  return onlyResource(gatewayWith(Firewall.standard(options), stack).template, 'AWS::WAFv2::WebACL').Properties;
}

describe('the standard firewall', () => {
  const stack = newStack();
  const { api, template } = gatewayWith(Firewall.standard(), stack);
  const webAcl = onlyResource(template, 'AWS::WAFv2::WebACL');

  test('is the default', () => {
    expect(gatewayWith(undefined).template.toJSON()).toEqual(template.toJSON());
  });

  test('lets through what no rule refuses, and protects the credentials wherever WAF shows a request', () => {
    expect(webAcl.Properties).toMatchObject({
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_16' } } },
      DataProtectionConfig: {
        DataProtections: [
          {
            Action: 'SUBSTITUTION',
            Field: { FieldType: 'SINGLE_HEADER', FieldKeys: CREDENTIALS },
          },
          { Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } },
        ],
      },
    });
  });

  test('has its rules in this order', () => {
    const rules = webAcl.Properties.Rules as { Name: string; Priority: number }[];
    expect(rules.map(({ Name, Priority }) => [Priority, Name])).toEqual([
      [0, 'AmazonIpReputationList'],
      [1, 'KnownBadInputsRuleSet'],
      [2, 'CommonRuleSet'],
      [3, 'SQLiRuleSet'],
      [4, 'BodySize'],
      [5, 'RatePerIp'],
    ]);
  });

  test('counts and samples each rule under a name of its own', () => {
    const visibilities = [webAcl.Properties, ...webAcl.Properties.Rules].map((part) => part.VisibilityConfig);
    for (const visibility of visibilities) {
      expect(visibility).toMatchObject({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true });
    }
    const names = visibilities.map((visibility) => visibility.MetricName as string);
    const suffix = names[0].slice('WebAcl'.length);
    expect(suffix).toMatch(/^-[0-9a-f]{8}$/);
    expect(names).toEqual(
      [
        'WebAcl',
        'AmazonIpReputationList',
        'KnownBadInputsRuleSet',
        'CommonRuleSet',
        'SQLiRuleSet',
        'BodySize',
        'RatePerIp',
      ].map((name) => `${name}${suffix}`),
    );
  });

  test("stands in front of the stage, by the stage's own ARN", () => {
    expect(onlyResource(template, 'AWS::WAFv2::WebACLAssociation').Properties).toEqual({
      ResourceArn: stack.resolve(api.stage.stageArn),
      WebACLArn: { 'Fn::GetAtt': [webAcl.logicalId, 'Arn'] },
    });
    const { ResourceArn } = onlyResource(template, 'AWS::WAFv2::WebACLAssociation').Properties;
    expect(ResourceArn['Fn::Join'][1]).toContainEqual({
      Ref: onlyResource(template, 'AWS::ApiGateway::Stage').logicalId,
    });
  });

  test('is a member of the gateway', () => {
    expect(stack.resolve(api.webAcl?.attrArn)).toEqual({ 'Fn::GetAtt': [webAcl.logicalId, 'Arn'] });
  });
});

test('the metrics of two gateways have different names', () => {
  const stack = newStack();
  const gateways = [newGateway(stack), new SecureApiGateway(stack, 'Other', { authorizer: ApiAuthorizer.iam() })];
  const names = gateways.map(
    (api) => (stack.resolve(api.webAcl?.visibilityConfig) as { metricName: string }).metricName,
  );
  expect(names[0]).not.toBe(names[1]);
});

describe('the options of the standard firewall', () => {
  test('are the limits of its own rules', () => {
    const webAcl = webAclWith({ ipRateLimit: 1_234, maxBodySize: 40_000 });
    expect(webAcl.Rules[4].Statement.SizeConstraintStatement.Size).toBe(40_000);
    expect(webAcl.Rules[5].Statement.RateBasedStatement.Limit).toBe(1_234);
    expect(webAcl.AssociationConfig.RequestBody.API_GATEWAY.DefaultSizeInspectionLimit).toBe('KB_48');
  });

  test('let every rule count only', () => {
    const rules = webAclWith({ mode: FirewallMode.COUNT }).Rules as any[];
    expect(rules.map(({ Name, Action, OverrideAction }) => [Name, Action, OverrideAction])).toEqual([
      ['AmazonIpReputationList', undefined, { Count: {} }],
      ['KnownBadInputsRuleSet', undefined, { Count: {} }],
      ['CommonRuleSet', undefined, { Count: {} }],
      ['SQLiRuleSet', undefined, { Count: {} }],
      ['BodySize', { Count: {} }, undefined],
      ['RatePerIp', { Count: {} }, undefined],
    ]);
  });

  test.each<[StandardFirewallOptions | undefined]>([[undefined], [{}], [{ mode: FirewallMode.BLOCK }]])(
    'let every rule act: %j',
    (options) => {
      const rules = webAclWith(options).Rules as any[];
      expect(rules.map(({ Action, OverrideAction }) => [Action, OverrideAction])).toEqual([
        ...Array.from({ length: 4 }, () => [undefined, { None: {} }]),
        [{ Block: {} }, undefined],
        [{ Block: {} }, undefined],
      ]);
    },
  );

  test('can be tokens', () => {
    const stack = newStack();
    const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
    const { Rules } = webAclWith({ ipRateLimit: limit }, stack);
    expect(Rules[5].Statement.RateBasedStatement.Limit).toEqual({ Ref: 'Limit' });
  });

  test('can be a body size that is a token: WAF then reads as far as it can', () => {
    const stack = newStack();
    const size = new CfnParameter(stack, 'Size', { type: 'Number' }).valueAsNumber;
    const { Rules, AssociationConfig } = webAclWith({ maxBodySize: size }, stack);
    expect(Rules[4].Statement.SizeConstraintStatement.Size).toEqual({ Ref: 'Size' });
    expect(AssociationConfig.RequestBody.API_GATEWAY.DefaultSizeInspectionLimit).toBe('KB_64');
  });

  test.each([[9], [0], [-10], [10.5], [2_000_000_001], [NaN]])('fail when ipRateLimit is %p', (ipRateLimit) => {
    expect(() => Firewall.standard({ ipRateLimit })).toThrow(
      `'ipRateLimit' is ${ipRateLimit}; it must be a whole number from 10 to 2000000000 requests in five minutes ` +
        '(at Firewall.standard()) [FirewallRateLimitOutOfRange]',
    );
  });

  test.each([[0], [-1], [1.5], [65_537], [NaN]])('fail when maxBodySize is %p', (maxBodySize) => {
    expect(() => Firewall.standard({ maxBodySize })).toThrow(
      `'maxBodySize' is ${maxBodySize}; it must be a whole number from 1 to 65536 bytes, as far as WAF reads a body ` +
        '(at Firewall.standard()) [FirewallBodySizeOutOfRange]',
    );
  });
});

describe('an existing web ACL', () => {
  const arn = `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/shared/0a1b2c3d`;

  test('stands in front of the stage, and no other is made', () => {
    const stack = newStack();
    const { api, template } = gatewayWith(Firewall.existing(arn), stack);
    expect(onlyResource(template, 'AWS::WAFv2::WebACLAssociation').Properties).toEqual({
      ResourceArn: stack.resolve(api.stage.stageArn),
      WebACLArn: arn,
    });
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 0);
    expect(api.webAcl).toBeUndefined();
  });

  test('can be of another partition, or a token', () => {
    const govCloud = arn.replace('arn:aws:', 'arn:aws-us-gov:').replace(REGION, 'us-gov-west-1');
    expect(() => Firewall.existing(govCloud)).not.toThrow();
    const stack = newStack();
    const token = new CfnParameter(stack, 'Arn').valueAsString;
    const { template } = gatewayWith(Firewall.existing(token), stack);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: { Ref: 'Arn' } });
  });

  test.each([
    `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/shared/0a1b2c3d`,
    `arn:aws:waf-regional:${REGION}:${ACCOUNT}:webacl/0a1b2c3d`,
    `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/rulegroup/shared/0a1b2c3d`,
    `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/shared`,
    `arn:aws:wafv2:${REGION}::regional/webacl/shared/0a1b2c3d`,
    'shared',
    '',
  ])('fails when its ARN is %j', (wrong) => {
    expect(() => Firewall.existing(wrong)).toThrow(
      `'webAclArn' is ${JSON.stringify(wrong)}; it must be the ARN of a regional web ACL, ` +
        "'arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID' (at Firewall.existing()) [FirewallWebAclArnInvalid]",
    );
  });
});

describe('no firewall', () => {
  test('makes nothing, and keeps the reason', () => {
    const { api, template } = gatewayWith(Firewall.none('CloudFront has one'));
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
    expect(api.webAcl).toBeUndefined();
    const metadata = api.node.metadata.filter((entry) => entry.type === 'cdk-secure-api-gateway:no-firewall');
    expect(metadata.map((entry) => entry.data as unknown)).toEqual(['CloudFront has one']);
  });

  test('takes a reason that is a token', () => {
    const token = new CfnParameter(newStack(), 'Reason').valueAsString;
    expect(() => Firewall.none(token)).not.toThrow();
  });

  test.each(['', '  '])('fails when the reason is %j', (reason) => {
    expect(() => Firewall.none(reason)).toThrow(
      `'reason' is ${JSON.stringify(reason)}; it must say why the protection is not needed here ` +
        '(at Firewall.none()) [ReasonMissing]',
    );
  });
});

test('one value serves two gateways', () => {
  const firewall = Firewall.standard({ ipRateLimit: 777 });
  for (const stack of [newStack(), newStack()]) {
    const { Properties } = onlyResource(gatewayWith(firewall, stack).template, 'AWS::WAFv2::WebACL');
    expect(Properties.Rules[5].Statement.RateBasedStatement.Limit).toBe(777);
  }
});
