import type { RouteRule } from '../../private/authorizer-contract';
import { show } from '../../private/errors';
import type { AuthorizerView } from './authorizer-view';

/** API Gateway's own TTL where none is written. */
const DEFAULT_TTL = 300;

/** What an authorizer's cached decisions belong to; what is unknown until deployment belongs to nothing. */
export interface CachedDecisions {
  /** False only for a literal TTL of 0. */
  readonly cached: boolean;
  readonly byToken: boolean;
  readonly byMethod: boolean;
  readonly byRoute: boolean;
  readonly byPath: boolean;
}

/** Reads the cache settings of an authorizer. */
export function cachedDecisions({ apiType, ttl, identitySource }: AuthorizerView): CachedDecisions {
  const context = apiType === 'HTTP' ? '$context.' : 'context.';
  const header = apiType === 'HTTP' ? '$request.header.' : 'method.request.header.';
  const sources = sourcesOf(identitySource);
  return {
    cached: ttl !== 0,
    // Header names have no case.
    byToken: sources.some((source) => source.toLowerCase() === `${header}authorization`),
    byMethod: sources.includes(`${context}httpMethod`),
    byRoute: sources.includes(`${context}resourcePath`),
    byPath: sources.includes(`${context}path`),
  };
}

/** Whether a policy that is written for `decision` says nothing about requests that it was not written for. */
export function suffices(cache: CachedDecisions, decision: RouteRule['decision']): boolean {
  if (!cache.cached) return true;
  if (decision === 'request' || !cache.byToken || !cache.byMethod) return false;
  return cache.byPath || (decision === 'route' && cache.byRoute);
}

/** The identity sources that make an authorizer safe for every rule that may be cached at all. */
export function requiredSources({ apiType }: AuthorizerView): string {
  return apiType === 'HTTP'
    ? '$request.header.Authorization,$context.httpMethod,$context.path'
    : 'method.request.header.Authorization,context.httpMethod,context.path';
}

/** The cache settings in words. */
export function describeCache({ ttl, identitySource }: AuthorizerView): string {
  const time = ttl === undefined ? `${DEFAULT_TTL} seconds, the default,` : `${show(ttl)} seconds`;
  return `decisions are cached for ${time} under ${show(identitySource)}`;
}

function sourcesOf(value: unknown): string[] {
  const list: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list.map((source) => (typeof source === 'string' ? source.trim() : ''));
}
