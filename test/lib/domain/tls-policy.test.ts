import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, Firewall, RouteTarget, TlsPolicy } from '../../../lib';
import { newGateway, newStack, newStackIn, onlyResource } from '../../support/synth';

test.each([
  [TlsPolicy.TLS_1_2_PFS_PQ, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', true, 'STRICT'],
  [TlsPolicy.TLS_1_3, 'SecurityPolicy_TLS13_1_3_2025_09', true, 'STRICT'],
  [TlsPolicy.TLS_1_2, 'TLS_1_2', false, undefined],
])('%s', (policy, name, enhanced, accessMode) => {
  expect([policy._policy, policy._enhanced, policy._accessMode]).toEqual([name, enhanced, accessMode]);
  expect(policy.toString()).toBe(name);
});

test('TLS 1.0 cannot be written', () => {
  const policies = Object.values(TlsPolicy as unknown as { [name: string]: TlsPolicy });
  expect(policies).toHaveLength(3);
  expect(policies.map((policy) => policy._policy)).not.toContain(apigateway.SecurityPolicy.TLS_1_0);
});

describe('the policy of an API', () => {
  const PFS_PQ = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';

  function policyIn(region: string | undefined, tlsPolicy?: TlsPolicy): unknown[] {
    const stack = region === undefined ? newStack() : newStackIn(region);
    const api = newGateway(stack, { tlsPolicy, firewall: Firewall.none('a test') });
    api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    const { SecurityPolicy, EndpointAccessMode } = onlyResource(
      Template.fromStack(stack),
      'AWS::ApiGateway::RestApi',
    ).Properties;
    return [SecurityPolicy, EndpointAccessMode];
  }

  test.each([
    [undefined, PFS_PQ, 'STRICT'],
    ['eu-west-3', PFS_PQ, 'STRICT'],
    ['us-east-1', PFS_PQ, 'STRICT'],
    ['xx-new-1', PFS_PQ, 'STRICT'],
    ['cn-north-1', PFS_PQ, 'STRICT'],
    ['cn-northwest-1', PFS_PQ, 'STRICT'],
    ['us-gov-west-1', 'TLS_1_2', undefined],
    ['us-gov-east-1', 'TLS_1_2', undefined],
    ['eusc-de-east-1', 'TLS_1_2', undefined],
    ['us-iso-east-1', 'TLS_1_2', undefined],
    ['us-isob-east-1', 'TLS_1_2', undefined],
    ['eu-isoe-west-1', 'TLS_1_2', undefined],
    ['us-isof-south-1', 'TLS_1_2', undefined],
  ])('in %s is by default %s', (region, policy, accessMode) => {
    expect(policyIn(region)).toEqual([policy, accessMode]);
  });

  test.each(['us-gov-west-1', 'us-gov-east-1'])('fails in %s if it does not exist there', (region) => {
    for (const policy of [TlsPolicy.TLS_1_2_PFS_PQ, TlsPolicy.TLS_1_3]) {
      expect(() => policyIn(region, policy)).toThrow(
        `'tlsPolicy' is ${policy.toString()}, and the stack is deployed to ${region}; API Gateway has no policies named ` +
          "SecurityPolicy_* there; leave 'tlsPolicy' out, or set TlsPolicy.TLS_1_2 (at S/Api) [TlsPolicyNotAvailable]",
      );
    }
    expect(policyIn(region, TlsPolicy.TLS_1_2)).toEqual(['TLS_1_2', undefined]);
  });

  test.each([undefined, 'eu-west-3', 'cn-north-1', 'eusc-de-east-1', 'us-iso-east-1'])(
    'in %s is the one that was chosen',
    (region) => {
      expect(policyIn(region, TlsPolicy.TLS_1_3)).toEqual(['SecurityPolicy_TLS13_1_3_2025_09', 'STRICT']);
      expect(policyIn(region, TlsPolicy.TLS_1_2)).toEqual(['TLS_1_2', undefined]);
    },
  );
});
