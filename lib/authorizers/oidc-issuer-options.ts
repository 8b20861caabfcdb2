import type { SignatureAlgorithm } from './signature-algorithm';

/** What can be said about any OpenID Connect issuer. */
export interface OidcIssuerSettings {
  /**
   * Where the issuer publishes its keys: an https URL without user name and fragment. A query is kept, as Entra ID wants one for
   * an app with claims mapping (`?appid=`) and Azure AD B2C for a policy (`?p=`).
   *
   * @default - `.well-known/jwks.json` below the issuer
   */
  readonly jwksUri?: string;

  /**
   * The signature algorithms that are accepted from this issuer.
   *
   * @default - every member of SignatureAlgorithm
   */
  readonly algorithms?: SignatureAlgorithm[];

  /**
   * The claim that `Access.inGroup` looks at: a string or a list of strings; anything else names no groups. A claim inside of
   * another one is named by `ClaimPath.of()`: `ClaimPath.of('realm_access', 'roles')` for Keycloak.
   *
   * @default groups
   */
  readonly groupsClaim?: string;

  /**
   * Whether the token's header must say `typ: at+jwt`, as access tokens of RFC 9068 do. It keeps ID tokens out where an
   * audience does not.
   *
   * @default false - tokens without a type, or with the type JWT, are accepted too
   */
  readonly requireAccessTokenType?: boolean;

  /**
   * Claims without which a token is refused, besides `iss`, `aud` and `exp`, which every token must have; `aud` not where the
   * issuer writes none. A claim inside of another one is named by `ClaimPath.of()`.
   *
   * @default - none
   */
  readonly requiredClaims?: string[];

  /**
   * The claims that name the client which a token was issued to, such as `['aud']` for ID tokens that have no `azp`. A token must
   * have one of them then. A claim inside of another one is named by `ClaimPath.of()`. The client is what `clients` lists, entries of a revocation table and usage tiers name, and the
   * backend gets as `clientId`.
   *
   * Where a token has several of the claims, they must agree, and each must be text (`aud` also a list of one); else it is denied
   * as `client_ambiguous`.
   *
   * @default - `client_id` (RFC 9068), `azp` (Entra ID v2, Auth0, Keycloak, Google), `appid` (Entra ID v1, AD FS) or `cid` (Okta);
   * a token without any of them has no client
   */
  readonly clientClaims?: string[];
}

/** Options of `TokenIssuer.oidc`. */
export interface OidcIssuerOptions extends OidcIssuerSettings {
  /** The values of the `aud` claim that are accepted; at least one. */
  readonly audiences: string[];

  /**
   * The clients whose tokens are accepted, besides that the audience must fit; at least one. A token that names no client is
   * denied then.
   *
   * @default - the tokens of all clients of the issuer
   */
  readonly clients?: string[];
}

/** Options of `TokenIssuer.oidcWithoutAudience`. */
export interface OidcIssuerWithoutAudienceOptions extends OidcIssuerSettings {
  /**
   * The clients whose tokens are accepted; at least one. For the session tokens of Clerk these are the origins of the pages, as in
   * their `azp`.
   */
  readonly clients: string[];

  /** Why tokens need not say for which API they are; listed in the metadata of the authorizer's function. */
  readonly reason: string;
}
