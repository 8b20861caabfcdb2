import { Arn, ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { fail, type Place } from '../private/checks';

const PARTITION_KEY = 'id';
const TIME_TO_LIVE = 'expiresAt';

/** Properties of `TokenTable`. */
export interface TokenTableProps {
  /**
   * Encrypts the table.
   *
   * @default - the key that AWS manages for DynamoDB in the account, `aws/dynamodb`
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What becomes of the table when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A DynamoDB table for the JWT authorizer: a list of revocations, or the memory of DPoP proofs. Use two tables for both.
 *
 * Each entry has a string `id`, its partition key, and a number `expiresAt` in seconds since 1970, from which on it counts
 * no more and DynamoDB removes it by itself.
 *
 * The `id` of a revocation says what is revoked, at which issuer: `jti ISSUER VALUE` (one token), `sub ISSUER VALUE`
 * (everything of a subject), `origin_jti ISSUER VALUE` (a session of a user pool) or `client_id ISSUER VALUE` (everything
 * of a client), parted by one space, the issuer exactly as in `iss`; for a user pool either of its two issuers. A number
 * `issuedBefore`, in seconds since 1970, limits an entry to tokens that were issued before or in that second. Let an entry
 * expire no earlier than the tokens that it revokes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export class TokenTable extends Construct {
  /** The table. */
  public readonly table: dynamodb.Table;

  public constructor(scope: Construct, id: string, props?: TokenTableProps) {
    super(scope, id);
    const { encryptionKey, removalPolicy } = props ?? {};
    this.table = new dynamodb.Table(this, 'Resource', {
      partitionKey: { name: PARTITION_KEY, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: TIME_TO_LIVE,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: encryptionKey ? dynamodb.TableEncryption.CUSTOMER_MANAGED : dynamodb.TableEncryption.AWS_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN,
    });
  }

  /**
   * Lets somebody revoke: write entries, and delete them.
   *
   * @param grantee who may
   */
  public grantRevoke(grantee: iam.IGrantable): iam.Grant {
    const grant = this.table.grant(grantee, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    const key = this.table.encryptionKey?.grantEncryptDecrypt(grantee);
    return key ? grant.combine(key) : grant;
  }
}

/** Left out means off; anything else must be a table that the authorizer can read by its key, or nothing would be checked. */
export function checkTokenTable(at: Construct, name: string, table: dynamodb.ITable | undefined): void {
  if (table === undefined) return;
  const place = { at, name, code: 'TokenTableInvalid' } as const;
  // JavaScript callers may pass a TokenTable, or null, which would read as "none".
  if (typeof (table as Partial<dynamodb.ITable> | null)?.tableArn !== 'string') {
    const value: unknown = Construct.isConstruct(table) ? table.node.path : table;
    fail(place, value, "it must be a DynamoDB table: of a TokenTable, its 'table'");
  }
  checkRegion(place, table);
  checkKey(place, table);
}

/** The function asks DynamoDB in its own region. */
function checkRegion(place: Place, table: dynamodb.ITable): void {
  const { region } = Stack.of(place.at as Construct);
  // A table that is imported by its ARN is said to be where the stack is.
  const tableRegion = Token.isUnresolved(table.tableArn)
    ? table.env.region
    : Arn.split(table.tableArn, ArnFormat.SLASH_RESOURCE_NAME).region;
  if (tableRegion === undefined || Token.isUnresolved(region) || Token.isUnresolved(tableRegion)) return;
  if (region === tableRegion) return;
  fail(place, `a table in ${tableRegion}`, `it must be in the function's region, ${region}`);
}

/** Of an imported table nothing is known. */
function checkKey(place: Place, table: dynamodb.ITable): void {
  const cfnTable = table.node.defaultChild;
  if (!(cfnTable instanceof dynamodb.CfnTable || cfnTable instanceof dynamodb.CfnGlobalTable)) return;
  const schema: unknown = Stack.of(cfnTable).resolve(cfnTable.keySchema);
  const attributes = Stack.of(cfnTable).resolve(cfnTable.attributeDefinitions) as Record<string, unknown>[];
  const isKey = JSON.stringify(schema) === JSON.stringify([{ attributeName: PARTITION_KEY, keyType: 'HASH' }]);
  const isText = attributes.some((a) => a.attributeName === PARTITION_KEY && a.attributeType === 'S');
  if (isKey && isText) return;
  fail(place, schema, `its key must be the string '${PARTITION_KEY}' alone, as TokenTable makes it`);
}
