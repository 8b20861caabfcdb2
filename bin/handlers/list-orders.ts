import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer } from './answer';
import { ordersOf } from './order-book';
import { tenantOf } from './tenant';

/** `GET /orders` and `GET /tenants/{tenantId}/orders`: the orders of the caller's tenant. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const tenantId = tenantOf(event);
  return answer(event, 200, { orders: tenantId === undefined ? [] : ordersOf(tenantId) });
}
