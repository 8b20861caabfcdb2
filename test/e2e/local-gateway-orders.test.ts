import { OrdersStack } from '../../bin/orders-stack';
import { runTour } from '../../bin/tour/run-tour';
import type { Stop } from '../../bin/tour/stop';
import { STOPS } from '../../bin/tour/stops';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

let assembly: Assembly;
let gateway: LocalGateway;

beforeAll(async () => {
  assembly = synthesize((app) => new OrdersStack(app, 'Orders'));
  gateway = await LocalGateway.start({ assembly: assembly.directory });
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

test('each stop of the tour is answered as it must be, by the layer that must', async () => {
  const rows = await runTour(gateway, STOPS);
  expect(rows.length).toBeGreaterThanOrEqual(20);
  expect(rows.filter(({ asExpected }) => !asExpected)).toEqual([]);
  const refused = rows
    .filter(({ status }) => status === 401)
    .map(({ reason }) => reason.replace(/^Unauthorized: /, ''));
  expect(refused).toEqual([
    'there is no method.request.header.Authorization; the function was not asked',
    'signature_invalid',
    'signature_invalid',
    'token_malformed',
    'token_expired',
    'audience_mismatch',
  ]);
  const denied = rows.filter(({ layer, status }) => layer === 'authorizer' && status === 403);
  expect(denied.map(({ reason }) => reason.split(': ')[1])).toEqual([
    'scope_missing',
    'claim_mismatch',
    'group_missing',
  ]);
  expect(rows.find(({ layer }) => layer === 'throttle')?.reason).toBe('Too Many Requests; 40 created, 20 throttled');
}, 60_000);

test('a stop that gets another answer is found out', async () => {
  const wrong: Stop = { ...STOPS[0], status: 403 };
  const elsewhere: Stop = { ...STOPS[0], layer: 'firewall' };
  const rows = await runTour(gateway, [STOPS[0], wrong, elsewhere]);
  expect(rows.map(({ asExpected }) => asExpected)).toEqual([true, false, false]);
});

test('nothing of the reference app is refused for being unknown', () => {
  expect(gateway.findings.filter(({ effect }) => effect === 'refused')).toEqual([]);
  expect(gateway.findings.map(({ what }) => what).join('\n')).toContain('AWSManagedRulesCommonRuleSet');
});

test("a token's end is seen when the clock has passed it and the decision is kept no longer", async () => {
  const headers = { Authorization: `Bearer ${gateway.issueToken({ scope: 'orders/read', tenant_id: 'acme' })}` };
  expect((await gateway.fetch('/orders', { headers })).status).toBe(200);
  gateway.advance(3_599);
  expect((await gateway.fetch('/orders', { headers })).status).toBe(200);
  gateway.advance(301);
  expect((await gateway.fetch('/orders', { headers })).status).toBe(401);
});

test('the access log is one line of JSON a request, with what happened and without what must stay secret', async () => {
  const token = gateway.issueToken({ scope: 'orders/write', sub: 'user-77' });
  await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${token}`, 'User-Agent': 'probe "x"\\' } });
  const line = gateway.log.last?.accessLog ?? '';
  expect(JSON.parse(line)).toMatchObject({
    httpMethod: 'GET',
    resourcePath: '/orders',
    status: '403',
    principalId: 'user-77',
    denialReason: 'scope_missing',
    wafResponseCode: 'WAF_ALLOW',
    errorType: 'ACCESS_DENIED',
    stage: 'prod',
    tlsVersion: expect.stringMatching(/^TLSv1\.[23]$/),
  });
  expect(line).not.toContain('\n');
  expect(line).not.toContain(token);
  expect(line).not.toContain(token.split('.')[2]);
});

test('errors are problem details with the headers of the template', async () => {
  const response = await gateway.fetch('/orders');
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(response.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  await expect(response.json()).resolves.toEqual({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    requestId: response.headers.get('x-amzn-requestid'),
  });
});

test('a token without the scope is told which one', async () => {
  const token = gateway.issueToken({ scope: 'orders/write' });
  for (let call = 0; call < 2; call += 1) {
    const response = await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${token}` } });
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="orders/read"');
    expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After,WWW-Authenticate,x-amzn-RequestId');
  }
});

test('a good token that no other scope would help is told nothing', async () => {
  const token = gateway.issueToken({ scope: 'orders/read', tenant_id: 'acme' });
  const response = await gateway.fetch('/tenants/other/orders', { headers: { Authorization: `Bearer ${token}` } });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null]);
});

