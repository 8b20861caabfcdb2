import { type JsonWebKey, randomBytes } from 'node:crypto';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../chain/clock';
import { LocalGatewayError } from '../gateway/local-gateway-error';
import type { Certificate } from '../tls/certificate';
import { listenForIssuers, tokenEndpointOf } from './issuer-server';
import { isIssuer, locationOf, parseIssuer } from './issuer-url';
import { KeySets } from './key-sets';
import { signToken } from './sign-token';
import { defaultAlgorithm } from './token-claims';
import { hasOwnShape, NO_AUDIENCE, shapedToken } from './token-shape';
import { type SigningAlgorithm, SigningKeys } from './signing-keys';
import { clientIdOf, type FormAnswer, normalizedForm, resourceOf } from './token-request';
import { type Client, TokenServer } from './token-server';
import type { TrustedIssuer } from './trusted-issuer';

const DEFAULT_CLIENT_ID = 'local-client';

export interface LocalIssuersOptions {
  /** For all the hosts. */
  readonly certificate: Certificate;
  readonly clock: Clock;
  /** Names of the hosts to answer for, without ports. */
  readonly hosts: readonly string[];
  /**
   * Issuers that authorizers are configured for, with the places of their keys.
   *
   * @default - none: an issuer has the keys of its host
   */
  readonly trusted?: readonly TrustedIssuer[];
}

export interface LocalTokenOptions {
  /** The `iss` claim; the token is signed with a key of its set. */
  readonly issuer: string;
  /** One that is undefined is left out, also `iss`, `iat` and `exp`, which have defaults: now, and an hour. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** @default RS256 */
  readonly algorithm?: SigningAlgorithm;
  /** Members besides `alg`, `kid` and `typ`, or instead of them; one that is undefined is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

export interface TokenRequestOptions {
  readonly issuer: string;
  /**
   * The `aud` claim.
   *
   * @default - none, for an issuer whose access tokens have none
   */
  readonly audience?: string;
  /** Scopes, separated by spaces; all of them are granted. */
  readonly scope: string;
  /** @default - the first client that the issuer is trusted for, else `local-client` */
  readonly clientId?: string;
}

/** What a client needs to ask for tokens itself. */
export interface ClientCredentials {
  readonly clientId: string;
  /** Made for this run. */
  readonly clientSecret: string;
  /** Its host leads to {@link LocalIssuers.port} only if the client is told so: `curl --connect-to`. */
  readonly tokenEndpoint: string;
}

/** The token issuers that a gateway's authorizers trust, played by this machine with keys of its own. */
export class LocalIssuers {
  private readonly keys = new SigningKeys();
  private readonly keySets: KeySets;
  /** How issuers are spelled, by location: with a slash at the end or without. */
  private readonly named = new Map<string, string>();
  /** By issuer and client id. */
  private readonly clients = new Map<string, Client>();
  /** By issuer. */
  private readonly tokenServers = new Map<string, Promise<TokenServer>>();
  private server?: Server;

  private constructor(private readonly options: LocalIssuersOptions) {
    this.keySets = new KeySets(options.trusted ?? []);
    for (const trusted of options.trusted ?? []) {
      if (isIssuer(trusted.issuer)) this.keys.declare(this.keySets.of(trusted.issuer), defaultAlgorithm(trusted));
    }
  }

  public static async start(options: LocalIssuersOptions): Promise<LocalIssuers> {
    const issuers = new LocalIssuers(options);
    const hosts = new Set([...options.hosts.map((host) => host.toLowerCase()), ...issuers.keySets.hosts]);
    // A discovery document names them as tokens do, before there is a token.
    for (const { issuer } of options.trusted ?? []) if (isIssuer(issuer)) issuers.name(issuer);
    issuers.server = await listenForIssuers(options.certificate, {
      knows: (host) => hosts.has(host),
      publicKeys: (host, target) => issuers.keySets.at(host, target).flatMap((set) => issuers.keys.publicKeys(set)),
      keysOf: (issuer) => issuers.keySets.uriOf(issuer),
      issuerAt: (host, path) => issuers.named.get(locationOf(host, path)) ?? `https://${host}${path}`,
      token: (host, path, form, authorization) => issuers.answerTokenRequest(host, path, form, authorization),
    });
    return issuers;
  }

  /** The port on 127.0.0.1 that stands for port 443 of every host. */
  public get port(): number {
    return (this.running().address() as AddressInfo).port;
  }

  public get hosts(): readonly string[] {
    return this.options.hosts;
  }

  /** Public keys of an issuer. */
  public jwks(issuer: string): readonly JsonWebKey[] {
    return this.keys.publicKeys(this.keySets.of(issuer));
  }

