import { scopesOf } from '../../lambda/jwt-authorizer/claims';
import { parseCompactJws } from '../../lambda/jwt-authorizer/compact-jws';
import { CLIENT_CLAIMS, findClient } from '../../lambda/jwt-authorizer/token-client';
import type { Judgement, World } from './judge';
import { MEANINGS } from './reasons';
import { type JudgedRule, judgedRule, treeLines } from './rule-tree';
import { shown, shownTime } from './shown';

/** All that is said about a decision; of the token nothing but its times, names, scopes, and claims the rule names. */
export interface Report {
  /** `not-verified`: it would be allowed, if what was not checked were as the token says. */
  readonly decision: 'allowed' | 'not-verified' | 'denied' | 'failed';
  readonly status?: number;
  readonly reason?: string;
  readonly meaning?: string;
  readonly unchecked: readonly string[];
  readonly route: string;
  readonly rule?: JudgedRule;
  readonly token?: Readonly<Record<string, string>>;
  readonly context: Judgement['context'];
  /** Names of what the backend should get and would not. */
  readonly leftOut: readonly string[];
}

export interface Question {
  readonly route: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly token: string;
  readonly unchecked: readonly string[];
}

export function reportOf(question: Question, { entry, status, context, verified }: Judgement, world: World): Report {
  const { settings, now } = world;
  const { reason } = entry;
  const rule = settings.routes.get(question.route)?.access;
  // A request from here has neither a certificate nor a proof.
  const binding = { certificate: 'certificate_mismatch', dpop: 'proof_missing' } as const;
  const clockToleranceSeconds = settings.notBeforeToleranceSeconds ?? settings.clockToleranceSeconds;
  const { pathParameters } = question;
  const input = verified && { token: verified, pathParameters, now, clockToleranceSeconds, binding };
  return {
    decision: decisionOf(entry.outcome, question.unchecked),
    ...(status && { status }),
    ...(reason && { reason, meaning: MEANINGS[reason] }),
    unchecked: question.unchecked,
    route: question.route,
    ...(rule && { rule: judgedRule(rule, input) }),
    ...described(question.token, verified?.clientId, now),
    context: status === undefined ? context : {},
    leftOut: entry.leftOut ?? [],
  };
}

function decisionOf(outcome: Judgement['entry']['outcome'], unchecked: readonly string[]): Report['decision'] {
  if (outcome === 'allow') return unchecked.length > 0 ? 'not-verified' : 'allowed';
  return outcome === 'deny' ? 'denied' : 'failed';
}

/** Read from the token as it is: why it was refused is often seen in its times. */
function described(token: string, clientId: string | undefined, now: number): Pick<Report, 'token'> {
  try {
    const { payload } = parseCompactJws(token);
    const found = findClient(payload, CLIENT_CLAIMS);
    const times = ['iat', 'nbf', 'exp'].filter((name) => payload[name] !== undefined);
    return {
      token: {
        issuer: shown(payload.iss),
        client:
          found === 'ambiguous' && clientId === undefined
            ? '(ambiguous)'
            : shown(clientId ?? (found as { clientId?: string }).clientId),
        scopes: scopesOf(payload).map(shown).join(', ') || 'none',
        ...Object.fromEntries(times.map((name) => [name, shownTime(payload[name], now)])),
      },
    };
  } catch {
    return {};
  }
}

export function asText(report: Report): string {
  const { decision, status, reason, meaning, unchecked, route, rule, token, context, leftOut } = report;
  const trusted = unchecked.length === 0;
  const would = trusted ? '' : 'would be ';
  const loud = `NOT VERIFIED: not checked: ${unchecked.join(', ')}. Take this for no permission.`;
  const members = Object.entries(context).map(([name, value]) => `  ${name}: ${shown(value)}`);
  return [
    ...(trusted ? [] : [loud]),
    status === undefined
      ? `${would}allowed: ${route}`
      : `${would}${decision} with status ${status}, ${reason}: ${route}\n${meaning}`,
    ...(rule ? ['', 'Rule of the route', ...treeLines(rule)] : ['', 'The table has no rule for this route.']),
    ...(token ? ['', 'The token says', ...Object.entries(token).map(([name, text]) => `  ${name}: ${text}`)] : []),
    ...(members.length > 0 ? ['', 'The backend would get', ...members] : []),
    ...(leftOut.length > 0 ? ['', `The backend would not get ${leftOut.map(shown).join(', ')}`] : []),
  ].join('\n');
}
