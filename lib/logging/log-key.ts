import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';

/** The one key of an API (ADR 0009): rotating, for logs and alarms, with grants for AWS services only. */
export function createLogKey(scope: Construct, id: string): kms.Key {
  const key = new kms.Key(scope, id, {
    description: `Logs and alarms of ${scope.node.path}`,
    enableKeyRotation: true,
  });
  allowLogsAndAlarms(key, scope);
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'GrantsForServicesOnly',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    }),
  );
  return key;
}

/** Lets CloudWatch Logs and CloudWatch alarms of this account use the key; an imported key's policy is its owner's. */
export function allowLogsAndAlarms(key: kms.IKey, scope: Construct): void {
  const stack = Stack.of(scope);
  const logGroups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'CloudWatchLogs',
      principals: [logsPrincipal(stack)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    }),
  );
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'CloudWatchAlarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      // Alarms of other accounts could be told to use the key otherwise. Who may publish is the topic's policy.
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
}

/**
 * CloudWatch Logs is the one service here whose principal carries the domain of its partition (`logs.cn-north-1.amazonaws.com.cn`);
 * those of the others are the same everywhere.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function logsPrincipal({ region, urlSuffix }: Stack): iam.ServicePrincipal {
  const known = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).domainSuffix;
  return new iam.ServicePrincipal(`logs.${region}.${known ?? urlSuffix}`);
}
