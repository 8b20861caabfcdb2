import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { itemOf } from '../../../local/src/tables/plain-value';
import { TableServer } from '../../../local/src/tables/table-server';
import { Tables } from '../../../local/src/tables/tables';
import { tableModel } from '../support/tables';

let server: TableServer;

beforeAll(async () => {
  const tables = new Tables([tableModel()]);
  tables.all[0].put(itemOf({ id: 'a' }));
  server = await TableServer.start(tables, 'eu-west-3');
});

afterAll(() => server.close());

const BODY = JSON.stringify({ TableName: 'revocations', Key: { id: { S: 'a' } } });

function credential(key: string, scope = '20261125/eu-west-3/dynamodb/aws4_request'): string {
  return `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
}

interface Ask {
  readonly authorization?: string;
  readonly body?: string;
  readonly method?: string;
  readonly target?: string;
}

async function ask({ authorization, body = BODY, method, target }: Ask): Promise<[number, any, object]> {
  return new Promise((resolve, reject) => {
    const headers = {
      'X-Amz-Target': target ?? 'DynamoDB_20120810.GetItem',
      'Content-Length': Buffer.byteLength(body),
      ...(authorization !== undefined && { Authorization: authorization }),
    };
    const call = request(server.url, { method: method ?? 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve([response.statusCode ?? 0, JSON.parse(String(Buffer.concat(chunks))), response.headers]),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

test('who knows the key of this run is answered, in the types and headers of DynamoDB', async () => {
  const [status, body, headers] = await ask({ authorization: credential(server.accessKeyId) });
  expect([status, body]).toEqual([200, { Item: { id: { S: 'a' } } }]);
  expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.0' });
  expect(headers).not.toHaveProperty('date');
});

const VALIDATION = 'com.amazon.coral.validate#ValidationException';
const UNKNOWN = {
  __type: 'com.amazon.coral.service#UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};
const ELSEWHERE = {
  __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
  message: 'Requested resource not found',
};

test.each<[string, () => Ask, object]>([
  [
    'without a key',
    () => ({}),
    {
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    },
  ],
  ['with another key', () => ({ authorization: credential('local') }), UNKNOWN],
  ['with a part of the key', () => ({ authorization: credential(server.accessKeyId.slice(0, -1)) }), UNKNOWN],
  ['with more than the key', () => ({ authorization: credential(`${server.accessKeyId}A`) }), UNKNOWN],
  ['with the key alone', () => ({ authorization: server.accessKeyId }), UNKNOWN],
  ['with the key as a bearer', () => ({ authorization: `Bearer ${server.accessKeyId}` }), UNKNOWN],
  [
    'for another service',
    () => ({ authorization: credential(server.accessKeyId, '20261125/eu-west-3/sts/aws4_request') }),
    UNKNOWN,
  ],
  [
    'for another region',
    () => ({ authorization: credential(server.accessKeyId, '20261125/us-west-2/dynamodb/aws4_request') }),
    ELSEWHERE,
  ],
  [
    'with something that is no JSON',
    () => ({ authorization: credential(server.accessKeyId), body: '{"TableName"' }),
    { __type: VALIDATION, message: 'the request is not a JSON object' },
  ],
  [
    'with a list',
    () => ({ authorization: credential(server.accessKeyId), body: '[]' }),
    { __type: VALIDATION, message: 'the request is not a JSON object' },
  ],
  [
    'by another method',
    () => ({ authorization: credential(server.accessKeyId), method: 'PUT' }),
    { __type: VALIDATION, message: 'a request of DynamoDB is a POST' },
  ],
  [
    'of another version',
    () => ({ authorization: credential(server.accessKeyId), target: 'DynamoDB_20111205.GetItem' }),
    { __type: VALIDATION, message: 'the local gateway does not simulate the operation of this request' },
  ],
])('a request %s is refused', async (_what, of, body) => {
  expect((await ask(of())).slice(0, 2)).toEqual([400, body]);
});

test('a request that is too large is refused', async () => {
  const [status, body] = await new Promise<[number, string]>((resolve, reject) => {
    const call = request(server.url, {
      method: 'POST',
      agent: false,
      headers: { Authorization: credential(server.accessKeyId), 'Content-Length': 17 * 1_024 * 1_024 },
    });
    call.on('response', (response) => {
      response.on('data', (chunk: Buffer) => resolve([response.statusCode ?? 0, String(chunk)]));
      response.on('error', () => undefined);
    });
    call.on('error', reject);
    call.flushHeaders();
  });
  expect([status, JSON.parse(body)]).toEqual([400, { __type: VALIDATION, message: 'the request is too large' }]);
});

test('the key is another for each server, and shaped as AWS shapes them', async () => {
  const other = await TableServer.start(new Tables([]), 'eu-west-3');
  const { accessKeyId } = other;
  await other.close();
  expect([accessKeyId, server.accessKeyId]).toEqual([0, 1].map(() => expect.stringMatching(/^LOCAL[A-Z2-7]{15}$/)));
  expect(accessKeyId).not.toBe(server.accessKeyId);
});

test('it listens on loopback only', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  const { hostname, port } = new URL(server.url);
  expect(hostname).toBe('127.0.0.1');
  for (const host of outside) {
    const outcome = await new Promise((resolve) => {
      const socket = connect(Number(port), host, () => resolve('open'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(outcome).toBe('ECONNREFUSED');
  }
});
