import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type ErrorCode, SecureApiError, show } from '../private/errors';

/** Where the schema was given: the construct or the factory call. */
export type Caller = IConstruct | string;

/** Throws for a schema that breaks a rule of JSON Schema itself. */
export function failInvalid(at: Caller, problem: string, rule: string): never {
  throw new SecureApiError(at, { code: 'SchemaInvalid', problem, rule });
}

/**
 * Throws for what may have held a null that jsii dropped on its way from another language.
 *
 * @param instead what else can be written from TypeScript
 */
export function failEmpty(at: Caller, problem: string, instead: string | undefined): never {
  throw new SecureApiError(at, {
    code: 'SchemaEmpty',
    problem: `${problem}, and may have lost a null on its way from another language`,
    rule: `${instead === undefined ? '' : `${instead}, or `}give the schema as text, RequestBody.jsonText(), which loses nothing, or say 'allowEmptySchemas: true' if it is meant so`,
  });
}

/** Throws for the value of one keyword, which `pointer` ends with. */
export function failValue(at: Caller, pointer: string, value: unknown, rule: string): never {
  failInvalid(at, `the value at '${pointer}' is ${describe(value)}`, rule);
}

/** Throws for a keyword whose meaning an API Gateway model cannot keep. */
export function failUnsupported(at: Caller, keyword: string, pointer: string, problem: string, rule: string): never {
  const code: ErrorCode = 'SchemaKeywordUnsupported';
  throw new SecureApiError(at, { code, problem: `keyword '${keyword}' at '${pointer}' ${problem}`, rule });
}

/** Throws for a `$ref` that leads nowhere. */
export function failUnresolved(at: Caller, pointer: string, reference: string, rule: string): never {
  throw new SecureApiError(at, {
    code: 'SchemaReferenceUnresolved',
    problem: `'$ref' at '${pointer}' is ${show(reference)}`,
    rule,
  });
}

/** Like {@link show}, also for values that JSON cannot hold. */
export function describe(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return `a ${typeof value}`;
  if (typeof value === 'object' && Token.isUnresolved(value)) return 'a CDK token';
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlainObject(value)) {
    return `an instance of ${value.constructor?.name ?? 'a class'}`;
  }
  try {
    return show(value);
  } catch {
    return 'a value that JSON cannot hold';
  }
}

/** True for `{ ... }`, made in any realm; false for lists, dates, maps and other instances of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
