import { isJsonObject } from '../assembly/json-file';
import { canonicalNumber } from './decimal';
import { invalid } from './table-error';

/** A value in DynamoDB's JSON; numbers are canonical, so that equal values have equal texts. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  /** Base64. */
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };

export type Item = Readonly<Record<string, AttributeValue>>;

const MAX_DEPTH = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Reads a map of attributes. */
export function readItem(value: unknown, depth = 0): Item {
  if (!isJsonObject(value)) throw invalid('Supplied AttributeValue map is not an object');
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readAttributeValue(member, depth)]));
}

export function readAttributeValue(value: unknown, depth = 0): AttributeValue {
  if (depth > MAX_DEPTH) throw invalid('Nesting Levels have exceeded supported limits');
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  if (entries.length !== 1) {
    throw invalid('Supplied AttributeValue has more than one datatypes set or is empty, must contain exactly one');
  }
  const [[type, content]] = entries;
  switch (type) {
    case 'S':
      return { S: text(content) };
    case 'N':
      return { N: canonicalNumber(text(content)) };
    case 'B':
      return { B: binary(content) };
    case 'BOOL':
      if (typeof content !== 'boolean') throw invalid('a BOOL must be true or false');
      return { BOOL: content };
    case 'NULL':
      if (content !== true) throw invalid('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'L':
      if (!Array.isArray(content)) throw invalid('an L must be a list');
      return { L: content.map((element) => readAttributeValue(element, depth + 1)) };
    case 'M':
      return { M: readItem(content, depth + 1) };
    case 'SS':
      return { SS: set(content, text) };
    case 'NS':
      return { NS: set(content, (member) => canonicalNumber(text(member))) };
    case 'BS':
      return { BS: set(content, binary) };
    default:
      throw invalid(`there is no AttributeValue of type ${type}`);
  }
}

function text(content: unknown): string {
  if (typeof content === 'string') return content;
  throw invalid('an S or N must be a text');
}

function binary(content: unknown): string {
  if (typeof content === 'string' && BASE64.test(content)) return content;
  throw invalid('a B must be base64');
}

/** In an order of its own: sets have none. */
function set(content: unknown, read: (member: unknown) => string): readonly string[] {
  if (!Array.isArray(content) || content.length === 0) throw invalid('An set may not be empty');
  const members = content.map(read);
  if (new Set(members).size < members.length) throw invalid('Input collection contains duplicates');
  return members.sort();
}
