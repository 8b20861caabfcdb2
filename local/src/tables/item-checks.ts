import type { TableModel } from '../model/table-model';
import type { AttributeValue, Item } from './attribute-value';
import { itemSize, valueSize } from './item-size';
import { invalid } from './table-error';

const MAX_ITEM_BYTES = 400 * 1_024;
const MAX_KEY_BYTES = [2_048, 1_024];

/** @throws TableError unless these are the attributes of the key, and no others */
export function checkKey({ keys }: TableModel, key: Item): void {
  const fits =
    Object.keys(key).length === keys.length &&
    keys.every(({ name, type }) => Object.hasOwn(key, name) && typeOf(key[name]) === type);
  if (!fits) throw invalid('The provided key element does not match the schema');
  checkKeyValues(keys, key);
}

/** @throws TableError unless the item has its key, and no key of an index in another type */
export function checkItem({ keys, attributes }: TableModel, item: Item): void {
  const wrong = 'One or more parameter values were invalid';
  const missing = keys.find(({ name }) => !Object.hasOwn(item, name));
  if (missing) throw invalid(`${wrong}: Missing the key ${missing.name} in the item`);
  for (const [name, type] of Object.entries(attributes)) {
    if (!Object.hasOwn(item, name) || typeOf(item[name]) === type) continue;
    throw invalid(`${wrong}: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(item[name])}`);
  }
  checkKeyValues(keys, item);
  if (itemSize(item) > MAX_ITEM_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
}

/** The same text for the same key. */
export function keyText({ keys }: TableModel, item: Item): string {
  return JSON.stringify(keys.map(({ name }) => item[name]));
}

function checkKeyValues(keys: TableModel['keys'], item: Item): void {
  for (const [index, { name, type }] of keys.entries()) {
    const size = valueSize(item[name]);
    if (size === 0) {
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value. Key: ${name}`,
      );
    }
    if (size > MAX_KEY_BYTES[index]) {
      throw invalid(
        `One or more parameter values were invalid: Size of ${index === 0 ? 'hashkey' : 'rangekey'} has exceeded the maximum size limit of ${MAX_KEY_BYTES[index]} bytes`,
      );
    }
  }
}

function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0];
}