test.each(['text/plain', 'application/json; charset=utf-8', 'image/png', ''])(
  'preflights answer any content type: %j',
  async (type) => {
    const headers = { Origin: 'https://staff.example.com', 'Content-Type': type, Accept: 'image/png' };
    const response = await gateway.fetch('/orders', { method: 'OPTIONS', headers, body: 'x' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://staff.example.com');
  },
);

describe('a decision that is kept', () => {
  const claims = { scope: 'orders/read', tenant_id: 'acme' };

  test('lets nobody in on another route, in either order', async () => {
    const headers = { Authorization: `Bearer ${gateway.issueToken({ ...claims, jti: 'allow-first' })}` };
    const statuses: number[] = [];
    for (const [method, path] of [
      ['GET', '/orders'],
      ['DELETE', '/orders/o-1001?reason=late'],
      ['GET', '/orders'],
      ['GET', '/orders/o-1001'],
      ['DELETE', '/orders/o-1001?reason=late'],
    ]) {
      statuses.push((await gateway.fetch(path, { method, headers })).status);
    }
    expect(statuses).toEqual([200, 403, 200, 200, 403]);
  });

  test('shuts nobody out on another route', async () => {
    const headers = { Authorization: `Bearer ${gateway.issueToken({ ...claims, jti: 'deny-first' })}` };
    const first = await gateway.fetch('/orders/o-1001?reason=late', { method: 'DELETE', headers });
    const second = await gateway.fetch('/orders/o-1001', { headers });
    expect([first.status, second.status]).toEqual([403, 200]);
  });

  test('belongs to one path where the rule looks at a path parameter', async () => {
    const headers = { Authorization: `Bearer ${gateway.issueToken({ ...claims, jti: 'tenants' })}` };
    const statuses: number[] = [];
    for (const tenant of ['acme', 'globex', 'acme', 'globex', 'acme%2F..%2Fglobex', '*']) {
      statuses.push((await gateway.fetch(`/tenants/${tenant}/orders`, { headers })).status);
    }
    expect(statuses).toEqual([200, 403, 200, 403, 403, 403]);
  });
});

describe('a claim that equals a path parameter', () => {
  test.each([
    ['auth0|acme', 'auth0%7Cacme', 200],
    ['auth0|acme', 'auth0|acme', 200],
    ['jane@acme.example', 'jane%40acme.example', 200],
    ['zo\u00eb', 'zo%C3%AB', 200],
    ['zo\u00eb', 'zoe%CC%88', 403],
    ['a|b', 'a%257Cb', 403],
    ['a%7Cb', 'a%257Cb', 200],
    ['a/b', 'a%2Fb', 403],
    ['a', 'a%00', 403],
  ])('%j and /tenants/%s/orders: %i', async (tenant, segment, status) => {
    const headers = { Authorization: `Bearer ${gateway.issueToken({ scope: 'orders/read', tenant_id: tenant })}` };
    expect((await gateway.fetch(`/tenants/${segment}/orders`, { headers })).status).toBe(status);
  });
});

describe('a body that violates the model', () => {
  const bad = JSON.stringify({ items: [], extra: 1 });

  test.each([
    ['application/json', { 'Content-Type': 'application/json' }],
    ['text/plain', { 'Content-Type': 'text/plain' }],
    ['no content type', {}],
    ['a charset', { 'Content-Type': 'application/json; charset=utf-8' }],
    ['a type that nobody knows', { 'Content-Type': 'application/x-anything' }],
  ])('is refused with %s', async (_, contentType) => {
    const token = gateway.issueToken({ scope: 'orders/write', tenant_id: 'acme' });
    const headers = { Authorization: `Bearer ${token}`, ...contentType };
    gateway.advance(10);
    const response = await gateway.fetch('/orders', { method: 'POST', headers, body: bad });
    expect(response.status).toBe(400);
    expect(gateway.log.last).toMatchObject({ layer: 'validation' });
    await expect(response.text()).resolves.not.toContain('extra');
  });

  test('and a good one is let through with the same types', async () => {
    const headers = {
      Authorization: `Bearer ${gateway.issueToken({ scope: 'orders/write', tenant_id: 'acme' })}`,
      'Content-Type': 'text/plain',
    };
    const body = JSON.stringify({ items: [{ sku: 'TEA-0001', quantity: 1 }] });
    expect((await gateway.fetch('/orders', { method: 'POST', headers, body })).status).toBe(201);
  });
});

test('a host name that is not the one of the TLS handshake is refused', async () => {
  const response = await gateway.fetch('/health', { host: 'elsewhere.example.com' });
  expect(response.status).toBe(403);
  expect(gateway.log.last).toMatchObject({ layer: 'endpoint' });
});
