import type { LocalGateway } from 'cdk-secure-api-gateway-local';
import type { Stop } from './stop';
import { bearer, shopToken } from './tokens';

/** Requests that are under way at once. */
const CONCURRENCY = 20;

/** Longer than any bucket of the orders API takes to be full again. */
const REFILL_SECONDS = 60;

/** Many cheap requests from one address; the answer to the last one counts. */
export function flood(sourceIp: string, count: number): Stop['send'] {
  return atOnce(async (gateway) => {
    let left = count - 1;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await gateway.fetch('/health', { sourceIp });
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return { status: (await gateway.fetch('/health', { sourceIp })).status };
  });
}

/** Valid orders all at once; as many as the burst limit are let through, and the rest is throttled. */
export function burst(order: object, count: number, limit: number): Stop['send'] {
  return atOnce(async (gateway) => {
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
      good: created === limit && throttled === count - limit,
    };
  });
}

/** With full buckets and while no time passes: how fast the machine is makes no difference. */
function atOnce(send: Stop['send']): Stop['send'] {
  return async (gateway: LocalGateway) => {
    gateway.advance(REFILL_SECONDS);
    gateway.hold();
    try {
      return await send(gateway);
    } finally {
      gateway.release();
    }
  };
}
