import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { SecureApiError, show } from '../private/errors';

const PARTITION_KEY = 'id';
const TIME_TO_LIVE = 'expiresAt';

/** Properties of `TokenTable`. */
export interface TokenTableProps {
  /**
   * Encrypts the table.
   *
   * @default - a key of DynamoDB's own
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
 * `issuedBefore`, in seconds since 1970, limits an entry to tokens that were issued before it. Let an entry expire no earlier
 * than the tokens that it revokes.
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
    return this.table.grant(grantee, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  }
}

/** A table of which the key is known must have the one that the authorizer reads by; of an imported one nothing is known. */
export function checkTokenTable(at: Construct, name: string, table: dynamodb.ITable | undefined): void {
  const cfnTable = table?.node.defaultChild;
  if (!(cfnTable instanceof dynamodb.CfnTable || cfnTable instanceof dynamodb.CfnGlobalTable)) return;
  const schema: unknown = Stack.of(cfnTable).resolve(cfnTable.keySchema);
  const attributes: unknown = Stack.of(cfnTable).resolve(cfnTable.attributeDefinitions);
  const key = JSON.stringify(schema) === JSON.stringify([{ attributeName: PARTITION_KEY, keyType: 'HASH' }]);
  const text =
    Token.isUnresolved(attributes) ||
    (Array.isArray(attributes) &&
      attributes.some((a: Record<string, unknown>) => a.attributeName === PARTITION_KEY && a.attributeType === 'S'));
  if (key && text) return;
  throw new SecureApiError(at, {
    code: 'TokenTableKeyInvalid',
    problem: `'${name}' is a table with the key ${show(schema)}`,
    rule: `its key must be the string '${PARTITION_KEY}' alone, as TokenTable makes it`,
  });
}
