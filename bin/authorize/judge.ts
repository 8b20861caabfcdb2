import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { type DecisionEntry, DecisionLog } from '../../lambda/jwt-authorizer/decision-log';
import type { Settings } from '../../lambda/jwt-authorizer/config';
import { createHandler, type HandlerOptions } from '../../lambda/jwt-authorizer/handler';
import type { VerifiedToken } from '../../lambda/jwt-authorizer/verified-tokens';
import { TokenVerifier } from '../../lambda/jwt-authorizer/verify';

export interface Judgement {
  readonly entry: DecisionEntry;
  /** What the caller sees; undefined if the request goes on to the backend. */
  readonly status?: 401 | 403 | 500;
  readonly context: NonNullable<APIGatewayAuthorizerResult['context']>;
  /** Absent if the token itself was refused. */
  readonly verified?: VerifiedToken;
}

export interface World {
  readonly settings: Settings;
  readonly keySets: ReadonlyMap<string, Buffer>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Keeps the entry that the authorizer writes, and writes nothing. */
class Recorder extends DecisionLog {
  public entry: DecisionEntry = { outcome: 'failure', reason: 'internal' };

  public constructor() {
    const nothing = (): void => undefined;
    super({ addContext: nothing, info: nothing, warn: nothing, error: nothing });
  }

  public override decided(entry: DecisionEntry): void {
    this.entry = entry;
  }
}

/** No table is read here; whoever calls says that revocations were not looked at. */
const openTables: HandlerOptions['openTables'] = async () => () => ({ find: async () => [], addNew: async () => true });

/** Asks the handler, as API Gateway does. */
export async function judge(
  event: APIGatewayRequestAuthorizerEvent,
  token: string,
  { settings, keySets, now }: World,
): Promise<Judgement> {
  const dependencies = {
    now: () => now,
    fetchJwks: async (url: string) => keySets.get(url) ?? Promise.reject(new Error('no key set is given')),
  };
  const log = new Recorder();
  const handler = createHandler({ ...dependencies, log, openTables, loadSettings: () => settings });
  const result = await handler(event).catch(() => undefined);
  // The handler keeps what it verified to itself; the explanation needs the claims.
  const verified = await new TokenVerifier(settings, dependencies).verify(token).catch(() => undefined);
  return { entry: log.entry, status: statusOf(log.entry, result), context: result?.context ?? {}, verified };
}

function statusOf({ outcome }: DecisionEntry, result?: APIGatewayAuthorizerResult): Judgement['status'] {
  if (outcome === 'allow') return undefined;
  if (outcome === 'failure') return 500;
  return result ? 403 : 401;
}
