import { Token } from 'aws-cdk-lib';

/**
 * A copy of `value` with the members of its objects in the order of their names, at every depth. Lists keep their order, and
 * what is no plain object or a CDK token stays as it is.
 *
 * What goes into a template or a digest has one form this way: maps of Java and Go have another order in each process.
 */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => sortKeys(item)) as T;
  if (!isMap(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sortKeys(value[name])])) as T;
}

function isMap(value: unknown): value is { [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
