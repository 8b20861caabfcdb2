import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The caller's tenant, as the authorizer verified it; never taken from what the client says. */
export function tenantOf(event: APIGatewayProxyEvent): string | undefined {
  const tenantId: unknown = event.requestContext.authorizer?.tenant_id;
  return typeof tenantId === 'string' && tenantId.length > 0 ? tenantId : undefined;
}
