import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { type LogOptions, logDestinationArn } from '../logging/api-logs';

/** Headers that prove who the caller is; no log may hold them. */
export const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'dpop', 'x-api-key'];

/** Substitutes the credential headers wherever WAF shows a request: logs, samples, Security Lake. */
export const CREDENTIAL_PROTECTION: wafv2.CfnWebACL.DataProtectionConfigProperty = {
  dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: CREDENTIAL_HEADERS } }],
};

/**
 * Logs a web ACL to CloudWatch Logs, the credential headers redacted.
 *
 * @param apiId makes the group's name unique: a group that outlives its stack must not be in the way of the next one
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
export function logFirewall(
  scope: Construct,
  webAcl: wafv2.CfnWebACL,
  apiId: string,
  options: LogOptions,
): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, 'Log', { ...options, logGroupName: `aws-waf-logs-${apiId}` });
  new wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [logDestinationArn(logGroup)],
    redactedFields: CREDENTIAL_HEADERS.map((name) => ({ singleHeader: { Name: name } })),
  });
  return logGroup;
}
