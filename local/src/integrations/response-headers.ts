import { validateHeaderName, validateHeaderValue } from 'node:http';

export type Header = readonly [name: string, value: string];

/** What an integration may not set; API Gateway passes it on under another name. */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
]);

/** Of the connection to the backend; of no meaning on the connection to the client. */
const DROPPED = new Set(['transfer-encoding', 'keep-alive']);

/**
 * The headers of an integration as the client gets them.
 *
 * @throws TypeError for a name or a value that HTTP cannot carry: with a line break in it, it would be two headers
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function clientHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.flatMap(([name, value]): Header[] => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const lower = name.toLowerCase();
    if (DROPPED.has(lower)) return [];
    return [[REMAPPED.has(lower) ? `x-amzn-Remapped-${name}` : name, value]];
  });
}
