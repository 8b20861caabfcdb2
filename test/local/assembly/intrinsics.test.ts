import { removeFolders, resolvedValue } from '../support/assembly-files';

afterAll(removeFolders);

const TEMPLATE = {
  Parameters: {
    Word: { Type: 'String', Default: 'pear' },
    Count: { Type: 'Number', Default: 7 },
    Words: { Type: 'CommaDelimitedList', Default: 'fig, plum' },
    Open: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/name/of/another' },
  },
  Mappings: { Sizes: { small: { cpu: '256', zones: ['a', 'b'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['1', 1] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Maybe: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] },
    YesOrMaybe: { 'Fn::Or': [{ Condition: 'Maybe' }, { Condition: 'Yes' }] },
    NoOrMaybe: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Maybe' }] },
    NoAndMaybe: { 'Fn::And': [{ Condition: 'Maybe' }, { Condition: 'No' }] },
    YesAndMaybe: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Maybe' }] },
    Circular: { 'Fn::Not': [{ Condition: 'Circular' }] },
  },
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': '${Word}-table' } } },
    Gone: { Type: 'AWS::SNS::Topic', Condition: 'No' },
    Left: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': 'Right.TopicName' } } },
    Right: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': 'Left.TopicName' } } },
  },
};
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:news';

test.each<[string, unknown, unknown]>([
  ['Ref of a parameter', { Ref: 'Word' }, 'pear'],
  ['Ref of a number', { Ref: 'Count' }, '7'],
  ['Ref of a list', { Ref: 'Words' }, ['fig', 'plum']],
  ['Ref of a resource', { Ref: 'Topic' }, TOPIC],
  ['Ref of a name that is computed', { Ref: 'Table' }, 'pear-table'],
  ['Ref of the region', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['Ref of the account', { Ref: 'AWS::AccountId' }, '123456789012'],
  ['Ref of the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['Ref of the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['Ref of the stack', { Ref: 'AWS::StackName' }, 'Orders'],
  ['NoValue in an object', { kept: 1, left: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
  ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }, 'b'], ['a', 'b']],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'news'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Table.Arn' }, 'arn:aws:dynamodb:us-east-1:123456789012:table/pear-table'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Count' }, true]] }, 'a-7-true'],
  ['Join of a list parameter', { 'Fn::Join': ['+', { Ref: 'Words' }] }, 'fig+plum'],
  [
    'Sub',
    { 'Fn::Sub': '${Word}/${Table.Arn}/${AWS::Region}' },
    `pear/arn:aws:dynamodb:us-east-1:123456789012:table/pear-table/us-east-1`,
  ],
  ['Sub with variables', { 'Fn::Sub': ['${a}${Word}', { a: { Ref: 'Count' }, Word: 'own' }] }, '7own'],
  ['Sub with a literal', { 'Fn::Sub': '${!stageVariables.name}' }, '${stageVariables.name}'],
  ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
  ['Split and Select', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Topic' }] }] }, 'news'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, '256'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['Sizes', 'small', 'zones'] }, ['a', 'b']],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'big', 'cpu', { DefaultValue: { Ref: 'Count' } }] }, '7'],
  ['Base64', { 'Fn::Base64': 'héllo' }, 'aMOpbGxv'],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Count' } } }, '{"a":"7"}'],
  ['Length', { 'Fn::Length': { Ref: 'Words' } }, 2],
  ['If that holds', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
  ['If that does not hold', { 'Fn::If': ['No', 'then', 'else'] }, 'else'],
  ['If with NoValue', { a: { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] } }, {}],
  ['Or with one unknown', { 'Fn::If': ['YesOrMaybe', 'then', 'else'] }, 'then'],
  ['And with one unknown', { 'Fn::If': ['NoAndMaybe', 'then', 'else'] }, 'else'],
  ['what is no function', { Ref: 'Word', beside: 1 }, { Ref: 'Word', beside: 1 }],
])('resolves %s', (_what, value, expected) => {
  expect(resolvedValue(value, TEMPLATE)).toEqual(expected);
});

