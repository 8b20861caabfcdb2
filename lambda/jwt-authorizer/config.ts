import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AuthorizerConfig,
  AuthorizerConfigVariable,
  RouteRule,
  RouteRulesFile,
} from '../../lib/private/authorizer-contract';
import { ConfigError, requireArray, requireObject, requireText } from './checks';
import { routeRules } from './route-rules';
import { requireDistinct, type TrustedIssuer, trustedIssuers } from './trusted-issuer';

const VARIABLE: AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';
const RULES_FILE: RouteRulesFile = 'routes.json';
const MEMBERS: readonly (keyof AuthorizerConfig)[] = ['issuers', 'contextClaims', 'clockToleranceSeconds'];
const MAX_CLOCK_TOLERANCE_SECONDS = 60;

/** What the handler works with: the contract's values, checked. */
export interface Settings {
  readonly issuers: readonly TrustedIssuer[];
  readonly contextClaims: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly routes: ReadonlyMap<string, RouteRule>;
}

/** Reads and checks everything that the construct wrote; throws at the first doubt. */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const root = requireText(env.LAMBDA_TASK_ROOT, 'LAMBDA_TASK_ROOT');
  return {
    ...authorizerConfig(JSON.parse(requireText(env[VARIABLE], VARIABLE))),
    routes: routeRules(JSON.parse(readFileSync(join(root, RULES_FILE), 'utf8'))),
  };
}

export function authorizerConfig(value: unknown): Omit<Settings, 'routes'> {
  const config = requireObject(value, VARIABLE, MEMBERS);
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
  };
}
