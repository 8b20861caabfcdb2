/**
 * Tokens as providers write them, from their public documentation; every name and id is made up.
 *
 * Data only: whoever uses it signs it with a key of its own.
 */
export interface ProviderToken {
  readonly name: string;
  readonly issuer: string;
  /** Where the provider publishes its keys. */
  readonly jwksUri: string;
  /** Members of the header besides `alg` and `kid`. */
  readonly header: Readonly<Record<string, unknown>>;
  /** Claims besides `iss`, `iat`, `nbf` and `exp`. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly trust: ProviderTrust;
  readonly expected: {
    readonly client: string;
    readonly subject: string;
    /** Scopes as the backend gets them. */
    readonly scope?: string;
    /** A group of the caller, in the groups claim of `trust`. */
    readonly group?: string;
  };
}

/** What to tell the library: the factory of `TokenIssuer`, and its options. */
export type ProviderTrust = OidcTrust | WithoutAudienceTrust | UserPoolTrust;

interface SharedTrust {
  /** Undefined where it is the default. */
  readonly jwksUri?: string;
  readonly groupsClaim?: string;
  readonly clientClaims?: readonly string[];
}

export interface OidcTrust extends SharedTrust {
  readonly factory: 'oidc';
  readonly audiences: readonly string[];
}

export interface WithoutAudienceTrust extends SharedTrust {
  readonly factory: 'oidcWithoutAudience';
  readonly clients: readonly string[];
  readonly reason: string;
}

export interface UserPoolTrust {
  readonly factory: 'userPool';
  readonly userPoolId: string;
  readonly clients: readonly string[];
  readonly tokenUse: 'access' | 'id';
}

/** The claims of a token that is issued now, in seconds since 1970. */
export function claimsAt({ issuer, claims }: ProviderToken, now: number): Record<string, unknown> {
  return { iss: issuer, ...claims, iat: now, nbf: now, exp: now + 3_600 };
}
