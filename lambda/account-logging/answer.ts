import type { CloudFormationCustomResourceResponse } from 'aws-lambda';
import type { Clock } from './retry';

const TRIES = 3;
const PAUSE_MS = 1_000;
const TRY_TIMEOUT_MS = 5_000;

/**
 * Puts the answer where CloudFormation waits for it.
 *
 * Throws if that fails for good: Lambda then runs the whole request again, as for every asynchronous event.
 */
export async function putAnswer(
  url: string,
  response: CloudFormationCustomResourceResponse,
  sleep: Clock['sleep'],
): Promise<void> {
  const body = JSON.stringify(response);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(TRY_TIMEOUT_MS);
      // The URL is signed for an empty content type.
      const { ok, status } = await fetch(url, { method: 'PUT', headers: { 'content-type': '' }, body, signal });
      if (ok) return;
      throw new Error(`CloudFormation's response URL answered ${status}`);
    } catch (error) {
      if (attempt === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
