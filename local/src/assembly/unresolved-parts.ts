import { unresolved } from './resolved-stack';

/** `{{resolve:ssm:/name}}`: CloudFormation puts the value in when it deploys. */
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;
const MARKER = /unresolved\(([^)]*)\)/g;

/** What a text depends on that only AWS knows; empty if it is whole. */
export function unresolvedParts(text: string): readonly string[] {
  return [...replaceDynamicReferences(text).matchAll(MARKER)].map(([, part]) => part);
}

/**
 * What stands for something made from a part of `text`: `undefined` if the text is whole.
 *
 * A mark must never be cut: half of one would pass for a value.
 */
export function unresolvedInstead(text: string): string | undefined {
  const parts = unresolvedParts(text);
  if (parts.length > 0) return unresolved(parts.join(', '));
  // The rest of a dynamic reference may still be joined to it.
  return text.includes('{{resolve:') ? unresolved('a dynamic reference') : undefined;
}

/** Marks every dynamic reference in a text. */
export function replaceDynamicReferences(text: string): string {
  return text.replace(DYNAMIC_REFERENCE, (reference) => unresolved(reference.slice(2, -2)));
}

/** Marks every dynamic reference in a resolved value. */
export function withoutDynamicReferences(value: unknown): unknown {
  if (typeof value === 'string') return replaceDynamicReferences(value);
  if (Array.isArray(value)) return value.map(withoutDynamicReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutDynamicReferences(member)]));
}

/** Where in a resolved value something is not known: `Environment.Variables.KEY: resolve:ssm:/key`. */
export function describeUnresolved(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value === 'string') return unresolvedParts(value).map((part) => `${path.join('.')}: ${part}`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => describeUnresolved(member, [...path, key]));
}