  /** Signs whatever it is told to, for an issuer that need not be one of the {@link hosts}. */
  public issueToken({ issuer, claims, algorithm = 'RS256', header }: LocalTokenOptions): string {
    this.name(issuer);
    return signToken(this.keys.key(this.keySets.of(issuer), algorithm), {
      issuer,
      claims,
      header,
      now: this.options.clock.now(),
    });
  }

  /**
   * Gets an access token from a real OpenID Connect server, by the client credentials grant; the first call for an issuer
   * starts its server.
   */
  public async requestToken({
    issuer,
    audience,
    scope,
    clientId = this.trusted(issuer)?.clients?.[0] ?? DEFAULT_CLIENT_ID,
  }: TokenRequestOptions): Promise<string> {
    const client = this.client(issuer, clientId);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
      resource: resourceOf(audience ?? NO_AUDIENCE),
    });
    if (scope !== '') form.set('scope', scope);
    const { status, body } = await this.ask(issuer, client, form.toString());
    if (status === 200) return (JSON.parse(body) as { access_token: string }).access_token;
    throw new LocalGatewayError('TokenRefused', `the token server answered ${status}: ${body}`);
  }

  /** Makes a client known, or reads what it was given before. */
  public clientCredentials(
    issuer: string,
    clientId: string = this.trusted(issuer)?.clients?.[0] ?? DEFAULT_CLIENT_ID,
  ): ClientCredentials {
    const { id, secret } = this.client(issuer, clientId);
    return { clientId: id, clientSecret: secret, tokenEndpoint: tokenEndpointOf(issuer) };
  }

  /** Ends the server and the processes. */
  public async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    const starts = await Promise.allSettled([...this.tokenServers.values()]);
    const tokenServers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    await Promise.all(tokenServers.map((tokenServer) => tokenServer.close()));
    await closed;
  }

  /** How an issuer is spelled is up to the first who names it; one that is no URL is not found by any. */
  private name(issuer: string): void {
    const { location } = parseIssuer(issuer);
    if (!this.named.has(location)) this.named.set(location, issuer);
  }

  private running(): Server {
    if (this.server) return this.server;
    throw new LocalGatewayError('IssuersClosed', 'the local issuers are closed');
  }

  private client(issuer: string, id: string): Client {
    // A token request only says where the issuer is; whoever has a client there last has the say in how it is spelled.
    this.named.set(parseIssuer(issuer).location, issuer);
    const name = `${issuer} ${id}`;
    const client = this.clients.get(name) ?? { id, secret: randomBytes(32).toString('base64url') };
    this.clients.set(name, client);
    return client;
  }

  /** Without a client that was made known before, no process is started. */
  private async answerTokenRequest(
    host: string,
    path: string,
    text: string,
    authorization: string | undefined,
  ): Promise<FormAnswer> {
    const form = normalizedForm(text);
    const issuer = this.named.get(locationOf(host, path));
    const client = this.clients.get(`${issuer} ${clientIdOf(form, authorization)}`);
    if (issuer === undefined || !client) {
      return { status: 401, contentType: 'application/json', body: JSON.stringify({ error: 'invalid_client' }) };
    }
    if (hasOwnShape(this.trusted(issuer)) && !form.has('resource')) form.set('resource', NO_AUDIENCE);
    return this.ask(issuer, client, form.toString(), authorization);
  }

  private async ask(issuer: string, client: Client, form: string, authorization?: string): Promise<FormAnswer> {
    const tokenServer = await this.tokenServer(issuer);
    const answer = await tokenServer.request({ client, form, authorization, now: this.options.clock.now() });
    const trusted = this.trusted(issuer);
    if (answer.status !== 200 || !hasOwnShape(trusted)) return answer;
    const body = JSON.parse(answer.body) as { access_token: string };
    const key = this.keys.key(this.keySets.of(issuer), 'RS256');
    return { ...answer, body: JSON.stringify({ ...body, access_token: shapedToken(body.access_token, key, trusted) }) };
  }

  /** What authorizers want to see in access tokens of an issuer. */
  private trusted(issuer: string): TrustedIssuer | undefined {
    return this.options.trusted?.find((known) => known.issuer === issuer && known.tokenUse !== 'id');
  }

  private tokenServer(issuer: string): Promise<TokenServer> {
    this.running();
    const known = this.tokenServers.get(issuer);
    if (known) return known;
    const signingKey = this.keys.key(this.keySets.of(issuer), 'RS256');
    const forget = (): void => {
      if (this.tokenServers.get(issuer) === started) this.tokenServers.delete(issuer);
    };
    const started = TokenServer.start({ issuer, signingKey, certificate: this.options.certificate }, forget);
    this.tokenServers.set(issuer, started);
    return started;
  }
}
