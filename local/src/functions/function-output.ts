import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Longest line; CloudWatch Logs takes no longer event either. */
const MAX_LINE = 262_144;
/** What is written comes at once, so that a mark which does not come was never written. */
const PATIENCE_MS = 500;

/** What a function's process prints, line by line, and how much of it belongs to one invocation. */
export class FunctionOutput {
  private lines: string[] = [];
  private readonly streams: OutputStream[];

  /**
   * @param marker a line that ends with it, on each stream, ends the output of an invocation
   * @param onLine gets each line
   */
  public constructor(
    streams: readonly Readable[],
    marker: string,
    private readonly onLine: (line: string) => void,
  ) {
    this.streams = streams.map((stream) => new OutputStream(stream, marker, (line) => this.add(line)));
  }

  /** A line that the process could not write any more. */
  public add(line: string): void {
    this.lines.push(line);
    this.onLine(line);
  }

  public get untaken(): readonly string[] {
    return this.lines;
  }

  /** The lines since the last time. */
  public take(): readonly string[] {
    const lines = this.lines;
    this.lines = [];
    return lines;
  }

  /** Waits until all streams have come to the marker, or to their end; a function may have closed one of them. */
  public async ended(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([patience, Promise.all(this.streams.map(async (stream) => stream.ended()))]);
    clearTimeout(timer);
  }
}

class OutputStream {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  private marks = 0;
  private closed = false;
  private waiting?: () => void;

  public constructor(
    stream: Readable,
    private readonly marker: string,
    private readonly onLine: (line: string) => void,
  ) {
    stream.on('data', (chunk: Buffer) => this.read(this.decoder.write(chunk)));
    stream.on('close', () => {
      if (this.rest !== '') this.onLine(this.rest);
      this.rest = '';
      this.closed = true;
      this.wake();
    });
  }

  public async ended(): Promise<void> {
    if (this.marks === 0 && !this.closed) await new Promise<void>((resolve) => (this.waiting = resolve));
    this.marks = Math.max(0, this.marks - 1);
  }

  private read(text: string): void {
    const [first, ...others] = text.split('\n');
    const lines = [this.rest + first, ...others];
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line.replace(/\r$/, ''));
    if (this.rest.length > MAX_LINE) {
      this.onLine(this.rest);
      this.rest = '';
    }
  }

  private line(line: string): void {
    if (!line.endsWith(this.marker)) {
      this.onLine(line);
      return;
    }
    // A line that was not ended before.
    const before = line.slice(0, -this.marker.length);
    if (before !== '') this.onLine(before);
    this.marks += 1;
    this.wake();
  }

  private wake(): void {
    this.waiting?.();
    this.waiting = undefined;
  }
}
