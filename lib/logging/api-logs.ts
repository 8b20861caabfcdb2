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
    removalPolicy: RemovalPolicy.RETAIN,
  });
  stage.node.addDependency(logGroup);
  return logGroup;
}
