import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Callers } from '../../bin/callers';
import { newOrderSchema } from '../../bin/order-schema';
import { Access, ApiAuthorizer, RequestBody, RouteTarget, SecureApiGateway } from '../../lib';

/**
 * The path on which compliance packs find nothing: a user pool, and a backend whose role and network belong to somebody
 * else, so that its wildcards for traces and network interfaces stand elsewhere.
 */
export class UserPoolVariant extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const { userPool } = new Callers(this, 'Callers');
    const encryptionKey = new kms.Key(this, 'Key', { enableKeyRotation: true });
    const orders = new lambda.Function(this, 'Orders', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "{}" })'),
      memorySize: 256,
      timeout: Duration.seconds(10),
      reservedConcurrentExecutions: 20,
      tracing: lambda.Tracing.ACTIVE,
      deadLetterTopic: new sns.Topic(this, 'DeadLetters', { masterKey: encryptionKey, enforceSSL: true }),
      logGroup: new logs.LogGroup(this, 'Log', { encryptionKey, retention: logs.RetentionDays.ONE_YEAR }),
      role: iam.Role.fromRoleArn(this, 'Role', 'arn:aws:iam::210987654321:role/orders', { mutable: false }),
      vpc: ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['eu-west-3a', 'eu-west-3b'],
        privateSubnetIds: ['subnet-1', 'subnet-2'],
      }),
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-1')],
    });
    const api = new SecureApiGateway(this, 'Api', {
      authorizer: ApiAuthorizer.userPool({ userPools: [userPool] }),
      cors: { allowOrigins: ['https://shop.example.com'] },
    });
    api.addRoute('GET /orders', RouteTarget.lambda(orders), { access: Access.scope('orders/read') });
    api.addRoute('POST /orders', RouteTarget.lambda(orders), {
      access: Access.scope('orders/write'),
      body: RequestBody.json(newOrderSchema),
    });
  }
}
