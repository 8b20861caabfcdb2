import { bodySizeRule, inspectionLimit, ipRateRule } from '../../../lib/firewall/rules';

test('the body size rule blocks everything over its limit, and what WAF could not read to the end', () => {
  expect(bodySizeRule(5_678)).toEqual({
    name: 'BodySize',
    action: { block: {} },
    ruleLabels: [{ name: 'body-too-large' }],
    statement: {
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
        comparisonOperator: 'GT',
        size: 5_678,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  });
});

test('the rate rule counts each address over five minutes', () => {
  expect(ipRateRule(4_321)).toEqual({
    name: 'RatePerIp',
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 4_321, evaluationWindowSec: 300 } },
  });
});

test.each([
  [1, 'KB_16'],
  [16_384, 'KB_16'],
  [16_385, 'KB_32'],
  [32_768, 'KB_32'],
  [32_769, 'KB_48'],
  [49_152, 'KB_48'],
  [49_153, 'KB_64'],
  [65_536, 'KB_64'],
])('a body of %p bytes is seen whole with an inspection limit of %s', (bytes, limit) => {
  expect(inspectionLimit(bytes)).toBe(limit);
});
