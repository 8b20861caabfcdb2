import type { JsonObject } from './json-file';
import { unresolved } from './resolved-stack';
import { unresolvedInstead } from './unresolved-parts';

/**
 * Value of a template's parameter.
 *
 * @param given what the deployment passes; for a parameter of the Parameter Store, its value there
 */
export function parameterValue(name: string, declaration: JsonObject, given: unknown): unknown {
  const type = String(declaration.Type);
  // The default of such a parameter is the name of another.
  const value = given ?? (type.startsWith('AWS::SSM::') ? undefined : declaration.Default);
  if (value === undefined) return unresolved(`parameter ${name}`);
  if (typeof value === 'object') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!type.includes('List')) return text;
  return unresolvedInstead(text) ?? text.split(',').map((element) => element.trim());
}
