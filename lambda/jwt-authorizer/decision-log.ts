import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { DenialReason, FailureReason } from './auth-error';
import { safeText } from './claims';
import type { KeyProblem } from './verification-key';

/** All that is ever written about a request: never the token, a header, or a claim that is not named here. */
export interface DecisionEntry {
  readonly outcome: 'allow' | 'deny' | 'failure';
  readonly reason?: DenialReason | FailureReason;
  readonly route?: string;
  /** Only a trusted one: what an unverified token says about itself is the caller's text. */
  readonly issuer?: string;
  /** Only of a verified token. */
  readonly clientId?: string;
  readonly sub?: string;
  /** Names of what the backend should get of the token and does not, because it is unsafe, inexact or too long. */
  readonly leftOut?: readonly string[];
  /** Class of an unexpected error. */
  readonly errorName?: string;
}

const LEVELS = { allow: 'info', deny: 'warn', failure: 'error' } as const;
/** As Powertools numbers them. */
const THRESHOLDS = { allow: 12, deny: 16, failure: 20 };

type LineLogger = Pick<Logger, 'addContext' | 'info' | 'warn' | 'error'> & Partial<Pick<Logger, 'level'>>;

/** One line per decision. */
export class DecisionLog {
  public constructor(private readonly logger: LineLogger) {}

  public decided(entry: DecisionEntry, event: APIGatewayRequestAuthorizerEvent | undefined, context?: Context): void {
    if (context) this.logger.addContext(context);
    // What is not written should cost nothing, and the logger looks at the environment first.
    if ((this.logger.level ?? 0) > THRESHOLDS[entry.outcome]) return;
    const { requestId, extendedRequestId } = event?.requestContext ?? {};
    this.logger[LEVELS[entry.outcome]]('authorization decision', {
      ...entry,
      apiRequestId: requestId,
      apiExtendedRequestId: extendedRequestId,
    });
  }

  /** Written for each bad key whenever a key set is loaded; never with the key. */
  public keyIgnored(jwksUri: string, kid: string, problem: KeyProblem): void {
    this.logger.warn('key of an issuer ignored', { jwksUri, kid: safeText(kid) ?? 'unprintable', problem });
  }

  /** Written once at start; every request is then answered with a failure. */
  public configurationBroken(error: unknown): void {
    const problem = error instanceof Error ? error.message : 'unknown';
    this.logger.error('authorizer configuration broken, every request is refused', { problem });
  }
}
