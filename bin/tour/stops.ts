import type { GatewayFetchInit, LocalGateway } from 'cdk-secure-api-gateway-local';
import { burst, flood } from './floods';
import type { Stop, StopAnswer } from './stop';
import { acceptsTls11 } from './tls-probe';
import { AUDIENCE, bearer, forged, ISSUER, shopToken, tampered, unsigned } from './tokens';

const ORDER = { items: [{ sku: 'TEA-0001', quantity: 2 }] };
const SHOP = 'https://shop.example.com';

type Init = (gateway: LocalGateway) => GatewayFetchInit | Promise<GatewayFetchInit>;

/** Sends one request as it is. */
function once(path: string, init: Init = () => ({})): Stop['send'] {
  return async (gateway) => ({ status: (await gateway.fetch(path, await init(gateway))).status });
}

function get(path: string, token: (gateway: LocalGateway) => string | Promise<string>): Stop['send'] {
  return once(path, async (gateway) => ({ headers: bearer(await token(gateway)) }));
}

function post(path: string, body: unknown, headers: Record<string, string> = {}, scope = 'orders/write'): Stop['send'] {
  return once(path, (gateway) => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...bearer(shopToken(gateway, { scope })), ...headers },
    body: JSON.stringify(body),
  }));
}

/** A preflight: what counts is whether the page's origin is named in the answer. */
function preflight(origin: string, allowed: boolean): Stop['send'] {
  return async (gateway): Promise<StopAnswer> => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
    const response = await gateway.fetch('/orders', { method: 'OPTIONS', headers });
    const named = response.headers.get('access-control-allow-origin');
    const remark = named === null ? 'no origin is allowed' : `allows ${named}`;
    return { status: response.status, remark, good: named === (allowed ? origin : null) };
  };
}

const reader = (gateway: LocalGateway): string => shopToken(gateway, { scope: 'orders/read' });
const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

/** Good and hostile requests to the orders API, in the order in which the chain would meet them. */
export const STOPS: readonly Stop[] = [
  { title: 'GET /health, by anybody', status: 200, layer: 'integration', send: once('/health') },
  {
    title: 'a client that speaks TLS 1.1',
    status: 'no TLS',
    layer: 'tls',
    send: async ({ port }) => ({ status: (await acceptsTls11(port)) ? 200 : 'no TLS', remark: 'handshake refused' }),
  },
  {
    title: 'a body of 20 KB',
    status: 403,
    layer: 'firewall',
    send: post('/orders', { ...ORDER, customerReference: 'x'.repeat(20_000) }),
  },
  { title: '2,001 requests from one address', status: 403, layer: 'firewall', send: flood('203.0.113.9', 2_001) },
  { title: 'GET /admin, which is no route', status: 404, layer: 'routing', send: get('/admin', reader) },
  { title: 'GET /orders without a token', status: 401, layer: 'authorizer', send: once('/orders') },
  {
    title: 'GET /orders, forged signature',
    status: 401,
    layer: 'authorizer',
    send: get('/orders', (gateway) => forged(reader(gateway))),
  },
  {
    title: 'GET /orders, claims changed after signing',
    status: 401,
    layer: 'authorizer',
    send: get('/orders', (gateway) => tampered(reader(gateway), { tenant_id: 'globex' })),
  },
  {
    title: 'GET /orders, alg none',
    status: 401,
    layer: 'authorizer',
    send: get('/orders', (gateway) => unsigned(reader(gateway))),
  },
  {
    title: 'GET /orders, expired',
    status: 401,
    layer: 'authorizer',
    send: get('/orders', (gateway) => shopToken(gateway, { scope: 'orders/read', exp: secondsFromNow(-120) })),
  },
  {
    title: 'GET /orders, token for another API',
    status: 401,
    layer: 'authorizer',
    send: get('/orders', (gateway) =>
      gateway.issueToken({ scope: 'orders/read', aud: 'https://other.example.com' }, { issuer: ISSUER }),
    ),
  },
  {
    title: 'GET /orders, scope orders/write only',
    status: 403,
    layer: 'authorizer',
    send: get('/orders', (gateway) => shopToken(gateway, { scope: 'orders/write' })),
  },
  { title: 'GET /orders, token of the user pool', status: 200, layer: 'integration', send: get('/orders', reader) },
  {
    title: 'GET /orders, client credentials of the OIDC provider',
    status: 200,
    layer: 'integration',
    send: get('/orders', (gateway) =>
      gateway.requestToken({ issuer: ISSUER, audience: AUDIENCE, scope: 'orders/read' }),
    ),
  },
  {
    title: 'GET /tenants/globex/orders, as acme',
    status: 403,
    layer: 'authorizer',
    send: get('/tenants/globex/orders', reader),
  },
  {
    title: 'GET /tenants/acme/orders, as acme',
    status: 200,
    layer: 'integration',
    send: get('/tenants/acme/orders', reader),
  },
  {
    title: 'DELETE /orders/o-1001, not an admin',
    status: 403,
    layer: 'authorizer',
    send: once('/orders/o-1001?reason=late', (gateway) => ({ method: 'DELETE', headers: bearer(reader(gateway)) })),
  },
  {
    title: 'DELETE /orders/o-1001, an admin without a reason',
    status: 400,
    layer: 'validation',
    send: once('/orders/o-1001', (gateway) => ({
      method: 'DELETE',
      headers: bearer(shopToken(gateway, { 'cognito:groups': ['order-admins'] })),
    })),
  },
  { title: 'POST /orders', status: 201, layer: 'integration', send: post('/orders', ORDER) },
  {
    title: 'POST /orders, unknown member',
    status: 400,
    layer: 'validation',
    send: post('/orders', { ...ORDER, price: 0 }),
  },
  {
    title: 'POST /orders, unknown member as text/plain',
    status: 400,
    layer: 'validation',
    send: post('/orders', { ...ORDER, discount: 100 }, { 'Content-Type': 'text/plain' }),
  },
  {
    title: 'POST /partner/orders without an API key',
    status: 403,
    layer: 'api-key',
    send: post('/partner/orders', ORDER, {}, 'orders/write orders/partner'),
  },
  {
    title: 'POST /partner/orders, key and token',
    status: 201,
    layer: 'integration',
    send: (gateway) =>
      post('/partner/orders', ORDER, { 'x-api-key': gateway.apiKey('acme') }, 'orders/write orders/partner')(gateway),
  },
  { title: '60 orders at once, 40 are allowed', status: 429, layer: 'throttle', send: burst(ORDER, 60, 40) },
  { title: 'a preflight from the shop', status: 204, layer: 'integration', send: preflight(SHOP, true) },
  {
    title: "a preflight from a stranger's page",
    status: 204,
    layer: 'integration',
    send: preflight('https://evil.example', false),
  },
];
