import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import type { GatewayAnswer } from '../chain/gateway-request';

const WITHOUT_BODY = new Set([204, 304]);
/** What the server itself decides on. */
const OWN_HEADERS = new Set(['content-length', 'connection', 'transfer-encoding', 'keep-alive', 'date']);

/**
 * What no browser may believe of a server on this machine: it would ask every other server on localhost by https from then
 * on, for years. `gateway.fetch` gives it its name back.
 */
const HSTS = 'strict-transport-security';
export const LOCAL_HSTS = 'x-local-strict-transport-security';

/**
 * Sends an answer, with `Strict-Transport-Security` under another name; several headers of one name stay several.
 *
 * @throws TypeError for a header that HTTP cannot carry, before anything is sent
 */
export function writeAnswer(response: ServerResponse, method: string, answer: GatewayAnswer): void {
  const headers = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [given, value] of answer.headers) {
    const name = given.toLowerCase() === HSTS ? LOCAL_HSTS : given;
    const key = name.toLowerCase();
    if (OWN_HEADERS.has(key)) continue;
    const entry = headers.get(key);
    if (entry) entry.values.push(value);
    else headers.set(key, { name, values: [value] });
  }
  for (const { name, values } of headers.values()) {
    validateHeaderName(name);
    for (const value of values) validateHeaderValue(name, value);
  }
  for (const { name, values } of headers.values()) response.setHeader(name, values.length === 1 ? values[0] : values);
  response.statusCode = answer.status;
  if (WITHOUT_BODY.has(answer.status)) {
    response.end();
    return;
  }
  response.setHeader('Content-Length', answer.body.length);
  response.end(method === 'HEAD' ? undefined : answer.body);
}
