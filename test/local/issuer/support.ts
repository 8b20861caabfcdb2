import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { request } from 'node:https';
import type { LocalIssuers } from '../../../local/src/issuer/issuers';

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly json: () => Record<string, unknown>;
}

interface Call {
  readonly method?: string;
  readonly form?: Record<string, string> | string;
  readonly authorization?: string;
  /** With its question mark. */
  readonly query?: string;
}

/** Asks the server on loopback in the way in which a client would ask the real host. */
export function ask(port: number, ca: string, url: string, call: Call = {}): Promise<Answer> {
  const { host, hostname, pathname } = new URL(url);
  const headers: Record<string, string> = { host };
  if (call.authorization !== undefined) headers.authorization = call.authorization;
  if (call.form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  const method = call.method ?? (call.form === undefined ? 'GET' : 'POST');
  const options = {
    host: '127.0.0.1',
    port,
    ca,
    servername: hostname,
    path: pathname + (call.query ?? ''),
    method,
    headers,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const message = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode, body, json: () => JSON.parse(body) as Record<string, unknown> });
      });
    });
    message.on('error', reject);
    message.end(call.form === undefined ? undefined : new URLSearchParams(call.form).toString());
  });
}

type Part = Record<string, unknown>;

/** Header and claims of a token that one of the keys signed; throws for any other. */
export function verified(token: string, keys: readonly JsonWebKey[]): { header: Part; claims: Part } {
  const [head, body, signature] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Part;
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk || jwk.alg !== header.alg) throw new Error('no such key');
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('wrong signature');
  }
  return { header, claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as Part };
}

/** Key set of an issuer, over HTTPS. */
export async function publishedKeys(issuers: LocalIssuers, ca: string, issuer: string): Promise<JsonWebKey[]> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  return (await ask(issuers.port, ca, url)).json().keys as JsonWebKey[];
}
