import type { ClaimName } from '../../lib/private/authorizer-contract';

/** One accepted value of the `iss` claim, and what its tokens must look like. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
  /** Accepted values of `aud`; `null` where the client is checked instead. */
  readonly audiences: string[] | null;
  /** The issuer writes no `aud`, and a token that has one is not accepted; there are `clients` then. */
  readonly withoutAudience?: true;
  /** Clients whose tokens are accepted; undefined for all. */
  readonly clients?: readonly string[];
  /** Claims that name the client, and one of which must be there; undefined for those that are common. */
  readonly clientClaims?: readonly ClaimName[];
  /** Accepted app clients by kind of token; a kind that is not here is not accepted. */
  readonly userPool?: { readonly access?: readonly string[]; readonly id?: readonly string[] };
  readonly groupsClaim: ClaimName;
  readonly requireAccessTokenType: boolean;
  readonly requiredClaims: readonly ClaimName[];
  /** The other issuer of the same user pool. */
  readonly twin?: string;
}