test.each<[string, unknown, unknown]>([
  ['a parameter without a default', { Ref: 'Open' }, 'unresolved(parameter Open)'],
  ['a parameter of the Parameter Store', { Ref: 'Stored' }, 'unresolved(parameter Stored)'],
  ['a resource that is not there', { Ref: 'Nobody' }, 'unresolved(Nobody)'],
  ['a resource whose condition is false', { Ref: 'Gone' }, 'unresolved(Gone)'],
  ['an attribute that is not known', { 'Fn::GetAtt': ['Topic', 'Colour'] }, 'unresolved(Topic.Colour)'],
  ['notification ARNs', { Ref: 'AWS::NotificationARNs' }, 'unresolved(AWS::NotificationARNs)'],
  ['a condition that is not known', { 'Fn::If': ['Maybe', 1, 2] }, 'unresolved(condition Maybe)'],
  ['Or of no and unknown', { 'Fn::If': ['NoOrMaybe', 1, 2] }, 'unresolved(condition NoOrMaybe)'],
  ['And of yes and unknown', { 'Fn::If': ['YesAndMaybe', 1, 2] }, 'unresolved(condition YesAndMaybe)'],
  ['a condition that needs itself', { 'Fn::If': ['Circular', 1, 2] }, 'unresolved(condition Circular)'],
  ['a condition that is not there', { 'Fn::If': ['Nobody', 1, 2] }, 'unresolved(condition Nobody)'],
  ['an import of another app', { 'Fn::ImportValue': 'elsewhere' }, 'unresolved(import elsewhere)'],
  ['zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'unresolved(Fn::GetAZs)'],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, 'unresolved(Fn::Cidr)'],
  ['a macro', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'unresolved(Fn::Transform)'],
  ['a macro beside members', { a: 1, 'Fn::Transform': {} }, { a: 1, 'Fn::Transform': 'unresolved(Fn::Transform)' }],
  ['a loop', { 'Fn::ForEach::X': [] }, 'unresolved(Fn::ForEach::X)'],
  [
    'a mapping without the key',
    { 'Fn::FindInMap': ['Sizes', 'big', 'cpu'] },
    'unresolved(cpu of big in the mapping Sizes)',
  ],
  ['an element that is not there', { 'Fn::Select': ['9', ['a']] }, 'unresolved(Fn::Select of element 9)'],
  ['a dynamic reference', 'x{{resolve:ssm:/key:1}}y', 'xunresolved(resolve:ssm:/key:1)y'],
  [
    'a dynamic reference that is joined',
    { 'Fn::Join': ['', ['{{resolve:', 'secretsmanager:', { Ref: 'Word' }, '}}']] },
    'unresolved(resolve:secretsmanager:pear)',
  ],
  ['text around it', { 'Fn::Join': ['', ['abc', { Ref: 'Open' }]] }, 'abcunresolved(parameter Open)'],
  // Half of a mark would pass for a value.
  ['a part of it', { 'Fn::Select': [1, { 'Fn::Split': [' ', { Ref: 'Open' }] }] }, 'unresolved(parameter Open)'],
  [
    'a part of a dynamic reference',
    { 'Fn::Select': [0, { 'Fn::Split': [':', '{{resolve:ssm:x}}'] }] },
    'unresolved(resolve:ssm:x)',
  ],
  ['its encoding', { 'Fn::Base64': { Ref: 'Open' } }, 'unresolved(parameter Open)'],
])('marks %s', (_what, value, expected) => {
  expect(resolvedValue(value, TEMPLATE)).toEqual(expected);
});

test('two resources that are named after each other end in a mark', () => {
  expect(resolvedValue({ Ref: 'Left' }, TEMPLATE)).toMatch(/unresolved\(.* which depends on itself\)/);
});

test('a value that is given wins over the default, and stands for one of the Parameter Store', () => {
  const parameters = { Word: 'kiwi', Stored: 'there', Open: 'x' };
  const value = [{ Ref: 'Word' }, { Ref: 'Stored' }, { 'Fn::If': ['Maybe', 'then', 'else'] }];
  expect(resolvedValue(value, TEMPLATE, { parameters })).toEqual(['kiwi', 'there', 'then']);
});

test.each([
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eu-west-3', 'aws', 'amazonaws.com'],
])('region %s is of partition %s', (region, partition, suffix) => {
  const value = { 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix} ${AWS::Region}' };
  expect(resolvedValue(value, {}, { region })).toBe(`${partition} ${suffix} ${region}`);
});
