import { Logger } from '@aws-lambda-powertools/logger';
import { loadSettings } from './config';
import { DecisionLog } from './decision-log';
import { fetchJwks } from './fetch-jwks';
import { createHandler } from './handler';

/** Lambda authorizer (type REQUEST) of an API Gateway REST API. */
export const handler = createHandler({
  loadSettings,
  fetchJwks,
  // Looked up at each call: the process clock may be replaced while the process runs.
  now: () => Date.now(),
  openTables: async () => (await import('./tables/dynamodb')).openTables(),
  log: new DecisionLog(new Logger({ serviceName: 'jwt-authorizer' })),
});
