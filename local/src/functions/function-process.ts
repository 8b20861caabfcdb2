import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { FunctionModel } from '../model/function-model';
import { type FunctionPlace, functionEnvironment, logGroupName } from './function-environment';
import type { Invocation } from './function-invoker';

const RUNTIME = join(__dirname, '../../runtime');
/** Lambda's own limit of the initialization. */
const INIT_TIMEOUT_MS = 10_000;

export interface ProcessOptions extends FunctionPlace {
  readonly network: { readonly port: number; readonly hosts: readonly string[] };
  readonly onLine: (line: string) => void;
}

/** What the process reports. */
type Report =
  | { readonly type: 'loaded' }
  | { readonly type: 'returned'; readonly requestId: string; readonly payload?: string }
  | { readonly type: 'failed'; readonly requestId?: string; readonly errorType: string; readonly errorMessage: string };

export interface Call {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** What the gateway's clock shows, in milliseconds since 1970. */
  readonly now: number;
}

/** One warm environment of a function: a process of its own, for one invocation at a time. */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private waiting?: (report: Report | undefined) => void;
  private loaded = false;
  private alive = true;

  public constructor(
    private readonly model: FunctionModel,
    private readonly directory: string,
    options: ProcessOptions,
  ) {
    this.child = fork(join(RUNTIME, 'function-host.mjs'), [], {
      cwd: directory,
      env: functionEnvironment(model, directory, options),
      execArgv: ['--import', guardUrl(options.network)],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', () => resolve());
    });
    for (const output of [this.child.stdout, this.child.stderr]) {
      if (output) createInterface({ input: output }).on('line', options.onLine);
    }
    this.child.on('message', (report: Report) => this.settle(report));
    this.child.on('error', () => this.lost());
    this.child.on('exit', () => this.lost());
  }

  /** Whether it can take another invocation. */
  public get usable(): boolean {
    return this.alive;
  }

  public async invoke(call: Call): Promise<Invocation> {
    const { requestId } = call;
    if (!this.loaded) {
      const problem = await this.load(call);
      if (problem) return problem;
    }
    const timeoutMs = this.model.timeoutSeconds * 1_000;
    const report = await this.ask({ type: 'invoke', ...call, timeoutMs }, timeoutMs);
    if (report === 'late') return { outcome: 'timeout', requestId };
    return outcomeOf(report, requestId);
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

  private async load({ requestId, now }: Call): Promise<Invocation | undefined> {
    const { model, directory } = this;
    const message = {
      type: 'load',
      directory,
      handler: model.handler,
      now,
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
    if (report === 'late') return { outcome: 'timeout', requestId };
    if (report?.type === 'loaded') {
      this.loaded = true;
      return undefined;
    }
    await this.kill();
    return outcomeOf(report, requestId);
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
      this.child.send(message, (error) => error && this.lost());
    });
    const first = await Promise.race([report, late]);
    clearTimeout(timer);
    if (first === 'late') await this.kill();
    return first;
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

function outcomeOf(report: Report | undefined, requestId: string): Invocation {
  if (report?.type === 'returned' && report.requestId === requestId) {
    const payload: unknown = report.payload === undefined ? undefined : JSON.parse(report.payload);
    return tooLarge(report.payload ?? '') ? responseTooLarge(requestId) : { outcome: 'returned', payload, requestId };
  }
  if (report?.type === 'failed') {
    return { outcome: 'failed', errorType: report.errorType, errorMessage: report.errorMessage, requestId };
  }
  return { outcome: 'failed', errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited', requestId };
}

/** Lambda's limit of a payload, in either direction: 6 MB. */
export function tooLarge(json: string): boolean {
  return Buffer.byteLength(json) > 6 * 1_024 * 1_024;
}

function responseTooLarge(requestId: string): Invocation {
  const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291456 bytes).';
  return { outcome: 'failed', errorType: 'Function.ResponseSizeTooLarge', errorMessage, requestId };
}

/** The guard takes its settings from its own address: the environment is the function's. */
function guardUrl({ port, hosts }: ProcessOptions['network']): string {
  const url = pathToFileURL(join(RUNTIME, 'function-network-guard.mjs'));
  url.searchParams.set('port', String(port));
  for (const host of hosts) url.searchParams.append('host', host);
  return url.href;
}
