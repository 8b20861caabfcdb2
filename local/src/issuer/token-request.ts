import { request } from 'node:https';

export interface FormAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Value of `WWW-Authenticate`. */
  readonly challenge?: string;
  readonly body: string;
}

export interface FormPost {
  readonly port: number;
  /** The certificate of the server, PEM. */
  readonly ca: string;
  readonly form: string;
  readonly authorization?: string;
}

/** oidc-provider only takes a URI for a resource; an audience that is none is wrapped into one. */
const AUDIENCE_URN = 'urn:audience:';

/** How an audience is written in the `resource` parameter of a token request. */
export function resourceOf(audience: string): string {
  const isUri = URL.canParse(audience) && !audience.includes('#') && !audience.startsWith(AUDIENCE_URN);
  return isUri ? audience : AUDIENCE_URN + encodeURIComponent(audience);
}

/** A token request as the token server understands it: `audience`, as some issuers call it, becomes `resource`. */
export function normalizedForm(form: string): URLSearchParams {
  const parameters = new URLSearchParams(form);
  const [name] = ['resource', 'audience'].filter((candidate) => parameters.has(candidate));
  if (name === undefined) return parameters;
  const values = parameters.getAll(name);
  parameters.delete('audience');
  parameters.delete('resource');
  for (const value of values) parameters.append('resource', resourceOf(value));
  return parameters;
}

/** The client that a token request names, in its form or in its Authorization header. */
export function clientIdOf(form: URLSearchParams, authorization: string | undefined): string | undefined {
  const basic = /^basic +([a-z0-9+/=]+)$/i.exec(authorization ?? '');
  if (!basic) return form.get('client_id') ?? undefined;
  const [id] = Buffer.from(basic[1], 'base64').toString().split(':');
  // RFC 6749: both halves are form-encoded.
  return new URLSearchParams(`id=${id}`).get('id') ?? undefined;
}

/** Posts a form to the token endpoint of the token server on this machine. */
export function postForm({ port, ca, form, authorization }: FormPost): Promise<FormAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (authorization !== undefined) headers.authorization = authorization;
  const options = { host: '127.0.0.1', port, path: '/token', method: 'POST', headers, ca, agent: false };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 502,
          contentType: response.headers['content-type'] ?? 'application/json',
          challenge: response.headers['www-authenticate'],
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    call.on('error', reject);
    call.end(form);
  });
}
