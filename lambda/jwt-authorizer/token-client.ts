import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import type { ClaimName } from '../../lib/private/authorizer-contract';
import { AuthError } from './auth-error';
import { claimOf, safeText } from './claims';
import type { TrustedIssuer } from './trusted-issuer';

/**
 * Where tokens name the OAuth client that they were issued to, in this order: `client_id` (RFC 9068, section 2.2), `azp` (OpenID
 * Connect Core, section 2; Entra ID v2, Auth0, Keycloak, Google), `appid` (Entra ID v1, AD FS), `cid` (Okta).
 */
export const CLIENT_CLAIMS: readonly string[] = ['client_id', 'azp', 'appid', 'cid'];

/** What a lookup found: the client, if the token names one, or that it names none that could be told for sure. */
export type FoundClient = { readonly clientId?: string } | 'ambiguous';

/**
 * The one value that clients are allowed, revoked, counted and logged by.
 *
 * @throws AuthError if the token is for another client, or of a kind that is not accepted
 */
export function clientOf(claims: JsonObject, trusted: TrustedIssuer): string | undefined {
  const { issuer, userPool, clients, clientClaims } = trusted;
  if (userPool) return poolClientOf(claims, issuer, userPool);
  const clientId = unambiguous(findClient(claims, clientClaims ?? CLIENT_CLAIMS), issuer);
  if (clients && !(clientId !== undefined && clients.includes(clientId)))
    throw new AuthError('client_not_allowed', issuer);
  // Where the client stands was said for this issuer: a token without it could never be revoked by its client.
  if (clientClaims && clientId === undefined) throw new AuthError('claim_missing', issuer);
  return clientId;
}

/** Looks at all of the claims: a token that names two clients could be revoked by one of them and pass by the other. */
export function findClient(claims: JsonObject, names: readonly ClaimName[]): FoundClient {
  const values = names.filter((name) => isThere(claims, name)).map((name) => clientText(claims, name));
  const [clientId] = values;
  if (values.some((value) => value === undefined || value !== clientId)) return 'ambiguous';
  return { clientId };
}

/** A user pool signs tokens for all of its clients: which one, and what for, must be looked at, and where that is said is known. */
function poolClientOf(claims: JsonObject, issuer: string, userPool: NonNullable<TrustedIssuer['userPool']>): string {
  const use = claimOf(claims, 'token_use');
  const clients = use === 'access' || use === 'id' ? userPool[use] : undefined;
  if (!clients) throw new AuthError('token_use_mismatch', issuer);
  const clientId = claimOf(claims, use === 'access' ? 'client_id' : 'aud');
  if (typeof clientId === 'string' && clients.includes(clientId)) return clientId;
  throw new AuthError('client_not_allowed', issuer);
}

function unambiguous(found: FoundClient, issuer: string): string | undefined {
  if (found === 'ambiguous') throw new AuthError('client_ambiguous', issuer);
  return found.clientId;
}

/** Whatever its value: a claim that is null is there, and says nothing that could be a client. */
function isThere(claims: JsonObject, name: ClaimName): boolean {
  return typeof name === 'string' ? Object.hasOwn(claims, name) : claimOf(claims, name) !== undefined;
}

/** Text that can be logged and compared as it is; a list of one audience is that audience (RFC 7519, section 4.1.3). */
function clientText(claims: JsonObject, name: ClaimName): string | undefined {
  const claim = claimOf(claims, name);
  const value: unknown = name === 'aud' && Array.isArray(claim) && claim.length === 1 ? claim[0] : claim;
  return typeof value === 'string' ? safeText(value) : undefined;
}
