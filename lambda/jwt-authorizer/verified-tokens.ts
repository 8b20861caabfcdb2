import { hash } from 'node:crypto';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { TrustedIssuer } from './trusted-issuer';
import type { VerificationKey } from './verification-key';

const MAX_ENTRIES = 1_000;
const MAX_AGE_MS = 5 * 60_000;

/** What a token proved. */
export interface VerifiedToken {
  readonly issuer: TrustedIssuer;
  readonly claims: JwtPayload;
  readonly clientId?: string;
}

/** A token whose signature and claims held, and the key that said so. */
export interface Verification {
  readonly kid: string;
  readonly key: VerificationKey;
  readonly token: VerifiedToken;
}

/**
 * Tokens verified a short time ago, so that the same token on another route costs no second signature check.
 *
 * Holds digests, never a token. Nothing here says that a token is still good: its times, and whether its key is still
 * one of its issuer's, are checked at every use.
 */
export class VerifiedTokens {
  private readonly entries = new Map<string, Verification & { readonly until: number }>();

  public constructor(private readonly now: () => number) {}

  public digest(token: string): string {
    return hash('sha256', token, 'base64');
  }

  public get(digest: string): Verification | undefined {
    const entry = this.entries.get(digest);
    return entry && this.now() < entry.until ? entry : undefined;
  }

  public add(digest: string, verification: Verification): void {
    this.entries.delete(digest);
    if (this.entries.size >= MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value as string);
    this.entries.set(digest, { ...verification, until: this.now() + MAX_AGE_MS });
  }

  public delete(digest: string): void {
    this.entries.delete(digest);
  }
}
