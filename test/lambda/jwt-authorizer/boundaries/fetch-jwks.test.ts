import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { fetchJwks, HttpStatusError } from '../../../../lambda/jwt-authorizer/fetch-jwks';
import { type Certificate, createCertificate } from '../../../support/oidc-certificate';

const LIMIT = 256 * 1_024;

let certificate: Certificate;
let server: https.Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  certificate = await createCertificate();
  server = https.createServer(certificate, (request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  // Everything of the request stays as it is, but that this certificate is trusted.
  const get = https.get as (...args: unknown[]) => never;
  jest
    .spyOn(https, 'get')
    .mockImplementation(((to: string, options: object, callback: unknown) =>
      get(to, { ...options, ca: certificate.cert }, callback)) as never);
});

afterAll(() => {
  jest.restoreAllMocks();
  server.close();
  server.closeAllConnections();
  certificate.remove();
});

test('the document is put together from all its parts', async () => {
  answer = (_, response) => {
    response.write('{"keys"');
    setTimeout(() => response.end(':[]}'), 20);
  };
  expect((await fetchJwks(url)).toString()).toBe('{"keys":[]}');
});

test('JSON is asked for, over a connection that is not kept', async () => {
  let headers: IncomingMessage['headers'] = {};
  answer = (request, response) => {
    headers = request.headers;
    response.end('{}');
  };
  await fetchJwks(url);
  expect(headers).toMatchObject({ accept: 'application/json', connection: 'close' });
});

test('a document of just 256 KiB is read, and no larger one', async () => {
  answer = (_, response) => response.end('x'.repeat(LIMIT));
  expect(await fetchJwks(url)).toHaveLength(LIMIT);
  answer = (_, response) => response.end('x'.repeat(LIMIT + 1));
  await expect(fetchJwks(url)).rejects.toThrow('response too large');
});

test('a document that finds no end is not read to its end', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (request, response) => {
      request.socket.once('close', resolve);
      const send = () => response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(send));
      send();
    };
  });
  await expect(fetchJwks(url)).rejects.toThrow('response too large');
  await closed;
});

test.each([201, 204, 301, 404, 500])(
  'status %i is an error that names it, and its connection is cut',
  async (status) => {
    const closed = new Promise<void>((resolve) => {
      answer = (request, response) => {
        request.socket.once('close', resolve);
        response.writeHead(status, { location: url });
        response.flushHeaders();
      };
    });
    const error: unknown = await fetchJwks(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ name: 'HttpStatusError', message: `status ${status}`, status });
    await closed;
  },
);

test('a document that stops in the middle is an error', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"keys"', () => response.destroy());
  };
  await expect(fetchJwks(url)).rejects.toThrow('aborted');
});

test('three seconds are all that it may take', async () => {
  // Time stands in for itself: ten milliseconds for three seconds.
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const spy = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(10));
  answer = () => undefined;
  await expect(fetchJwks(url)).rejects.toThrow('aborted');
  expect(spy).toHaveBeenCalledWith(3_000);
});
