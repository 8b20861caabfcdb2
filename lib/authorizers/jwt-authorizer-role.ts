import { Fn } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { JwtAuthorizerFunctionProps } from './jwt-authorizer-function-props';

/** An execution role, and what must be there before the function is: Lambda checks its rights when it makes the function. */
export interface AuthorizerRole {
  readonly role: iam.IRole;
  readonly policy?: iam.ManagedPolicy;
}

/** The authorizer's execution role: managed policies only, and no wildcard but the one that X-Ray leaves no choice about. */
export function createAuthorizerRole(
  scope: Construct,
  logGroup: logs.ILogGroup,
  props: JwtAuthorizerFunctionProps,
): AuthorizerRole {
  if (props.role) return { role: props.role };
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
  if (props.revocationTable) statements.push(...tableAccess(props.revocationTable, 'dynamodb:BatchGetItem'));
  if (props.dpopProofTable) statements.push(...tableAccess(props.dpopProofTable, 'dynamodb:PutItem'));
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
  const policy = new iam.ManagedPolicy(scope, 'Policy', {
    description: 'What the JWT authorizer may do besides deciding',
    roles: [role],
    statements,
  });
  // CDK would attach inline policies for logs, tracing and the dead letter topic.
  return { role: role.withoutPolicyUpdates(), policy };
}

/** What writing needs of a key: DynamoDB may wrap its own key anew. */
const WRITE_BY_KEY = [
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** One action on one table, and the key that the table is encrypted with. */
function tableAccess(table: dynamodb.ITable, action: string): iam.PolicyStatement[] {
  const onTable = new iam.PolicyStatement({ actions: [action], resources: [table.tableArn] });
  if (!table.encryptionKey) return [onTable];
  const onKey = new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:DescribeKey', ...(action === 'dynamodb:PutItem' ? WRITE_BY_KEY : [])],
    resources: [table.encryptionKey.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': Fn.sub('dynamodb.${AWS::Region}.amazonaws.com') } },
  });
  return [onTable, onKey];
}
