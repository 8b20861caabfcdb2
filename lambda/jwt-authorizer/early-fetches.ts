import type { FetchJwks } from './fetch-jwks';

/** Fetches that are begun before anybody asks for their documents; whoever asks first gets the one that runs. */
export class EarlyFetches {
  private readonly running = new Map<string, Promise<Buffer>>();

  public constructor(private readonly fetchJwks: FetchJwks) {}

  public begin(urls: Iterable<string>): void {
    for (const url of new Set(urls)) {
      const document = this.fetchJwks(url);
      // Whoever asks for it hears of its failure.
      document.catch(() => undefined);
      this.running.set(url, document);
    }
  }

  /** Each document is handed out once: what is asked for again is fetched again. */
  public readonly fetch: FetchJwks = (url) => {
    const begun = this.running.get(url);
    this.running.delete(url);
    return begun ?? this.fetchJwks(url);
  };
}
