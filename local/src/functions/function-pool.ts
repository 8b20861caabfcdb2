import { randomUUID } from 'node:crypto';
import type { Clock } from '../chain/clock';
import { onProcessExit } from '../gateway/exit-cleanup';
import type { FunctionModel } from '../model/function-model';
import { FunctionCodeFolders, whyUnavailable } from './function-code';
import { FunctionEnvironments } from './function-environments';
import type { FunctionInvoker, Invocation } from './function-invoker';
import { requestTooLarge, tooLarge } from './function-failures';

export interface FunctionPoolOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  /** Hosts that are served on this port of 127.0.0.1; functions reach them and loopback, nothing else. */
  readonly network: { readonly port: number; readonly hosts: readonly string[] };
  /** File of certificates that functions trust besides Node's own. */
  readonly caFile?: string;
  /** Where functions find DynamoDB, and what it knows them by. */
  readonly tables?: { readonly url: string; readonly accessKeyId: string };
  /** Gets every line that a function writes, and those that Lambda writes about it. */
  readonly onLog?: (functionName: string, line: string, apiRequestId: string | undefined) => void;
  /**
   * Processes of one function; more invocations at the same time wait.
   *
   * @default 4
   */
  readonly maxProcesses?: number;
}

/** Runs Lambda functions of Node.js, each in processes of its own that stay for the next invocation. */
export class FunctionPool implements FunctionInvoker {
  private readonly environments = new Map<string, FunctionEnvironments>();
  private readonly folders = new FunctionCodeFolders();
  private readonly forgetExit: () => void;
  private closed = false;

  public constructor(
    private readonly functions: ReadonlyMap<string, FunctionModel>,
    private readonly options: FunctionPoolOptions,
  ) {
    // A gateway that ends without closing leaves no function behind.
    this.forgetExit = onProcessExit(() => {
      for (const environments of this.environments.values()) environments.killNow();
      this.folders.removeNow();
    });
  }

  public async invoke(arn: string, event: unknown, apiRequestId?: string): Promise<Invocation> {
    if (this.closed) return { outcome: 'unavailable', why: 'the gateway is closed' };
    const model = this.find(arn);
    if (!model) return { outcome: 'unavailable', why: `there is no function ${arn}` };
    const why = whyUnavailable(model);
    if (why !== undefined) return { outcome: 'unavailable', why };
    const requestId = randomUUID();
    const payload = JSON.stringify(event ?? null);
    if (tooLarge(payload)) return requestTooLarge(requestId);
    return this.of(model).invoke({ requestId, event: payload, apiRequestId });
  }

  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.environments.values()].map((environments) => environments.close()));
    await this.folders.remove();
    this.forgetExit();
  }

  /** `…:function:name`, or with a version or an alias behind it. */
  private find(arn: string): FunctionModel | undefined {
    const parts = arn.split(':');
    return (
      this.functions.get(arn) ?? (parts.length === 8 ? this.functions.get(parts.slice(0, 7).join(':')) : undefined)
    );
  }

  private of(model: FunctionModel): FunctionEnvironments {
    const known = this.environments.get(model.arn);
    if (known) return known;
    const { clock, region, caFile, tables, network, onLog, maxProcesses } = this.options;
    const created = new FunctionEnvironments(model, {
      clock,
      folder: () => this.folders.of(model),
      maxProcesses: maxProcesses ?? 4,
      process: {
        region,
        caFile,
        tables,
        network,
        onLine: (line, apiRequestId) => onLog?.(model.name, line, apiRequestId),
      },
    });
    this.environments.set(model.arn, created);
    return created;
  }
}
