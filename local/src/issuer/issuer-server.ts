import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { JsonWebKey } from 'node:crypto';
import type { Certificate } from '../tls/certificate';
import { withoutTrailingSlashes } from './issuer-url';
import type { FormAnswer } from './token-request';

/** What the server asks to answer a request. */
export interface IssuerAnswers {
  /** Whether there is an issuer on the host. */
  knows(host: string): boolean;
  /** @param target path and query */
  publicKeys(host: string, target: string): readonly JsonWebKey[];
  /** Where an authorizer looks for the keys of an issuer; undefined if none says so. */
  keysOf(issuer: string): string | undefined;
  /** The issuer, to the letter, below the path of the host. */
  issuerAt(host: string, path: string): string;
  token(host: string, path: string, form: string, authorization: string | undefined): Promise<FormAnswer>;
}

const DISCOVERY_PATH = '/.well-known/openid-configuration';
const KEYS_PATH = '/.well-known/jwks.json';
const TOKEN_PATH = '/token';
const MAX_FORM_BYTES = 16 * 1_024;

export function tokenEndpointOf(issuer: string): string {
  return withoutTrailingSlashes(issuer) + TOKEN_PATH;
}

/** Listens on a free port of 127.0.0.1 and answers in the name of every issuer host. */
export async function listenForIssuers({ key, cert }: Certificate, answers: IssuerAnswers): Promise<Server> {
  const server = createServer({ key, cert, minVersion: 'TLSv1.2' }, (message, response) => {
    void respond(message, response, answers).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

async function respond(message: IncomingMessage, response: ServerResponse, answers: IssuerAnswers): Promise<void> {
  const host = (message.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const target = message.url ?? '/';
  const [path] = target.split('?');
  if (!answers.knows(host)) return sendJson(response, 421, { error: 'there is no issuer on this host' });
  if (message.method === 'GET') return sendJson(response, 200, documentAt(host, target, answers));
  if (message.method !== 'POST' || !path.endsWith(TOKEN_PATH)) {
    return sendJson(response, 405, { error: 'GET a document or POST a token request' });
  }
  const form = await readForm(message);
  if (form === undefined) return sendJson(response, 413, { error: 'invalid_request' });
  const base = path.slice(0, -TOKEN_PATH.length);
  const answer = await answers.token(host, base, form, message.headers.authorization);
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'cache-control': 'no-store',
    ...(answer.challenge === undefined ? {} : { 'www-authenticate': answer.challenge }),
  });
  response.end(answer.body);
}

/** Issuers have their key sets at many places, so every path but that of the discovery document is one. */
function documentAt(host: string, target: string, answers: IssuerAnswers): object {
  const [path] = target.split('?');
  if (!path.endsWith(DISCOVERY_PATH)) return { keys: answers.publicKeys(host, target) };
  const base = path.slice(0, -DISCOVERY_PATH.length);
  const issuer = answers.issuerAt(host, base);
  return {
    issuer,
    jwks_uri: answers.keysOf(issuer) ?? withoutTrailingSlashes(issuer) + KEYS_PATH,
    token_endpoint: tokenEndpointOf(issuer),
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    subject_types_supported: ['public'],
    response_types_supported: [],
  };
}

/** Undefined for a form that is longer than any token request. */
async function readForm(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_FORM_BYTES) chunks.push(chunk);
  }
  return bytes <= MAX_FORM_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

function sendJson(response: ServerResponse, status: number, document: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
