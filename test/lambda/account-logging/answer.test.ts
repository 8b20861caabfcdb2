import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceResponse } from 'aws-lambda';
import { putAnswer } from '../../../lambda/account-logging/answer';
import { FakeClock } from './fixtures';

const RESPONSE: CloudFormationCustomResourceResponse = {
  Status: 'FAILED',
  Reason: 'nicht möglich',
  PhysicalResourceId: 'id',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'logical',
};

interface Received {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let url: string;
let received: Received[];
let statuses: (number | 'reset')[];

beforeEach(async () => {
  received = [];
  statuses = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      received.push({ method, url: request.url, headers, body: Buffer.concat(chunks).toString() });
      const status = statuses.shift() ?? 200;
      if (status === 'reset') request.socket.destroy();
      else response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=s%2F1`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function put(clock = new FakeClock()): Promise<void> {
  return putAnswer(url, RESPONSE, (milliseconds) => clock.sleep(milliseconds));
}

test('puts JSON of a known length, with the empty content type that the URL is signed for', async () => {
  await put();
  expect(received).toHaveLength(1);
  const [{ method, url: path, headers, body }] = received;
  expect({ method, path }).toEqual({ method: 'PUT', path: '/answer?signature=s%2F1' });
  expect(JSON.parse(body)).toEqual(RESPONSE);
  expect(headers['content-type']).toBe('');
  expect(headers['content-length']).toBe(String(Buffer.byteLength(JSON.stringify(RESPONSE))));
  expect(headers['transfer-encoding']).toBeUndefined();
});

test.each([[503], ['reset' as const]])('tries again after %s', async (failure) => {
  statuses = [failure, failure];
  const clock = new FakeClock();
  await put(clock);
  expect(received).toHaveLength(3);
  expect(clock.sleeps).toEqual([1_000, 1_000]);
});

test('gives up after three times, with an error', async () => {
  statuses = [403, 403, 403, 403];
  await expect(put()).rejects.toThrow("CloudFormation's response URL answered 403");
  expect(received).toHaveLength(3);
});
