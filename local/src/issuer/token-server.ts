import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { LocalGatewayError } from '../gateway/local-gateway-error';
import type { Certificate } from '../tls/certificate';
import type { SigningKey } from './signing-keys';
import { type FormAnswer, postForm } from './token-request';

const PROGRAM = join(__dirname, '../../runtime/oidc-provider-process.mjs');

/** A client that may ask for tokens; the secret is known to this process and to the token server only. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

export interface TokenServerOptions {
  readonly issuer: string;
  readonly signingKey: SigningKey;
  readonly certificate: Certificate;
}

type Reply = { readonly id: number; readonly port?: number; readonly error?: string };

/** A real OpenID Connect server of one issuer, in a process of its own. */
export class TokenServer {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private readonly ended: Promise<void>;
  private port = 0;
  private lastId = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly certificate: Certificate,
  ) {
    child.on('message', (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        for (const [id, settle] of this.waiting) settle({ id, error: 'the process ended' });
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
  }

  /** @param onEnd called when the process is gone, whatever the reason */
  public static async start(options: TokenServerOptions, onEnd: () => void): Promise<TokenServer> {
    const { issuer, signingKey, certificate } = options;
    // It needs nothing of this process's environment, and what it prints is of no use to anybody.
    const child = fork(PROGRAM, [], { execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const server = new TokenServer(child, certificate);
    void server.ended.then(onEnd);
    const { privateKey, kid, algorithm } = signingKey;
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
    try {
      const tls = { key: certificate.key, cert: certificate.cert };
      const { port } = await server.call({ start: { issuer, signingKey: jwk, tls } });
      server.port = port ?? 0;
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** Sends a token request to the server, whose time is `now` (milliseconds since 1970) and which knows the client. */
  public async request(request: TokenRequest): Promise<FormAnswer> {
    await this.call({ prepare: { now: request.now, client: request.client } });
    return postForm({ ...request, port: this.port, ca: this.certificate.cert });
  }

  public async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async call(message: object): Promise<Reply> {
    const id = (this.lastId += 1);
    const reply = await new Promise<Reply>((resolve) => {
      this.waiting.set(id, resolve);
      const failed = (): void => resolve({ id, error: 'the process cannot be reached' });
      if (!this.child.connected) return failed();
      this.child.send({ id, ...message }, (error) => error && failed());
    });
    this.waiting.delete(id);
    if (reply.error === undefined) return reply;
    throw new LocalGatewayError('TokenServerFailed', `the token server failed: ${reply.error}`);
  }
}

export interface TokenRequest {
  readonly client: Client;
  readonly now: number;
  /** `application/x-www-form-urlencoded`. */
  readonly form: string;
  /** Value of the Authorization header. */
  readonly authorization?: string;
}
