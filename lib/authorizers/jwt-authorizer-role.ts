import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { JwtAuthorizerFunctionProps } from './jwt-authorizer-function-props';

/** The authorizer's execution role: managed policies only, and no wildcard but the one that X-Ray leaves no choice about. */
export function createAuthorizerRole(
  scope: Construct,
  logGroup: logs.ILogGroup,
  props: JwtAuthorizerFunctionProps,
): iam.Role {
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    description: 'Lets the JWT authorizer write its log and its traces',
  });
  const statements = [
    new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
    new iam.PolicyStatement({
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    }),
  ];
  if (props.deadLetterTopic) {
    statements.push(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [props.deadLetterTopic.topicArn] }));
    const { masterKey } = props.deadLetterTopic;
    if (masterKey) {
      const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
      statements.push(new iam.PolicyStatement({ actions, resources: [masterKey.keyArn] }));
    }
  }
  if (props.vpc) {
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));
  }
  new iam.ManagedPolicy(scope, 'Policy', {
    description: 'What the JWT authorizer may do besides deciding',
    roles: [role],
    statements,
  });
  return role;
}
