import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { removeFolders } from '../support/assembly-files';
import { findingsAbout, modelOf, type Resources } from '../support/model-of';

afterAll(removeFolders);

const text = (name: string, type = 'S') => ({ AttributeName: name, AttributeType: type });
const hash = (name: string) => ({ AttributeName: name, KeyType: 'HASH' });
const range = (name: string) => ({ AttributeName: name, KeyType: 'RANGE' });
const PLAIN = { TableName: 'revocations', KeySchema: [hash('id')], AttributeDefinitions: [text('id')] };
const table = (properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { ...PLAIN, ...properties },
});

const DECLARED = {
  what: 'table: it starts empty; single items only, without indexes, expiry, streams and the permissions of functions',
  effect: 'declared',
};

test('a table has its name, its ARN and its keys, and what of it is left out is declared', () => {
  const model = modelOf({
    Table: table(),
    Other: table({
      TableName: 'visits',
      // In the other order, and with the key of an index.
      KeySchema: [range('at'), hash('who')],
      AttributeDefinitions: [text('at', 'N'), text('who'), text('place', 'B')],
    }),
  });
  expect(model.tables).toEqual([
    {
      id: 'Table',
      name: 'revocations',
      arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/revocations',
      keys: [{ name: 'id', type: 'S' }],
      attributes: { id: 'S' },
    },
    {
      id: 'Other',
      name: 'visits',
      arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/visits',
      keys: [
        { name: 'who', type: 'S' },
        { name: 'at', type: 'N' },
      ],
      attributes: { at: 'N', who: 'S', place: 'B' },
    },
  ]);
  expect(model.findings).toEqual(['Table', 'Other'].map((subject) => ({ subject, ...DECLARED })));
});

test('tables of CDK of both classes are read, under the names that functions get', () => {
  const stack = new Stack(new App());
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  new dynamodb.Table(stack, 'Old', { partitionKey, timeToLiveAttribute: 'expiresAt' });
  new dynamodb.TableV2(stack, 'New', { partitionKey, sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER } });
  const resources = Template.fromStack(stack).toJSON().Resources as Resources;
  const model = modelOf({
    ...resources,
    Probe: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'probe',
        Environment: {
          Variables: Object.fromEntries(Object.keys(resources).map((id) => [id.slice(0, 3), { Ref: id }])),
        },
      },
    },
  });
  const [old, current] = model.tables;
  expect(model.tables.map(({ keys }) => keys.map(({ name }) => name).join())).toEqual(['id', 'id,at']);
  expect([...model.functions.values()][0].environment).toEqual({ Old: old.name, New: current.name });
  expect(old.name).toMatch(/^Orders-Old[0-9A-F]+-[A-Z0-9]{12}$/);
});

test.each<[string, object]>([
  ['a name that is not known', { TableName: { Ref: 'Open' } }],
  ['a key that is not known', { KeySchema: [{ AttributeName: { Ref: 'Open' }, KeyType: 'HASH' }] }],
  ['no key', { KeySchema: [] }],
  ['a key that is no list', { KeySchema: 'id' }],
  ['a key without its type', { AttributeDefinitions: [text('other')] }],
  ['a key of an unknown type', { AttributeDefinitions: [text('id', 'BOOL')] }],
  ['a key of an unknown kind', { KeySchema: [hash('id'), { AttributeName: 'id', KeyType: 'OTHER' }] }],
  ['a sort key alone', { KeySchema: [range('id')] }],
  ['two partition keys', { KeySchema: [hash('id'), hash('a')], AttributeDefinitions: [text('id'), text('a')] }],
  ['one attribute for both keys', { KeySchema: [hash('id'), range('id')] }],
])('a table with %s is refused', (_what, properties) => {
  const model = modelOf({ Table: table(properties) });
  expect(model.tables).toEqual([]);
  expect(findingsAbout(model, 'Table')).toEqual([
    { what: 'the name or the key of the table is not known', effect: 'refused' },
  ]);
});
