import type { Clock } from '../chain/clock';

/** A clock that can be moved forward and held, so that a test need not wait for a window or a lifetime to pass. */
export class AdjustableClock implements Clock {
  private offset = 0;
  private held?: number;

  public constructor(private readonly base: Clock) {}

  public now(): number {
    return (this.held ?? this.base.now()) + this.offset;
  }

  /** @param seconds how far; never back */
  public advance(seconds: number): void {
    if (!(seconds >= 0 && Number.isFinite(seconds))) {
      throw new RangeError(`'seconds' must be a number of at least 0, got ${seconds}`);
    }
    this.offset += seconds * 1_000;
  }

  /** Only `advance` moves it from now on. */
  public hold(): void {
    this.held ??= this.base.now();
  }

  /** It goes on as if it had not been held. */
  public release(): void {
    this.held = undefined;
  }
}
