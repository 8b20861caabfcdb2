import type { ResolvedStack } from '../assembly/resolved-stack';
import type { Finding } from '../model/api-model';
import type { TemplateObject } from './template-value';

/** Where the rules of one web ACL or rule group are read. */
export interface BuildScope {
  readonly stack: ResolvedStack;
  /** Prefix of the labels that the rules add, with a colon at its end. */
  readonly labelPrefix: string;
  /** `CustomResponseBodies`, by key. */
  readonly responseBodies: TemplateObject;
  /** What is found on the way. */
  readonly findings: Finding[];
}

/** Something that cannot be read, in words; the part of the web ACL that needs it becomes unknown. */
export class Unreadable extends Error {}

/** A value that has to be there. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Unreadable(what);
  return value;
}
