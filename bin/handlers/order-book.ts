/** One line of an order. */
export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
}

export interface Order {
  readonly orderId: string;
  readonly tenantId: string;
  readonly status: 'open' | 'shipped' | 'cancelled';
  readonly items: readonly OrderItem[];
}

/** The orders that the reference app knows: fixed, so that it needs no database. */
const ORDERS: readonly Order[] = [
  { orderId: 'o-1001', tenantId: 'acme', status: 'open', items: [{ sku: 'TEA-0001', quantity: 3 }] },
  { orderId: 'o-1002', tenantId: 'acme', status: 'shipped', items: [{ sku: 'CUP-0007', quantity: 12 }] },
  { orderId: 'o-1003', tenantId: 'globex', status: 'open', items: [{ sku: 'POT-0100', quantity: 1 }] },
];

/** The orders of one tenant. */
export function ordersOf(tenantId: string): readonly Order[] {
  return ORDERS.filter((order) => order.tenantId === tenantId);
}

/** An order of the tenant; another tenant's is as good as none. */
export function findOrder(tenantId: string, orderId: string): Order | undefined {
  return ordersOf(tenantId).find((order) => order.orderId === orderId);
}
