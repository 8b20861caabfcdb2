import type { DenialReason, FailureReason } from '../../lambda/jwt-authorizer/auth-error';

/** What each reason means, for whoever asks why. */
export const MEANINGS: Readonly<Record<DenialReason | FailureReason, string>> = {
  token_missing: 'The request has no Authorization header.',
  token_malformed:
    'The token is not a signed JSON Web Token that the authorizer reads, or it comes in a way it does not take.',
  token_expired: 'The time in `exp` is over.',
  token_not_yet_valid: 'The time in `nbf` or `iat` is still to come.',
  signature_invalid: 'No key of the issuer made this signature, or the token names no key.',
  algorithm_not_allowed: 'The token is signed with an algorithm that its issuer, or the key, may not use here.',
  issuer_not_trusted: 'The `iss` of the token is none of the configured issuers, character for character.',
  audience_mismatch: 'The `aud` of the token names no audience of this API: it was issued for somebody else.',
  client_not_allowed: 'The token was issued to an app client that is not in the list.',
  client_ambiguous:
    'The token names its client in several claims that differ, or in one that is no text; see `clientClaims` of the issuer.',
  token_use_mismatch:
    'The token is of another kind than this API takes: an ID token for an access token, or the reverse.',
  scope_missing: 'The token lacks a scope that the route asks for.',
  group_missing: 'The caller is not in the group that the route asks for.',
  claim_mismatch: 'A claim does not have the value that the route asks for.',
  claim_missing: 'The token lacks a claim that every token of its issuer must have.',
  route_unknown: 'The route is not in routes.json, or its path cannot be written into a policy.',
  token_revoked: 'The token, its subject, its session or its client was revoked.',
  certificate_mismatch: 'The token is not bound to the client certificate of the connection; here there is never one.',
  proof_missing: 'The request has no DPoP proof; here there is never one.',
  proof_invalid: 'The DPoP proof is not one for this request and this token.',
  proof_replayed: 'The DPoP proof was used before.',
  keys_unavailable: 'There is no key set for the issuer of the token, so nothing was decided.',
  revocations_unavailable: 'The list of revoked tokens did not answer, so nothing was decided.',
  proofs_unavailable: 'The memory of DPoP proofs did not answer, so nothing was decided.',
  configuration_broken: 'The configuration is not understood in full, so nothing was decided.',
  internal: 'The authorizer itself failed, so nothing was decided.',
};
