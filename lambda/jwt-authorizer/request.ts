import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { AuthError } from './auth-error';
import { MAX_TOKEN_LENGTH } from './compact-jws';

/** What the authorizer needs of an event, read once. */
export interface AuthorizerRequest {
  /** `GET /orders/{id}`; undefined if the parts of the event disagree about it. */
  readonly routeKey?: string;
  /** As they stand in the path: not decoded. */
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly methodArn: string;
  /** `arn:...:execute-api:REGION:ACCOUNT:API/STAGE/` */
  readonly stageArn: string;
}

/** A token, and how it was presented. */
export interface Credentials {
  /** `dpop`: together with a proof that the sender holds the token's key (RFC 9449, section 7.1). */
  readonly scheme: 'bearer' | 'dpop';
  readonly token: string;
}

const CREDENTIALS = /^(Bearer|DPoP) ([\w.-]+)$/i;
const MAX_HEADER_LENGTH = 'Bearer '.length + MAX_TOKEN_LENGTH;

const METHOD_ARN = /^(arn:[\w-]+:execute-api:[\w-]+:[\w-]*:[\w-]+\/(?:[\w-]+|\$default)\/)([A-Z]+)\/[^]*$/;

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

/** The token of the one `Authorization` header (RFC 6750, section 2.1; RFC 9449, section 7.1). */
export function credentialsOf(event: APIGatewayRequestAuthorizerEvent): Credentials {
  const header = onlyHeader(event, 'authorization');
  if (header === undefined || header === '') throw new AuthError('token_missing');
  const match = typeof header === 'string' && header.length <= MAX_HEADER_LENGTH && CREDENTIALS.exec(header);
  if (!match) throw new AuthError('token_malformed');
  return { scheme: match[1].toLowerCase() === 'dpop' ? 'dpop' : 'bearer', token: match[2] };
}

/**
 * The value of a header that may come once only; undefined if it does not come.
 *
 * Two values, even equal ones, are refused: who reads which is anybody's guess.
 */
export function onlyHeader(
  { headers, multiValueHeaders }: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'multiValueHeaders'>,
  name: string,
): unknown {
  const single = valuesOf(headers, name);
  const multiple = valuesOf(multiValueHeaders, name).flat();
  if (single.length > 1 || multiple.length > 1) throw new AuthError('token_malformed');
  const value = single.length > 0 ? single[0] : multiple[0];
  if (multiple.length > 0 && multiple[0] !== value) throw new AuthError('token_malformed');
  return value;
}

/** The values of the header, whatever the case of its name. */
function valuesOf(headers: Record<string, unknown> | null | undefined, wanted: string): unknown[] {
  const values: unknown[] = [];
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.length === wanted.length && name.toLowerCase() === wanted && value != null) values.push(value);
  }
  return values;
}
