import { Annotations, CustomResource, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HandlerCode } from '../private/handler-asset';

const API_GATEWAY = 'apigateway.amazonaws.com';

/** What AWS's managed policy AmazonAPIGatewayPushToCloudWatchLogs allows. */
const LOGGING_ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
];

/** Properties of `ApiGatewayAccountLogging`. */
export interface ApiGatewayAccountLoggingProps {
  /**
   * The role to set where none works. It must trust `apigateway.amazonaws.com` and allow what AWS's managed policy
   * `AmazonAPIGatewayPushToCloudWatchLogs` allows. Share one role between stacks that come and go, such as those of tests,
   * so that they leave no roles behind.
   *
   * @default - a role of its own, kept when the stack is deleted
   */
  readonly role?: iam.IRole;

  /**
   * Encrypts the log group of the function that does the work; the key's policy must let CloudWatch Logs use it. Not a key
   * that belongs to an API which depends on this construct.
   *
   * @default - CloudWatch Logs' own key
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Any text. To change it makes the next deployment look at the account's setting again.
   *
   * @default - the setting is looked at when the construct is first deployed and when its role changes
   */
  readonly revision?: string;
}

/**
 * Lets API Gateway write logs in this account and region: a stage that logs cannot be deployed before.
 *
 * The setting is one role for all APIs of an account and region. This construct sets it only where none is set, or where
 * the one that is set no longer exists in IAM; a role that lives, or that IAM says nothing certain about, stays. The one
 * exception is the role that this construct itself asked for before: it gives way when `role` changes. Deleting the
 * construct changes nothing, because other APIs log with the role by then; for the same reason its role is kept.
 *
 * Use one per account and region, and deploy the APIs after it:
 *
 * ```ts
 * const accountLogging = new ApiGatewayAccountLogging(stack, 'AccountLogging');
 * api.node.addDependency(accountLogging);
 * ```
 *
 * A second one finds a role and changes nothing. Whether a role that lives also lets API Gateway write logs is not checked.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiGatewayAccountLogging extends Construct {
  /** The role that is set where none works. API Gateway may log with another one that was there before. */
  public readonly role: iam.IRole;

  public constructor(scope: Construct, id: string, props?: ApiGatewayAccountLoggingProps) {
    super(scope, id);
    this.warnOfSecond();
    const { role, policies } = props?.role ? { role: props.role, policies: [] } : this.createLoggingRole();
    this.role = role;
    const logGroup = new logs.LogGroup(this, 'Log', {
      encryptionKey: props?.encryptionKey,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const execution = this.createExecutionRole(logGroup);
    const handler = new lambda.Function(this, 'Function', {
      description: 'Sets the role that API Gateway writes logs with, where none works',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: new HandlerCode('account-logging'),
      memorySize: 256,
      timeout: Duration.minutes(2),
      logGroup,
      role: execution.role.withoutPolicyUpdates(),
    });
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: handler.functionArn,
      resourceType: 'Custom::ApiGatewayAccountLogging',
      // Lambda runs an event again, twice, after a crash: 3 times 2 minutes, and the pauses.
      serviceTimeout: Duration.minutes(10),
      properties: { RoleArn: this.role.roleArn, Revision: props?.revision },
    });
    // The roles alone are no order: their policies could come after the first use, and go before the last.
    resource.node.addDependency(execution.policy, this.role, ...policies);
  }

  private createLoggingRole(): { role: iam.Role; policies: iam.ManagedPolicy[] } {
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal(API_GATEWAY),
      description: 'Lets API Gateway write the logs of all APIs of one region',
    });
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: 'What API Gateway needs to write logs',
      roles: [role],
      // API Gateway tries the role when it is set. These are AWS's own actions and resource; less may be refused.
      statements: [new iam.PolicyStatement({ actions: LOGGING_ACTIONS, resources: ['*'] })],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return { role, policies: [policy] };
  }

  /** Managed policies only; the one wildcard is for the role to be looked up, unknown before the deployment. */
  private createExecutionRole(logGroup: logs.ILogGroup): { role: iam.Role; policy: iam.ManagedPolicy } {
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'ExecutionRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: "Lets a custom resource set API Gateway's logging role",
    });
    const policy = new iam.ManagedPolicy(this, 'ExecutionPolicy', {
      description: "What it takes to set API Gateway's logging role",
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        new iam.PolicyStatement({
          actions: ['apigateway:GET', 'apigateway:PATCH'],
          resources: [stack.formatArn({ service: 'apigateway', account: '', resource: '/account' })],
        }),
        new iam.PolicyStatement({
          actions: ['iam:GetRole'],
          resources: [stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: '*' })],
        }),
        new iam.PolicyStatement({
          actions: ['iam:PassRole'],
          resources: [this.role.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': API_GATEWAY } },
        }),
      ],
    });
    return { role, policy };
  }

  /** CDK stages are apart: each is deployed by itself, to one account or to several. */
  private warnOfSecond(): void {
    const stack = Stack.of(this);
    const known = !stack.environment.includes('unknown-');
    const first = Stage.of(this)
      ?.node.findAll()
      .find((other) => {
        if (other === this || !(other instanceof ApiGatewayAccountLogging)) return false;
        if (Stage.of(other) !== Stage.of(this)) return false;
        const otherStack = Stack.of(other);
        return otherStack === stack || (known && otherStack.environment === stack.environment);
      });
    if (!first) return;
    Annotations.of(this).addWarningV2(
      'cdk-secure-api-gateway:accountLoggingTwice',
      `'${first.node.path}' sets the same account's logging role already; this one will change nothing and leave a role behind: keep one per account and region`,
    );
  }
}
