/** A DynamoDB table of the assembly, as far as it is simulated. */
export interface TableModel {
  /** Logical id. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The partition key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  /** The keys of the table and of its indexes: an item that has them has them in this type. */
  readonly attributes: Readonly<Record<string, KeyType>>;
}

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export type KeyType = 'S' | 'N' | 'B';
