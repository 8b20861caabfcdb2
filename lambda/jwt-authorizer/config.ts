import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AuthorizerConfig,
  AuthorizerConfigVariable,
  ClaimName,
  IssuersDocument,
  IssuersFile,
  RouteRule,
  RouteRulesFile,
  UsageKeyPrefixVariable,
} from '../../lib/private/authorizer-contract';
import { contextKeyOf } from './backend-context';
import { ConfigError, requireArray, requireClaimName, requireObject, requireOneOf, requireText } from './checks';
import { requireDistinct, trustedIssuers } from './issuer-entries';
import { routeRules } from './route-rules';
import { contains } from './rule-kinds';
import type { TrustedIssuer } from './trusted-issuer';

const VARIABLE: AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';
const KEY_PREFIX: UsageKeyPrefixVariable = 'USAGE_KEY_PREFIX';
const RULES_FILE: RouteRulesFile = 'routes.json';
const ISSUERS_FILE: IssuersFile = 'issuers.json';
const ISSUERS_MEMBERS: readonly (keyof IssuersDocument)[] = ['version', 'issuers'];
const MEMBERS: readonly (keyof AuthorizerConfig)[] = ['issuers', 'contextClaims', 'clockToleranceSeconds'];
const OPTIONAL: readonly (keyof AuthorizerConfig)[] = [
  'revocationTable',
  'proofTable',
  'usageClients',
  'issuersFile',
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
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const issuers = namesIssuersFile(config) ? read(ISSUERS_FILE) : undefined;
  return settings(config, read(RULES_FILE), env[KEY_PREFIX], issuers);
}

/** What the documents say together. */
export function settings(config: unknown, table: unknown, usageKeyPrefix?: string, issuers?: unknown): Settings {
  const checked = authorizerConfig(config, issuers);
  const routes = routeRules(table);
  const { usage: rules } = table as { usage?: unknown };
  const { usageClients } = config as Partial<AuthorizerConfig>;
  const none = rules === undefined && usageClients === undefined;
  const usage = none ? undefined : { rules, lateClients: usageClients, keyPrefix: usageKeyPrefix };
  // A proof that is not remembered could be sent again.
  if (!checked.proofTable && [...routes.values()].some(({ access }) => contains(access, 'dpopBound'))) {
    throw new ConfigError('proofTable', 'be there, because a route asks for DPoP');
  }
  return { ...checked, routes, usage };
}

/** Whether the configuration goes together with the file of issuers. */
export function namesIssuersFile(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'issuersFile' in config;
}

/** @param issuersDocument the content of `issuers.json`, if the configuration names it */
export function authorizerConfig(value: unknown, issuersDocument?: unknown): Omit<Settings, 'routes' | 'usage'> {
  const config = requireObject(value, VARIABLE, MEMBERS, OPTIONAL);
  const issuers = issuersOf(config.issuers, 'issuers');
  if (namesIssuersFile(config)) {
    requireOneOf(config.issuersFile, 'issuersFile', [ISSUERS_FILE]);
    const document = requireObject(issuersDocument, ISSUERS_FILE, ISSUERS_MEMBERS);
    if (document.version !== 1) throw new ConfigError(`${ISSUERS_FILE} version`, 'be 1');
    issuers.push(...issuersOf(document.issuers, `${ISSUERS_FILE} issuers`));
  }
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

function issuersOf(value: unknown, where: string): TrustedIssuer[] {
  return requireArray(value, where).flatMap((issuer, index) => trustedIssuers(issuer, `${where}[${index}]`));
}

function requireTolerance(value: unknown, where: string): number {
  if (typeof value === 'number' && value >= 0 && value <= MAX_CLOCK_TOLERANCE_SECONDS) return value;
  throw new ConfigError(where, `be a number from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`);
}
