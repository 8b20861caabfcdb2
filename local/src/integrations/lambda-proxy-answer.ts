import type { GatewayAnswer } from '../chain/gateway-request';
import type { GatewayError } from '../chain/gateway-error';
import { badGateway } from './integration-errors';
import { clientHeaders, type Header } from './response-headers';

/** None of them is mandatory, and no other may be there (recorded from the service). */
const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * What a function of a proxy integration returned, as an answer.
 *
 * @param decode whether a body in base64 is decoded: for a client that accepts a binary type, others get the text
 * @throws GatewayError, 502, for anything that is not a proxy response
 */
export function lambdaProxyAnswer(payload: unknown, decode: (headers: readonly Header[]) => boolean): GatewayAnswer {
  if (!isRecord(payload)) throw malformed(`it is ${kindOf(payload)}, not an object`);
  const unknown = Object.keys(payload).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) {
    throw malformed(`${JSON.stringify(unknown)} is none of its members, ${[...MEMBERS].join(', ')}`);
  }
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = payload;
  const all = [...singleHeaders(headers), ...multipleHeaders(multiValueHeaders)];
  const sent = withContentType(sendable(merged(all)));
  return { status: statusOf(statusCode), headers: sent, body: bodyOf(body, isBase64Encoded, () => decode(sent)) };
}

function statusOf(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw malformed('statusCode is not a number from 200 to 599');
}

function bodyOf(value: unknown, isBase64Encoded: unknown, decode: () => boolean): Buffer {
  if (value === undefined || value === null) return Buffer.alloc(0);
  if (typeof value !== 'string') throw malformed(`body is ${kindOf(value)}, not a string`);
  if (isBase64Encoded !== undefined && isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean') {
    throw malformed('isBase64Encoded is neither true nor false');
  }
  return Buffer.from(value, isBase64Encoded === true && decode() ? 'base64' : 'utf8');
}

interface NamedHeader {
  readonly name: string;
  readonly value: string;
  readonly multiple: boolean;
}

function singleHeaders(value: unknown): NamedHeader[] {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) throw malformed('headers is not an object');
  return Object.entries(value).map(([name, text]) => ({ name, value: headerText(name, text), multiple: false }));
}

function multipleHeaders(value: unknown): NamedHeader[] {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) throw malformed('multiValueHeaders is not an object');
  return Object.entries(value).flatMap(([name, texts]) => {
    if (!Array.isArray(texts)) throw malformed(`multiValueHeaders ${JSON.stringify(name)} is not a list`);
    return texts.map((text: unknown) => ({ name, value: headerText(name, text), multiple: true }));
  });
}

function headerText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  throw malformed(`the value of header ${JSON.stringify(name)} is ${kindOf(value)}`);
}

/** Where a header is in both maps, the values of `multiValueHeaders` count. */
function merged(headers: readonly NamedHeader[]): Header[] {
  const multiple = new Set(headers.filter((header) => header.multiple).map(({ name }) => name.toLowerCase()));
  return headers
    .filter((header) => header.multiple || !multiple.has(header.name.toLowerCase()))
    .map(({ name, value }): Header => [name, value]);
}

function sendable(headers: readonly Header[]): readonly Header[] {
  try {
    return clientHeaders(headers);
  } catch {
    throw malformed('a header cannot be sent');
  }
}

function withContentType(headers: readonly Header[]): readonly Header[] {
  if (headers.some(([name]) => name.toLowerCase() === 'content-type')) return headers;
  return [...headers, ['Content-Type', 'application/json']];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In the words of API Gateway's execution log; says what is wrong, and not what was returned. */
function malformed(why: string): GatewayError {
  return badGateway(`Malformed Lambda proxy response: ${why}`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
