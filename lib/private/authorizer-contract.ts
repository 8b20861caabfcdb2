/**
 * The contract between the constructs and the JWT authorizer's runtime code, as types only.
 *
 * `lib/` writes these values at synth, `lambda/jwt-authorizer/` reads and checks them at start.
 */

/** Name of the environment variable that holds the {@link AuthorizerConfig} as JSON. */
export type AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';

/** Name of the file beside the handler that holds the {@link RouteRules} as JSON. */
export type RouteRulesFile = 'routes.json';

/** Name of the file beside the handler that holds the {@link IssuersDocument} as JSON. */
export type IssuersFile = 'issuers.json';

/** Name of the environment variable that holds what the value of every API key of a usage tier begins with. */
export type UsageKeyPrefixVariable = 'USAGE_KEY_PREFIX';

/**
 * A claim: the exact name of a top-level one, whatever is in it, or the names that lead to a member of a claim that is an
 * object, from the outermost to the innermost; never an empty list.
 */
export type ClaimName = string | readonly string[];

/** What the handler needs to know besides the routes; may have held CDK tokens. */
export interface AuthorizerConfig {
  /** Issuers that hold CDK tokens; the others stand in the {@link IssuersDocument}, whose size is not limited. */
  readonly issuers: readonly IssuerEntry[];
  /** There if the {@link IssuersDocument} is. */
  readonly issuersFile?: IssuersFile;
  /** Claims passed to the backend in addition to `sub`, `iss`, `clientId` and `scope`; a nested one under its names joined by `_`. */
  readonly contextClaims: readonly ClaimName[];
  /** Clock tolerance for `exp` and `nbf`, in seconds: 0 to 60. */
  readonly clockToleranceSeconds: number;
  /** Clock tolerance for `nbf`, `iat` and `auth_time`, if another one: 0 to 60. */
  readonly notBeforeToleranceSeconds?: number;
  /** ARN of the DynamoDB table that lists revoked tokens, subjects, sessions and clients. */
  readonly revocationTable?: string;
  /** ARN of the DynamoDB table that remembers DPoP proofs; there if a route asks for one. */
  readonly proofTable?: string;
  /** Clients of usage tiers whose ids were CDK tokens; the others stand in {@link UsageRules}. */
  readonly usageClients?: readonly UsageClient[];
}

/** Issuers that hold no CDK tokens, besides those of {@link AuthorizerConfig}. */
export interface IssuersDocument {
  readonly version: 1;
  readonly issuers: readonly IssuerEntry[];
}

export type IssuerConfig = UserPoolIssuerConfig | OidcIssuerConfig;

/** One issuer, or several that are alike. */
export type IssuerEntry = IssuerConfig | OidcIssuersConfig;

/** A pool has one of these for each kind of token. */
export interface UserPoolIssuerConfig {
  readonly type: 'user-pool';
  readonly userPoolId: string;
  /** App client ids; never empty. */
  readonly clients: readonly string[];
  readonly tokenUse: 'access' | 'id';
}

export interface OidcIssuerConfig {
  readonly type: 'oidc';
  /** Exact value of the `iss` claim. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Accepted values of the `aud` claim; empty with `withoutAudience`, and never else. */
  readonly audiences: readonly string[];
  /** Accepted JWS algorithms; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** The claim that lists the caller's groups. */
  readonly groupsClaim: ClaimName;
  /** Whether the header must say `typ: at+jwt` (RFC 9068, section 2.1). */
  readonly requireAccessTokenType: boolean;
  /** Claims without which a token is refused. */
  readonly requiredClaims: readonly ClaimName[];
  /** Clients whose tokens are accepted, never empty; absent for all. */
  readonly clients?: readonly string[];
  /** Claims that name the client, one of which must be there; absent for `client_id`, `azp`, `appid` and `cid`, all optional. */
  readonly clientClaims?: readonly ClaimName[];
  /** The issuer writes no `aud`, and tokens with one are refused; only with `clients`. */
  readonly withoutAudience?: true;
}

/** Issuers that share everything but these two members, such as the tenants of one provider. */
export interface OidcIssuersConfig extends Omit<OidcIssuerConfig, 'type' | 'issuer' | 'jwksUri'> {
  readonly type: 'oidc-issuers';
  readonly issuers: readonly Pick<OidcIssuerConfig, 'issuer' | 'jwksUri'>[];
}

/** The access rules of every route, keyed by route key: `GET /orders/{orderId}`. */
export interface RouteRules {
  readonly version: 1;
  readonly routes: { readonly [routeKey: string]: RouteRule };
  /** Absent where tokens choose no usage tier. */
  readonly usage?: UsageRules;
}

/** How a verified token chooses its usage tier: by its client, else by the first claim that fits, else the default. */
export interface UsageRules {
  readonly clients: readonly UsageClient[];
  /** In order of precedence; exactly one is without `claim`, the last: the default. */
  readonly tiers: readonly UsageTierRule[];
}

/** A client with an API key, and so a bucket, of its own. */
export interface UsageClient {
  readonly clientId: string;
  readonly tier: string;
  /** What follows the common prefix in the value of the client's API key. */
  readonly key: string;
}

/** A tier whose callers share an API key, unless they are clients with one of their own. */
export interface UsageTierRule {
  readonly tier: string;
  /** What follows the common prefix in the value of the tier's API key. */
  readonly key: string;
  readonly claim?: { readonly name: ClaimName; readonly values: readonly string[] };
}

export interface RouteRule {
  readonly access: AccessRule;
  /**
   * What a cached decision may be reused for: `route` for every request of the route (the policy names the route's whole
   * ARN pattern), `path` for the same concrete path only (the policy names the exact method ARN), `request` for nothing:
   * its authorizer keeps no decision.
   */
  readonly decision: 'route' | 'path' | 'request';
}

/** A rule is a tree of these; an empty list never grants anything. */
export type AccessRule =
  | { readonly type: 'authenticated' }
  | { readonly type: 'anyScope'; readonly scopes: readonly string[] }
  | { readonly type: 'allScopes'; readonly scopes: readonly string[] }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'claim'; readonly claim: ClaimName; readonly value: string }
  | { readonly type: 'claimOneOf'; readonly claim: ClaimName; readonly values: readonly string[] }
  | { readonly type: 'claimContains'; readonly claim: ClaimName; readonly value: string }
  /** `auth_time` at most so many seconds ago. */
  | { readonly type: 'authenticationAge'; readonly maxSeconds: number }
  | { readonly type: 'claimEqualsPathParameter'; readonly claim: ClaimName; readonly parameter: string }
  /** The token is bound to the client certificate of the connection (RFC 8705). */
  | { readonly type: 'certificateBound' }
  /** The token is bound to a key that signed a proof for this request (RFC 9449). */
  | { readonly type: 'dpopBound' }
  | { readonly type: 'allOf'; readonly rules: readonly AccessRule[] }
  | { readonly type: 'anyOf'; readonly rules: readonly AccessRule[] };
