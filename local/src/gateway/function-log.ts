import type { GatewayRequest } from '../chain/gateway-request';
import type { Redaction } from './redaction';

/** A line that a function printed, or that Lambda prints about it. */
export interface FunctionLogLine {
  /** Name of the function, as in AWS. */
  readonly functionName: string;
  /** Without tokens, API keys and the request's own credentials: `[redacted]` in their place. */
  readonly line: string;
  /** `requestId` of the log's entry of the request during which it was printed; undefined between requests. */
  readonly requestId?: string;
}

type Credentials = Pick<GatewayRequest, 'headers'>;

interface RequestLines {
  readonly redaction: () => Redaction;
  readonly lines: FunctionLogLine[];
}

/** Requests whose lines are kept apart; a function may go on printing after its request was answered. */
const MAX_REQUESTS = 1_000;

/** The last lines of all functions, oldest first. */
export class FunctionLog {
  private lines: FunctionLogLine[] = [];
  private readonly listeners = new Set<(line: FunctionLogLine) => void>();
  private readonly requests = new Map<string, RequestLines>();

  readonly #redaction: Redaction;

  public constructor(
    redaction: Redaction,
    private readonly capacity = 10_000,
  ) {
    this.#redaction = redaction;
  }

  /** From now on there may be lines of this request, and its credentials in them. */
  public begin(requestId: string, request: Credentials): void {
    let own: Redaction | undefined;
    this.requests.set(requestId, { redaction: () => (own ??= this.#redaction.with(request)), lines: [] });
    for (const oldest of this.requests.keys()) {
      if (this.requests.size <= MAX_REQUESTS) break;
      this.requests.delete(oldest);
    }
  }

  public add(functionName: string, text: string, requestId?: string): void {
    const request = requestId === undefined ? undefined : this.requests.get(requestId);
    const line = (request?.redaction() ?? this.#redaction).of(text);
    const entry: FunctionLogLine = { functionName, line, ...(requestId !== undefined && { requestId }) };
    this.lines.push(entry);
    if (this.lines.length >= this.capacity * 2) this.lines = this.lines.slice(-this.capacity);
    if (request && request.lines.length < this.capacity) request.lines.push(entry);
    for (const listener of this.listeners) listener(entry);
  }

  public onLine(listener: (line: FunctionLogLine) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The lines of a request so far. */
  public of(requestId: string): readonly FunctionLogLine[] {
    return [...(this.requests.get(requestId)?.lines ?? [])];
  }

  /** A text about a request, without its credentials. */
  public redacted(requestId: string, text: string): string {
    return (this.requests.get(requestId)?.redaction() ?? this.#redaction).of(text);
  }

  public get all(): readonly FunctionLogLine[] {
    return this.lines.slice(-this.capacity);
  }
}
