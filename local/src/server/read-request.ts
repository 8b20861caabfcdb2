import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { GatewayError } from '../chain/gateway-error';
import type { GatewayRequest } from '../chain/gateway-request';

/** Largest body of a REST API, 10 MB; not adjustable. */
export const MAX_BODY_BYTES = 10 * 1_024 * 1_024;

/** By these a test says where a request comes from; nothing behind the server sees them. */
export const SOURCE_IP_HEADER = 'x-local-source-ip';
export const COUNTRY_HEADER = 'x-local-country';

/** A request but for what depends on the API: its path below the stage. */
export type ReceivedRequest = Omit<GatewayRequest, 'path'>;

/** Takes a request apart without its body, which may not be wanted. */
export function receive(message: IncomingMessage, receivedAt: number): Omit<ReceivedRequest, 'body'> {
  const [rawPath, ...query] = (message.url ?? '/').split('?');
  const socket = message.socket as TLSSocket;
  const all = pairs(message.rawHeaders);
  const said = (name: string): string | undefined => all.find(([key]) => key.toLowerCase() === name)?.[1];
  const sourceIp = said(SOURCE_IP_HEADER);
  const cipher = socket.getCipher?.();
  return {
    method: message.method ?? 'GET',
    rawPath,
    rawQuery: query.join('?'),
    headers: all.filter(([name]) => ![SOURCE_IP_HEADER, COUNTRY_HEADER].includes(name.toLowerCase())),
    sourceIp: plainIp(sourceIp ?? socket.remoteAddress),
    country: said(COUNTRY_HEADER),
    host: hostOf(message.headers.host),
    tls: { version: socket.getProtocol?.() ?? 'none', cipher: cipher?.standardName ?? 'none' },
    receivedAt,
  };
}

/** @throws GatewayError for a request that could be taken for two, or that does not say where it comes from */
export function checkForm(message: IncomingMessage, { rawPath, sourceIp }: Omit<ReceivedRequest, 'body'>): void {
  const names = pairs(message.rawHeaders).map(([name]) => name.toLowerCase());
  const count = (name: string): number => names.filter((known) => known === name).length;
  // An absolute URL would name a second host.
  const problems = [
    rawPath.startsWith('/') ? [] : ['the target must be a path'],
    count('host') === 1 ? [] : ['there must be one Host header'],
    isIP(sourceIp) === 0 || count(SOURCE_IP_HEADER) > 1 ? [`${SOURCE_IP_HEADER} must be one IP address`] : [],
    count(COUNTRY_HEADER) > 1 ? [`${COUNTRY_HEADER} must be one country`] : [],
  ].flat();
  if (problems.length === 0) return;
  throw new GatewayError('DEFAULT_4XX', 400, `Bad Request: ${problems.join(', ')}`, 'BadRequestException', 'endpoint');
}

/** @throws GatewayError if the body is larger than a REST API takes; what comes after that is thrown away */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes <= MAX_BODY_BYTES) return Buffer.concat(chunks);
  throw new GatewayError('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'RequestEntityTooLargeException', 'endpoint');
}

/** The name in a Host header, without its port; an IPv6 address keeps its brackets. */
function hostOf(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d+$/, '');
}

/** IPv4 in IPv6 clothes is IPv4: address lists are written that way. */
function plainIp(address: string | undefined): string {
  return (address ?? '127.0.0.1').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) list.push([rawHeaders[index], rawHeaders[index + 1]]);
  return list;
}
