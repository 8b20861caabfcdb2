import { type AccessInput, denial } from '../../lambda/jwt-authorizer/access';
import type { DenialReason } from '../../lambda/jwt-authorizer/auth-error';
import { claimOf } from '../../lambda/jwt-authorizer/claims';
import { shown } from './shown';

type AccessRule = Parameters<typeof denial>[0];

/** A rule, and what it says of the request; `granted` is absent if there is no verified token to judge. */
export interface JudgedRule {
  readonly rule: string;
  readonly granted?: boolean;
  readonly reason?: DenialReason;
  /** The claim that the rule names, as the token has it. */
  readonly claim?: string;
  readonly parts: readonly JudgedRule[];
}

export function judgedRule(rule: AccessRule, input: AccessInput | undefined): JudgedRule {
  const reason = input && denial(rule, input);
  return {
    rule: textOf(rule),
    ...(input && { granted: reason === undefined }),
    ...(reason && { reason }),
    ...(input && claimNameOf(rule) && { claim: shown(claimOf(input.token.claims, claimNameOf(rule) ?? '')) }),
    parts: 'rules' in rule ? rule.rules.map((part) => judgedRule(part, input)) : [],
  };
}

export function treeLines(node: JudgedRule, depth = 1): string[] {
  const mark = node.granted === undefined ? '?' : node.granted ? '✓' : '✗';
  const reason = node.reason ? `: ${node.reason}` : '';
  const claim = node.claim === undefined ? '' : ` (the token has ${node.claim})`;
  const line = `${'  '.repeat(depth)}${mark} ${node.rule}${reason}${claim}`;
  return [line, ...node.parts.flatMap((part) => treeLines(part, depth + 1))];
}

function claimNameOf(rule: AccessRule): Parameters<typeof claimOf>[1] | undefined {
  if (rule.type === 'authenticationAge') return 'auth_time';
  return 'claim' in rule ? rule.claim : undefined;
}

function textOf(rule: AccessRule): string {
  switch (rule.type) {
    case 'anyScope':
    case 'allScopes':
      return `${rule.type} ${rule.scopes.map(shown).join(', ')}`;
    case 'group':
      return `group ${shown(rule.group)}`;
    case 'claim':
    case 'claimContains':
      return `${rule.type} ${shown(rule.claim)} ${shown(rule.value)}`;
    case 'claimOneOf':
      return `claimOneOf ${shown(rule.claim)} ${rule.values.map(shown).join(', ')}`;
    case 'authenticationAge':
      return `authenticationAge at most ${rule.maxSeconds} s`;
    case 'claimEqualsPathParameter':
      return `claimEqualsPathParameter ${shown(rule.claim)} {${rule.parameter}}`;
    default:
      return rule.type;
  }
}
