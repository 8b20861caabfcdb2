import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpProxy } from '../../../local/src/integrations/http-proxy';
import type { HttpProxyIntegrationModel } from '../../../local/src/model/route-model';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';

let server: Server;
let base: string;
const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { method, url, headers } = message;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (url?.startsWith('/hangs')) return;
      if (url?.startsWith('/odd')) return void response.writeHead(799).end();
      if (url?.startsWith('/breaks')) response.writeHead(200, { 'Content-Length': 10 }).write('part');
      if (url?.startsWith('/breaks')) setTimeout(() => response.destroy(), 5);
      else response.writeHead(203, { 'X-Answer': 'yes', Server: 'backend' }).end('hello');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function ask(uri: string, overrides: Partial<HttpProxyIntegrationModel> = {}, request = {}, pathParameters = {}) {
  const model: HttpProxyIntegrationModel = {
    type: 'HTTP_PROXY',
    uri,
    httpMethod: 'ANY',
    timeoutMs: 2_000,
    ...overrides,
    requestParameters: { 'integration.request.path.path': 'method.request.path.path', ...overrides.requestParameters },
  };
  const asked = exchange({ request, route: route('ANY /files/{path+}', { integration: model }), pathParameters });
  return httpProxy(asked, model);
}

test('request and answer are passed on, but for what belongs to the connections', async () => {
  const answer = await ask(
    `${base}/a/{path}`,
    { requestParameters: { 'integration.request.header.X-Stage': 'context.stage' } },
    {
      method: 'PUT',
      rawQuery: 'q=1',
      headers: [
        ['Host', 'x'],
        ['X-Tag', 't'],
        ['Connection', 'close'],
      ],
      body: Buffer.from('b'),
    },
    { path: 'b c/d?e' },
  );
  expect(seen.at(-1)).toMatchObject({ method: 'PUT', url: '/a/b%20c/d%3Fe?q=1', body: 'b' });
  expect(seen.at(-1)?.headers).toMatchObject({ 'x-tag': 't', 'x-stage': 'prod', host: base.slice(7) });
  expect([answer.status, answer.body.toString()]).toEqual([203, 'hello']);
  expect(answer.headers).toEqual(
    expect.arrayContaining([
      ['X-Answer', 'yes'],
      ['x-amzn-Remapped-Server', 'backend'],
    ]),
  );
});

test.each([
  'http://example.com/',
  'https://localhost.example.com/',
  'http://169.254.169.254/latest/meta-data',
  'http://{path}/',
  'http://10.0.0.1/',
  'ftp://localhost/',
  'not a url',
])('%s is refused, without any traffic', async (uri) => {
  const failure = await failureOf(ask(uri, {}, {}, { path: 'evil.example' }));
  expect(failure).toMatchObject({ name: 'Refusal', layer: 'integration' });
});

test('a header that HTTP would not let through harms nobody, with a backend or without one', async () => {
  const headers = [
    ['Trailer', 'x'],
    ['Connection', 'x-private'],
    ['X-Private', 'yes'],
    ['X-Public', 'yes'],
  ];
  expect((await ask(`${base}/a`, {}, { headers })).status).toBe(203);
  expect(seen.at(-1)?.headers).not.toHaveProperty('x-private');
  expect(seen.at(-1)?.headers).toMatchObject({ 'x-public': 'yes' });
  expect(await failureOf(ask('http://127.0.0.1:1/', {}, { headers }))).toMatchObject({ status: 504 });
});

test('a slash in a value is a part of it, unless the parameter is greedy', async () => {
  const model = { 'integration.request.path.id': 'method.request.path.id' };
  await ask(`${base}/items/{id}`, { requestParameters: model }, {}, { id: '1/admin' });
  expect(seen.at(-1)?.url).toBe('/items/1%2Fadmin');
  await ask(`${base}/items/{path}`, {}, {}, { path: '1/admin' });
  expect(seen.at(-1)?.url).toBe('/items/1/admin');
});

test.each([
  ['auth0%7C1', 'auth0%7C1'],
  ['auth0|1', 'auth0%7C1'],
  ['a%252Fb', 'a%252Fb'],
  ['a%2Fb', 'a%2Fb'],
  ['zo%c3%ab', 'zo%c3%ab'],
  ["jane@x.example:1;a=b,c+d!$&'()*~", "jane@x.example:1;a=b,c+d!$&'()*~"],
])('a path parameter %s is passed on as %s, and not encoded twice', async (id, path) => {
  const requestParameters = {
    'integration.request.path.id': 'method.request.path.id',
    'integration.request.header.X-Id': 'method.request.path.id',
  };
  await ask(`${base}/items/{id}`, { requestParameters }, {}, { id });
  expect(seen.at(-1)?.url).toBe(`/items/${path}`);
  expect(seen.at(-1)?.headers).toMatchObject({ 'x-id': id });
});

test('a path parameter that becomes a query parameter is encoded once', async () => {
  const requestParameters = { 'integration.request.querystring.owner': 'method.request.path.id' };
  await ask(`${base}/items`, { requestParameters }, {}, { id: 'auth0%7Ca%2Bb' });
  expect(seen.at(-1)?.url).toBe('/items?owner=auth0%7Ca%2Bb');
});

test('a value that is no path parameter is plain text', async () => {
  const requestParameters = { 'integration.request.path.id': "'50%25/off'" };
  await ask(`${base}/items/{id}`, { requestParameters }, {}, {});
  expect(seen.at(-1)?.url).toBe('/items/50%2525%2Foff');
});

test('what the API maps into the path is not for the client to choose', async () => {
  const requestParameters = { 'integration.request.path.path': "'public'" };
  await ask(`${base}/{path}`, { requestParameters }, {}, { path: 'secret' });
  expect(seen.at(-1)?.url).toBe('/public');
});

test.each(['..', 'a/../b', '.', '%2e%2E', 'a/.%2e/b'])('a path parameter %p leads nowhere else', async (path) => {
  const before = seen.length;
  expect(await failureOf(ask(`${base}/a/{path}`, {}, {}, { path }))).toMatchObject({ name: 'Refusal' });
  expect(seen.length).toBe(before);
});

test.each<[string, () => string, object]>([
  ['does not answer', () => `${base}/hangs`, { status: 504, responseType: 'INTEGRATION_TIMEOUT' }],
  ['answers with a status of its own', () => `${base}/odd`, { status: 502 }],
  ['stops midway', () => `${base}/breaks`, { status: 502 }],
  ['is not there', () => 'http://127.0.0.1:1/', { status: 504, responseType: 'INTEGRATION_FAILURE' }],
])('a backend that %s', async (_, uri, expected) => {
  expect(await failureOf(ask(uri(), { timeoutMs: 100 }))).toMatchObject(expected);
});

test('a path parameter that the API does not map has no value', async () => {
  const failure = await failureOf(ask(`${base}/a/{other}`, {}, {}, { path: 'x', other: 'y' }));
  expect(failure).toMatchObject({ name: 'Refusal' });
});

test("the API's own query comes first, and what it maps wins over the caller's", async () => {
  const requestParameters = { 'integration.request.querystring.tenant': "'acme'" };
  await ask(`${base}/a?own=1`, { requestParameters }, { rawQuery: 'tenant=globex&tenant=x&b=2' });
  expect(seen.at(-1)?.url).toBe('/a?own=1&tenant=acme&b=2');
});
