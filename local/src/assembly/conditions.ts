import type { IntrinsicScope, Resolve } from './intrinsic-scope';
import { isJsonObject } from './json-file';
import { unresolvedInstead } from './unresolved-parts';

/** A condition in three-valued logic: undefined where the answer depends on something that only AWS knows. */
export function evaluateCondition(expression: unknown, scope: IntrinsicScope, resolve: Resolve): boolean | undefined {
  if (!isJsonObject(expression)) return undefined;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(expression);
  if (others.length > 0) return undefined;
  if (name === 'Condition') return typeof argument === 'string' ? scope.condition(argument) : undefined;
  if (!Array.isArray(argument)) return undefined;
  if (name === 'Fn::Equals') return equals(argument, scope, resolve);
  const values = argument.map((part) => evaluateCondition(part, scope, resolve));
  if (name === 'Fn::Not') return values[0] === undefined ? undefined : !values[0];
  if (name === 'Fn::And') return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
  if (name === 'Fn::Or') return values.includes(true) ? true : values.includes(undefined) ? undefined : false;
  return undefined;
}

function equals(argument: readonly unknown[], scope: IntrinsicScope, resolve: Resolve): boolean | undefined {
  const [left, right] = argument.map((part) => comparable(resolve(part, scope)));
  return unresolvedInstead(left) !== undefined || unresolvedInstead(right) !== undefined ? undefined : left === right;
}

/** CloudFormation compares texts: the number 1 equals "1". */
function comparable(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
