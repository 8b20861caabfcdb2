import type { AccessRule, RouteRule } from '../../lib/private/authorizer-contract';
import {
  ConfigError,
  requireArray,
  requireClaimName,
  requireObject,
  requireOneOf,
  requireText,
  requireTexts,
} from './checks';
import { contains } from './rule-kinds';

/** No `*`, `?` or `$` in a path part: inside a policy's resource they would match more than they say. */
const ROUTE_KEY = /^(?:DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (?:\/|(?:\/(?:\{[\w.:-]+\+?\}|[^/{}*?$\s]+))+)$/;

/** Members of each kind of rule besides `type`. */
const MEMBERS: { readonly [T in AccessRule['type']]: readonly string[] } = {
  authenticated: [],
  anyScope: ['scopes'],
  allScopes: ['scopes'],
  group: ['group'],
  claim: ['claim', 'value'],
  claimOneOf: ['claim', 'values'],
  claimContains: ['claim', 'value'],
  authenticationAge: ['maxSeconds'],
  claimEqualsPathParameter: ['claim', 'parameter'],
  certificateBound: [],
  dpopBound: [],
  allOf: ['rules'],
  anyOf: ['rules'],
};

/** Checks the routes of `routes.json`: a table that is not understood in full grants nothing at all. */
export function routeRules(value: unknown): ReadonlyMap<string, RouteRule> {
  const table = requireObject(value, 'routes.json', ['version', 'routes'], ['usage']);
  if (table.version !== 1) throw new ConfigError('routes.json version', 'be 1');
  const routes = new Map<string, RouteRule>();
  for (const [key, rule] of Object.entries(requireObject(table.routes, 'routes'))) {
    routes.set(requireText(key, `route key ${JSON.stringify(key)}`, ROUTE_KEY), routeRule(rule, key));
  }
  return routes;
}

function routeRule(value: unknown, key: string): RouteRule {
  const rule = requireObject(value, key, ['access', 'decision']);
  const decision = requireOneOf(rule.decision, `${key} decision`, ['route', 'path', 'request'] as const);
  const access = checkAccess(rule.access, `${key} access`);
  if (decision !== 'request' && contains(access, 'certificateBound', 'dpopBound')) {
    throw new ConfigError(`${key} decision`, 'be request: its access depends on who sends the token');
  }
  if (decision === 'route' && contains(access, 'claimEqualsPathParameter')) {
    throw new ConfigError(`${key} decision`, 'be path: its access depends on a path parameter');
  }
  return { access, decision };
}

function checkAccess(value: unknown, where: string): AccessRule {
  const type = requireOneOf(
    requireObject(value, where).type,
    `${where} type`,
    Object.keys(MEMBERS) as AccessRule['type'][],
  );
  const rule = requireObject(value, where, ['type', ...MEMBERS[type]]);
  for (const name of MEMBERS[type]) {
    const at = `${where} ${name}`;
    if (name === 'scopes') requireTexts(rule.scopes, at, /^\S+$/);
    else if (name === 'values') requireTexts(rule.values, at);
    else if (name === 'maxSeconds') requireSeconds(rule.maxSeconds, at);
    else if (name === 'claim') requireClaimName(rule.claim, at);
    else if (name !== 'rules') requireText(rule[name], at);
    else if (requireArray(rule.rules, at).map((part) => checkAccess(part, at)).length === 0) {
      throw new ConfigError(at, 'not be empty');
    }
  }
  return value as AccessRule;
}

function requireSeconds(value: unknown, where: string): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return;
  throw new ConfigError(where, 'be a whole number of seconds above 0');
}
