import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { settings } from '../../../lambda/jwt-authorizer/config';
import { DecisionLog } from '../../../lambda/jwt-authorizer/decision-log';
import { createHandler, type Handler } from '../../../lambda/jwt-authorizer/handler';
import type { OpenTable } from '../../../lambda/jwt-authorizer/tables/token-table';
import type { AuthorizerConfig, RouteRule, UsageRules } from '../../../lib/private/authorizer-contract';
import { generateSigningKey, jwksOf, signToken } from '../../support/token-factory';
import { NOW, OIDC, oidcClaims } from './fixtures';
import { MemoryTable } from './tables/memory-table';

const key = generateSigningKey('ES256', 'key-1');

export function tokenWith(claims: object = {}, header: object = {}): string {
  return signToken(key, oidcClaims(claims), header);
}

export type Line = Readonly<Record<string, unknown>>;

export interface Outcome {
  readonly result?: APIGatewayAuthorizerResult;
  /** `allow`, `deny` (403), `401`, or `500`. */
  readonly answer: string;
  /** The line that was logged. */
  readonly line: Line;
}

export interface AuthorizerOptions {
  readonly config?: Partial<AuthorizerConfig>;
  readonly usage?: UsageRules;
  readonly keyPrefix?: string;
  readonly openTables?: () => Promise<OpenTable>;
}

/** A handler with a clock, tables and a log that the test holds. */
export class AuthorizerHarness {
  public nowMs = NOW * 1_000;
  public readonly tables = new Map<string, MemoryTable>();
  public readonly lines: Line[] = [];
  private readonly handler: Handler;

  public constructor(routes: Record<string, RouteRule>, options: AuthorizerOptions = {}) {
    const { usage, keyPrefix, config, openTables } = options;
    const write = (message: unknown, entry: unknown): number => this.lines.push({ message, ...(entry as Line) });
    this.handler = createHandler({
      loadSettings: () =>
        settings(
          { issuers: [OIDC], contextClaims: [], clockToleranceSeconds: 0, ...config },
          { version: 1, routes, ...(usage && { usage }) },
          keyPrefix,
        ),
      fetchJwks: async () => Buffer.from(JSON.stringify(jwksOf(key))),
      now: () => this.nowMs,
      openTables: openTables ?? (async () => (name) => this.table(name)),
      log: new DecisionLog({ addContext: () => undefined, info: write, warn: write, error: write } as never),
    });
  }

  public table(name: string): MemoryTable {
    const table = this.tables.get(name) ?? new MemoryTable();
    this.tables.set(name, table);
    return table;
  }

  public async ask(event: APIGatewayRequestAuthorizerEvent): Promise<Outcome> {
    try {
      const result = await this.handler(event);
      const { Effect } = result.policyDocument.Statement[0];
      return { result, answer: Effect.toLowerCase(), line: this.lastLine };
    } catch (error) {
      return { answer: (error as Error).message === 'Unauthorized' ? '401' : '500', line: this.lastLine };
    }
  }

  /** `allow`, or the answer and the reason. */
  public async outcome(event: APIGatewayRequestAuthorizerEvent): Promise<string> {
    const { answer, line } = await this.ask(event);
    return answer === 'allow' ? answer : `${answer} ${String(line.reason)}`;
  }

  private get lastLine(): Line {
    return this.lines[this.lines.length - 1];
  }
}
