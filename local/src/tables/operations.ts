import type { JsonObject } from '../assembly/json-file';
import { readItem } from './attribute-value';
import { batchGetItem } from './batch-get';
import { checkConsistency, checkParameters, checkWrite, conditionOf } from './request-parameters';
import { notSimulated } from './table-error';
import type { Tables } from './tables';

type Operation = (tables: Tables, parameters: JsonObject) => object;

const getItem: Operation = (tables, parameters) => {
  checkParameters(parameters, ['TableName', 'Key', 'ConsistentRead']);
  checkConsistency(parameters.ConsistentRead);
  const item = tables.named(parameters.TableName).get(readItem(parameters.Key));
  return item === undefined ? {} : { Item: item };
};

const putItem: Operation = (tables, parameters) => {
  checkWrite(parameters, 'Item');
  const condition = conditionOf(parameters);
  tables.named(parameters.TableName).put(readItem(parameters.Item), condition);
  return {};
};

const deleteItem: Operation = (tables, parameters) => {
  checkWrite(parameters, 'Key');
  const condition = conditionOf(parameters);
  tables.named(parameters.TableName).delete(readItem(parameters.Key), condition);
  return {};
};

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['BatchGetItem', batchGetItem],
  ['DeleteItem', deleteItem],
  ['GetItem', getItem],
  ['PutItem', putItem],
]);

/**
 * Does what a request asks for.
 *
 * @param target header `X-Amz-Target`
 * @throws TableError for what DynamoDB would not do, and for what it would do and this does not
 */
export function perform(tables: Tables, target: string, parameters: JsonObject): object {
  const name = /^DynamoDB_20120810\.(\w+)$/.exec(target)?.[1] ?? '';
  const operation = OPERATIONS.get(name);
  if (!operation) throw notSimulated(`the operation ${name || 'of this request'}`);
  return operation(tables, parameters);
}
