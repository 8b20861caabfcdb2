import { removeFolders, resolvedTemplate, resolvedValue } from '../support/assembly-files';

afterAll(removeFolders);

function physical(type: string, value: unknown, properties: object = {}): unknown {
  return resolvedValue(value, { Resources: { It: { Type: type, Properties: properties } } }, { api: 'Api' });
}

test.each<[string, object, RegExp]>([
  ['AWS::ApiGateway::RestApi', { Name: 'second' }, /^[a-z0-9]{10}$/],
  ['AWS::ApiGateway::Resource', { PathPart: 'a' }, /^[a-z0-9]{6}$/],
  ['AWS::ApiGateway::Stage', { StageName: 'v1' }, /^v1$/],
  ['AWS::ApiGateway::Model', { Name: 'Order' }, /^Order$/],
  ['AWS::ApiGateway::Model', {}, /^[a-z0-9]{10}$/],
  ['AWS::ApiGateway::ApiKey', { Name: 'acme' }, /^[a-z0-9]{10}$/],
  ['AWS::ApiGateway::UsagePlanKey', { KeyId: 'k', UsagePlanId: 'p' }, /^k:p$/],
  ['AWS::Lambda::Function', { FunctionName: 'get' }, /^get$/],
  ['AWS::Lambda::Function', {}, /^Orders-It-[A-Z0-9]{12}$/],
  ['AWS::Lambda::Version', { FunctionName: 'get' }, /^arn:aws:lambda:us-east-1:123456789012:function:get:1$/],
  [
    'AWS::Lambda::Alias',
    { FunctionName: 'arn:aws:lambda:eu-west-3:210987654321:function:get', Name: 'live' },
    /^arn:aws:lambda:eu-west-3:210987654321:function:get:live$/,
  ],
  ['AWS::Cognito::UserPool', { UserPoolName: 'callers' }, /^us-east-1_[A-Za-z0-9]{9}$/],
  ['AWS::Cognito::UserPoolClient', { ClientName: 'web' }, /^[a-z0-9]{26}$/],
  ['AWS::Cognito::UserPoolResourceServer', { Identifier: 'orders', Name: 'x' }, /^orders$/],
  ['AWS::DynamoDB::Table', { TableName: 'single' }, /^single$/],
  ['AWS::DynamoDB::GlobalTable', { TableName: 'many' }, /^many$/],
  ['AWS::S3::Bucket', {}, /^orders-it-[a-z0-9]{12}$/],
  ['AWS::SQS::Queue', { QueueName: 'q' }, /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/q$/],
  ['AWS::WAFv2::WebACL', { Name: 'acl', Scope: 'REGIONAL' }, /^acl\|[0-9a-f-]{36}\|REGIONAL$/],
  ['AWS::KMS::Key', {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
  ['AWS::Something::Else', { ElseName: 'own' }, /^own$/],
])('the Ref of a %s with %j', (type, properties, expected) => {
  expect(physical(type, { Ref: 'It' }, properties)).toMatch(expected);
});

test.each<[string, string, object, RegExp]>([
  ['AWS::IAM::Role', 'Arn', { RoleName: 'r', Path: '/team/' }, /^arn:aws:iam::123456789012:role\/team\/r$/],
  ['AWS::Logs::LogGroup', 'Arn', { LogGroupName: 'l' }, /^arn:aws:logs:us-east-1:123456789012:log-group:l:\*$/],
  ['AWS::Lambda::Function', 'Arn', { FunctionName: 'f' }, /^arn:aws:lambda:us-east-1:123456789012:function:f$/],
  ['AWS::Cognito::UserPool', 'ProviderURL', {}, /^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_\w{9}$/],
  ['AWS::Cognito::UserPool', 'Arn', {}, /^arn:aws:cognito-idp:us-east-1:123456789012:userpool\/us-east-1_\w{9}$/],
  ['AWS::WAFv2::IPSet', 'Arn', { Name: 'ips', Scope: 'REGIONAL' }, /:regional\/ipset\/ips\/[0-9a-f-]{36}$/],
  [
    'AWS::WAFv2::WebACL',
    'Arn',
    { Name: 'acl', Scope: 'CLOUDFRONT' },
    /^arn:aws:wafv2:us-east-1:123456789012:global\/webacl\/acl\//,
  ],
  ['AWS::ApiGateway::RestApi', 'RootResourceId', {}, /^[a-z0-9]{10}$/],
])('%s has %s', (type, attribute, properties, expected) => {
  expect(physical(type, { 'Fn::GetAtt': ['It', attribute] }, properties)).toMatch(expected);
});

test('ids are the same in each reading, and others for other resources', () => {
  const Topic = { Type: 'AWS::ApiGateway::RestApi' };
  const ids = [1, 2].map(() =>
    resolvedTemplate({ Resources: { Topic } }, { api: 'Api' }).resources.map(({ ref }) => ref),
  );
  expect(ids[0]).toEqual(ids[1]);
  expect(new Set(ids[0]).size).toBe(2);
});
