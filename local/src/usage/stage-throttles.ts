import type { Clock } from '../chain/clock';
import type { Exchange } from '../chain/exchange';
import type { StageModel, Throttle } from '../model/api-model';
import { methodPatterns } from './method-patterns';
import { throttled } from './throttled';
import { TokenBucket, TokenBuckets } from './token-bucket';

/** API Gateway's own limit for all APIs of an account in most regions. */
const ACCOUNT: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };

/** Throttles of a stage: each method has a bucket of its own, also where the limits are the stage's. */
export class StageThrottles {
  private readonly settings: ReadonlyMap<string, Throttle>;
  private readonly methods: TokenBuckets;
  private readonly account: TokenBucket;

  public constructor(stage: StageModel, clock: Clock, account: Throttle = ACCOUNT) {
    this.settings = new Map(
      stage.methodSettings.flatMap(({ resourcePath, httpMethod, throttle }) =>
        throttle ? [[nameOf(resourcePath === '*' ? '/*' : resourcePath, httpMethod), throttle]] : [],
      ),
    );
    this.methods = new TokenBuckets(clock);
    this.account = new TokenBucket(account, clock);
  }

  /** @throws GatewayError of type THROTTLED */
  public check(exchange: Exchange): void {
    const { resourcePath, httpMethod } = exchange.route;
    const setting = methodPatterns(exchange).find((pattern) => this.settings.has(nameOf(...pattern)));
    const throttle = setting && this.settings.get(nameOf(...setting));
    // A request that the method has no room for takes nothing from the account.
    if (throttle && !this.methods.take(nameOf(resourcePath, setting[1] === '*' ? httpMethod : setting[1]), throttle)) {
      throw throttled();
    }
    if (!this.account.take()) throw throttled();
  }
}

function nameOf(resourcePath: string, httpMethod: string): string {
  return `${httpMethod} ${resourcePath}`;
}
