import { App, NestedStack, RemovalPolicy, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CURRENT_VERSION_EXPIRED_FLAGS, FLAGS } from 'aws-cdk-lib/cx-api';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { createHandler } from '../../../lambda/account-logging/handler';
import {
  ApiGatewayAccountLogging,
  type ApiGatewayAccountLoggingProps,
} from '../../../lib/logging/api-gateway-account-logging';

const ENV = { account: '210987654321', region: 'eu-west-3' };
const IMPORTED = 'arn:aws:iam::210987654321:role/shared/api-logs';
const LOGGING_ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
];

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

function newApp(context: Record<string, unknown> = {}): App {
  return new App({ builtinCloudFormationValidation: false, analyticsReporting: false, context });
}

function newStack(props: StackProps = { env: ENV }): Stack {
  return new Stack(newApp(), 'S', props);
}

/** The template, and what stands in it under an id within the construct. */
function synthesize(stack: Stack): { template: Template; of: (type: string, id: string) => [string, Resource] } {
  const template = Template.fromStack(stack);
  const of = (type: string, id: string): [string, Resource] => {
    const pattern = new RegExp(`^AccountLogging${id}[0-9A-F]{8}$`);
    const found = Object.entries(template.findResources(type)).filter(([logicalId]) => pattern.test(logicalId));
    expect(found).toHaveLength(1);
    return found[0] as [string, Resource];
  };
  return { template, of };
}

function deploy(props?: ApiGatewayAccountLoggingProps, stack = newStack()): ReturnType<typeof synthesize> {
  new ApiGatewayAccountLogging(stack, 'AccountLogging', props);
  return synthesize(stack);
}

function statementsOf(resource: Resource): unknown[] {
  return (resource.Properties.PolicyDocument as { Statement: unknown[] }).Statement;
}

