import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Certificate } from './oidc-certificate';

/** A running OIDC server that issues tokens to one client. */
export interface OidcProvider {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly clientId: string;
  /** An access token by the client credentials grant, for the API `resource`. */
  issue(resource: string, scope: string): Promise<string>;
  /** A document of the server. */
  get(url: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function startOidcProvider(certificate: Certificate): Promise<OidcProvider> {
  const client = { id: 'orders-service', secret: randomUUID() };
  const child = fork(
    join(__dirname, 'oidc-provider-process.mjs'),
    [certificate.keyFile, certificate.certFile, client.id, client.secret],
    { execArgv: [], silent: true },
  );
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const issuer = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { issuer: string }) => resolve(message.issuer));
    child.once('exit', () => reject(new Error(Buffer.concat(errors).toString())));
  });
  const call = (url: string, form?: Record<string, string>) => callJson(url, certificate.cert, form);
  const { token_endpoint: tokenEndpoint, jwks_uri: jwksUri } = await call(`${issuer}/.well-known/openid-configuration`);
  return {
    issuer,
    jwksUri,
    clientId: client.id,
    get: (url) => call(url),
    issue: async (resource, scope) => {
      const form = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret };
      return (await call(tokenEndpoint, { ...form, resource, scope })).access_token;
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

/** Trusts this one certificate, because the certificates of a test run are known to nobody else. */
function callJson(url: string, ca: string, form?: Record<string, string>): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const body = form && new URLSearchParams(form).toString();
    const headers = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const call = request(
      url,
      { ca, agent: false, method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${url} answered ${response.statusCode}: ${text}`));
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
