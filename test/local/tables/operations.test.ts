import { perform } from '../../../local/src/tables/operations';
import { itemOf, plainItem } from '../../../local/src/tables/plain-value';
import { TableError } from '../../../local/src/tables/table-error';
import { Tables } from '../../../local/src/tables/tables';
import { tableModel, VISITS } from '../support/tables';

let tables: Tables;

beforeEach(() => {
  tables = new Tables([tableModel(), VISITS]);
});

function send(operation: string, parameters: object): any {
  return perform(tables, `DynamoDB_20120810.${operation}`, parameters as Record<string, unknown>);
}

function failure(message: string, type = 'ValidationException') {
  return expect.objectContaining({ name: TableError.name, type, message });
}

const TableName = 'revocations';
const put = (id: unknown, more: object = {}) => ({ TableName, Item: { id, ...more } });
const key = (id: string) => ({ TableName, Key: { id: { S: id } } });
const visit = (who: string, at: string) => ({ who: { S: who }, at: { N: at } });

test('an item takes the place of the one with its key, whole', () => {
  send('PutItem', put({ S: 'a' }, { old: { BOOL: true } }));
  send('PutItem', put({ S: 'a' }, { colour: { S: 'plum' } }));
  expect(send('GetItem', key('a'))).toEqual({ Item: { id: { S: 'a' }, colour: { S: 'plum' } } });
  expect(tables.all[1].all).toEqual([]);
});

test('both parts of a key count, and a number however it is written', () => {
  for (const [who, at] of [
    ['kim', '1'],
    ['kim', '1.0'],
    ['kim', '2'],
    ['lee', '10e-1'],
  ]) {
    send('PutItem', { TableName: VISITS.arn, Item: visit(who, at) });
  }
  send('DeleteItem', { TableName: 'visits', Key: visit('kim', '2.00') });
  expect(tables.all[1].all.map(plainItem)).toEqual([
    { who: 'kim', at: 1 },
    { who: 'lee', at: 1 },
  ]);
});

test('a condition that does not hold leaves everything as it is', () => {
  tables.all[0].put(itemOf({ id: 'a', n: 1 }));
  const failed = failure('The conditional request failed', 'ConditionalCheckFailedException');
  const wanted = { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } };
  expect(() => send('PutItem', { ...put({ S: 'a' }), ...wanted })).toThrow(failed);
  expect(() => send('DeleteItem', { ...key('a'), ...wanted })).toThrow(failed);
  expect(tables.all[0].all.map(plainItem)).toEqual([{ id: 'a', n: 1 }]);
  const right = { ...wanted, ExpressionAttributeValues: { ':n': { N: '1.0' } } };
  expect(send('DeleteItem', { ...key('a'), ...right })).toEqual({});
  expect(tables.all[0].all).toEqual([]);
});

const MISFIT = 'The provided key element does not match the schema';
const INVALID = 'One or more parameter values were invalid';

