import type { Layer, LocalGateway } from 'cdk-secure-api-gateway-local';

/** What came back: a status, or no answer at all because TLS was refused. */
export type Status = number | 'no TLS';

/** One request of the tour, and what must come back. */
export interface Stop {
  readonly title: string;
  readonly status: Status;
  /** The layer that must have answered. */
  readonly layer: Layer;
  readonly send: (gateway: LocalGateway) => Promise<StopAnswer>;
}

export interface StopAnswer {
  readonly status: Status;
  /** What to say besides what the gateway's log says. */
  readonly remark?: string;
  /** False if something else than the status is not as it must be. */
  readonly good?: boolean;
}
