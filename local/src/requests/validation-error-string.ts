import type { ErrorObject } from 'ajv-draft-04';

/** Errors inside the alternatives of a schema: API Gateway names the choice that failed, not why each one did. */
const INSIDE_ALTERNATIVE = /\/(?:anyOf|oneOf)\/\d+\/|\/not\//;

/** Why a value does not match its model, as `$context.error.validationErrorString` says it: `[message, message]`. */
export function validationErrorString(errors: readonly ErrorObject[]): string {
  const outside = errors.filter(({ schemaPath }) => !INSIDE_ALTERNATIVE.test(schemaPath));
  const groups = groupByPlace(outside.length > 0 ? outside : errors);
  return `[${[...new Set(groups.map(message))].join(', ')}]`;
}

/** Members that are missing from one object, or too many for it, share a message. */
function groupByPlace(errors: readonly ErrorObject[]): readonly (readonly ErrorObject[])[] {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const place = JSON.stringify([error.instancePath, error.schemaPath]);
    const group = groups.get(place);
    if (group) group.push(error);
    else groups.set(place, [error]);
  }
  return [...groups.values()];
}

function message(together: readonly ErrorObject[]): string {
  const [{ keyword, data, schema, parentSchema }] = together;
  const write = MESSAGES[keyword];
  return write
    ? write({ data, schema, together, parent: parentSchema ?? {} })
    : `instance does not match the schema's ${keyword}`;
}

interface Problem {
  readonly data: unknown;
  /** Value of the keyword. */
  readonly schema: unknown;
  readonly together: readonly ErrorObject[];
  readonly parent: Readonly<Record<string, unknown>>;
}

const MESSAGES: Readonly<Record<string, ((problem: Problem) => string) | undefined>> = {
  required: ({ together }) =>
    `object has missing required properties (${names(together.map(({ params }) => param(params, 'missingProperty')))})`,
  additionalProperties: ({ together }) =>
    `object instance has properties which are not allowed by the schema: ${names(
      together.map(({ params }) => param(params, 'additionalProperty')),
    )}`,
  type: ({ data, schema }) =>
    `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${names(allowedTypes(schema))})`,
  enum: ({ data, schema }) =>
    `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${JSON.stringify(schema)})`,
  minLength: ({ data, schema }) =>
    `string ${JSON.stringify(data)} is too short (length: ${length(data)}, required minimum: ${text(schema)})`,
  maxLength: ({ data, schema }) =>
    `string ${JSON.stringify(data)} is too long (length: ${length(data)}, maximum allowed: ${text(schema)})`,
  pattern: ({ data, schema }) =>
    `ECMA 262 regex ${JSON.stringify(schema)} does not match input string ${JSON.stringify(data)}`,
  minimum: ({ data, schema, parent }) =>
    parent.exclusiveMinimum === true && data === schema
      ? `numeric instance is not strictly greater than the required minimum ${text(schema)}`
      : `numeric instance is lower than the required minimum (minimum: ${text(schema)}, found: ${text(data)})`,
  maximum: ({ data, schema, parent }) =>
    parent.exclusiveMaximum === true && data === schema
      ? `numeric instance is not strictly lower than the required maximum ${text(schema)}`
      : `numeric instance is greater than the required maximum (maximum: ${text(schema)}, found: ${text(data)})`,
  multipleOf: ({ data, schema }) => `remainder of division is not zero (${text(data)} / ${text(schema)})`,
  minItems: ({ data, schema }) =>
    `array is too short: must have at least ${text(schema)} elements but instance has ${size(data)} elements`,
  maxItems: ({ data, schema }) =>
    `array is too long: must have at most ${text(schema)} elements but instance has ${size(data)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minProperties: ({ data, schema }) =>
    `object has too few properties (found ${size(data)} but schema requires at least ${text(schema)})`,
  maxProperties: ({ data, schema }) =>
    `object has too many properties (found ${size(data)} but schema requires at most ${text(schema)})`,
  anyOf: ({ schema }) => `instance failed to match at least one required schema among ${size(schema)}`,
  oneOf: ({ schema, together }) =>
    `instance failed to match exactly one schema (matched ${matched(together[0], size(schema))} out of ${size(schema)})`,
  not: () => 'instance matched a schema which it should not have',
};

/** The validator stops at the second alternative that matches. */
function matched({ params }: ErrorObject, alternatives: number): string {
  if (param(params, 'passingSchemas') === 'null') return '0';
  return alternatives === 2 ? '2' : 'at least 2';
}

function param(params: Readonly<Record<string, unknown>>, name: string): string {
  return String(params[name]);
}

function names(list: readonly string[]): string {
  return JSON.stringify([...new Set(list)].sort());
}

function allowedTypes(schema: unknown): readonly string[] {
  const listed = (Array.isArray(schema) ? schema : [schema]).map(String);
  return listed.includes('number') ? [...listed, 'integer'] : listed;
}

function typeName(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'array';
  return Number.isInteger(data) ? 'integer' : typeof data;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

function length(data: unknown): number {
  return typeof data === 'string' ? [...data].length : 0;
}

function size(data: unknown): number {
  return typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
}
