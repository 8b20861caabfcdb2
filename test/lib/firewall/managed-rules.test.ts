import { managedRules } from '../../../lib/firewall/managed-rules';

/** A managed group that decides by its own actions, but for the rules that only count. */
function group(name: string, awsName: string, countOnly?: string[]): unknown {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: awsName,
        ruleActionOverrides: countOnly?.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

test('the managed groups are these, in this order', () => {
  expect(managedRules()).toEqual([
    group('AmazonIpReputationList', 'AWSManagedRulesAmazonIpReputationList'),
    group('KnownBadInputsRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'),
    group('CommonRuleSet', 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY', 'NoUserAgent_HEADER']),
    group('SQLiRuleSet', 'AWSManagedRulesSQLiRuleSet'),
  ]);
});
