import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { KEPT_LOG, type LogOptions, logDestinationArn } from '../logging/api-logs';

/**
 * Logs a web ACL to CloudWatch Logs, the credentials redacted.
 *
 * @param credentialHeaders the headers that the log must not hold
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
export function logFirewall(
  scope: Construct,
  webAcl: wafv2.CfnWebACL,
  credentialHeaders: readonly string[],
  options: LogOptions,
): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, 'Log', {
    ...options,
    // WAF wants the prefix. A kept group must not be in the way of the next one (ADR 0027): another web ACL has another id.
    logGroupName: `aws-waf-logs-${webAcl.attrId}`,
    removalPolicy: KEPT_LOG,
  });
  new wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [logDestinationArn(logGroup)],
    redactedFields: credentialHeaders.map((name) => ({ singleHeader: { Name: name } })),
  });
  return logGroup;
}
