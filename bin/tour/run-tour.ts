import type { LocalGateway, RequestLogEntry } from 'cdk-secure-api-gateway-local';
import type { Status, Stop } from './stop';

/** What happened at one stop. */
export interface TourRow {
  readonly title: string;
  readonly status: Status;
  /** Which layer answered. */
  readonly layer: string;
  readonly reason: string;
  readonly asExpected: boolean;
}

/** Makes the stops one after another. */
export async function runTour(gateway: LocalGateway, stops: readonly Stop[]): Promise<readonly TourRow[]> {
  const rows: TourRow[] = [];
  for (const stop of stops) {
    const entries: RequestLogEntry[] = [];
    const unsubscribe = gateway.log.onEntry((entry) => entries.push(entry));
    const { status, remark, good = true } = await stop.send(gateway);
    unsubscribe();
    // Of many requests, the one that the status is about.
    const entry = entries.reverse().find((candidate) => candidate.status === status);
    const layer = status === 'no TLS' ? 'tls' : (entry?.layer ?? 'none');
    rows.push({
      title: stop.title,
      status,
      layer,
      reason: [entry?.reason, remark].filter((text) => text !== undefined).join('; '),
      asExpected: good && status === stop.status && layer === stop.layer,
    });
  }
  return rows;
}
