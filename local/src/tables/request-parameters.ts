import type { JsonObject } from '../assembly/json-file';
import type { Condition } from './condition';
import { checkOperands } from './condition-evaluation';
import { parseCondition } from './condition-parser';
import { Placeholders } from './placeholders';
import { invalid, notSimulated } from './table-error';

/** Parameters that ask for more in the answer; only NONE asks for nothing. */
const NOTHING_MORE = new Set([
  ...['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics', 'ReturnValues'],
  'ReturnValuesOnConditionCheckFailure',
]);
const CONDITION = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];

/** @throws TableError for a parameter that might change the result */
export function checkParameters(parameters: JsonObject, known: readonly string[]): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (known.includes(name)) continue;
    if (!NOTHING_MORE.has(name)) throw notSimulated(`the parameter ${name}`);
    if (value !== 'NONE') throw notSimulated(`${name} ${JSON.stringify(value)}`);
  }
}

/** @throws TableError for anything but what is written to one table */
export function checkWrite(parameters: JsonObject, subject: 'Item' | 'Key'): void {
  checkParameters(parameters, ['TableName', subject, ...CONDITION]);
}

/** A read is consistent here, whether it asks for that or not. */
export function checkConsistency(value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw invalid('ConsistentRead must be true or false');
}

/** The condition of a write; undefined without one. */
export function conditionOf(parameters: JsonObject): Condition | undefined {
  const { ConditionExpression: expression, ExpressionAttributeNames: names } = parameters;
  const { ExpressionAttributeValues: values } = parameters;
  if (expression === undefined) {
    for (const name of CONDITION) {
      if (parameters[name] !== undefined) throw invalid(`${name} can only be specified when using expressions`);
    }
    return undefined;
  }
  if (typeof expression !== 'string') throw invalid('ConditionExpression must be a text');
  const placeholders = new Placeholders(names, values);
  const condition = parseCondition(expression, placeholders);
  placeholders.checkAllUsed();
  checkOperands(condition);
  return condition;
}
