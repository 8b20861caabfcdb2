import { GatewayError, Refusal } from '../chain/gateway-error';
import type { ApiModel, DomainModel } from '../model/api-model';

/** Names of the machine itself; a request to one of them counts as one to the API's first open door. */
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

export function isLoopbackName(host: string): boolean {
  return LOOPBACK_NAMES.has(host);
}

/** The host name of the API's own endpoint. */
export function executeApiHost({ apiId, region, partition }: ApiModel): string {
  return `${apiId}.execute-api.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** A path as the chain needs it. */
export interface ServedPath {
  /** Below the stage or the base path, with one slash in front, however many there were (recorded for two). */
  readonly path: string;
  /** As the service sees it: with the stage, or with the base path of the domain. */
  readonly rawPath: string;
}

/**
 * Where a request wants to go; both doors are there under their own host names, and on loopback names, where the path may
 * start with the stage or not.
 *
 * @throws GatewayError if there is no such door, or it is closed
 */
export function servedPath(model: ApiModel, host: string, rawPath: string): ServedPath {
  const served = addressedPath(model, host, rawPath);
  return { ...served, path: served.path.replace(/^\/+/, '/') };
}

function addressedPath(model: ApiModel, host: string, rawPath: string): ServedPath {
  if (isLoopbackName(host)) return onLoopback(model, rawPath);
  const mappings = mappingsOf(model.domains, host);
  if (mappings.length > 0) return onDomain(mappings, rawPath);
  if (host !== executeApiHost(model) || model.disableExecuteApiEndpoint) throw forbidden();
  const path = below(rawPath, model.stage.name);
  if (path === undefined) throw forbidden();
  return { path, rawPath };
}

/** A domain of that very name comes before one whose star stands for the first label. */
function mappingsOf(domains: readonly DomainModel[], host: string): readonly DomainModel[] {
  const wildcard = `*${/^[^.]+(\..+)$/.exec(host)?.[1] ?? ''}`;
  const named = (name: string): readonly DomainModel[] =>
    domains.filter(({ domainName }) => domainName.toLowerCase() === name);
  // A client asks for a name, not for a pattern.
  if (host.startsWith('*')) return [];
  const exact = named(host);
  return exact.length > 0 ? exact : named(wildcard);
}

/** Which of the doors a loopback name stands for is of no matter to the chain, as long as one is open. */
function onLoopback(model: ApiModel, rawPath: string): ServedPath {
  const domains = model.domains.filter(({ mutualTls }) => !mutualTls);
  if (model.disableExecuteApiEndpoint && domains.length === 0) {
    if (model.domains.length === 0) throw forbidden();
    throw new Refusal('endpoint', `mutual TLS of ${model.domains[0].domainName} is not simulated`);
  }
  const doors = [
    ...(model.disableExecuteApiEndpoint ? [] : [model.stage.name]),
    ...domains.map(({ basePath }) => basePath).sort((a, b) => b.length - a.length),
  ];
  for (const first of [...doors, model.stage.name]) {
    const path = below(rawPath, first);
    if (path !== undefined) return { path, rawPath: prefixed(doors.includes(first) ? first : doors[0], path) };
  }
  // Rules of a web ACL and identity sources look at the path with all that is in front of it.
  return { path: rawPath, rawPath: prefixed(doors[0], rawPath) };
}

/** Of several base paths the longest that fits. */
function onDomain(mappings: readonly DomainModel[], rawPath: string): ServedPath {
  const [first] = mappings;
  if (first.mutualTls) throw new Refusal('endpoint', `mutual TLS of ${first.domainName} is not simulated`);
  for (const { basePath } of [...mappings].sort((a, b) => b.basePath.length - a.basePath.length)) {
    const path = basePath === '' ? rawPath : below(rawPath, basePath);
    if (path !== undefined) return { path, rawPath };
  }
  throw forbidden();
}

function prefixed(first: string, path: string): string {
  return first === '' ? path : `/${first}${path}`;
}

/** What is left of a path behind a first part, or undefined if it does not start with it. */
function below(rawPath: string, first: string): string | undefined {
  if (first === '') return undefined;
  const prefix = `/${first}`;
  if (rawPath === prefix) return '/';
  return rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) : undefined;
}

/** What API Gateway answers for a host name, a stage or a base path that it does not know, and for a closed door. */
function forbidden(): GatewayError {
  return new GatewayError('DEFAULT_4XX', 403, 'Forbidden', 'ForbiddenException', 'endpoint');
}
