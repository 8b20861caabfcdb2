import { FunctionPool } from '../../../local/src/functions/function-pool';
import { itemOf, plainItem } from '../../../local/src/tables/plain-value';
import { TableServer } from '../../../local/src/tables/table-server';
import { Tables } from '../../../local/src/tables/tables';
import { HeldClock } from '../support/models';
import { tableModel, VISITS } from '../support/tables';

const ARN = 'arn:aws:lambda:eu-west-3:210987654321:function:worker';

/** Sends one command by the SDK that the runtime provides, and says how it went. */
const SOURCE = `
import { createRequire } from 'node:module';
const sdk = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
export const handler = async ({ command, input, settings, timeout }) => {
  const client = new sdk.DynamoDBClient({ ...settings });
  const options = timeout ? { abortSignal: AbortSignal.timeout(timeout) } : {};
  try {
    const { $metadata, ...answer } = await client.send(new sdk[command + 'Command'](input), options);
    return { answer, attempts: $metadata.attempts };
  } catch (error) {
    return {
      failed: error.name,
      message: error.message,
      attempts: error.$metadata?.attempts,
      known: error instanceof sdk.ConditionalCheckFailedException,
    };
  }
};`;

const clock = new HeldClock(Date.now());
let tables: Tables;
let server: TableServer;
let functions: FunctionPool;

function pool(access: { url: string; accessKeyId: string } | undefined): FunctionPool {
  const model = {
    id: 'Worker',
    name: 'worker',
    arn: ARN,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 10,
    memorySize: 256,
    code: { type: 'inline', source: SOURCE } as const,
  };
  return new FunctionPool(new Map([[ARN, model]]), {
    clock,
    region: 'eu-west-3',
    account: '210987654321',
    network: { port: 1, hosts: [] },
    tables: access,
  });
}

beforeAll(async () => {
  tables = new Tables([tableModel(), VISITS]);
  server = await TableServer.start(tables, 'eu-west-3');
  functions = pool(server);
});

afterAll(async () => {
  await functions.close();
  await server.close();
});

async function send(command: string, input: object, more: object = {}, by = functions): Promise<any> {
  const invocation = await by.invoke(ARN, { command, input, ...more });
  if (invocation.outcome !== 'returned') throw new Error(JSON.stringify(invocation));
  return invocation.payload;
}

const [revocations, visits] = ['revocations', 'visits'];
const put = (id: string, expiresAt: number, more: object = {}) => ({
  TableName: revocations,
  Item: { id: { S: id }, expiresAt: { N: String(expiresAt) } },
  ...more,
});

test('an item that is put is there, and one that is deleted is not', async () => {
  const key = { TableName: revocations, Key: { id: { S: 'jti fig' } } };
  expect(await send('GetItem', key)).toEqual({ answer: {}, attempts: 1 });
  expect(await send('PutItem', put('jti fig', 1_764_000_007))).toEqual({ answer: {}, attempts: 1 });
  expect(await send('GetItem', { ...key, ConsistentRead: true })).toEqual({
    answer: { Item: { id: { S: 'jti fig' }, expiresAt: { N: '1764000007' } } },
    attempts: 1,
  });
  expect(await send('DeleteItem', key)).toEqual({ answer: {}, attempts: 1 });
  expect(await send('GetItem', key)).toEqual({ answer: {}, attempts: 1 });
});

test('an entry is added once, until it has expired', async () => {
  const once = (id: string, expiresAt: number, now: number) =>
    send(
      'PutItem',
      put(id, expiresAt, {
        ConditionExpression: 'attribute_not_exists(id) OR expiresAt < :now',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      }),
    );
  const failed = {
    failed: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    attempts: 1,
    known: true,
  };
  expect(await once('dpop a', 1_300, 1_000)).toEqual({ answer: {}, attempts: 1 });
  expect(await once('dpop a', 1_400, 1_100)).toEqual(failed);
  expect(await once('dpop a', 1_500, 1_300)).toEqual(failed);
  expect(await once('dpop b', 1_600, 1_100)).toEqual({ answer: {}, attempts: 1 });
  expect(await once('dpop a', 1_700, 1_301)).toEqual({ answer: {}, attempts: 1 });
  expect(tables.named(revocations).all.map(plainItem)).toEqual([
    { id: 'dpop a', expiresAt: 1_700 },
    { id: 'dpop b', expiresAt: 1_600 },
  ]);
});

test('of two who add an entry at the same time, one does', async () => {
  const add = () => send('PutItem', put('dpop twin', 2_000, { ConditionExpression: 'attribute_not_exists(id)' }));
  const answers = await Promise.all([add(), add(), add()]);
  expect(answers.map(({ failed }) => failed ?? 'added').sort()).toEqual([
    'ConditionalCheckFailedException',
    'ConditionalCheckFailedException',
    'added',
  ]);
});

