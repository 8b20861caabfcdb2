import { loadSettings, type Settings } from './config';
import { EarlyFetches } from './early-fetches';
import { fetchJwks, MAX_PREFETCHED } from './fetch-jwks';

// The order is the point: the connections to the issuers are opened by the little that this file imports, and everything
// else is read and compiled while they are waited for.
const early = new EarlyFetches(fetchJwks);
const settings = begin();
const { createHandler } = await import('./handler');
const { openDecisionLog } = await import('./decision-logger');

/** Lambda authorizer (type REQUEST) of an API Gateway REST API. */
export const handler = createHandler({
  loadSettings: settings,
  fetchJwks: early.fetch,
  // Looked up at each call: the process clock may be replaced while the process runs.
  now: () => Date.now(),
  openTables: async () => (await import('./tables/dynamodb')).openTables(),
  log: openDecisionLog(),
});

/** Begins to fetch the key sets; gives the settings, or throws what was wrong with them, to whoever reports it. */
function begin(): () => Settings {
  try {
    const loaded = loadSettings();
    const urls = new Set(loaded.issuers.map(({ jwksUri }) => jwksUri));
    if (urls.size <= MAX_PREFETCHED) early.begin(urls);
    return () => loaded;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
