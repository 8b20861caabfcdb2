import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AuthorizerConfig,
  AuthorizerConfigVariable,
  ClaimName,
  RouteRule,
  RouteRules,
  RouteRulesFile,
  UsageKeyPrefixVariable,
} from '../../lib/private/authorizer-contract';
import { contextKeyOf } from './backend-context';
import { ConfigError, requireArray, requireClaimName, requireObject, requireText } from './checks';
import { requireDistinct, trustedIssuers } from './issuer-entries';
import { routeRules } from './route-rules';
import { contains } from './rule-kinds';
import type { TrustedIssuer } from './trusted-issuer';

const VARIABLE: AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';
const KEY_PREFIX: UsageKeyPrefixVariable = 'USAGE_KEY_PREFIX';
const RULES_FILE: RouteRulesFile = 'routes.json';
const MEMBERS: readonly (keyof AuthorizerConfig)[] = ['issuers', 'contextClaims', 'clockToleranceSeconds'];
const OPTIONAL: readonly (keyof AuthorizerConfig)[] = [
  'revocationTable',
  'proofTable',
  'usageClients',
  'notBeforeToleranceSeconds',
];
const MAX_CLOCK_TOLERANCE_SECONDS = 60;

/** What the handler works with: the contract's values, checked. */
export interface Settings {
  readonly issuers: readonly TrustedIssuer[];
  readonly contextClaims: readonly ClaimName[];
  readonly clockToleranceSeconds: number;
  readonly notBeforeToleranceSeconds?: number;
  readonly revocationTable?: string;
  readonly proofTable?: string;
  /** What is said about usage tiers, not checked yet; undefined if nothing is. */
  readonly usage?: UnknownUsage;
  readonly routes: ReadonlyMap<string, RouteRule>;
}

/** The parts that say how tokens choose usage tiers. */
export interface UnknownUsage {
  readonly rules: unknown;
  readonly lateClients: unknown;
  readonly keyPrefix: unknown;
}

/** Reads and checks everything that the construct wrote; throws at the first doubt. */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const root = requireText(env.LAMBDA_TASK_ROOT, 'LAMBDA_TASK_ROOT');
  const config: unknown = JSON.parse(requireText(env[VARIABLE], VARIABLE));
  const table: unknown = JSON.parse(readFileSync(join(root, RULES_FILE), 'utf8'));
  return settings(config, table, env[KEY_PREFIX]);
}

/** What the two documents say together. */
export function settings(config: unknown, table: unknown, usageKeyPrefix?: string): Settings {
  const routes = routeRules(table);
  const { usage: rules, issuers = [] } = table as Partial<Record<keyof RouteRules, unknown>>;
  const checked = authorizerConfig(config, issuers);
  const { usageClients } = config as Partial<AuthorizerConfig>;
  const none = rules === undefined && usageClients === undefined;
  const usage = none ? undefined : { rules, lateClients: usageClients, keyPrefix: usageKeyPrefix };
  // A proof that is not remembered could be sent again.
  if (!checked.proofTable && [...routes.values()].some(({ access }) => contains(access, 'dpopBound'))) {
    throw new ConfigError('proofTable', 'be there, because a route asks for DPoP');
  }
  return { ...checked, routes, usage };
}

/** @param tableIssuers the issuers of `routes.json` */
export function authorizerConfig(value: unknown, tableIssuers: unknown = []): Omit<Settings, 'routes' | 'usage'> {
  const config = requireObject(value, VARIABLE, MEMBERS, OPTIONAL);
  const issuers = [...issuersOf(config.issuers, 'issuers'), ...issuersOf(tableIssuers, 'routes.json issuers')];
  return {
    issuers: requireDistinct(issuers),
    contextClaims: contextClaims(config.contextClaims),
    clockToleranceSeconds: requireTolerance(config.clockToleranceSeconds, 'clockToleranceSeconds'),
    notBeforeToleranceSeconds: optional(config, 'notBeforeToleranceSeconds', requireTolerance),
    revocationTable: optional(config, 'revocationTable', requireText),
    proofTable: optional(config, 'proofTable', requireText),
  };
}

/** Two claims under one name would make it a matter of order which of them the backend gets. */
function contextClaims(value: unknown): readonly ClaimName[] {
  const claims = requireArray(value, 'contextClaims').map((claim) => requireClaimName(claim, 'contextClaims'));
  const distinct = [...new Map(claims.map((claim) => [JSON.stringify(claim), claim])).values()];
  if (new Set(distinct.map(contextKeyOf)).size < distinct.length) {
    throw new ConfigError('contextClaims', 'not lead to one name in the context twice');
  }
  return distinct;
}

/** A member that is there must say something: `null` or an empty name would switch a check off. */
function optional<T>(
  config: Record<string, unknown>,
  name: keyof AuthorizerConfig,
  require: (value: unknown, where: string) => T,
): T | undefined {
  return name in config ? require(config[name], name) : undefined;
}

function issuersOf(value: unknown, where: string): readonly TrustedIssuer[] {
  return requireArray(value, where).flatMap((issuer, index) => trustedIssuers(issuer, `${where}[${index}]`));
}

function requireTolerance(value: unknown, where: string): number {
  if (typeof value === 'number' && value >= 0 && value <= MAX_CLOCK_TOLERANCE_SECONDS) return value;
  throw new ConfigError(where, `be a number from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`);
}
