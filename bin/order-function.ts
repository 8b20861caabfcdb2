import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface OrderFunctionProps {
  /** Name of the handler's file in bin/handlers. */
  readonly handler: string;
  readonly encryptionKey: kms.IKey;
  readonly deadLetterTopic: sns.ITopic;
}

/** A handler of the orders API with the least that it needs. */
export class OrderFunction extends Construct {
  public readonly function: lambda.IFunction;

  public constructor(scope: Construct, id: string, props: OrderFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', {
      encryptionKey: props.encryptionKey,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        new iam.PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
        new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [props.deadLetterTopic.topicArn] }),
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [props.encryptionKey.keyArn],
        }),
      ],
    });
    this.function = new NodejsFunction(this, 'Resource', {
      entry: join(__dirname, 'handlers', `${props.handler}.ts`),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      bundling: { format: OutputFormat.ESM, minify: true },
      memorySize: 256,
      timeout: Duration.seconds(10),
      reservedConcurrentExecutions: 20,
      tracing: lambda.Tracing.ACTIVE,
      deadLetterTopic: props.deadLetterTopic,
      logGroup,
      role: role.withoutPolicyUpdates(),
    });
    // Lambda checks the rights for traces and dead letters when it makes the function.
    this.function.node.addDependency(policy);
  }
}
