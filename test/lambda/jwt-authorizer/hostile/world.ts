import { sign } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { AccessRule, RouteRule } from '../../../../lib/private/authorizer-contract';
import { DecisionLog } from '../../../../lambda/jwt-authorizer/decision-log';
import { createHandler, type Handler } from '../../../../lambda/jwt-authorizer/handler';
import { encode, generateSigningKey, jwksOf, signToken } from '../../../support/token-factory';
import { event, NOW, OIDC, oidcClaims, trusted, USER_POOL } from '../fixtures';

export type Kind = 'allow' | 'Unauthorized' | 'deny' | 'failure';
export type Entry = Readonly<Record<string, unknown>>;
export interface Outcome {
  readonly kind: Kind;
  readonly entry: Entry;
}

/** A second issuer, stricter than the first: what one accepts must not leak to the other. */
export const PARTNER = {
  ...OIDC,
  issuer: 'https://partner.example',
  jwksUri: 'https://partner.example/keys',
  audiences: ['https://partner-api.example'],
  algorithms: ['ES256'],
  requireAccessTokenType: true,
  requiredClaims: ['tenant'],
};
export const ES = generateSigningKey('ES256', 'es-1');
export const RS = generateSigningKey('RS256', 'rs-1');
export const ED = generateSigningKey('EdDSA', 'ed-1');
export const PARTNER_KEY = generateSigningKey('ES256', 'partner-1');
export const POOL_KEY = generateSigningKey('RS256', 'pool-1');
/** Names a published key, but is not that key. */
export const IMPOSTOR = generateSigningKey('ES256', 'es-1');

export const ACCESS: AccessRule = { type: 'anyScope', scopes: ['orders/read'] };
export const ROUTES: Record<string, RouteRule> = {
  'GET /orders/{orderId}': { access: ACCESS, decision: 'route' },
  'GET /files/{name}': { access: ACCESS, decision: 'path' },
};

export const token = (claims: object = {}, header: object = {}, key = ES): string =>
  signToken(key, oidcClaims(claims), header);

/** Signs segments as they are, for bytes that no JSON library would write. */
export function signSegments(header: string, payload: string): string {
  const key = { key: ES.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${header}.${payload}.${sign('sha256', Buffer.from(`${header}.${payload}`), key).toString('base64url')}`;
}

export const HEADER = encode({ alg: ES.alg, kid: ES.kid, typ: 'JWT' });

export interface WorldOptions {
  readonly routes?: Readonly<Record<string, RouteRule>>;
  readonly fetchJwks?: (url: string) => Promise<Buffer>;
}

/** One process of the authorizer, with a clock and key sets that the test holds. */
export class World {
  public nowMs = NOW * 1_000;
  public readonly fetched: string[] = [];
  public readonly documents = new Map<string, unknown>([
    [OIDC.jwksUri, jwksOf(ES, RS, ED)],
    [PARTNER.jwksUri, jwksOf(PARTNER_KEY)],
  ]);
  private readonly entries = new Map<string, Entry>();
  private readonly handler: Handler;
  private requests = 0;

  public constructor({ routes = ROUTES, fetchJwks }: WorldOptions = {}) {
    const issuers = trusted(OIDC, PARTNER, USER_POOL);
    for (const { userPool, jwksUri } of issuers) if (userPool) this.documents.set(jwksUri, jwksOf(POOL_KEY));
    const write = (_message: unknown, entry: unknown): void => {
      this.entries.set(String((entry as Entry).apiRequestId), entry as Entry);
    };
    this.handler = createHandler({
      loadSettings: () => ({
        issuers,
        contextClaims: [],
        clockToleranceSeconds: 0,
        routes: new Map(Object.entries(routes)),
      }),
      fetchJwks: (url) => {
        this.fetched.push(url);
        return fetchJwks ? fetchJwks(url) : this.serve(url);
      },
      now: () => this.nowMs,
      log: new DecisionLog({ addContext: () => undefined, info: write, warn: write, error: write } as never),
    });
  }

  public fetchesOf(url: string): number {
    return this.fetched.filter((fetched) => fetched === url).length;
  }

  public send(compact: string): Promise<Outcome> {
    return this.ask(event(compact));
  }

  public async ask(request: APIGatewayRequestAuthorizerEvent): Promise<Outcome> {
    // A request id of its own, so that answers of concurrent requests cannot be mixed up.
    const requestId = `request-${(this.requests += 1)}`;
    const asked = { ...request, requestContext: { ...request.requestContext, requestId } };
    const kind = await this.handler(asked).then(
      ({ policyDocument: { Statement } }) => (Statement.every(({ Effect }) => Effect === 'Deny') ? 'deny' : 'allow'),
      (error: Error) => (error.message === 'Unauthorized' ? 'Unauthorized' : 'failure'),
    );
    const entry = this.entries.get(requestId);
    if (!entry) throw new Error('no entry was logged');
    this.entries.delete(requestId);
    return { kind, entry };
  }

  private async serve(url: string): Promise<Buffer> {
    const document = this.documents.get(url);
    if (document === undefined) throw new Error('nothing is served there');
    return Buffer.from(JSON.stringify(document));
  }
}
