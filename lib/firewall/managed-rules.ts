import type { UnorderedRule } from './rules';

/** A rule group that AWS maintains, and the rules of it that only count here. */
interface ManagedGroup {
  readonly name: string;
  readonly countOnly: readonly string[];
}

/**
 * The groups of `Firewall.standard`, in their order: 1,125 of 1,500 capacity units that the base price covers.
 *
 * The common rules' 8 KB limit is replaced by our own body-size rule, and API clients may come without a `User-Agent`.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const STANDARD_GROUPS: readonly ManagedGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', countOnly: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', countOnly: [] },
  { name: 'AWSManagedRulesCommonRuleSet', countOnly: ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'] },
  { name: 'AWSManagedRulesSQLiRuleSet', countOnly: [] },
];

/** The managed groups as rules; each decides by its own actions. */
export function managedRules(): UnorderedRule[] {
  return STANDARD_GROUPS.map(({ name, countOnly }) => ({
    name: name.replace('AWSManagedRules', ''),
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides:
          countOnly.length > 0 ? countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })) : undefined,
      },
    },
  }));
}
