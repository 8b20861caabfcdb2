import type { AccessRule } from '../../lib/private/authorizer-contract';
import { type AccessInput, denial } from './access';
import type { DenialReason } from './auth-error';
import type { Credentials } from './request';

/** Characters of a scope, RFC 6749 appendix A.4; nothing else may stand in the quotes of a header. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Longer lists help nobody, and a header has its bounds. */
const MAX_SCOPE_LENGTH = 1_024;

/**
 * What a caller whose token is good but does not suffice has to bring, as the value of `WWW-Authenticate`; undefined if no
 * other token of the same caller would help.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 */
export function challengeOf(
  rule: AccessRule,
  reason: DenialReason,
  input: AccessInput,
  scheme: Credentials['scheme'] = 'bearer',
): string | undefined {
  const name = scheme === 'dpop' ? 'DPoP' : 'Bearer';
  if (reason === 'scope_missing') {
    const scope = neededScopes(rule).join(' ');
    return `${name} error="insufficient_scope"${isSafe(scope) ? `, scope="${scope}"` : ''}`;
  }
  const maxAge = reason === 'claim_mismatch' ? missedAge(rule, input) : undefined;
  return maxAge === undefined ? undefined : `${name} error="insufficient_user_authentication", max_age="${maxAge}"`;
}

/** The scopes of a token that would pass; of alternatives the first. */
function neededScopes(rule: AccessRule): string[] {
  switch (rule.type) {
    case 'anyScope':
      return rule.scopes.slice(0, 1);
    case 'allScopes':
      return [...rule.scopes];
    case 'allOf':
      return [...new Set(rule.rules.flatMap(neededScopes))];
    case 'anyOf':
      return rule.rules.map(neededScopes).find((scopes) => scopes.length > 0) ?? [];
    default:
      return [];
  }
}

/** The age of the log-in that the first rule in the way asks for, if that is what it asks for. */
function missedAge(rule: AccessRule, input: AccessInput): number | undefined {
  if (rule.type === 'authenticationAge') return rule.maxSeconds;
  if (rule.type !== 'allOf' && rule.type !== 'anyOf') return undefined;
  const first = rule.rules.find((part) => denial(part, input) !== undefined);
  return first && missedAge(first, input);
}

function isSafe(scope: string): boolean {
  return scope !== '' && scope.length <= MAX_SCOPE_LENGTH && scope.split(' ').every((part) => SCOPE.test(part));
}
