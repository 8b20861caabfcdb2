/** Why a request was refused; fixed, because metric filters and saved queries count on these words. */
export type DenialReason =
  | 'token_missing'
  | 'token_malformed'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'signature_invalid'
  | 'algorithm_not_allowed'
  | 'issuer_not_trusted'
  | 'audience_mismatch'
  | 'client_not_allowed'
  | 'client_ambiguous'
  | 'token_use_mismatch'
  | 'scope_missing'
  | 'group_missing'
  | 'claim_mismatch'
  | 'claim_missing'
  | 'route_unknown'
  | 'token_revoked'
  | 'certificate_mismatch'
  | 'proof_missing'
  | 'proof_invalid'
  | 'proof_replayed';

/** Why no decision could be made at all: the caller gets a 500, never an allow and never a 401. */
export type FailureReason = Unavailable | 'configuration_broken' | 'internal';

/** Something outside that a decision needs did not answer. */
export type Unavailable = 'keys_unavailable' | 'revocations_unavailable' | 'proofs_unavailable';

export function isUnavailable(reason: DenialReason | Unavailable): reason is Unavailable {
  return reason.endsWith('_unavailable');
}

/** The token cannot be accepted (401), or could not be judged (500). */
export class AuthError extends Error {
  /**
   * @param issuer the trusted issuer that the token names, for the log; absent when the token names no trusted one
   */
  public constructor(
    public readonly reason: DenialReason | Unavailable,
    public readonly issuer?: string,
  ) {
    super(reason);
    this.name = 'AuthError';
  }
}
