import { isUserPoolId, userPoolIssuers, userPoolKeys } from './user-pool-issuers';

/** An issuer whose tokens an authorizer accepts, and what it wants to see in them. */
export interface TrustedIssuer {
  /** Exact value of the `iss` claim. */
  readonly issuer: string;
  /** Where its keys are, which may be on another host. */
  readonly jwksUri?: string;
  /** OpenID Connect: one of the accepted values of the `aud` claim. */
  readonly audience?: string;
  /** Ids of the accepted clients. */
  readonly clients?: readonly string[];
  /** OpenID Connect: the claim that names the client, where clients are asked for. */
  readonly clientClaim?: string;
  /** User pool: which kind of token. */
  readonly tokenUse?: 'access' | 'id';
  /** OpenID Connect: the accepted algorithms. */
  readonly algorithms?: readonly string[];
  /** OpenID Connect: the header must say `typ: at+jwt`. */
  readonly accessTokenType?: true;
}

/** The issuers of one entry of the JWT authorizer's configuration; none for an entry that is not understood. */
export function trustedIssuer(config: unknown): TrustedIssuer[] {
  if (!isRecord(config)) return [];
  switch (config.type) {
    case 'oidc':
      return oidcIssuer(config, config);
    case 'oidc-issuers': {
      const each = Array.isArray(config.issuers) ? (config.issuers as unknown[]) : [];
      return each.flatMap((named) => (isRecord(named) ? oidcIssuer(named, config) : []));
    }
    case 'user-pool':
      return userPool(config);
    default:
      return [];
  }
}

type Entry = Readonly<Record<string, unknown>>;

/** @param shared what several issuers may have in common */
function oidcIssuer({ issuer, jwksUri }: Entry, shared: Entry): TrustedIssuer[] {
  if (typeof issuer !== 'string') return [];
  const audience = textList(shared.audiences).at(0);
  const clients = textList(shared.clients);
  const algorithms = textList(shared.algorithms);
  return [
    {
      issuer,
      ...(typeof jwksUri === 'string' && { jwksUri }),
      ...(audience !== undefined && { audience }),
      ...(clients.length > 0 && { clients, clientClaim: textList(shared.clientClaims).at(0) ?? 'client_id' }),
      ...(algorithms.length > 0 && { algorithms }),
      ...(shared.requireAccessTokenType === true && { accessTokenType: true as const }),
    },
  ];
}

function userPool({ userPoolId, tokenUse, clients }: Entry): TrustedIssuer[] {
  if (typeof userPoolId !== 'string' || !isUserPoolId(userPoolId)) return [];
  if (tokenUse !== 'access' && tokenUse !== 'id') return [];
  return userPoolIssuers(userPoolId).map((issuer) => ({
    issuer,
    jwksUri: userPoolKeys(issuer),
    clients: textList(clients),
    tokenUse,
  }));
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === 'string') : [];
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
