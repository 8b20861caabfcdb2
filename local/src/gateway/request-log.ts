import type { Layer } from '../chain/gateway-error';
import type { FunctionLog, FunctionLogLine } from './function-log';

/** One answered request. */
export interface RequestLogEntry {
  readonly requestId: string;
  readonly method: string;
  /** As the client wrote it, without the query: that may hold what should not be kept. */
  readonly path: string;
  readonly status: number;
  /** Which layer answered. */
  readonly layer: Layer;
  /**
   * Why, in a few words: what the client was told, and behind a colon what it was not, such as the authorizer's reason
   * (`Unauthorized: token_expired`) or a function's error. `ok` if the integration answered.
   */
  readonly reason: string;
  readonly durationMs: number;
  /** The line of the stage's access log, if it has one. */
  readonly accessLog?: string;
  /** What the functions printed that were asked for this request, and what Lambda prints about them. */
  readonly functionLog: readonly FunctionLogLine[];
}

/** The last requests, oldest first; bounded, because a gateway may run for days. */
export class RequestLog {
  private entries: RequestLogEntry[] = [];
  private readonly listeners = new Set<(entry: RequestLogEntry) => void>();

  public constructor(
    private readonly capacity = 1_000,
    private readonly functions?: FunctionLog,
  ) {}

  public add(entry: RequestLogEntry): void {
    this.entries.push(entry);
    // Cutting off in blocks keeps the cost of a request constant.
    if (this.entries.length >= this.capacity * 2) this.entries = this.entries.slice(-this.capacity);
    for (const listener of this.listeners) listener(entry);
  }

  public get all(): readonly RequestLogEntry[] {
    return this.entries.slice(-this.capacity);
  }

  public get last(): RequestLogEntry | undefined {
    return this.entries.at(-1);
  }

  /** The last 10,000 lines of all functions, those between requests among them, oldest first. */
  public get functionLines(): readonly FunctionLogLine[] {
    return this.functions?.all ?? [];
  }

  /** @returns takes the listener away again */
  public onEntry(listener: (entry: RequestLogEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Hears each line as it comes; that of a request comes before its entry.
   *
   * @returns takes the listener away again
   */
  public onFunctionLine(listener: (line: FunctionLogLine) => void): () => void {
    return this.functions?.onLine(listener) ?? (() => undefined);
  }
}
