import type { AccessRule, RouteRule } from '../private/authorizer-contract';
import type { Access } from './access';

/** The rule and all of its parts. */
function rulesOf(rule: AccessRule): readonly AccessRule[] {
  return 'rules' in rule ? [rule, ...rule.rules.flatMap(rulesOf)] : [rule];
}

/** Whether the rule, or a part of it, is of one of these kinds. */
export function asksFor(access: Access, ...types: readonly AccessRule['type'][]): boolean {
  return rulesOf(access._rule).some(({ type }) => types.includes(type));
}

/** The path parameters whose value the rule looks at. */
export function pathParametersOf(rule: AccessRule): readonly string[] {
  return rulesOf(rule).flatMap((part) => (part.type === 'claimEqualsPathParameter' ? [part.parameter] : []));
}

/** What a decision about the rule may be kept for: the sender's proof is of one request, a path parameter of one path. */
export function decisionOf(access: Access, alwaysPerPath: boolean): RouteRule['decision'] {
  if (asksFor(access, 'certificateBound', 'dpopBound')) return 'request';
  return alwaysPerPath || pathParametersOf(access._rule).length > 0 ? 'path' : 'route';
}
