import { isUnresolved } from '../assembly/resolved-stack';
import { Refusal } from '../chain/gateway-error';
import { PatternTooSlow, SafePattern } from '../patterns/safe-pattern';

/**
 * Whether a text is what an authorizer's validation expression describes: all of it, because whether API Gateway
 * would be content with a part is not documented.
 *
 * @throws Refusal for an expression that JavaScript cannot read, or that takes too long
 */
export function matchesExpression(expression: string, text: string): boolean {
  let whole: SafePattern | undefined;
  try {
    whole = isUnresolved(expression) ? undefined : new SafePattern(`^(?:${expression})$`);
  } catch {
    // Java knows forms that JavaScript does not.
  }
  if (!whole) throw new Refusal('authorizer', `validation expression ${expression} is not simulated`);
  try {
    return whole.test(text);
  } catch (error) {
    throw error instanceof PatternTooSlow ? new Refusal('authorizer', error.message) : error;
  }
}