test('several keys of several tables are read at once', async () => {
  tables.named(revocations).put(itemOf({ id: 'sub kim', issuedBefore: 1_763_999_999 }));
  tables.named(visits).put(itemOf({ who: 'kim', at: 7, tags: ['a', null, { deep: true }] }));
  tables.named(visits).put(itemOf({ who: 'kim', at: 8 }));
  const answer = await send('BatchGetItem', {
    RequestItems: {
      [revocations]: { Keys: ['sub kim', 'sub nobody'].map((id) => ({ id: { S: id } })), ConsistentRead: true },
      [VISITS.arn]: { Keys: [{ who: { S: 'kim' }, at: { N: '7.0' } }] },
    },
  });
  expect(answer).toEqual({
    answer: {
      Responses: {
        [revocations]: [{ id: { S: 'sub kim' }, issuedBefore: { N: '1763999999' } }],
        [VISITS.arn]: [
          {
            who: { S: 'kim' },
            at: { N: '7' },
            tags: { L: [{ S: 'a' }, { NULL: true }, { M: { deep: { BOOL: true } } }] },
          },
        ],
      },
      UnprocessedKeys: {},
    },
    attempts: 1,
  });
});

test.each<[string, string, object, string, string]>([
  [
    'a table that is not there',
    'GetItem',
    { TableName: 'other', Key: { id: { S: 'a' } } },
    'ResourceNotFoundException',
    'Requested resource not found',
  ],
  [
    'a key that does not fit',
    'GetItem',
    { TableName: 'revocations', Key: { jti: { S: 'a' } } },
    'ValidationException',
    'The provided key element does not match the schema',
  ],
  [
    'an operation that is not simulated',
    'Query',
    { TableName: 'revocations', KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: 'a' } } },
    'ValidationException',
    'the local gateway does not simulate the operation Query',
  ],
  [
    'a parameter that is not simulated',
    'GetItem',
    { TableName: 'revocations', Key: { id: { S: 'a' } }, ProjectionExpression: 'id' },
    'ValidationException',
    'the local gateway does not simulate the parameter ProjectionExpression',
  ],
])('%s is an error of the SDK', async (_what, command, input, failed, message) => {
  expect(await send(command, input)).toEqual({ failed, message, attempts: 1, known: false });
});

describe('a table that fails', () => {
  const key = { TableName: 'revocations', Key: { id: { S: 'a' } } };
  const several = {
    RequestItems: { visits: { Keys: [{ who: { S: 'kim' }, at: { N: '9' } }] }, revocations: { Keys: [key.Key] } },
  };

  beforeEach(() => {
    tables.all[0].fails = true;
  });
  afterEach(() => {
    tables.all[0].fails = false;
  });

  test.each<[string, object]>([
    ['GetItem', key],
    ['BatchGetItem', several],
    ['PutItem', put('a', 1)],
    ['DeleteItem', key],
  ])('is asked by %s as often as the client says', async (command, input) => {
    const answer = await send(command, input, { settings: { maxAttempts: 2 } });
    expect(answer).toMatchObject({ failed: 'InternalServerError', message: 'Internal server error', attempts: 2 });
  });

  test('is not waited for longer than the client says', async () => {
    const started = performance.now();
    const answer = await send('GetItem', key, { settings: { maxAttempts: 50 }, timeout: 300 });
    expect(answer).toMatchObject({ failed: 'AbortError' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('leaves the others alone', async () => {
    const other = { TableName: 'visits', Key: { who: { S: 'kim' }, at: { N: '9' } } };
    expect(await send('GetItem', other)).toEqual({ answer: {}, attempts: 1 });
  });
});

test('a function whose clock is ahead is answered', async () => {
  clock.advance(86_400);
  expect(await send('GetItem', { TableName: 'visits', Key: { who: { S: 'kim' }, at: { N: '99' } } })).toEqual({
    answer: {},
    attempts: 1,
  });
});

test.each<[string, (access: TableServer) => { url: string; accessKeyId: string } | undefined, string]>([
  [
    'without the key of this run',
    ({ url }) => ({ url, accessKeyId: 'local' }),
    'The security token included in the request is invalid.',
  ],
  ['of an assembly without tables', () => undefined, 'functions reach loopback only here: '],
])('a function %s reaches no table', async (_what, access, message) => {
  const stranger = pool(access(server));
  const key = { TableName: 'revocations', Key: { id: { S: 'a' } } };
  const answer = await send('GetItem', key, { settings: { maxAttempts: 1 } }, stranger);
  await stranger.close();
  expect(answer).toMatchObject({ message: expect.stringContaining(message), attempts: 1 });
});

test('a client of another region finds no table', async () => {
  const key = { TableName: 'revocations', Key: { id: { S: 'a' } } };
  expect(await send('GetItem', key, { settings: { region: 'us-west-2' } })).toMatchObject({
    failed: 'ResourceNotFoundException',
  });
});
