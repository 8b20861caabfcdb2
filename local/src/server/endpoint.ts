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

/**
 * The path below the stage or the domain's base path; both doors are there under their own host names, and on loopback
 * names, where the path may start with the stage or not.
 *
 * @throws GatewayError if there is no such door, or it is closed
 */
export function pathBelowStage(model: ApiModel, host: string, rawPath: string): string {
  if (isLoopbackName(host)) return pathOnLoopback(model, rawPath);
  const domain = model.domains.find(({ domainName }) => domainName === host);
  if (domain) return pathOfDomain(domain, rawPath);
  if (host !== executeApiHost(model) || model.disableExecuteApiEndpoint) throw forbidden();
  const path = below(rawPath, model.stage.name);
  if (path === undefined) throw forbidden();
  return path;
}

/** Which of the doors a loopback name stands for is of no matter to the chain, as long as one is open. */
function pathOnLoopback(model: ApiModel, rawPath: string): string {
  const domains = model.domains.filter(({ mutualTls }) => !mutualTls);
  if (model.disableExecuteApiEndpoint && domains.length === 0) {
    if (model.domains.length === 0) throw forbidden();
    throw new Refusal('endpoint', `mutual TLS of ${model.domains[0].domainName} is not simulated`);
  }
  for (const first of [model.stage.name, ...domains.map(({ basePath }) => basePath)]) {
    const path = below(rawPath, first);
    if (path !== undefined) return path;
  }
  return rawPath;
}

function pathOfDomain(domain: DomainModel, rawPath: string): string {
  if (domain.mutualTls) throw new Refusal('endpoint', `mutual TLS of ${domain.domainName} is not simulated`);
  const path = domain.basePath === '' ? rawPath : below(rawPath, domain.basePath);
  if (path === undefined) throw forbidden();
  return path;
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
