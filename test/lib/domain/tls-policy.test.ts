import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { TlsPolicy } from '../../../lib';

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
