import { isUnresolved } from '../assembly/resolved-stack';
import { Refusal } from '../chain/gateway-error';

/**
 * Whether a text is what an authorizer's validation expression describes: all of it, because whether API Gateway
 * would be content with a part is not documented.
 *
 * @throws Refusal for an expression that JavaScript cannot read
 */
export function matchesExpression(expression: string, text: string): boolean {
  let whole: RegExp | undefined;
  try {
    whole = isUnresolved(expression) ? undefined : new RegExp(`^(?:${expression})$`);
  } catch {
    // Java knows forms that JavaScript does not.
  }
  if (!whole) throw new Refusal('authorizer', `validation expression ${expression} is not simulated`);
  return whole.test(text);
}
