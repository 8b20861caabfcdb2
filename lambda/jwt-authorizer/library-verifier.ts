import { JwtInvalidAudienceError, JwtInvalidClaimError, JwtInvalidSignatureError } from 'aws-jwt-verify/error';
import type { Jwk, JwkWithKid, JwksCache } from 'aws-jwt-verify/jwk';
import { type DecomposedJwt, validateJwtFields } from 'aws-jwt-verify/jwt';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { JwtVerifierBase, supportedSignatureAlgorithms } from 'aws-jwt-verify/jwt-verifier';
import type { DenialReason } from './auth-error';

/** What a token must say to whoever verifies it. */
export interface ExpectedClaims {
  readonly issuer: string;
  /** Accepted values of `aud`; `null` where the client is checked instead. */
  readonly audiences: string[] | null;
}

interface LibraryOptions extends Record<string, unknown> {
  readonly issuer: string | null;
  readonly audience: string[] | null;
  readonly graceSeconds: number;
}

const ALGORITHMS: ReadonlySet<string> = new Set(supportedSignatureAlgorithms);

export function isKnownToLibrary(algorithm: string): boolean {
  return ALGORITHMS.has(algorithm);
}

/** The library's word on issuer and audience alone, for a token whose signature it cannot check. */
export function claimsRefusal(claims: JwtPayload, expected: ExpectedClaims): DenialReason | undefined {
  return refusalOf(() => validateJwtFields(claims, optionsOf(expected)));
}

/**
 * The verifier of aws-jwt-verify for one key: it says whether a token is signed by the key, of the issuer and for the
 * audience.
 *
 * It is given the token taken apart, because our parser is the stricter one and a second parse would cost a third of a
 * signature check: `verifyDecomposedJwtSync` is what the library's own verifiers for Cognito and load balancers build on.
 */
export class LibraryVerifier extends JwtVerifierBase<LibraryOptions, { issuer: null; jwksUri: string }, false> {
  public constructor(jwk: JwkWithKid) {
    // Our own key sets know which key is asked for, so the library never looks for one, and never fetches.
    super({ issuer: null, jwksUri: jwk.kid }, new OneKey(jwk));
  }

  /** Why the token is refused; undefined if it is not. */
  public refusal(jws: DecomposedJwt, expected: ExpectedClaims): DenialReason | undefined {
    return refusalOf(() => this.verifyDecomposedJwtSync(jws, '', optionsOf(expected)));
  }
}

/** An endless grace period takes the time out of the library's checks: it reads the process clock, not ours. */
function optionsOf({ issuer, audiences: audience }: ExpectedClaims): LibraryOptions {
  return { issuer, audience, graceSeconds: Number.POSITIVE_INFINITY };
}

/** Whatever else is thrown is no word on the token, and makes the request fail. */
function refusalOf(check: () => void): DenialReason | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof JwtInvalidAudienceError) return 'audience_mismatch';
    if (error instanceof JwtInvalidSignatureError) return 'signature_invalid';
    if (error instanceof JwtInvalidClaimError) return 'token_malformed';
    throw error;
  }
}

class OneKey implements JwksCache {
  public constructor(private readonly jwk: JwkWithKid) {}

  public getCachedJwk(): JwkWithKid {
    return this.jwk;
  }

  public async getJwk(): Promise<JwkWithKid> {
    return this.jwk;
  }

  public async getJwks(): Promise<{ keys: Jwk[] }> {
    return { keys: [this.jwk] };
  }

  public addJwks(): never {
    throw new TypeError('the key is fixed');
  }
}
