import { systemClock } from '../chain/clock';
import type { ApiKeyModel, ApiModel, Finding } from '../model/api-model';
import { close, portOf } from '../server/https-server';
import { AdjustableClock } from './adjustable-clock';
import { GatewayFetch } from './gateway-fetch';
import { findTable, type GatewayTable } from './gateway-table';
import { LocalGatewayError } from './local-gateway-error';
import type {
  GatewayFetchInit,
  IssueTokenOptions,
  LocalGatewayOptions,
  RequestTokenOptions,
} from './local-gateway-options';
import type { RequestLog } from './request-log';
import { type RunningGateway, startGateway } from './start-gateway';
import { TokenSource } from './token-source';

/**
 * A synthesized REST API, served on loopback HTTPS with every layer of its security chain in force.
 *
 * ```ts
 * const gateway = await LocalGateway.start({ assembly: 'cdk.out' });
 * const token = gateway.issueToken({ scope: 'orders/read' });
 * const response = await gateway.fetch('/orders', { headers: { Authorization: `Bearer ${token}` } });
 * await gateway.close();
 * ```
 */
export class LocalGateway {
  /**
   * Reads the assembly and starts to serve.
   *
   * @throws AssemblyError or LocalGatewayError, with nothing left running
   */
  public static async start(options: LocalGatewayOptions): Promise<LocalGateway> {
    const clock = new AdjustableClock(options.clock ?? systemClock);
    return new LocalGateway(await startGateway(options, clock), clock);
  }

  /** Every request that was answered, the last 1,000, oldest first. */
  public readonly log: RequestLog;
  private readonly client: GatewayFetch;
  private readonly tokens: TokenSource;
  private closing?: Promise<void>;

  private constructor(
    private readonly running: RunningGateway,
    private readonly clock: AdjustableClock,
  ) {
    this.log = running.log;
    this.client = new GatewayFetch(this.port, running.certificate.cert);
    this.tokens = new TokenSource(running.trusted, running.issuers);
  }

  /** Port on 127.0.0.1. */
  public get port(): number {
    return portOf(this.running.server);
  }

  /** Base URL, without a slash at the end. */
  public get url(): string {
    return `https://localhost:${this.port}`;
  }

  /** File with the certificate that clients must trust, for example by `curl --cacert`. */
  public get certificateFile(): string {
    return this.running.certificate.caFile;
  }

  /** The API as it was read from the assembly. */
  public get model(): ApiModel {
    return this.running.model;
  }

  /** What of the template is not evaluated. */
  public get findings(): readonly Finding[] {
    return this.running.model.findings;
  }

  /**
   * Sends a request to the gateway.
   *
   * @param path with or without the stage, and with the query
   */
  public fetch(path: string, init: GatewayFetchInit = {}): Promise<Response> {
    return this.client.fetch(path, init);
  }

  /**
   * Signs any claims as an issuer that the API trusts. What an ordinary token of it has is filled in: `iss`, `sub`, `iat`,
   * `exp` (an hour), and the audience or client; a claim that is given as undefined is left out. Where both access and ID
   * tokens of a user pool are accepted, `token_use` says which it is.
   *
   * @throws LocalGatewayError if the API trusts nobody whose tokens can be made here
   */
  public issueToken(claims: Readonly<Record<string, unknown>> = {}, options: IssueTokenOptions = {}): string {
    return this.tokens.issue(claims, options);
  }

  /**
   * Gets an access token by the client credentials grant from a real OpenID Connect provider on loopback; that of a user pool
   * looks like Cognito's.
   *
   * @throws LocalGatewayError if the API trusts no issuer of access tokens
   */
  public requestToken(options: RequestTokenOptions): Promise<string> {
    return this.tokens.request(options);
  }

  /**
   * Value of an API key of the template, as a client would send it.
   *
   * @param name name or id of the key, or a part of the name that no other key has
   */
  public apiKey(name: string): string {
    const keys = this.running.model.usagePlans.flatMap((plan) => plan.keys);
    const unique = [...new Map(keys.map((key): [string, ApiKeyModel] => [key.id, key])).values()];
    const exact = unique.filter((key) => key.name === name || key.id === name);
    const found = exact.length > 0 ? exact : unique.filter((key) => key.name.includes(name));
    if (found.length === 1) return found[0].value;
    const known = unique.map((key) => key.name).join(', ');
    throw new LocalGatewayError(
      'ApiKeyUnknown',
      `${found.length} API keys are named '${name}'; there are: ${known || 'none'}`,
    );
  }

  /**
   * A DynamoDB table of the template, to put items in, to see what functions put in, and to make it fail.
   *
   * @param name name, ARN or logical id of the table, or a part of name or id that no other table has
   */
  public table(name: string): GatewayTable {
    return findTable(this.running.tables, name);
  }

  /** Moves the gateway's clock, and that of its functions, forward. */
  public advance(seconds: number): void {
    this.clock.advance(seconds);
  }

  /**
   * Holds the clock: until `release()` no window, bucket or lifetime moves but by `advance()`, however long the machine takes.
   * While a function runs, its own clock goes on.
   */
  public hold(): void {
    this.clock.hold();
  }

  /** Ends `hold()`; the clock goes on as if it had not been held. */
  public release(): void {
    this.clock.release();
  }

  /** Stops serving; leaves no process and no file. A second call waits for the first. */
  public close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    this.client.close();
    await close(this.running.server);
    await this.running.stop();
  }
}
