/**
 * The contract between the constructs and the JWT authorizer's runtime code, as types only.
 *
 * `lib/` writes these values at synth, `lambda/jwt-authorizer/` reads and checks them at start.
 */

/** Name of the environment variable that holds the {@link AuthorizerConfig} as JSON. */
export type AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';

/** Name of the file beside the handler that holds the {@link RouteRules} as JSON. */
export type RouteRulesFile = 'routes.json';

/** What the handler needs to know besides the routes; may have held CDK tokens. */
export interface AuthorizerConfig {
  readonly issuers: readonly IssuerConfig[];
  /** Claims passed to the backend in addition to `sub`, `iss`, `clientId` and `scope`. */
  readonly contextClaims: readonly string[];
  /** Clock tolerance for `exp` and `nbf`, in seconds: 0 to 60. */
  readonly clockToleranceSeconds: number;
}

export type IssuerConfig = UserPoolIssuerConfig | OidcIssuerConfig;

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
  /** Accepted values of the `aud` claim; never empty. */
  readonly audiences: readonly string[];
  /** Accepted JWS algorithms; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** The claim that lists the caller's groups. */
  readonly groupsClaim: string;
}

/** The access rules of every route, keyed by route key: `GET /orders/{orderId}`. */
export interface RouteRules {
  readonly version: 1;
  readonly routes: { readonly [routeKey: string]: RouteRule };
}

export interface RouteRule {
  readonly access: AccessRule;
  /**
   * What a cached decision may be reused for: `route` for every request of the route (the policy names the route's whole
   * ARN pattern), `path` for the same concrete path only (the policy names the exact method ARN).
   */
  readonly decision: 'route' | 'path';
}

/** A rule is a tree of these; an empty list never grants anything. */
export type AccessRule =
  | { readonly type: 'authenticated' }
  | { readonly type: 'anyScope'; readonly scopes: readonly string[] }
  | { readonly type: 'allScopes'; readonly scopes: readonly string[] }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'claim'; readonly claim: string; readonly value: string }
  | { readonly type: 'claimOneOf'; readonly claim: string; readonly values: readonly string[] }
  | { readonly type: 'claimContains'; readonly claim: string; readonly value: string }
  /** `auth_time` at most so many seconds ago. */
  | { readonly type: 'authenticationAge'; readonly maxSeconds: number }
  | { readonly type: 'claimEqualsPathParameter'; readonly claim: string; readonly parameter: string }
  | { readonly type: 'allOf'; readonly rules: readonly AccessRule[] }
  | { readonly type: 'anyOf'; readonly rules: readonly AccessRule[] };
