import { isJsonObject } from '../assembly/json-file';
import type { AttributeValue, Item } from './attribute-value';
import { canonicalNumber } from './decimal';
import { invalid } from './table-error';

/** An item as tests write it: texts, numbers, booleans, null, lists and objects of these. */
export type PlainItem = Readonly<Record<string, unknown>>;

/** @throws TableError for a value of another kind */
export function itemOf(plain: PlainItem): Item {
  if (!isPlainObject(plain)) throw invalid('an item must be an object');
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, attributeOf(name, value)]));
}

export function plainItem(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function attributeOf(name: string, value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: canonicalNumber(String(value)) };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map((element, index) => attributeOf(`${name}[${index}]`, element)) };
  if (isPlainObject(value)) {
    const members = Object.entries(value).map(([key, member]) => [key, attributeOf(`${name}.${key}`, member)]);
    return { M: Object.fromEntries(members) as Item };
  }
  throw invalid(`${name} must be a text, a finite number, a boolean, null, a list or an object`);
}

/** Numbers that JavaScript cannot hold stay texts, as do binaries; sets become lists. */
function plainValue(value: AttributeValue): unknown {
  if ('N' in value) return plainNumber(value.N);
  if ('NS' in value) return value.NS.map(plainNumber);
  if ('NULL' in value) return null;
  if ('L' in value) return value.L.map(plainValue);
  if ('M' in value) return plainItem(value.M);
  return Object.values(value)[0] as unknown;
}

function plainNumber(text: string): number | string {
  return canonicalNumber(String(Number(text))) === text ? Number(text) : text;
}

/** A date or a map would lose what is in it. */
function isPlainObject(value: unknown): value is PlainItem {
  if (!isJsonObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
