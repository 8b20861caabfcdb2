import Ajv, { type ErrorObject } from 'ajv-draft-04';
import { isUnresolved } from '../assembly/resolved-stack';
import { isMultipleOf } from './decimal-multiple';
import { SafePattern } from '../patterns/safe-pattern';
import { draft04Schema, references } from './model-schema';
import { isObject } from './subschemas';

/** What a model says about a value; undefined for a value that matches. */
export type CompiledModel = (value: unknown, extent: 'first' | 'all') => readonly ErrorObject[] | undefined;

/** How one model refers to another of the API. */
const MODEL_REFERENCE = /^(https:\/\/apigateway\.amazonaws\.com(?:\.cn)?\/restapis\/[^/#]+\/models\/([^/#]+))(?:#.*)?$/;

/**
 * Compiles a model's schema.
 *
 * @param schema JSON schema of draft-04
 * @param models the API's models by name, for references between them
 * @throws Error that says why API Gateway's validation by this model cannot be done here
 */
export function compileModel(schema: unknown, models: ReadonlyMap<string, unknown>): CompiledModel {
  const root = readSchema(schema, 'the model');
  const referenced = new Map<string, Record<string, unknown>>();
  collectReferenced(root, models, referenced);
  const [verdict, report] = [false, true].map((allErrors) => {
    const ajv = validator(allErrors);
    for (const [url, model] of referenced) ajv.addSchema(model, url);
    return ajv.compile(root);
  });
  return (value, extent) => {
    const validate = extent === 'all' ? report : verdict;
    return validate(value) === true ? undefined : (validate.errors ?? []);
  };
}

/** The validator's patterns; `code` is what it would write into a program of its own, which nobody asks it for. */
const PATTERNS = Object.assign((source: string) => new SafePattern(source) as unknown as RegExp, {
  code: 'SafePattern',
});

/**
 * As API Gateway's validator: `format` is not checked, patterns are those of ECMA 262 without the `u` flag, a member
 * that an object inherits is not there, and what stands beside `$ref` does not count.
 */
function validator(allErrors: boolean): Ajv {
  const ajv = new Ajv({
    allErrors,
    verbose: true,
    strict: false,
    // Off with `strict`, and then a number too large for a double would be one.
    strictNumbers: true,
    validateFormats: false,
    ownProperties: true,
    unicodeRegExp: false,
    code: { regExp: PATTERNS },
    ignoreKeywordsWithRef: true,
    logger: false,
  });
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (step: number, value: number) => isMultipleOf(value, step),
  });
  return ajv;
}

function collectReferenced(
  schema: Record<string, unknown>,
  models: ReadonlyMap<string, unknown>,
  found: Map<string, Record<string, unknown>>,
): void {
  for (const reference of references(schema)) {
    const [, url, name] = MODEL_REFERENCE.exec(reference) ?? [];
    if (url === undefined || found.has(url)) continue;
    const model = readSchema(models.get(name), `the model ${name}, which another refers to,`);
    found.set(url, model);
    collectReferenced(model, models, found);
  }
}

function readSchema(schema: unknown, what: string): Record<string, unknown> {
  if (!isObject(schema)) throw new Error(`${what} has no schema`);
  if (isUnresolved(schema)) throw new Error(`${what} depends on a value that only AWS knows`);
  return draft04Schema(schema);
}
