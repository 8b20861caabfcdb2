import type { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget } from '../../../lib';
import { ACCOUNT, newGateway, newStack, newStackIn, onlyResource, REGION } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();

const LOG_GROUPS = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:${REGION}:${ACCOUNT}:log-group:*`]] };
const LOGS = {
  Sid: 'CloudWatchLogs',
  Effect: 'Allow',
  Principal: { Service: `logs.${REGION}.amazonaws.com` },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': LOG_GROUPS } },
};
const ALARMS = {
  Sid: 'CloudWatchAlarms',
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
};

describe("the gateway's own key", () => {
  const stack = newStackIn(REGION);
  const api = newGateway(stack);
  api.addRoute('GET /a', target, { access });
  const { logicalId, Properties } = onlyResource(Template.fromStack(stack), 'AWS::KMS::Key');

  test('rotates', () => {
    expect(Properties).toMatchObject({ EnableKeyRotation: true, Description: 'Logs and alarms of S/Api' });
    expect(stack.resolve(api.encryptionKey.keyArn)).toEqual({ 'Fn::GetAtt': [logicalId, 'Arn'] });
  });

  test('serves the logs and the alarms of this account, and grants nothing to others', () => {
    const statements = Properties.KeyPolicy.Statement as { Sid?: string }[];
    expect(statements.filter(({ Sid }) => Sid !== undefined)).toEqual([
      LOGS,
      ALARMS,
      {
        Sid: 'GrantsForServicesOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
      },
    ]);
  });

  test('is administered by the account', () => {
    const [first, ...rest] = (Properties.KeyPolicy.Statement as { Sid?: string }[]).filter(
      ({ Sid }) => Sid === undefined,
    );
    expect(rest).toEqual([]);
    expect(first).toEqual({
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:root`]] } },
      Action: 'kms:*',
      Resource: '*',
    });
  });
});

describe('a key of the caller', () => {
  test('is the only one, and lets the logs and the alarms use it', () => {
    const stack = newStackIn(REGION);
    const encryptionKey = new kms.Key(stack, 'Own');
    newGateway(stack, { encryptionKey }).addRoute('GET /a', target, { access });
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::KMS::Key');
    const statements = Properties.KeyPolicy.Statement as { Sid?: string }[];
    expect(statements.filter(({ Sid }) => Sid !== undefined)).toEqual([LOGS, ALARMS]);
  });

  test('can be imported: its policy is the business of its owner', () => {
    const stack = newStack();
    const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0a1b2c3d`;
    const api = newGateway(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Own', arn) });
    api.addRoute('GET /a', target, { access });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: arn });
  });
});

describe('the principal of CloudWatch Logs', () => {
  function principals(stack: Stack): { [sid: string]: unknown } {
    newGateway(stack).addRoute('GET /a', target, { access });
    const statements = onlyResource(Template.fromStack(stack), 'AWS::KMS::Key').Properties.KeyPolicy.Statement as any[];
    return Object.fromEntries(statements.map(({ Sid, Principal }) => [Sid, Principal.Service]));
  }

  test.each([
    ['eu-west-3', 'logs.eu-west-3.amazonaws.com'],
    ['us-gov-west-1', 'logs.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'logs.cn-north-1.amazonaws.com.cn'],
    ['cn-northwest-1', 'logs.cn-northwest-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'logs.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'logs.us-iso-east-1.c2s.ic.gov'],
  ])('in %s is %s; that of alarms is the same everywhere', (region, service) => {
    expect(principals(newStackIn(region))).toMatchObject({
      CloudWatchLogs: service,
      CloudWatchAlarms: 'cloudwatch.amazonaws.com',
    });
  });

  test.each([[newStack()], [newStack({ env: { account: ACCOUNT, region: 'xx-new-1' } })]])(
    'is left to CloudFormation where the region, or its domain, is not known',
    (stack) => {
      const region: unknown = stack.resolve(stack.region);
      const parts = typeof region === 'string' ? [`logs.${region}.`] : ['logs.', region, '.'];
      expect(principals(stack).CloudWatchLogs).toEqual({ 'Fn::Join': ['', [...parts, { Ref: 'AWS::URLSuffix' }]] });
    },
  );

  test('names alarms of the account that is only known at deployment', () => {
    const stack = newStack();
    newGateway(stack).addRoute('GET /a', target, { access });
    const statements = onlyResource(Template.fromStack(stack), 'AWS::KMS::Key').Properties.KeyPolicy.Statement as any[];
    expect(statements.find(({ Sid }) => Sid === 'CloudWatchAlarms').Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    });
  });
});
