import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AuthorizerConfig,
  AuthorizerConfigVariable,
  RouteRule,
  RouteRulesFile,
  UsageKeyPrefixVariable,
} from '../../lib/private/authorizer-contract';
import { ConfigError, requireArray, requireObject, requireText } from './checks';
import { routeRules } from './route-rules';
import { contains } from './rule-kinds';
import { requireDistinct, type TrustedIssuer, trustedIssuers } from './trusted-issuer';

const VARIABLE: AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';
const KEY_PREFIX: UsageKeyPrefixVariable = 'USAGE_KEY_PREFIX';
const RULES_FILE: RouteRulesFile = 'routes.json';
const MEMBERS: readonly (keyof AuthorizerConfig)[] = ['issuers', 'contextClaims', 'clockToleranceSeconds'];
const OPTIONAL: readonly (keyof AuthorizerConfig)[] = ['revocationTable', 'proofTable', 'usageClients'];
const MAX_CLOCK_TOLERANCE_SECONDS = 60;

/** What the handler works with: the contract's values, checked. */
export interface Settings {
  readonly issuers: readonly TrustedIssuer[];
  readonly contextClaims: readonly string[];
  readonly clockToleranceSeconds: number;
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
  const checked = authorizerConfig(config);
  const routes = routeRules(table);
  const { usageClients } = config as Partial<AuthorizerConfig>;
  const { usage: rules } = table as { usage?: unknown };
  const none = rules === undefined && usageClients === undefined;
  const usage = none ? undefined : { rules, lateClients: usageClients, keyPrefix: usageKeyPrefix };
  // A proof that is not remembered could be sent again.
  if (!checked.proofTable && [...routes.values()].some(({ access }) => contains(access, 'dpopBound'))) {
    throw new ConfigError('proofTable', 'be there, because a route asks for DPoP');
  }
  return { ...checked, routes, usage };
}

export function authorizerConfig(value: unknown): Omit<Settings, 'routes' | 'usage'> {
  const config = requireObject(value, VARIABLE, MEMBERS, OPTIONAL);
  const tolerance = config.clockToleranceSeconds;
  if (typeof tolerance !== 'number' || !(tolerance >= 0 && tolerance <= MAX_CLOCK_TOLERANCE_SECONDS)) {
    throw new ConfigError('clockToleranceSeconds', `be a number from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`);
  }
  const issuers = requireArray(config.issuers, 'issuers');
  return {
    issuers: requireDistinct(issuers.flatMap((issuer, index) => trustedIssuers(issuer, `issuers[${index}]`))),
    contextClaims: requireArray(config.contextClaims, 'contextClaims').map((claim) =>
      requireText(claim, 'contextClaims'),
    ),
    clockToleranceSeconds: tolerance,
    revocationTable: optionalText(config, 'revocationTable'),
    proofTable: optionalText(config, 'proofTable'),
  };
}

/** A member that is there must say something: `null` or an empty name would switch a check off. */
function optionalText(config: Record<string, unknown>, name: keyof AuthorizerConfig): string | undefined {
  return name in config ? requireText(config[name], name) : undefined;
}