test.each<[string, string, object, string]>([
  ['no key', 'GetItem', { TableName, Key: {} }, MISFIT],
  ['a key of another type', 'GetItem', { TableName, Key: { id: { N: '1' } } }, MISFIT],
  ['a key with more', 'GetItem', { TableName, Key: { id: { S: 'a' }, n: { N: '1' } } }, MISFIT],
  ['half a key', 'DeleteItem', { TableName: 'visits', Key: { who: { S: 'a' } } }, MISFIT],
  [
    'an item without its key',
    'PutItem',
    { TableName, Item: { n: { N: '1' } } },
    `${INVALID}: Missing the key id in the item`,
  ],
  [
    'an item without its sort key',
    'PutItem',
    { TableName: 'visits', Item: { who: { S: 'a' } } },
    `${INVALID}: Missing the key at in the item`,
  ],
  [
    'an item with a key of another type',
    'PutItem',
    put({ N: '1' }),
    `${INVALID}: Type mismatch for key id expected: S actual: N`,
  ],
  [
    'an item with the key of an index in another type',
    'PutItem',
    { TableName: 'visits', Item: { ...visit('a', '1'), place: { S: 'here' } } },
    `${INVALID}: Type mismatch for key place expected: B actual: S`,
  ],
  [
    'an empty key',
    'PutItem',
    put({ S: '' }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id',
  ],
  [
    'a key that is too long',
    'GetItem',
    key('x'.repeat(2_049)),
    `${INVALID}: Size of hashkey has exceeded the maximum size limit of 2048 bytes`,
  ],
  [
    'an item that is too large',
    'PutItem',
    put({ S: 'a' }, { t: { S: 'x'.repeat(400 * 1_024 - 3) } }),
    'Item size has exceeded the maximum allowed size',
  ],
  ['no item', 'PutItem', { TableName }, 'Supplied AttributeValue map is not an object'],
  [
    'a consistency that is neither',
    'GetItem',
    { ...key('a'), ConsistentRead: 'yes' },
    'ConsistentRead must be true or false',
  ],
])('%s is refused', (_what, operation, parameters, message) => {
  expect(() => send(operation, parameters)).toThrow(failure(message));
  expect(tables.all.flatMap(({ all }) => all)).toEqual([]);
});

test('an item of exactly the size that is allowed is taken', () => {
  send('PutItem', put({ S: 'a' }, { t: { S: 'x'.repeat(400 * 1_024 - 4) } }));
  expect(tables.all[0].all).toHaveLength(1);
});

const OURS = 'the local gateway does not simulate';

test.each<[string, object, string]>([
  ['UpdateItem', key('a'), 'the operation UpdateItem'],
  ['Query', { TableName }, 'the operation Query'],
  ['Scan', { TableName }, 'the operation Scan'],
  ['TransactWriteItems', {}, 'the operation TransactWriteItems'],
  ['BatchWriteItem', {}, 'the operation BatchWriteItem'],
  ['DescribeTable', { TableName }, 'the operation DescribeTable'],
  ['', {}, 'the operation of this request'],
  ['constructor', {}, 'the operation constructor'],
  ['GetItem', { ...key('a'), ProjectionExpression: 'id' }, 'the parameter ProjectionExpression'],
  ['GetItem', { ...key('a'), AttributesToGet: ['id'] }, 'the parameter AttributesToGet'],
  ['GetItem', { ...key('a'), ConditionExpression: 'attribute_exists(id)' }, 'the parameter ConditionExpression'],
  ['GetItem', { ...key('a'), ReturnConsumedCapacity: 'TOTAL' }, 'ReturnConsumedCapacity "TOTAL"'],
  ['PutItem', { ...put({ S: 'a' }), ReturnValues: 'ALL_OLD' }, 'ReturnValues "ALL_OLD"'],
  ['PutItem', { ...put({ S: 'a' }), Expected: {} }, 'the parameter Expected'],
  ['PutItem', { ...put({ S: 'a' }), Key: { id: { S: 'b' } } }, 'the parameter Key'],
  [
    'DeleteItem',
    { ...key('a'), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
    'ReturnValuesOnConditionCheckFailure "ALL_OLD"',
  ],
  ['DeleteItem', { ...key('a'), FutureParameter: 1 }, 'the parameter FutureParameter'],
  ['BatchGetItem', { RequestItems: {}, Future: 1 }, 'the parameter Future'],
  [
    'BatchGetItem',
    { RequestItems: { revocations: { Keys: [{ id: { S: 'a' } }], ProjectionExpression: 'id' } } },
    'the parameter ProjectionExpression',
  ],
])('%s with %j is not simulated', (operation, parameters, what) => {
  expect(() => send(operation, parameters)).toThrow(failure(`${OURS} ${what}`));
});

test('what asks for nothing more in the answer changes nothing', () => {
  const nothing = { ReturnConsumedCapacity: 'NONE', ReturnValues: 'NONE', ReturnItemCollectionMetrics: 'NONE' };
  expect(send('PutItem', { ...put({ S: 'a' }), ...nothing })).toEqual({});
  expect(tables.all[0].all).toHaveLength(1);
});

test.each(['GetItem', 'DeleteItem', 'PutItem'])('%s of a table that is not there is refused', (operation) => {
  const missing = failure('Requested resource not found', 'ResourceNotFoundException');
  for (const name of ['other', 'Revocations', 'arn:aws:dynamodb:eu-west-3:210987654321:table/other', undefined]) {
    const subject = operation === 'PutItem' ? { Item: { id: { S: 'a' } } } : { Key: { id: { S: 'a' } } };
    expect(() => send(operation, { TableName: name, ...subject })).toThrow(missing);
  }
});

describe('BatchGetItem', () => {
  const batch = (ids: readonly string[], more: object = {}) => ({
    RequestItems: { revocations: { Keys: ids.map((id) => ({ id: { S: id } })), ...more } },
  });
  const many = (count: number) => Array.from({ length: count }, (_, index) => `id ${index}`);

  test.each<[string, object, string]>([
    ['nothing', { RequestItems: {} }, 'RequestItems must name at least one table'],
    ['no keys', batch([]), 'Keys must hold at least one key'],
    ['a key twice', batch(['a', 'b', 'a']), 'Provided list of item keys contains duplicates'],
    ['too many keys', batch(many(101)), 'Too many items requested for the BatchGetItem call'],
    [
      'a table twice',
      { RequestItems: { ...batch(['a']).RequestItems, [tableModel().arn]: { Keys: [{ id: { S: 'b' } }] } } },
      'a table can be named once only in a BatchGetItem call',
    ],
  ])('of %s is refused', (_what, parameters, message) => {
    expect(() => send('BatchGetItem', parameters)).toThrow(failure(message));
  });

  test('of one table that is not there is refused as a whole', () => {
    const parameters = { RequestItems: { ...batch(['a']).RequestItems, other: { Keys: [{ id: { S: 'a' } }] } } };
    expect(() => send('BatchGetItem', parameters)).toThrow(
      failure('Requested resource not found', 'ResourceNotFoundException'),
    );
  });

  test('of 100 keys is answered', () => {
    tables.all[0].put(itemOf({ id: 'id 63' }));
    expect(send('BatchGetItem', batch(many(100)))).toEqual({
      Responses: { revocations: [{ id: { S: 'id 63' } }] },
      UnprocessedKeys: {},
    });
  });

  test('leaves for another request what would make the answer larger than 16 MB', () => {
    for (const id of many(45)) tables.all[0].put(itemOf({ id, text: 'x'.repeat(400_000) }));
    const first = send('BatchGetItem', batch(many(45), { ConsistentRead: true }));
    expect(first.Responses.revocations).toHaveLength(41);
    expect(first.UnprocessedKeys.revocations).toEqual({
      Keys: ['id 41', 'id 42', 'id 43', 'id 44'].map((id) => ({ id: { S: id } })),
      ConsistentRead: true,
    });
    const second = send('BatchGetItem', { RequestItems: first.UnprocessedKeys });
    expect(second.Responses.revocations).toHaveLength(4);
    expect(second.UnprocessedKeys).toEqual({});
  });
});

test('a table that fails answers nothing, until it works again', () => {
  tables.all[0].put(itemOf({ id: 'a' }));
  tables.all[0].fails = true;
  expect(() => send('GetItem', key('a'))).toThrow(failure('Internal server error', 'InternalServerError'));
  tables.all[0].fails = false;
  expect(send('GetItem', key('a'))).toEqual({ Item: { id: { S: 'a' } } });
});
