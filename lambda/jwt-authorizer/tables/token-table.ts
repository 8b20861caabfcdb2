/** An entry of a table that this function reads: a partition key `id`, and times in seconds since 1970. */
export interface TableEntry {
  readonly id: string;
  /** From then on the entry counts no more. Anything but a number: it counts for ever. */
  readonly expiresAt?: unknown;
  /** Only tokens issued up to this second are meant. Anything but a number: every token is. */
  readonly issuedBefore?: unknown;
}

/** A DynamoDB table; every method rejects if the table does not answer in time and in full. */
export interface TokenTable {
  /** The entries with these ids that exist, as they are at this moment. */
  find(ids: readonly string[]): Promise<readonly TableEntry[]>;
  /** Adds an entry; false if there is one with this id that still counts. */
  addNew(id: string, expiresAt: number, now: number): Promise<boolean>;
}

/** Opens the table of a name or ARN. */
export type OpenTable = (table: string) => TokenTable;
