import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { AuthError, type FailureReason } from './auth-error';
import type { Settings } from './config';
import { decide } from './decision';
import type { DecisionEntry, DecisionLog } from './decision-log';
import type { Dependencies } from './issuer-keys';
import { bearerToken, readRequest } from './request';
import { TokenVerifier } from './verify';

export interface HandlerOptions extends Dependencies {
  readonly loadSettings: () => Settings;
  readonly log: DecisionLog;
}

export type Handler = (
  event: APIGatewayRequestAuthorizerEvent,
  context?: Context,
) => Promise<APIGatewayAuthorizerResult>;

interface Answer {
  readonly entry: DecisionEntry;
  /** Absent: the entry says what to throw instead. */
  readonly result?: APIGatewayAuthorizerResult;
}

/** Reads the settings and starts to fetch the keys; the handler it returns allows nothing if that went wrong. */
export function createHandler({ loadSettings, log, ...dependencies }: HandlerOptions): Handler {
  let settings: Settings;
  let verifier: TokenVerifier | undefined;
  try {
    settings = loadSettings();
    const created = new TokenVerifier(settings, dependencies);
    // After the module has loaded: opening connections then goes on while the first event is waited for.
    setImmediate(() => void created.prefetch().catch(() => undefined));
    verifier = created;
  } catch (error) {
    log.configurationBroken(error);
  }
  return async (event, context) => {
    const { entry, result } = verifier
      ? await answer(event, settings, verifier, dependencies.now)
      : failure('configuration_broken');
    log.decided(entry, event, context);
    if (result) return result;
    // Exactly this word makes API Gateway answer 401; any other error is a 500.
    throw new Error(entry.outcome === 'deny' ? 'Unauthorized' : entry.reason);
  };
}

async function answer(
  event: APIGatewayRequestAuthorizerEvent,
  settings: Settings,
  verifier: TokenVerifier,
  now: () => number,
): Promise<Answer> {
  let route: string | undefined;
  try {
    const request = readRequest(event);
    route = request.routeKey;
    const token = await verifier.verify(bearerToken(event));
    const { reason, result } = decide(request, token, settings, now());
    const known = { route, issuer: token.issuer.issuer, clientId: token.clientId, sub: token.claims.sub };
    return { entry: { outcome: reason ? 'deny' : 'allow', reason, ...known }, result };
  } catch (error) {
    if (!(error instanceof AuthError)) return failure('internal', { route, errorName: nameOf(error) });
    const { reason, issuer } = error;
    if (reason === 'keys_unavailable') return failure(reason, { route, issuer });
    return { entry: { outcome: 'deny', reason, route, issuer } };
  }
}

function failure(reason: FailureReason, details: Partial<DecisionEntry> = {}): Answer {
  return { entry: { outcome: 'failure', reason, ...details } };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
