import { type FetchJwks, HttpStatusError } from './fetch-jwks';
import { type KeyProblem, parseJwks, type VerificationKey } from './verification-key';

/** The world outside, injected so that tests need neither network nor real time. */
export interface Dependencies {
  readonly fetchJwks: FetchJwks;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of each key of a key set that is ignored, whenever the set is loaded. */
  readonly keyIgnored?: (jwksUri: string, kid: string, problem: KeyProblem) => void;
}

/** Key sets older than this are fetched again before they are used, so that a key taken back loses its force. */
const REFRESH_MS = 15 * 60_000;
/** If that fails, they stay in use up to this age: an issuer's short outage does not become ours. */
const MAX_AGE_MS = 4 * 3_600_000;
/** Least time between two fetches, however many unknown `kid`s are presented: they cost an attacker nothing. */
const COOLDOWN_MS = 30_000;

/** More bad keys than this in one set are not told apart: a broken document must not flood the log. */
const MAX_REPORTED = 20;

type Keys = ReadonlyMap<string, readonly VerificationKey[]>;

/** The key set of one issuer: fetched when needed, at most one fetch at a time. */
export class IssuerKeys {
  private keys?: Keys;
  private fetchedAt = 0;
  /** No fetch before this time. */
  private retryAt = 0;
  private failures = 0;
  private inFlight?: Promise<void>;
  private refusedFor?: number;

  public constructor(
    private readonly jwksUri: string,
    private readonly dependencies: Dependencies,
  ) {}

  /** Whether a key set is there that may be used. */
  public get available(): boolean {
    return this.keys !== undefined && this.dependencies.now() - this.fetchedAt <= MAX_AGE_MS;
  }

  /** Whether the server itself said that it publishes no key set, as Cognito does for the issuer a pool does not use. */
  public get unpublished(): boolean {
    return this.keys === undefined && [400, 403, 404].includes(this.refusedFor ?? 0);
  }

  /** Starts the first fetch; its failure is no backoff, so that the first request may try for itself. */
  public async prefetch(): Promise<void> {
    await this.fetch();
    if (this.failures > 0) this.retryAt = this.failures = 0;
  }

  /** The keys with this `kid` that may be used without a look at the issuer; for anything else ask {@link find}. */
  public current(kid: string): readonly VerificationKey[] | undefined {
    return this.dependencies.now() - this.fetchedAt > REFRESH_MS ? undefined : this.keys?.get(kid);
  }

  /** The keys with this `kid`, none if the issuer has none; undefined if that cannot be found out. */
  public async find(kid: string): Promise<readonly VerificationKey[] | undefined> {
    if (!this.keys || this.dependencies.now() - this.fetchedAt > REFRESH_MS) await this.refresh();
    const known = this.available && this.keys?.get(kid);
    if (known) return known;
    await this.refresh();
    const found = this.available && this.keys?.get(kid);
    if (found) return found;
    // Only a fetch that succeeded can tell that there is no such key.
    return this.available && this.failures === 0 ? [] : undefined;
  }

  private async refresh(): Promise<void> {
    await this.inFlight;
    if (this.dependencies.now() >= this.retryAt) await this.fetch();
  }

  private fetch(): Promise<void> {
    this.inFlight ??= this.load().finally(() => {
      this.inFlight = undefined;
    });
    return this.inFlight;
  }

  private async load(): Promise<void> {
    const { fetchJwks, now, keyIgnored } = this.dependencies;
    try {
      const body = await fetchJwks(this.jwksUri);
      const ignored: [string, KeyProblem][] = [];
      this.keys = parseJwks(body, (kid, problem) => ignored.push([kid, problem]));
      for (const key of ignored.slice(0, MAX_REPORTED)) keyIgnored?.(this.jwksUri, ...key);
      this.fetchedAt = now();
      this.retryAt = this.fetchedAt + COOLDOWN_MS;
      this.failures = 0;
    } catch (error) {
      this.refusedFor = error instanceof HttpStatusError ? error.status : undefined;
      this.retryAt = now() + Math.min(COOLDOWN_MS, 1_000 * 2 ** this.failures);
      this.failures += 1;
    }
  }
}
