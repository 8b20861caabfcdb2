import https from 'node:https';

const TIMEOUT_MS = 3_000;
const MAX_BYTES = 256 * 1_024;

/** With more key sets than these, each is fetched when the first token asks for it: most would not be needed. */
export const MAX_PREFETCHED = 10;

/** Fetches the document at an HTTPS URL. */
export type FetchJwks = (url: string) => Promise<Buffer>;

/** The server answered, with another status than 200. */
export class HttpStatusError extends Error {
  public constructor(public readonly status: number) {
    super(`status ${status}`);
    this.name = 'HttpStatusError';
  }
}

/** Never follows a redirect: the keys come from the configured URL or not at all. */
export const fetchJwks: FetchJwks = (url) =>
  new Promise((resolve, reject) => {
    // A connection of its own: one that was kept over the freezing of a Lambda process is dead when it is needed.
    const options = { agent: false, headers: { accept: 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const request = https.get(url, options, (response) => {
      const fail = (error: Error): void => {
        request.destroy();
        reject(error);
      };
      if (response.statusCode !== 200) return fail(new HttpStatusError(response.statusCode ?? 0));
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_BYTES) fail(new Error('response too large'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve(Buffer.concat(chunks)));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