describe('by default', () => {
  const { template, of } = deploy();
  const [roleId, role] = of('AWS::IAM::Role', 'Role');
  const [policyId, policy] = of('AWS::IAM::ManagedPolicy', 'Policy');
  const [executionRoleId, executionRole] = of('AWS::IAM::Role', 'ExecutionRole');
  const [executionPolicyId, executionPolicy] = of('AWS::IAM::ManagedPolicy', 'ExecutionPolicy');
  const [logId, log] = of('AWS::Logs::LogGroup', 'Log');
  const [functionId, fn] = of('AWS::Lambda::Function', 'Function');
  const [, resource] = of('Custom::ApiGatewayAccountLogging', '');

  test('makes these resources and no other: no AWS::ApiGateway::Account, no inline policy, no second function', () => {
    const types = Object.values(template.toJSON().Resources as Record<string, Resource>).map(({ Type }) => Type);
    expect(types.sort()).toEqual([
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'Custom::ApiGatewayAccountLogging',
    ]);
    expect(role.Properties.Policies ?? executionRole.Properties.Policies).toBeUndefined();
  });

  test('the role is for API Gateway alone and may what AWS says', () => {
    expect(role.Properties.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }],
    });
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(policy.Properties.Roles).toEqual([{ Ref: roleId }]);
    expect(statementsOf(policy)).toEqual([{ Action: LOGGING_ACTIONS, Effect: 'Allow', Resource: '*' }]);
  });

  test('the role and its policy outlive the stack, because the account goes on using them', () => {
    for (const kept of [role, policy]) {
      expect([kept.DeletionPolicy, kept.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
    for (const dropped of [executionRole, executionPolicy, fn]) expect(dropped.DeletionPolicy).toBeUndefined();
  });

  test('the function', () => {
    expect(fn.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 120,
      Role: { 'Fn::GetAtt': [executionRoleId, 'Arn'] },
      LoggingConfig: { LogGroup: { Ref: logId } },
    });
    expect(fn.Properties).not.toHaveProperty('TracingConfig');
    expect(log.Properties).toEqual({ RetentionInDays: 365 });
  });

  test('the function may only read and change the setting, look roles up and hand over this one role', () => {
    expect(executionPolicy.Properties.Roles).toEqual([{ Ref: executionRoleId }]);
    expect(executionRole.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    });
    const partition = { Ref: 'AWS::Partition' };
    expect(statementsOf(executionPolicy)).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [logId, 'Arn'] },
      },
      {
        Action: ['apigateway:GET', 'apigateway:PATCH'],
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', partition, ':apigateway:eu-west-3::/account']] },
      },
      {
        Action: 'iam:GetRole',
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', partition, ':iam::210987654321:role/*']] },
      },
      {
        Action: 'iam:PassRole',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [roleId, 'Arn'] },
        Condition: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
      },
    ]);
  });

  test('the custom resource comes after both policies, so that it also goes before them', () => {
    expect(resource.Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': [functionId, 'Arn'] },
      ServiceTimeout: '600',
      RoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] },
    });
    expect(resource.DependsOn).toEqual(expect.arrayContaining([policyId, executionPolicyId]));
  });
});

describe('with a role of the user', () => {
  test('that exists elsewhere: none is made, and this one is handed over', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Shared', IMPORTED);
    const construct = new ApiGatewayAccountLogging(stack, 'AccountLogging', { role });
    const { template, of } = synthesize(stack);
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('Custom::ApiGatewayAccountLogging', { RoleArn: IMPORTED });
    const [, policy] = of('AWS::IAM::ManagedPolicy', 'ExecutionPolicy');
    expect(statementsOf(policy)).toContainEqual(
      expect.objectContaining({ Action: 'iam:PassRole', Resource: IMPORTED }),
    );
    expect(construct.role).toBe(role);
  });

  test('of the same stack: its removal policy is left alone, its inline policy comes first', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: ['*'] }));
    role.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const { template, of } = deploy({ role }, stack);
    const [policyId] = Object.keys(template.findResources('AWS::IAM::Policy'));
    expect(of('Custom::ApiGatewayAccountLogging', '')[1].DependsOn).toContain(policyId);
    template.hasResource('AWS::IAM::Role', { DeletionPolicy: 'Delete' });
  });
});

test('the key encrypts the log of the function', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-3:210987654321:key/7c1d');
  const { template } = deploy({ encryptionKey }, stack);
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: 'arn:aws:kms:eu-west-3:210987654321:key/7c1d',
    RetentionInDays: 365,
  });
});

test('the revision is a property, so that CloudFormation asks the function again', () => {
  const { template } = deploy({ revision: '2027-01' });
  template.hasResourceProperties('Custom::ApiGatewayAccountLogging', { Revision: '2027-01' });
});

test('an api that depends on it has its stage deployed after the setting', () => {
  const stack = newStack();
  const logging = new ApiGatewayAccountLogging(stack, 'AccountLogging');
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new apigateway.MockIntegration());
  api.node.addDependency(logging);
  const { template, of } = synthesize(stack);
  const [resourceId] = of('Custom::ApiGatewayAccountLogging', '');
  template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith([resourceId]) });
});

test('with every feature flag on, the permissions are the same and no policy is inline', () => {
  const living = Object.keys(FLAGS).filter((flag) => !CURRENT_VERSION_EXPIRED_FLAGS.includes(flag));
  const flags = Object.fromEntries(living.map((flag) => [flag, true]));
  const { template, of } = deploy({}, new Stack(newApp(flags), 'S', { env: ENV }));
  const [, policy] = of('AWS::IAM::ManagedPolicy', 'ExecutionPolicy');
  expect(statementsOf(policy)).toHaveLength(4);
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 2);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('the function reads what the template sends', async () => {
  const stack = newStack();
  const { template } = deploy({ role: iam.Role.fromRoleArn(stack, 'Shared', IMPORTED) }, stack);
  const [{ Properties }] = Object.values(template.findResources('Custom::ApiGatewayAccountLogging')) as Resource[];
  const event = {
    RequestType: 'Create',
    StackId: 'arn:aws:cloudformation:eu-west-3:210987654321:stack/S/1',
    ResourceProperties: Properties,
  } as unknown as CloudFormationCustomResourceEvent;
  const written: string[] = [];
  const handler = createHandler({
    connect: () =>
      Promise.resolve({
        account: {
          readLoggingRole: () => Promise.resolve(undefined),
          writeLoggingRole: (roleArn) => Promise.resolve(void written.push(roleArn)),
        },
        roles: { readRole: () => Promise.resolve(undefined) },
      }),
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    putAnswer: () => Promise.resolve(),
    log: () => undefined,
  });
  await handler(event);
  expect(written).toEqual([IMPORTED]);
});

describe('a second one', () => {
  const warnings = (stack: Stack): string[] =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('accountLoggingTwice'))
      .map(({ id, entry }) => `${id}: ${entry.data as string}`);

  test('in the same stack is warned of, by the name of the first', () => {
    const stack = newStack({});
    new ApiGatewayAccountLogging(stack, 'First');
    new ApiGatewayAccountLogging(stack, 'Second');
    expect(warnings(stack)).toEqual([expect.stringMatching(/^\/S\/Second: 'S\/First' sets the same account's/)]);
  });

  test('in another stack of the same account and region is warned of', () => {
    const app = newApp();
    const first = new Stack(app, 'A', { env: ENV });
    const second = new Stack(app, 'B', { env: ENV });
    new ApiGatewayAccountLogging(first, 'Logging');
    new ApiGatewayAccountLogging(second, 'Logging');
    expect(warnings(first)).toEqual([]);
    expect(warnings(second)).toEqual([expect.stringContaining("'A/Logging'")]);
  });

  test('in a nested stack of the same account and region is warned of', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    new ApiGatewayAccountLogging(stack, 'First');
    new ApiGatewayAccountLogging(nested, 'Second');
    expect(warnings(stack)).toEqual([expect.stringMatching(/^\/S\/Nested\/Second: 'S\/First'/)]);
  });

  test.each<[string, StackProps, StackProps]>([
    ['another region', { env: ENV }, { env: { ...ENV, region: 'eu-north-1' } }],
    ['another account', { env: ENV }, { env: { ...ENV, account: '111122223333' } }],
    ['an environment that is known at deployment only', {}, {}],
    ['an account that is known at deployment only', { env: { region: 'eu-west-3' } }, { env: { region: 'eu-west-3' } }],
  ])('for %s is fine', (_, a, b) => {
    const app = newApp();
    const stacks = [new Stack(app, 'A', a), new Stack(app, 'B', b)];
    stacks.forEach((stack) => new ApiGatewayAccountLogging(stack, 'Logging'));
    expect(stacks.flatMap(warnings)).toEqual([]);
  });

  test('in another CDK stage is fine', () => {
    const app = newApp();
    const outer = new Stack(app, 'Outer', { env: ENV });
    const stacks = ['Test', 'Live'].map((id) => new Stack(new Stage(app, id), 'S', { env: ENV }));
    [...stacks, outer].forEach((stack) => new ApiGatewayAccountLogging(stack, 'Logging'));
    expect(stacks.flatMap(warnings)).toEqual([]);
    expect(warnings(outer)).toEqual([]);
  });
});
