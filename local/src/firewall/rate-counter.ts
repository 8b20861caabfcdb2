import type { Clock } from '../chain/clock';

/** Keys that one rule follows; of more, those that were not seen for longest are forgotten, as WAF keeps 10,000. */
const MAX_KEYS = 10_000;

/** The requests of one second. */
interface Bucket {
  readonly second: number;
  count: number;
  /** Milliseconds since 1970 of the last one. */
  last: number;
}

interface Window {
  readonly buckets: Bucket[];
  total: number;
}

/**
 * Counts requests by key over a sliding window.
 *
 * It is exact to the second: the request that exceeds the limit is known at once. WAF counts about every ten seconds and
 * lets a fast client overshoot. Memory is bounded by the keys and by one bucket for each second of the window.
 */
export class RateCounter {
  private readonly windows = new Map<string, Window>();

  /**
   * @param windowSeconds length of the window
   * @param clock where the time comes from
   */
  public constructor(
    private readonly windowSeconds: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a request.
   *
   * @returns how many requests of the key there are in the window, this one among them
   */
  public count(key: string): number {
    const now = this.clock.now();
    const window = this.touch(key);
    const oldest = now - this.windowSeconds * 1_000;
    while (window.buckets.length > 0 && window.buckets[0].last <= oldest) {
      window.total -= window.buckets.shift()?.count ?? 0;
    }
    const second = Math.floor(now / 1_000);
    const latest = window.buckets.at(-1);
    if (latest === undefined || latest.second < second) window.buckets.push({ second, count: 1, last: now });
    else {
      latest.count++;
      latest.last = Math.max(latest.last, now);
    }
    return ++window.total;
  }

  /** The key's window, which is then the one seen last. */
  private touch(key: string): Window {
    const window = this.windows.get(key) ?? { buckets: [], total: 0 };
    this.windows.delete(key);
    const [stalest] = this.windows.keys();
    if (this.windows.size >= MAX_KEYS && stalest !== undefined) this.windows.delete(stalest);
    this.windows.set(key, window);
    return window;
  }
}
