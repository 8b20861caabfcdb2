import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type {
  LogAttributes,
  LogItemExtraInput,
  LogItemMessage,
  UnformattedAttributes,
} from '@aws-lambda-powertools/logger/types';
import { DecisionLog } from './decision-log';

/** Log levels from `WARN` on go to the other stream, as with Node's console. */
const STANDARD_ERROR = 16;

/**
 * The keys and values that Powertools writes by default, put together without its deep merge: all of ours are flat, and a line is
 * written for every decision.
 */
class FlatFormatter extends LogFormatter {
  /** Lambda's own zone. To read the environment takes as long as to write the line, and the zone of a process stays. */
  private readonly utc = (process.env.TZ?.trim() || 'UTC').includes('UTC');

  public override formatAttributes(base: UnformattedAttributes, additional: LogAttributes): LogItem {
    const { lambdaContext: lambda } = base;
    const attributes: LogAttributes = {
      level: base.logLevel,
      message: base.message,
      timestamp: this.utc ? base.timestamp.toISOString() : this.formatTimestamp(base.timestamp),
      service: base.serviceName,
      cold_start: lambda?.coldStart,
      function_arn: lambda?.invokedFunctionArn,
      function_memory_size: lambda?.memoryLimitInMB,
      function_name: lambda?.functionName,
      function_request_id: lambda?.awsRequestId,
      sampling_rate: base.sampleRateValue,
      xray_trace_id: base.xRayTraceId,
      tenant_id: lambda?.tenantId,
    };
    return new LogItem({ attributes: Object.assign(attributes, additional) });
  }
}

/** Powertools' Logger, with what its lines cost taken out where they are flat: the replacer, and the formatting of the console. */
export class DecisionLogger extends Logger {
  /** Undefined until the logger is made, which may have something to say by then. */
  private readonly made: boolean = true;
  private readonly pretty = process.env.POWERTOOLS_DEV !== undefined;

  public constructor() {
    super({ serviceName: 'jwt-authorizer', logFormatter: new FlatFormatter() });
  }

  /** Lines are never held back, so nothing has to be looked up for that. */
  protected override processLogItem(level: number, input: LogItemMessage, extra: LogItemExtraInput): void {
    if (!this.made) super.processLogItem(level, input, extra);
    else if (level >= this.level) this.printLog(level, this.createAndPopulateLogItem(level, input, extra));
  }

  protected override printLog(level: number, item: LogItem): void {
    if (this.pretty) return super.printLog(level, item);
    item.prepareForPrint();
    const stream = level >= STANDARD_ERROR ? process.stderr : process.stdout;
    stream.write(`${JSON.stringify(item.getAttributes())}\n`);
  }
}

export function openDecisionLog(): DecisionLog {
  return new DecisionLog(new DecisionLogger());
}
