import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { FailureReason } from './auth-error';
import { Authorizer, type Answer } from './authorizer';
import type { Settings } from './config';
import type { DecisionLog } from './decision-log';
import type { Dependencies } from './issuer-keys';
import type { OpenTable } from './tables/token-table';

export interface HandlerOptions extends Dependencies {
  readonly loadSettings: () => Settings;
  readonly log: DecisionLog;
  /** Called once at start, and only if a table is configured. */
  readonly openTables?: () => Promise<OpenTable>;
}

export type Handler = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: Context,
) => Promise<APIGatewayAuthorizerResult>;

/** Reads the settings and starts to fetch the keys; the handler it returns allows nothing if that went wrong. */
export function createHandler({ loadSettings, log, openTables, ...dependencies }: HandlerOptions): Handler {
  let authorizer: Authorizer | undefined;
  try {
    const keyIgnored: Dependencies['keyIgnored'] = (...key) => log.keyIgnored(...key);
    const created = new Authorizer(loadSettings(), { keyIgnored, ...dependencies }, openTables);
    // After the module has loaded: opening connections then goes on while the first event is waited for.
    setImmediate(() => void created.prefetch().catch(() => undefined));
    created.ready().catch((error: unknown) => log.configurationBroken(error));
    authorizer = created;
  } catch (error) {
    log.configurationBroken(error);
  }
  return async (event, context) => {
    const { entry, result } = authorizer ? await authorizer.answer(event) : failure('configuration_broken');
    log.decided(entry, event, context);
    if (result) return result;
    // Exactly this word makes API Gateway answer 401; any other error is a 500.
    throw new Error(entry.outcome === 'deny' ? 'Unauthorized' : entry.reason);
  };
}

function failure(reason: FailureReason): Answer {
  return { entry: { outcome: 'failure', reason } };
}
