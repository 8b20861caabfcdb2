import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Template } from 'aws-cdk-lib/assertions';
import { JwtAuthorizerFunction, type JwtAuthorizerFunctionProps, TokenIssuer, TokenTable } from '../../../lib';
import { newStack, newStackIn, onlyResource, propertiesOf, REGION } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];

function authorizerWith(stack: Stack, props: Partial<JwtAuthorizerFunctionProps>): Template {
  new JwtAuthorizerFunction(stack, 'Authorizer', { issuers, ...props });
  return Template.fromStack(stack);
}

function statementsOn(template: Template, service: string): any[] {
  const [policy] = Object.values(propertiesOf(template, 'AWS::IAM::ManagedPolicy'));
  return policy.PolicyDocument.Statement.filter(({ Action }: any) => [Action].flat()[0].startsWith(service));
}

describe('a token table', () => {
  test('is kept, can be restored, and forgets by itself', () => {
    const stack = newStack();
    new TokenTable(stack, 'Revoked');
    const resource = onlyResource(Template.fromStack(stack), 'AWS::DynamoDB::Table');
    expect(resource.Properties).toEqual({
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('takes a key and a removal policy', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new TokenTable(stack, 'Revoked', { encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
    const resource = onlyResource(Template.fromStack(stack), 'AWS::DynamoDB::Table');
    expect(resource.Properties.SSESpecification).toMatchObject({
      KMSMasterKeyId: stack.resolve(encryptionKey.keyArn),
      SSEType: 'KMS',
    });
    expect(resource.DeletionPolicy).toBe('Delete');
  });

  test('lets somebody revoke, and read nothing', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
    new TokenTable(stack, 'Revoked').grantRevoke(role);
    const { PolicyDocument } = onlyResource(Template.fromStack(stack), 'AWS::IAM::Policy').Properties;
    expect(PolicyDocument.Statement.map(({ Action }: any) => Action)).toEqual([
      ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
    ]);
  });
});

test('who may revoke may use the key of the table', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
  const encryptionKey = new kms.Key(stack, 'Key');
  new TokenTable(stack, 'Revoked', { encryptionKey }).grantRevoke(role);
  const { PolicyDocument } = onlyResource(Template.fromStack(stack), 'AWS::IAM::Policy').Properties;
  expect(PolicyDocument.Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    Resource: stack.resolve(encryptionKey.keyArn),
  });
});

describe('the authorizer', () => {
  test('reads the one and adds to the other, and may do nothing else with them', () => {
    const stack = newStack();
    const revoked = new TokenTable(stack, 'Revoked').table;
    const proofs = new TokenTable(stack, 'Proofs').table;
    const template = authorizerWith(stack, { revocationTable: revoked, dpopProofTable: proofs });
    expect(statementsOn(template, 'dynamodb:')).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: stack.resolve(revoked.tableArn) },
      { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: stack.resolve(proofs.tableArn) },
    ]);
    expect(statementsOn(template, 'kms:')).toEqual([]);
  });

  test('may use the keys of tables by way of DynamoDB only', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const table = new TokenTable(stack, 'Table', { encryptionKey }).table;
    const ViaService = { 'Fn::Sub': 'dynamodb.${AWS::Region}.amazonaws.com' };
    const statement = {
      Effect: 'Allow',
      Resource: stack.resolve(encryptionKey.keyArn),
      Condition: { StringEquals: { 'kms:ViaService': ViaService } },
    };
    expect(statementsOn(authorizerWith(stack, { revocationTable: table }), 'kms:')).toEqual([
      { ...statement, Action: ['kms:Decrypt', 'kms:DescribeKey'] },
    ]);
  });

  test('is told their ARNs, which name tables of other accounts too', () => {
    const stack = newStack();
    const template = authorizerWith(stack, {
      revocationTable: dynamodb.Table.fromTableName(stack, 'R', 'revoked-tokens'),
      dpopProofTable: dynamodb.Table.fromTableArn(stack, 'P', 'arn:aws:dynamodb:eu-west-3:999988887777:table/proofs'),
    });
    const { Environment } = onlyResource(template, 'AWS::Lambda::Function').Properties;
    const parts: unknown[] = Environment.Variables.AUTHORIZER_CONFIG['Fn::Join'][1];
    const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")));
    expect(JSON.parse(text.join(''))).toMatchObject({
      revocationTable: expect.stringMatching(/^arn:.*dynamodb.*:table\/revoked-tokens$/),
      proofTable: 'arn:aws:dynamodb:eu-west-3:999988887777:table/proofs',
    });
  });

  test.each<[string, Partial<dynamodb.TableProps>]>([
    ['another key', { partitionKey: { name: 'jti', type: dynamodb.AttributeType.STRING } }],
    ['a number for its key', { partitionKey: { name: 'id', type: dynamodb.AttributeType.NUMBER } }],
    ['a sort key', { sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER } }],
  ])('refuses a table with %s', (_, props) => {
    const stack = newStack();
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const table = new dynamodb.Table(stack, 'Table', { partitionKey, ...props });
    expect(() => authorizerWith(stack, { revocationTable: table })).toThrow(
      /^'revocationTable' is \[\{.*; its key must be the string 'id' alone, as TokenTable makes it \(at S\/Authorizer\) \[TokenTableInvalid\]$/,
    );
    expect(() => authorizerWith(newStack(), { dpopProofTable: table })).toThrow("'dpopProofTable' is [{");
  });

  test('looks at the keys of global tables, too', () => {
    const stack = newStack();
    const type = dynamodb.AttributeType.STRING;
    const right = new dynamodb.TableV2(stack, 'Right', { partitionKey: { name: 'id', type } });
    const wrong = new dynamodb.TableV2(stack, 'Wrong', { partitionKey: { name: 'jti', type } });
    new JwtAuthorizerFunction(stack, 'One', { issuers, revocationTable: right });
    expect(() => new JwtAuthorizerFunction(stack, 'Two', { issuers, revocationTable: wrong })).toThrow(
      '[TokenTableInvalid]',
    );
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['{"table":"revoked"}', () => ({ table: 'revoked' })],
    ['null', () => null],
    ['"revoked-tokens"', () => 'revoked-tokens'],
    ['"S/Revoked"', (stack) => new TokenTable(stack, 'Revoked')],
  ])('refuses %s in the place of a table: it would check nothing', (shown, make) => {
    const stack = newStack();
    expect(() => authorizerWith(stack, { revocationTable: make(stack) as dynamodb.ITable })).toThrow(
      `'revocationTable' is ${shown}; it must be a DynamoDB table: of a TokenTable, its 'table' (at S/Authorizer) [TokenTableInvalid]`,
    );
  });

  test('refuses a table in another region, which it could not reach', () => {
    const stack = newStackIn(REGION);
    const tableIn = (region: string): dynamodb.ITable =>
      dynamodb.Table.fromTableArn(stack, region, `arn:aws:dynamodb:${region}:210987654321:table/revoked`);
    expect(() => authorizerWith(stack, { revocationTable: tableIn('us-east-1') })).toThrow(
      `'revocationTable' is "a table in us-east-1"; it must be in the function's region, ${REGION} (at S/Authorizer) [TokenTableInvalid]`,
    );
    expect(() => new JwtAuthorizerFunction(stack, 'Near', { issuers, revocationTable: tableIn(REGION) })).not.toThrow();
  });

  test('takes a table of your own with the right key', () => {
    const stack = newStack();
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const table = new dynamodb.Table(stack, 'Table', { partitionKey });
    expect(() => authorizerWith(stack, { revocationTable: table })).not.toThrow();
  });
});
