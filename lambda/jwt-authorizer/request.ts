import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { AuthError } from './auth-error';
import { MAX_TOKEN_LENGTH } from './compact-jws';

/** What the authorizer needs of an event, read once. */
export interface AuthorizerRequest {
  /** `GET /orders/{id}`; undefined if the parts of the event disagree about it. */
  readonly routeKey?: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly methodArn: string;
  /** `arn:...:execute-api:REGION:ACCOUNT:API/STAGE/` */
  readonly stageArn: string;
}

const HEADER = 'authorization';
const BEARER = /^Bearer ([\w.-]+)$/i;
const MAX_HEADER_LENGTH = 'Bearer '.length + MAX_TOKEN_LENGTH;

const METHOD_ARN = /^(arn:[\w-]+:execute-api:[\w-]+:[\w-]*:[\w-]+\/[\w-]+\/)([A-Z]+)\/[^]*$/;

/** Throws on an event that no policy could be written for. */
export function readRequest(event: APIGatewayRequestAuthorizerEvent): AuthorizerRequest {
  const arn = METHOD_ARN.exec(event.methodArn);
  if (!arn) throw new TypeError('unexpected methodArn');
  const [methodArn, stageArn, arnMethod] = arn;
  const context: Partial<typeof event.requestContext> = event.requestContext ?? {};
  const method = agreed([context.httpMethod, event.httpMethod, arnMethod]);
  const path = agreed([context.resourcePath, event.resource]);
  return {
    routeKey: method && path && `${method} ${path}`,
    pathParameters: event.pathParameters ?? {},
    methodArn,
    stageArn,
  };
}

/** The value that all sources give which give any. */
function agreed(sources: readonly (string | null | undefined)[]): string | undefined {
  const given = sources.filter((source) => source !== undefined && source !== null);
  return given.every((source) => source === given[0]) ? given[0] : undefined;
}

/** The bearer token of the one `Authorization` header (RFC 6750, section 2.1). */
export function bearerToken(event: APIGatewayRequestAuthorizerEvent): string {
  const single = authorizationOf(event.headers);
  const multiple = authorizationOf(event.multiValueHeaders).flat();
  // Two values, even equal ones: who reads which is anybody's guess.
  if (single.length > 1 || multiple.length > 1) throw new AuthError('token_malformed');
  const header = single.length > 0 ? single[0] : multiple[0];
  if (multiple.length > 0 && multiple[0] !== header) throw new AuthError('token_malformed');
  if (header === undefined || header === '') throw new AuthError('token_missing');
  const match = typeof header === 'string' && header.length <= MAX_HEADER_LENGTH && BEARER.exec(header);
  if (!match) throw new AuthError('token_malformed');
  return match[1];
}

/** The values of the header, whatever the case of its name. */
function authorizationOf(headers: Record<string, unknown> | null | undefined): unknown[] {
  const values: unknown[] = [];
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.length === HEADER.length && name.toLowerCase() === HEADER && value != null) values.push(value);
  }
  return values;
}
