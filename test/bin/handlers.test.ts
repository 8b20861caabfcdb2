import type { APIGatewayProxyEvent } from 'aws-lambda';
import { handler as cancelOrder } from '../../bin/handlers/cancel-order';
import { handler as createOrder } from '../../bin/handlers/create-order';
import { handler as getOrder } from '../../bin/handlers/get-order';
import { handler as listOrders } from '../../bin/handlers/list-orders';

/** An event as API Gateway sends it after the authorizer let it through. */
function eventOf(parts: { tenant?: string; orderId?: string; body?: unknown; origin?: string }): APIGatewayProxyEvent {
  return {
    headers: parts.origin === undefined ? {} : { ORIGIN: parts.origin },
    pathParameters: parts.orderId === undefined ? null : { orderId: parts.orderId },
    body: parts.body === undefined ? null : JSON.stringify(parts.body),
    requestContext: {
      requestId: 'request-7',
      authorizer: parts.tenant === undefined ? {} : { tenant_id: parts.tenant },
    },
  } as unknown as APIGatewayProxyEvent;
}

test('a tenant sees its own orders', async () => {
  const { statusCode, body } = await listOrders(eventOf({ tenant: 'globex' }));
  const { orders } = JSON.parse(body);
  expect([statusCode, orders.map((order: { orderId: string }) => order.orderId)]).toEqual([200, ['o-1003']]);
});

test('a caller without a tenant sees none', async () => {
  expect(JSON.parse((await listOrders(eventOf({}))).body)).toEqual({ orders: [] });
});

test('an order of another tenant is not found', async () => {
  const [own, foreign] = [
    eventOf({ tenant: 'acme', orderId: 'o-1002' }),
    eventOf({ tenant: 'globex', orderId: 'o-1002' }),
  ];
  expect((await getOrder(own)).statusCode).toBe(200);
  const { statusCode, headers, body } = await getOrder(foreign);
  expect(statusCode).toBe(404);
  expect(headers?.['Content-Type']).toBe('application/problem+json');
  expect(JSON.parse(body)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, requestId: 'request-7' });
});

test('a new order belongs to the tenant of the token, whatever the body says', async () => {
  const items = [{ sku: 'TEA-0001', quantity: 2 }];
  const { statusCode, body } = await createOrder(eventOf({ tenant: 'acme', body: { items, tenantId: 'globex' } }));
  expect(statusCode).toBe(201);
  expect(JSON.parse(body)).toMatchObject({ tenantId: 'acme', status: 'open', items });
  expect((await createOrder(eventOf({ body: { items } }))).statusCode).toBe(403);
});

test.each([
  ['o%2D1001', 200],
  ['o%252D1001', 404],
  ['o-1001%', 404],
])('the order %s of the path is decoded once: %i', async (orderId, status) => {
  expect((await getOrder(eventOf({ tenant: 'acme', orderId }))).statusCode).toBe(status);
});

test.each([
  ['o-1001', 200],
  ['o%2D1001', 200],
  ['o-1002', 409],
  ['o-1003', 404],
])('cancelling %s as acme answers %i', async (orderId, status) => {
  expect((await cancelOrder(eventOf({ tenant: 'acme', orderId }))).statusCode).toBe(status);
});

test.each([
  ['https://shop.example.com', 'https://shop.example.com'],
  ['https://stranger.example.com', undefined],
  [undefined, undefined],
])('a page from %s may read the answer: %s', async (origin, allowed) => {
  const { headers } = await listOrders(eventOf({ tenant: 'acme', origin }));
  expect(headers?.['Access-Control-Allow-Origin']).toBe(allowed);
  expect(headers?.['Strict-Transport-Security']).toBe('max-age=63072000; includeSubDomains');
});
