/** What DynamoDB answers instead of a result. */
export type TableErrorType =
  | 'ConditionalCheckFailedException'
  | 'InternalServerError'
  | 'MissingAuthenticationTokenException'
  | 'ResourceNotFoundException'
  | 'UnrecognizedClientException'
  | 'ValidationException';

/** Where each error comes from, as its `__type` says. */
const NAMESPACES: Partial<Record<TableErrorType, string>> = {
  MissingAuthenticationTokenException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
};

export class TableError extends Error {
  public constructor(
    public readonly type: TableErrorType,
    message: string,
  ) {
    super(message);
    this.name = 'TableError';
  }

  public get status(): number {
    return this.type === 'InternalServerError' ? 500 : 400;
  }

  public get body(): object {
    return {
      __type: `${NAMESPACES[this.type] ?? 'com.amazonaws.dynamodb.v20120810'}#${this.type}`,
      message: this.message,
    };
  }
}

export function invalid(message: string): TableError {
  return new TableError('ValidationException', message);
}

/** Something that DynamoDB does and this does not. */
export function notSimulated(what: string): TableError {
  return invalid(`the local gateway does not simulate ${what}`);
}
