import { createHash } from 'node:crypto';
import type { Clock } from '../chain/clock';
import type { LambdaAuthorizerModel } from '../model/route-model';
import type { AuthorizerOutput } from './authorizer-output';

interface Entry {
  readonly output: AuthorizerOutput;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Outputs of authorizer functions, by authorizer and the values of its identity sources. What is kept is the policy,
 * not what it said about one method: every request asks it again.
 */
export class AuthorizerCache {
  private readonly entries = new Map<string, Entry>();

  /** @param limit number of outputs that are kept; the oldest make room */
  public constructor(
    private readonly clock: Clock,
    private readonly limit = 10_000,
  ) {}

  public find(key: string): AuthorizerOutput | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresAt > this.clock.now()) return entry.output;
    this.entries.delete(key);
    return undefined;
  }

  public keep(key: string, output: AuthorizerOutput, ttlSeconds: number): void {
    this.entries.delete(key);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size < this.limit) break;
      this.entries.delete(oldest);
    }
    this.entries.set(key, { output, expiresAt: this.clock.now() + ttlSeconds * 1_000 });
  }
}

/**
 * Key of a request's output. JSON keeps the values apart, whatever is in them; the hash keeps tokens out of memory.
 *
 * @param identity all values of each identity source, in the order of the sources
 */
export function cacheKey({ id }: LambdaAuthorizerModel, identity: readonly (readonly string[])[]): string {
  return createHash('sha256')
    .update(JSON.stringify([id, identity]))
    .digest('base64url');
}
