import { Token } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** A rule of the web ACL before it has its place in the order. */
export type UnorderedRule = Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/** Label of requests that a body-size rule saw; found in the WAF log. */
const BODY_TOO_LARGE = 'body-too-large';

/** Everything over `maxBytes` is blocked, and so is what WAF could not read to the end. */
export function bodySizeRule(maxBytes: number): UnorderedRule {
  return {
    name: 'BodySize',
    action: { block: {} },
    ruleLabels: [{ name: BODY_TOO_LARGE }],
    statement: {
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
        comparisonOperator: 'GT',
        size: maxBytes,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  };
}

/** Blocks an address while it sends more than `limit` requests in five minutes. */
export function ipRateRule(limit: number): UnorderedRule {
  return {
    name: 'RatePerIp',
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: 300 } },
  };
}

/** The smallest of WAF's inspection limits that sees a body of `maxBytes` whole. */
export function inspectionLimit(maxBytes: number): string {
  // What it will be is not known yet, so nothing of it may stay unread.
  if (Token.isUnresolved(maxBytes)) return 'KB_64';
  const step = [16, 32, 48, 64].find((kib) => maxBytes <= kib * 1024) ?? 64;
  return `KB_${step}`;
}
