import type { AccessRule } from '../../lib/private/authorizer-contract';

/** Whether the rule, or a part of it, is of one of these kinds. */
export function contains(rule: AccessRule, ...types: readonly AccessRule['type'][]): boolean {
  return types.includes(rule.type) || ('rules' in rule && rule.rules.some((part) => contains(part, ...types)));
}
