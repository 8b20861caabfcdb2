import type { Clock } from '../chain/clock';
import type { UsagePlanModel } from '../model/api-model';

type QuotaModel = NonNullable<UsagePlanModel['quota']>;

const DAY = 86_400_000;

/** How many requests one client has left in the current day, week or month of UTC. */
export class Quota {
  private period: number;
  private left: number;

  /** The offset is taken off the limit of the first period, which is the one that the gateway starts in. */
  public constructor(
    private readonly model: QuotaModel,
    private readonly clock: Clock,
  ) {
    this.period = startOf(model.period, clock.now());
    this.left = model.limit - model.offset;
  }

  /** Takes one request; false if none is left. */
  public take(): boolean {
    const period = startOf(this.model.period, this.clock.now());
    if (period > this.period) {
      this.period = period;
      this.left = this.model.limit;
    }
    if (!(this.left >= 1)) return false;
    this.left -= 1;
    return true;
  }
}

/** When the period around a time began, in milliseconds since 1970; weeks begin on Sunday. */
function startOf(period: QuotaModel['period'], time: number): number {
  const date = new Date(time);
  const midnight = Math.floor(time / DAY) * DAY;
  switch (period) {
    case 'DAY':
      return midnight;
    case 'WEEK':
      return midnight - date.getUTCDay() * DAY;
    case 'MONTH':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
}
