import { randomUUID } from 'crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer, problem } from './answer';
import type { Order, OrderItem } from './order-book';
import { tenantOf } from './tenant';

/** `POST /orders` and `POST /partner/orders`: the body has been validated against the schema of a new order. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const tenantId = tenantOf(event);
  if (tenantId === undefined) return problem(event, 403, 'Forbidden');
  const { items } = JSON.parse(event.body ?? '{}') as { items: OrderItem[] };
  const order: Order = { orderId: `o-${randomUUID()}`, tenantId, status: 'open', items };
  return answer(event, 201, order);
}
