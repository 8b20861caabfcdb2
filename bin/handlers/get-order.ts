import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer, problem } from './answer';
import { findOrder } from './order-book';
import { pathParameter } from './path-parameter';
import { tenantOf } from './tenant';

/** `GET /orders/{orderId}`: one order of the caller's tenant. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const tenantId = tenantOf(event);
  const order = tenantId === undefined ? undefined : findOrder(tenantId, pathParameter(event, 'orderId') ?? '');
  return order ? answer(event, 200, order) : problem(event, 404, 'Not Found');
}
