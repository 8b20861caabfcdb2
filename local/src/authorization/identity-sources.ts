import { isUnresolved } from '../assembly/resolved-stack';
import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import { headerValues, queryPairs } from '../chain/gateway-request';

const SOURCE =
  /^(?:method\.request\.header\.([\w!#$%&'*+.^`|~-]+)|method\.request\.querystring\.([^\s,()]+)|stageVariables\.(\w+)|context\.(\w+(?:\.\w+)*))$/;

/**
 * All values that a request has for an identity source; the last one is the one that counts, and an empty list or an
 * empty last value means that the source is missing.
 *
 * @param source in API Gateway's notation, for example `method.request.header.Authorization`
 * @throws Refusal for a source of any other form: path parameters and the body cannot be identity sources
 */
export function identityValues(exchange: Exchange, source: string): readonly string[] {
  const [, header, query, variable, path] = SOURCE.exec(source) ?? [];
  if (header !== undefined) return headerValues(exchange.request.headers, header);
  if (query !== undefined) {
    return queryPairs(exchange.request.rawQuery)
      .filter(([name]) => name === query)
      .map(([, value]) => value);
  }
  if (variable !== undefined) return stageVariable(exchange, variable);
  if (path !== undefined) return contextVariable(exchange, path.split('.'));
  throw new Refusal('authorizer', `identity source ${source} is not simulated`);
}

/** Whether the client has sent nothing that could identify it there. */
export function isMissing(values: readonly string[]): boolean {
  return (values.at(-1) ?? '') === '';
}

function stageVariable({ stageVariables }: Exchange, name: string): readonly string[] {
  if (!Object.hasOwn(stageVariables, name)) return [];
  const value = stageVariables[name];
  if (isUnresolved(value)) throw new Refusal('authorizer', `stage variable ${name} is known to AWS only`);
  return [value];
}

function contextVariable({ context }: Exchange, names: readonly string[]): readonly string[] {
  let value: unknown = context;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
