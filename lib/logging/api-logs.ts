import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Encrypted with the API's key, kept for a year. */
export interface LogOptions {
  readonly encryptionKey: kms.IKey;
  readonly retention: logs.RetentionDays;
}

/**
 * What becomes of a log group with a name that we must choose: it is evidence, so it stays when it leaves the stack or is
 * replaced; but where the deployment that made it is rolled back it goes, and is not in the way of the next try.
 */
export const KEPT_LOG = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** Where a stage or a web ACL writes: the ARN without `:*`, with which the resource would drift for ever. */
export function logDestinationArn(logGroup: logs.ILogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroup.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The group of the access log. */
export function createAccessLog(scope: Construct, id: string, options: LogOptions): logs.LogGroup {
  return new logs.LogGroup(scope, id, options);
}

/** Names a log group as a stage's destination. */
export function accessLogDestination(logGroup: logs.ILogGroup): apigateway.IAccessLogDestination {
  return { bind: () => ({ destinationArn: logDestinationArn(logGroup) }) };
}

/**
 * The group of the execution log, made before the stage: API Gateway would make it itself, unencrypted and for ever.
 *
 * Its name is AWS's. It is never taken twice, because another stage name makes another API (`restApiLogicalId`, ADR 0027).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function createExecutionLog(
  scope: Construct,
  id: string,
  stage: apigateway.Stage,
  stageName: string,
  options: LogOptions,
): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, id, {
    ...options,
    logGroupName: `API-Gateway-Execution-Logs_${stage.restApi.restApiId}/${stageName}`,
    removalPolicy: KEPT_LOG,
  });
  stage.node.addDependency(logGroup);
  return logGroup;
}
