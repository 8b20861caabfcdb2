import type { OidcIssuerConfig, UserPoolIssuerConfig } from '../../lib/private/authorizer-contract';
import {
  ConfigError,
  requireArray,
  requireBoolean,
  requireHttpsUrl,
  requireObject,
  requireOneOf,
  requireText,
  requireTexts,
} from './checks';

/** Asymmetric JWS algorithms (RFC 7518 section 3.1, RFC 8037); an HMAC or `none` is not among them. */
const ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
];

const USER_POOL_MEMBERS: readonly (keyof UserPoolIssuerConfig)[] = ['type', 'userPoolId', 'clients', 'tokenUse'];
const OIDC_MEMBERS: readonly (keyof OidcIssuerConfig)[] = [
  'type',
  'issuer',
  'jwksUri',
  'audiences',
  'algorithms',
  'groupsClaim',
  'requireAccessTokenType',
  'requiredClaims',
];

const USER_POOL_ID = /^(?:eusc-[a-z]{2}|[a-z]{2})-(?:[a-z]+-)+\d_[a-zA-Z0-9]+$/;

/** One accepted value of the `iss` claim, and what its tokens must look like. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
  /** Accepted values of `aud`; `null` where the client is checked instead. */
  readonly audiences: string[] | null;
  readonly userPool?: { readonly clients: readonly string[]; readonly tokenUse: 'access' | 'id' };
  readonly groupsClaim: string;
  readonly requireAccessTokenType: boolean;
  readonly requiredClaims: readonly string[];
  /** The other issuer of the same user pool. */
  readonly twin?: string;
}

/** Checks one issuer of the configuration; a user pool has two values of `iss`, each with its own key set. */
export function trustedIssuers(value: unknown, where: string): readonly TrustedIssuer[] {
  const type = requireOneOf(requireObject(value, where).type, `${where}.type`, ['user-pool', 'oidc'] as const);
  return type === 'user-pool' ? userPoolIssuers(value, where) : [oidcIssuer(value, where)];
}

function userPoolIssuers(value: unknown, where: string): readonly TrustedIssuer[] {
  const pool = requireObject(value, where, USER_POOL_MEMBERS);
  const id = requireText(pool.userPoolId, `${where}.userPoolId`, USER_POOL_ID);
  const host = `cognito-idp.${id.slice(0, id.indexOf('_'))}.amazonaws.com`;
  const userPool = {
    clients: requireTexts(pool.clients, `${where}.clients`),
    tokenUse: requireOneOf(pool.tokenUse, `${where}.tokenUse`, ['access', 'id'] as const),
  };
  const original = `https://${host}/${id}`;
  const updated = `https://issuer-${host}/${id}`;
  return [
    [original, updated],
    [updated, original],
  ].map(([issuer, twin]) => ({
    issuer,
    twin,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    audiences: null,
    userPool,
    groupsClaim: 'cognito:groups',
    requireAccessTokenType: false,
    requiredClaims: [],
  }));
}

function oidcIssuer(value: unknown, where: string): TrustedIssuer {
  const oidc = requireObject(value, where, OIDC_MEMBERS);
  const algorithms = requireTexts(oidc.algorithms, `${where}.algorithms`);
  return {
    issuer: requireHttpsUrl(oidc.issuer, `${where}.issuer`),
    jwksUri: requireHttpsUrl(oidc.jwksUri, `${where}.jwksUri`),
    algorithms: algorithms.map((name) => requireOneOf(name, `${where}.algorithms`, ALGORITHMS)),
    audiences: [...requireTexts(oidc.audiences, `${where}.audiences`)],
    groupsClaim: requireText(oidc.groupsClaim, `${where}.groupsClaim`),
    requireAccessTokenType: requireBoolean(oidc.requireAccessTokenType, `${where}.requireAccessTokenType`),
    requiredClaims: requireArray(oidc.requiredClaims, `${where}.requiredClaims`).map((claim) =>
      requireText(claim, `${where}.requiredClaims`),
    ),
  };
}

/** Two entries for one `iss` would make it a matter of order which clients and audiences count. */
export function requireDistinct(issuers: readonly TrustedIssuer[]): readonly TrustedIssuer[] {
  if (issuers.length === 0) throw new ConfigError('issuers', 'not be empty');
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new ConfigError('issuers', 'not name an issuer twice');
  }
  return issuers;
}
