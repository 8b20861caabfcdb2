import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer, problem } from './answer';
import { findOrder } from './order-book';
import { pathParameter } from './path-parameter';
import { tenantOf } from './tenant';

/** `DELETE /orders/{orderId}`: cancels an open order of the caller's tenant. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const tenantId = tenantOf(event);
  const order = tenantId === undefined ? undefined : findOrder(tenantId, pathParameter(event, 'orderId') ?? '');
  if (!order) return problem(event, 404, 'Not Found');
  if (order.status !== 'open') return problem(event, 409, 'Conflict');
  return answer(event, 200, { ...order, status: 'cancelled' });
}
