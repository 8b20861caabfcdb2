import { findTable } from '../../../local/src/gateway/gateway-table';
import { LocalGatewayError } from '../../../local/src/gateway/local-gateway-error';
import { perform } from '../../../local/src/tables/operations';
import { Tables } from '../../../local/src/tables/tables';
import { tableModel, VISITS } from '../support/tables';

const tables = new Tables([
  tableModel({ id: 'RevocationsTable5A2B', name: 'Orders-RevocationsTable5A2B-7QWERTY' }),
  VISITS,
  tableModel({ id: 'Proofs', name: 'proofs-of-orders' }),
  tableModel({ id: 'ProofsOld', name: 'old' }),
]);

function failure(code: string, message: string) {
  return expect.objectContaining({ name: LocalGatewayError.name, code, message: `${message} [${code}]` });
}

test.each([
  ['its name', 'visits', 'visits'],
  ['its ARN', VISITS.arn, 'visits'],
  ['its id', 'Inner/Visits', 'visits'],
  ['its id in a nested stack', 'Visits', 'visits'],
  ['its id, which is a part of another', 'Proofs', 'proofs-of-orders'],
  ['a part of its id', 'Revocations', 'Orders-RevocationsTable5A2B-7QWERTY'],
  ['a part of its name', '-of-', 'proofs-of-orders'],
])('a table is found by %s', (_what, name, expected) => {
  expect(findTable(tables, name).name).toBe(expected);
});

const KNOWN =
  'there are: Orders-RevocationsTable5A2B-7QWERTY (RevocationsTable5A2B), visits (Inner/Visits), proofs-of-orders (Proofs), old (ProofsOld)';

test.each([
  ['nobody', 0],
  ['roofs', 2],
])('a table is not guessed by %s', (name, count) => {
  expect(() => findTable(tables, name)).toThrow(
    failure('TableUnknown', `${count} tables are named '${name}'; ${KNOWN}`),
  );
});

test('without tables there are none', () => {
  expect(() => findTable(new Tables([]), 'any')).toThrow(
    failure('TableUnknown', "0 tables are named 'any'; there are: none"),
  );
});

test('a test puts items in, deletes them, and sees what is there; the table is one, however often it is asked for', () => {
  findTable(tables, 'visits').put({ who: 'kim', at: 1, tags: ['a'] });
  findTable(tables, 'visits').put({ who: 'kim', at: 2 });
  findTable(tables, 'visits').put({ who: 'kim', at: 1, tags: ['b'] });
  expect(findTable(tables, 'Visits').items()).toEqual([
    { who: 'kim', at: 1, tags: ['b'] },
    { who: 'kim', at: 2 },
  ]);
  expect(findTable(tables, 'Proofs').items()).toEqual([]);
  findTable(tables, 'visits').delete({ who: 'kim', at: 1 });
  findTable(tables, 'visits').delete({ who: 'nobody', at: 1 });
  expect(findTable(tables, 'visits').items()).toEqual([{ who: 'kim', at: 2 }]);
});

test('what a test gets is a copy', () => {
  const table = findTable(tables, 'Proofs');
  table.put({ id: 'a', list: [1] });
  (table.items()[0].list as number[]).push(2);
  expect(table.items()).toEqual([{ id: 'a', list: [1] }]);
});

test('a table fails for functions and not for the test', () => {
  const table = findTable(tables, 'old');
  const get = () => perform(tables, 'DynamoDB_20120810.GetItem', { TableName: 'old', Key: { id: { S: 'a' } } });
  table.fail();
  table.put({ id: 'a' });
  expect(table.items()).toEqual([{ id: 'a' }]);
  expect(get).toThrow('Internal server error');
  table.recover();
  expect(get()).toEqual({ Item: { id: { S: 'a' } } });
});

test.each<[string, () => void, string]>([
  ['an item without its key', () => findTable(tables, 'visits').put({ who: 'kim' }), 'Missing the key at in the item'],
  [
    'an item that is none',
    () => findTable(tables, 'visits').put({ who: 'kim', at: 1, x: undefined }),
    'x must be a text',
  ],
  ['more than a key', () => findTable(tables, 'old').delete({ id: 'a', n: 1 }), 'does not match the schema'],
])('%s is refused', (_what, action, message) => {
  expect(action).toThrow(
    expect.objectContaining({
      name: LocalGatewayError.name,
      code: 'ItemInvalid',
      message: expect.stringContaining(message),
    }),
  );
});
