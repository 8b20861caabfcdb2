import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { COUNTRY_HEADER, SOURCE_IP_HEADER } from '../server/read-request';
import { LOCAL_HSTS } from '../server/write-answer';
import { LocalGatewayError } from './local-gateway-error';
import type { GatewayFetchInit } from './local-gateway-options';

/** More than any answer should have: it is the test that says what is too much. */
const MAX_HEADER_BYTES = 1_048_576;

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** Sends requests to one gateway, whose certificate nobody else knows. */
export class GatewayFetch {
  private readonly agent: Agent;

  public constructor(
    private readonly port: number,
    private readonly certificate: string,
  ) {
    this.agent = new Agent({ keepAlive: true, ca: certificate });
  }

  public fetch(path: string, init: GatewayFetchInit = {}): Promise<Response> {
    const { method = 'GET', body, host = 'localhost', sourceIp } = init;
    if (sourceIp !== undefined && isIP(sourceIp) === 0) {
      const problem = `'sourceIp' must be an IP address, got '${sourceIp}'`;
      return Promise.reject(new LocalGatewayError('SourceIpInvalid', problem));
    }
    return new Promise((resolve, reject) => {
      const call = request(
        {
          agent: this.agent,
          host: '127.0.0.1',
          port: this.port,
          servername: host,
          method,
          path,
          headers: this.headers(init, host),
          ca: this.certificate,
          maxHeaderSize: MAX_HEADER_BYTES,
          // There is one certificate that is trusted; under which name the gateway is asked is up to the test.
          checkServerIdentity: () => undefined,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve(answer(response.statusCode ?? 0, response.rawHeaders, Buffer.concat(chunks)));
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
          });
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }

  public close(): void {
    this.agent.destroy();
  }

  private headers(init: GatewayFetchInit, host: string): Record<string, string | string[]> {
    const headers: Record<string, string | string[]> = { Host: `${host}:${this.port}` };
    for (const [name, value] of Object.entries(init.headers ?? {})) {
      headers[name] = typeof value === 'string' ? value : [...value];
    }
    if (init.sourceIp !== undefined) headers[SOURCE_IP_HEADER] = init.sourceIp;
    if (init.country !== undefined) headers[COUNTRY_HEADER] = init.country;
    if (init.body !== undefined) headers['Content-Length'] = String(Buffer.byteLength(init.body));
    return headers;
  }
}

function answer(status: number, rawHeaders: readonly string[], body: Buffer): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index].toLowerCase() === LOCAL_HSTS ? 'Strict-Transport-Security' : rawHeaders[index];
    headers.append(name, rawHeaders[index + 1]);
  }
  return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(body), { status, headers });
}
