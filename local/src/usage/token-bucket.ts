import type { Clock } from '../chain/clock';
import type { Throttle } from '../model/api-model';

/** A bucket of tokens, one for each request: full at first, and refilled at a steady rate. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  public constructor(
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {
    this.tokens = throttle.burstLimit;
    this.filledAt = clock.now();
  }

  /** Takes a token; false if there is none. */
  public take(): boolean {
    const { rateLimit, burstLimit } = this.throttle;
    const now = this.clock.now();
    // A clock that was set back adds nothing.
    const elapsed = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(burstLimit, this.tokens + (elapsed * rateLimit) / 1_000);
    this.filledAt = now;
    if (!(this.tokens >= 1)) return false;
    this.tokens -= 1;
    return true;
  }
}

/** Buckets by name, each made when it is first needed. */
export class TokenBuckets {
  private readonly buckets = new Map<string, TokenBucket>();

  public constructor(private readonly clock: Clock) {}

  /** @param throttle limits of the bucket, always the same for one name */
  public take(name: string, throttle: Throttle): boolean {
    let bucket = this.buckets.get(name);
    if (!bucket) {
      bucket = new TokenBucket(throttle, this.clock);
      this.buckets.set(name, bucket);
    }
    return bucket.take();
  }
}
