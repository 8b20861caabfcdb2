import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { AuthError, type DenialReason } from './auth-error';
import { claimOf, safeText } from './claims';
import { parseCompactJws } from './compact-jws';
import { MAX_PREFETCHED } from './fetch-jwks';
import { type Dependencies, IssuerKeys } from './issuer-keys';
import { clientOf } from './token-client';
import type { TrustedIssuer } from './trusted-issuer';
import type { VerificationKey } from './verification-key';
import { type Verification, type VerifiedToken, VerifiedTokens } from './verified-tokens';

export interface VerifierConfig {
  readonly issuers: readonly TrustedIssuer[];
  readonly clockToleranceSeconds: number;
  /** For `nbf` and `iat`, if another one than for `exp`. */
  readonly notBeforeToleranceSeconds?: number;
}

/** Verifies the tokens of all trusted issuers; everything that is not verified throws an {@link AuthError}. */
export class TokenVerifier {
  private readonly issuers: ReadonlyMap<unknown, TrustedIssuer>;
  private readonly keys: ReadonlyMap<string, IssuerKeys>;
  private readonly verified: VerifiedTokens;

  public constructor(
    private readonly config: VerifierConfig,
    private readonly dependencies: Dependencies,
  ) {
    this.issuers = new Map(config.issuers.map((issuer) => [issuer.issuer, issuer]));
    this.keys = keysByIssuer(config.issuers, dependencies);
    this.verified = new VerifiedTokens(dependencies.now);
  }

  /** Fetches all key sets at once, if they are few; never fails, because a request that needs one tries again. */
  public async prefetch(): Promise<void> {
    const sets = [...new Set(this.keys.values())];
    if (sets.length <= MAX_PREFETCHED) await Promise.all(sets.map((keys) => keys.prefetch()));
  }

  public async verify(token: string): Promise<VerifiedToken> {
    const digest = this.verified.digest(token);
    const remembered = this.verified.get(digest);
    if (remembered && (this.isCurrent(remembered) || (await this.stillTrusts(remembered)))) {
      this.checkTimes(remembered.token);
      return remembered.token;
    }
    this.verified.delete(digest);
    const verification = await this.verifyInFull(token);
    this.verified.add(digest, verification);
    return verification.token;
  }

  /** The common case, without the turns that even a promise that is fulfilled takes. */
  private isCurrent({ token, kid, key }: Verification): boolean {
    return this.keys.get(token.issuer.issuer)?.current(kid)?.includes(key) ?? false;
  }

  private async stillTrusts({ token, kid, key }: Verification): Promise<boolean> {
    return (await this.findKeys(token.issuer, kid)).includes(key);
  }

  private async verifyInFull(token: string): Promise<Verification> {
    const jws = parseCompactJws(token);
    const issuer = this.issuers.get(jws.payload.iss);
    if (!issuer) throw new AuthError('issuer_not_trusted');
    const refuse = (reason: DenialReason): never => {
      throw new AuthError(reason, issuer.issuer);
    };
    const { alg = '', kid = '' } = jws.header;
    if (!issuer.algorithms.includes(alg)) refuse('algorithm_not_allowed');

    // A token that names no key could only be tried against all of them.
    const current = kid === '' ? [] : this.keys.get(issuer.issuer)?.current(kid);
    const named = current ?? (await this.findKeys(issuer, kid));
    if (named.length === 0) refuse('signature_invalid');
    const fitting = named.filter((candidate) => candidate.fits(alg));
    if (fitting.length === 0) refuse('algorithm_not_allowed');
    const key = checkSignature(jws, issuer, fitting);
    // One that names an audience was made for somebody, and nobody here is known by a name.
    if (issuer.withoutAudience && Object.hasOwn(jws.payload, 'aud')) refuse('audience_mismatch');
    checkForm(jws, issuer);
    const verified = { issuer, claims: jws.payload, clientId: clientOf(jws.payload, issuer) };
    // The subject becomes the principal: one that had to be cleaned first could become somebody else.
    if (jws.payload.sub && !safeText(jws.payload.sub)) refuse('token_malformed');
    this.checkTimes(verified);
    return { kid, key, token: verified };
  }

  private async findKeys(issuer: TrustedIssuer, kid: string): Promise<readonly VerificationKey[]> {
    const keys = this.keys.get(issuer.issuer);
    const found = await keys?.find(kid);
    if (found) return found;
    // Anybody can name the issuer that a user pool does not use; that is a bad token, and no outage.
    const unused = keys?.unpublished && issuer.twin !== undefined && this.keys.get(issuer.twin)?.available;
    throw new AuthError(unused ? 'issuer_not_trusted' : 'keys_unavailable', issuer.issuer);
  }

  /** The one clock that counts; a token ends at the very second of its `exp`. */
  private checkTimes({ issuer, claims }: VerifiedToken): void {
    const now = this.dependencies.now() / 1_000;
    const { clockToleranceSeconds, notBeforeToleranceSeconds = clockToleranceSeconds } = this.config;
    if (!(now < (claims.exp as number) + clockToleranceSeconds)) throw new AuthError('token_expired', issuer.issuer);
    const begin = Math.max(claims.nbf ?? 0, claims.iat ?? 0);
    if (!(now >= begin - notBeforeToleranceSeconds)) throw new AuthError('token_not_yet_valid', issuer.issuer);
  }
}

/** The key that signed, if the token is also of the issuer and for its audience. */
function checkSignature(
  jws: DecomposedJwt,
  issuer: TrustedIssuer,
  candidates: readonly VerificationKey[],
): VerificationKey {
  for (const candidate of candidates) {
    const reason = candidate.refusal(jws, issuer);
    if (reason === undefined) return candidate;
    if (reason !== 'signature_invalid') throw new AuthError(reason, issuer.issuer);
  }
  throw new AuthError('signature_invalid', issuer.issuer);
}

/** What this issuer's tokens must have besides what every token must. */
function checkForm({ header, payload }: DecomposedJwt, issuer: TrustedIssuer): void {
  if (issuer.requireAccessTokenType && !/^(application\/)?at\+jwt$/i.test((header.typ as string | undefined) ?? '')) {
    throw new AuthError('token_use_mismatch', issuer.issuer);
  }
  // A claim that is null says nothing.
  if (issuer.requiredClaims.some((name) => (claimOf(payload, name) ?? null) === null)) {
    throw new AuthError('claim_missing', issuer.issuer);
  }
}

/** Issuers that publish the same key set share it, and so the limit of its fetches. */
function keysByIssuer(issuers: readonly TrustedIssuer[], dependencies: Dependencies): ReadonlyMap<string, IssuerKeys> {
  const sets = new Map(issuers.map(({ jwksUri }) => [jwksUri, new IssuerKeys(jwksUri, dependencies)]));
  return new Map(issuers.map(({ issuer, jwksUri }) => [issuer, sets.get(jwksUri) as IssuerKeys]));
}
