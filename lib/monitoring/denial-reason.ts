/** Why the JWT authorizer refused a request, as in its log and its metric. */
export enum DenialReason {
  /** No `Authorization` header (401). Where decisions are kept, API Gateway answers that itself. */
  TOKEN_MISSING = 'token_missing',
  /** The header, or the token in it, is not what it must be (401). */
  TOKEN_MALFORMED = 'token_malformed',
  /** The token's `exp` is over (401). */
  TOKEN_EXPIRED = 'token_expired',
  /** The token's `nbf` or `iat` is to come (401). */
  TOKEN_NOT_YET_VALID = 'token_not_yet_valid',
  /** No key of the issuer signed the token (401). */
  SIGNATURE_INVALID = 'signature_invalid',
  /** The token's `alg` is not one of the issuer's, or does not fit the key (401). */
  ALGORITHM_NOT_ALLOWED = 'algorithm_not_allowed',
  /** The token's `iss` is not trusted (401). */
  ISSUER_NOT_TRUSTED = 'issuer_not_trusted',
  /** The token is for another API (401). */
  AUDIENCE_MISMATCH = 'audience_mismatch',
  /** The token was issued to another app client (401). */
  CLIENT_NOT_ALLOWED = 'client_not_allowed',
  /** The token names its client in claims that differ, or in one that is no text (401). */
  CLIENT_AMBIGUOUS = 'client_ambiguous',
  /** The token is of another kind, an ID token for example (401). */
  TOKEN_USE_MISMATCH = 'token_use_mismatch',
  /** The token lacks a claim that its issuer must write (401). */
  CLAIM_MISSING = 'claim_missing',
  /** The token was taken back (401). */
  TOKEN_REVOKED = 'token_revoked',
  /** The token is bound to another client certificate than that of the connection (401). */
  CERTIFICATE_MISMATCH = 'certificate_mismatch',
  /** The token comes without the DPoP proof that it needs (401). */
  PROOF_MISSING = 'proof_missing',
  /** The DPoP proof does not hold (401). */
  PROOF_INVALID = 'proof_invalid',
  /** The DPoP proof was used before (401). */
  PROOF_REPLAYED = 'proof_replayed',
  /** A scope of the route is missing (403). */
  SCOPE_MISSING = 'scope_missing',
  /** A group of the route is missing (403). */
  GROUP_MISSING = 'group_missing',
  /** A claim is not what the route asks for (403). */
  CLAIM_MISMATCH = 'claim_mismatch',
  /** The route has no rule, or its path cannot be named exactly (403). */
  ROUTE_UNKNOWN = 'route_unknown',
  /** The issuer's keys could not be fetched (500). */
  KEYS_UNAVAILABLE = 'keys_unavailable',
  /** The list of revocations did not answer (500). */
  REVOCATIONS_UNAVAILABLE = 'revocations_unavailable',
  /** The memory of DPoP proofs did not answer (500). */
  PROOFS_UNAVAILABLE = 'proofs_unavailable',
  /** The authorizer's own configuration cannot be used (500). */
  CONFIGURATION_BROKEN = 'configuration_broken',
  /** Anything that should not happen (500). */
  INTERNAL = 'internal',
}
