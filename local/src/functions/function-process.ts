import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionModel } from '../model/function-model';
import { type FunctionPlace, functionEnvironment, logGroupName } from './function-environment';
import { exited, exitLines, type ProcessEnd, responseTooLarge, timedOut, tooLarge } from './function-failures';
import type { Invocation } from './function-invoker';
import { FunctionOutput } from './function-output';

const RUNTIME = join(__dirname, '../../runtime');
/** Lambda's own limit of the initialization. */
const INIT_TIMEOUT_MS = 10_000;
/** What Lambda leaves of a function's memory to the heap of JavaScript. */
const HEAP_SHARE = 0.9;

export interface ProcessOptions extends FunctionPlace {
  readonly network: { readonly port: number; readonly hosts: readonly string[] };
  /** @param apiRequestId of the request that is under way, if one is */
  readonly onLine: (line: string, apiRequestId: string | undefined) => void;
}

/** What the process reports. */
type Report =
  | { readonly type: 'loaded' }
  | { readonly type: 'returned'; readonly requestId: string; readonly payload?: string }
  | {
      readonly type: 'failed';
      readonly requestId?: string;
      /** The process ends by itself. */
      readonly fatal: boolean;
      readonly errorType: string;
      readonly errorMessage: string;
    };

export interface Call {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** What the gateway's clock shows, in milliseconds since 1970. */
  readonly now: number;
  /** Id of the API's request, if it is for one. */
  readonly apiRequestId?: string;
}

type CalledInvocation = Exclude<Invocation, { outcome: 'unavailable' }>;

/** One warm environment of a function: a process of its own, for one invocation at a time. */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly output: FunctionOutput;
  /** Ends a part of the output; no function can know it. */
  private readonly marker = `\0${randomUUID()}`;
  private readonly ended: Promise<void>;
  private end?: ProcessEnd;
  private waiting?: (report: Report | undefined) => void;
  private apiRequestId?: string;
  private loaded = false;
  private alive = true;

  public constructor(
    private readonly model: FunctionModel,
    private readonly directory: string,
    options: ProcessOptions,
  ) {
    const heap = Math.max(16, Math.floor(model.memorySize * HEAP_SHARE));
    this.child = fork(join(RUNTIME, 'function-host.mjs'), [], {
      cwd: directory,
      env: functionEnvironment(model, directory, options),
      execArgv: [`--max-old-space-size=${heap}`, '--import', guardUrl(options.network)],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', () => resolve());
    });
    const streams = [this.child.stdout, this.child.stderr].filter((stream) => stream !== null);
    this.output = new FunctionOutput(streams, this.marker, (line) => options.onLine(line, this.apiRequestId));
    this.child.on('message', (report: Report) => this.settle(report));
    this.child.on('error', () => this.lost());
    this.child.on('exit', (code, signal) => {
      this.end = { code, signal };
      this.alive = false;
    });
    // Only then has all been read that it printed.
    this.child.on('close', () => this.lost());
  }

  /** Whether it can take another invocation. */
  public get usable(): boolean {
    return this.alive;
  }

  public async invoke(call: Call): Promise<Invocation> {
    this.apiRequestId = call.apiRequestId;
    // What was printed between two invocations belongs to none of them.
    this.output.take();
    try {
      const invocation = await this.run(call);
      return { ...invocation, log: this.output.take() };
    } finally {
      this.apiRequestId = undefined;
    }
  }

  private async run(call: Call): Promise<CalledInvocation> {
    const { requestId } = call;
    if (!this.loaded) {
      const problem = await this.load(call);
      if (problem) return problem;
    }
    const timeoutMs = this.model.timeoutSeconds * 1_000;
    const report = await this.ask({ type: 'invoke', ...call, timeoutMs }, timeoutMs);
    if (report !== 'late') return this.outcomeOf(report, requestId);
    return this.late(call, timedOut(this.model.timeoutSeconds));
  }

  /** Ends the process at once and waits until it is gone. */
  public async kill(): Promise<void> {
    this.killNow();
    await this.ended;
  }

  public killNow(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  private async load(call: Call): Promise<CalledInvocation | undefined> {
    const { model, directory, marker } = this;
    const message = {
      type: 'load',
      marker,
      directory,
      handler: model.handler,
      now: call.now,
      callbacks: Number(/^nodejs(\d+)/.exec(model.runtime)?.[1]) < 24,
      context: {
        functionName: model.name,
        functionVersion: '$LATEST',
        invokedFunctionArn: model.arn,
        memoryLimitInMB: String(model.memorySize),
        logGroupName: logGroupName(model),
      },
    };
    const report = await this.ask(message, INIT_TIMEOUT_MS);
    if (report === 'late') {
      return this.late(call, `Initialization timed out after ${(INIT_TIMEOUT_MS / 1_000).toFixed(2)} seconds`);
    }
    if (report?.type === 'loaded') {
      this.loaded = true;
      return undefined;
    }
    const outcome = this.outcomeOf(report, call.requestId);
    await this.kill();
    return outcome;
  }

  private late({ requestId, now }: Call, errorMessage: string): CalledInvocation {
    this.output.add(`${new Date(now).toISOString()} ${requestId} ${errorMessage}`);
    return { outcome: 'timeout', requestId, errorMessage };
  }

  /** Sends a message and waits for what comes back; a process that takes too long is killed. */
  private async ask(message: object, timeoutMs: number): Promise<Report | undefined | 'late'> {
    if (!this.alive) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timeoutMs);
    });
    const report = new Promise<Report | undefined>((resolve) => {
      this.waiting = resolve;
      this.child.send(message, (error) => error && void this.ended.then(() => this.lost()));
    });
    const first = await Promise.race([report, late]);
    clearTimeout(timer);
    if (first === 'late') await this.kill();
    else if (first) await this.output.ended();
    return first;
  }

  private outcomeOf(report: Report | undefined, requestId: string): CalledInvocation {
    if (report?.type === 'returned' && report.requestId === requestId) {
      if (tooLarge(report.payload ?? '')) {
        const failed = responseTooLarge(requestId);
        exitLines(failed).forEach((line) => this.output.add(line));
        return failed;
      }
      const payload: unknown = report.payload === undefined ? undefined : JSON.parse(report.payload);
      return { outcome: 'returned', payload, requestId };
    }
    if (report?.type === 'failed') {
      if (report.fatal) this.alive = false;
      return { outcome: 'failed', errorType: report.errorType, errorMessage: report.errorMessage, requestId };
    }
    const failed = exited(this.end, this.output.untaken, { requestId, memorySize: this.model.memorySize });
    exitLines(failed).forEach((line) => this.output.add(line));
    return failed;
  }

  private settle(report: Report | undefined): void {
    this.waiting?.(report);
    this.waiting = undefined;
  }

  private lost(): void {
    this.alive = false;
    this.settle(undefined);
  }
}

/** The guard takes its settings from its own address: the environment is the function's. */
function guardUrl({ port, hosts }: ProcessOptions['network']): string {
  const url = pathToFileURL(join(RUNTIME, 'function-network-guard.mjs'));
  url.searchParams.set('port', String(port));
  for (const host of hosts) url.searchParams.append('host', host);
  return url.href;
}
