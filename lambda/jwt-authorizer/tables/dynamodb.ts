import { createRequire } from 'node:module';
import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import type { OpenTable, TableEntry } from './token-table';

/** All attempts together; leaves room for the keys in the function's own time. */
const TIMEOUT_MS = 2_000;
const CONNECTION_TIMEOUT_MS = 500;
const MAX_ATTEMPTS = 3;

/**
 * Tables of DynamoDB, by the SDK that Lambda's runtime provides. Loaded only where a table is configured: it takes longer
 * than all the rest.
 */
export function openTables(): OpenTable {
  // `require` finds the runtime's own modules by NODE_PATH on every version of the runtime.
  const sdk = createRequire(import.meta.url)('@aws-sdk/client-dynamodb') as typeof DynamoDb;
  const client = new sdk.DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    // By an ARN the SDK would ask a host named after the account, which private networks do not know.
    accountIdEndpointMode: 'disabled',
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS },
  });
  const limited = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  return (table) => ({
    async find(ids) {
      const keys = ids.map((id) => ({ id: { S: id } }));
      const request = { RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } };
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(
        new sdk.BatchGetItemCommand(request),
        limited(),
      );
      // An answer with keys left out would let exactly these pass.
      if (Object.keys(UnprocessedKeys).length > 0) throw new Error('not all keys were read');
      return Object.values(Responses).flat().map(entryOf);
    },
    async addNew(id, expiresAt, now) {
      const request = {
        TableName: table,
        Item: { id: { S: id }, expiresAt: { N: String(expiresAt) } },
        ConditionExpression: 'attribute_not_exists(id) OR expiresAt < :now',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      };
      try {
        await client.send(new sdk.PutItemCommand(request), limited());
        return true;
      } catch (error) {
        if (error instanceof sdk.ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  });
}

function entryOf(item: Record<string, DynamoDb.AttributeValue>): TableEntry {
  return {
    id: item.id?.S ?? '',
    ...(item.expiresAt && { expiresAt: numberOf(item.expiresAt) }),
    ...(item.issuedBefore && { issuedBefore: numberOf(item.issuedBefore) }),
  };
}

/** What is no number is handed on as something that is none. */
function numberOf(value: DynamoDb.AttributeValue): number | undefined {
  const number = Number(value.N);
  return Number.isFinite(number) ? number : undefined;
}
