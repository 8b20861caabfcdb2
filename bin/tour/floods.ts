import type { LocalGateway } from 'cdk-secure-api-gateway-local';
import type { Stop } from './stop';
import { bearer, shopToken } from './tokens';

/** Requests that are under way at once. */
const CONCURRENCY = 20;

/** Many cheap requests from one address; the answer to the last one counts. */
export function flood(sourceIp: string, count: number): Stop['send'] {
  return async (gateway) => {
    let left = count - 1;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await gateway.fetch('/health', { sourceIp });
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return { status: (await gateway.fetch('/health', { sourceIp })).status };
  };
}

/** Valid orders all at once; some are let through and the rest is throttled. */
export function burst(order: object, count: number): Stop['send'] {
  return async (gateway: LocalGateway) => {
    const headers = {
      'Content-Type': 'application/json',
      ...bearer(shopToken(gateway, { scope: 'orders/write' })),
    };
    const send = (): Promise<Response> =>
      gateway.fetch('/orders', { method: 'POST', headers, body: JSON.stringify(order) });
    const statuses = (await Promise.all(Array.from({ length: count }, send))).map(({ status }) => status);
    const throttled = statuses.filter((status) => status === 429).length;
    const created = statuses.filter((status) => status === 201).length;
    return {
      status: throttled > 0 ? 429 : 201,
      remark: `${created} created, ${throttled} throttled`,
      good: created + throttled === count && created > 0,
    };
  };
}
