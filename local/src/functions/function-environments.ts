import type { Clock } from '../chain/clock';
import type { FunctionModel } from '../model/function-model';
import type { Invocation } from './function-invoker';
import { type Call, FunctionProcess, type ProcessOptions } from './function-process';

export interface EnvironmentsOptions {
  readonly clock: Clock;
  /** Where the function's code is. */
  readonly folder: () => Promise<string>;
  readonly maxProcesses: number;
  readonly process: ProcessOptions;
}

/** The processes of one function: a free one takes the next invocation, a new one is started only if none is free. */
export class FunctionEnvironments {
  private readonly all = new Set<FunctionProcess>();
  private readonly free: FunctionProcess[] = [];
  private readonly queue: (() => void)[] = [];
  private busy = 0;
  private closed = false;

  public constructor(
    private readonly model: FunctionModel,
    private readonly options: EnvironmentsOptions,
  ) {}

  public async invoke(call: Omit<Call, 'now'>): Promise<Invocation> {
    await this.turn();
    try {
      const directory = await this.options.folder();
      if (this.closed) return { outcome: 'unavailable', why: 'the gateway is closed' };
      return await this.run(directory, { ...call, now: this.options.clock.now() });
    } finally {
      this.passTurn();
    }
  }

  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((environment) => environment.kill()));
  }

  public killNow(): void {
    for (const environment of this.all) environment.killNow();
  }

  private async run(directory: string, call: Call): Promise<Invocation> {
    const environment = this.take(directory);
    try {
      return await environment.invoke(call);
    } finally {
      if (environment.usable) this.free.push(environment);
      else this.all.delete(environment);
    }
  }

  /** A warm process; one that crashed between two invocations is left out. */
  private take(directory: string): FunctionProcess {
    for (let warm = this.free.pop(); warm; warm = this.free.pop()) {
      if (warm.usable) return warm;
      this.all.delete(warm);
    }
    const started = new FunctionProcess(this.model, directory, this.options.process);
    this.all.add(started);
    return started;
  }

  private async turn(): Promise<void> {
    if (this.busy >= this.options.maxProcesses) return new Promise((resolve) => this.queue.push(resolve));
    this.busy += 1;
  }

  /** Whoever has waited longest takes the place over; only if nobody waits does it become free. */
  private passTurn(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.busy -= 1;
  }
}
