import { isJsonObject, type JsonObject } from '../assembly/json-file';
import { type Item, readItem } from './attribute-value';
import { itemSize } from './item-size';
import { checkConsistency, checkParameters } from './request-parameters';
import { invalid } from './table-error';
import type { Table } from './table';
import type { Tables } from './tables';

const MAX_KEYS = 100;
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;

/** Reads items of several tables; what would make the answer too large is left for another request. */
export function batchGetItem(tables: Tables, parameters: JsonObject): object {
  checkParameters(parameters, ['RequestItems']);
  const requests = requestsOf(tables, parameters.RequestItems);
  if (requests.reduce((total, { keys }) => total + keys.length, 0) > MAX_KEYS) {
    throw invalid('Too many items requested for the BatchGetItem call');
  }
  let room = MAX_ANSWER_BYTES;
  const responses: [string, Item[]][] = [];
  const unprocessed: [string, JsonObject][] = [];
  for (const { name, table, keys, rest } of requests) {
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of keys) {
      const item = table.get(key);
      room -= item === undefined ? 0 : itemSize(item);
      if (room < 0) left.push(key);
      else if (item !== undefined) found.push(item);
    }
    responses.push([name, found]);
    if (left.length > 0) unprocessed.push([name, { ...rest, Keys: left }]);
  }
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: Object.fromEntries(unprocessed) };
}

interface TableRequest {
  /** As the request has it, name or ARN. */
  readonly name: string;
  readonly table: Table;
  readonly keys: readonly Item[];
  readonly rest: JsonObject;
}

function requestsOf(tables: Tables, value: unknown): readonly TableRequest[] {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) throw invalid('RequestItems must name at least one table');
  const requests = entries.map(([name, request]) => tableRequest(tables, name, request));
  if (new Set(requests.map(({ table }) => table)).size < requests.length) {
    throw invalid('a table can be named once only in a BatchGetItem call');
  }
  return requests;
}

function tableRequest(tables: Tables, name: string, request: unknown): TableRequest {
  const table = tables.named(name);
  const { Keys: keys, ...rest } = isJsonObject(request) ? request : {};
  checkParameters(rest, ['ConsistentRead']);
  checkConsistency(rest.ConsistentRead);
  if (!Array.isArray(keys) || keys.length === 0) throw invalid('Keys must hold at least one key');
  const read = keys.map((key) => readItem(key));
  if (new Set(read.map((key) => table.textOf(key))).size < read.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  return { name, table, keys: read, rest };
}
