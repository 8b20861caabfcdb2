import type { Exchange } from '../chain/exchange';

/** What templates and parameters may draw upon; a request that found no route has one, too. */
export type VariableSource = Pick<Exchange, 'request' | 'context' | 'stageVariables' | 'pathParameters'>;

/** The value below a tree of plain objects; only their own properties count. */
export function lookUp(tree: unknown, names: readonly string[]): unknown {
  let value = tree;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A variable's text: objects as JSON, undefined for what is not there. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** `$context` or a part of it. `error.messageString` is the quoted message, as API Gateway's is. */
export function contextValue(context: VariableSource['context'], names: readonly string[]): unknown {
  const value = lookUp(context, names);
  if (value !== undefined || names.join('.') !== 'error.messageString') return value;
  const message = textOf(context.error.message);
  return message === undefined ? undefined : JSON.stringify(message);
}
