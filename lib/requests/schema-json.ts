import { Token } from 'aws-cdk-lib';
import { type Caller, describe, failInvalid, failValue, isPlainObject } from './schema-faults';
import { childPointer, ROOT_POINTER } from './schema-pointer';

/** A JSON object as {@link copyJson} leaves it: plain, without undefined members. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** More levels than any body needs, few enough for every recursion below. */
export const MAX_DEPTH = 100;

/** API Gateway takes 400 KB of models per API: more values than this cannot fit. */
const MAX_VALUES = 200_000;

/**
 * Copies the caller's schema, so that nothing of it is shared or changed, and refuses what JSON cannot hold.
 *
 * Members that are undefined are absent, as in TypeScript. CDK tokens stay as they are.
 */
export function copyJson(at: Caller, schema: unknown, nullsMayBeLost = false): JsonObject {
  if (!isPlainObject(schema) || isToken(schema)) {
    const got = Array.isArray(schema) ? 'a list' : describe(schema);
    failInvalid(at, `the schema is ${got}`, 'it must be a JSON Schema object');
  }
  return new JsonCopy(at, nullsMayBeLost).object(schema, ROOT_POINTER);
}

/** True for encoded strings, numbers and lists, and for IResolvable objects. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** True for an object that is no token: one whose members can be read at synth. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isPlainObject(value) && !isToken(value);
}

/** The same text for equal JSON values; undefined where a token hides the value. */
export function canonicalText(value: unknown): string | undefined {
  if (isToken(value)) return undefined;
  if (Array.isArray(value)) return joined(value.map(canonicalText), '[]');
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return joined(
    members.map((name) => {
      const text = isToken(name) ? undefined : canonicalText(value[name]);
      return text === undefined ? undefined : `${JSON.stringify(name)}:${text}`;
    }),
    '{}',
  );
}

function joined(texts: Array<string | undefined>, brackets: string): string | undefined {
  return texts.includes(undefined) ? undefined : `${brackets[0]}${texts.join(',')}${brackets[1]}`;
}

class JsonCopy {
  private readonly ancestors = new Set<unknown>();
  private values = 0;

  public constructor(
    private readonly at: Caller,
    private readonly nullsMayBeLost: boolean,
  ) {}

  public object(source: Record<string, unknown>, pointer: string): JsonObject {
    return this.enter(source, pointer, () => {
      const copy: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(source)) {
        if (value === undefined) continue;
        const member = childPointer(pointer, name);
        if (name === '__proto__') {
          failInvalid(
            this.at,
            `the name at '${member}' is '__proto__'`,
            'the CDK drops it from the template: rename it',
          );
        }
        copy[name] = this.value(value, member);
      }
      return copy;
    });
  }

  private list(source: readonly unknown[], pointer: string): unknown[] {
    return this.enter(source, pointer, () => {
      const copy: unknown[] = [];
      for (let index = 0; index < source.length; index++) {
        copy.push(this.value(source[index], childPointer(pointer, index)));
      }
      return copy;
    });
  }

  private value(value: unknown, pointer: string): unknown {
    if (++this.values > MAX_VALUES) {
      failInvalid(
        this.at,
        `the schema holds more than ${MAX_VALUES} values`,
        'it must fit into the 400 KB that API Gateway takes for the models of an API',
      );
    }
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value)) return this.list(value, pointer);
    if (isToken(value)) return value;
    if (isPlainObject(value)) return this.object(value, pointer);
    if (value === undefined) {
      failValue(
        this.at,
        pointer,
        value,
        `a schema must hold JSON values only${this.nullsMayBeLost ? '; a null of another language arrives so: use RequestBody.jsonText()' : ''}`,
      );
    }
    return failValue(this.at, pointer, value, 'a schema must hold JSON values only');
  }

  private enter<T>(source: unknown, pointer: string, copy: () => T): T {
    if (this.ancestors.has(source)) {
      failInvalid(this.at, `the value at '${pointer}' contains itself`, `name it in 'definitions' and use '$ref'`);
    }
    if (this.ancestors.size >= MAX_DEPTH) {
      failInvalid(
        this.at,
        `the value at '${pointer}' is more than ${MAX_DEPTH} levels deep`,
        `use 'definitions' and '$ref'`,
      );
    }
    this.ancestors.add(source);
    const result = copy();
    this.ancestors.delete(source);
    return result;
  }
}
