import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import type { HttpProxyIntegrationModel } from '../model/route-model';
import { parameterValue } from '../templates/parameter-value';
import { isLoopbackUrl } from './loopback-url';

const PATH = 'integration.request.path.';
const QUERY = 'integration.request.querystring.';

/**
 * Where a request of an HTTP proxy integration goes.
 *
 * @throws Refusal for every place but this machine, and for a path that could mean another one than it seems to
 */
export function httpTarget(exchange: Exchange, { uri, requestParameters }: HttpProxyIntegrationModel): URL {
  const withVariables = uri.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => {
    const value = exchange.stageVariables[name];
    if (value === undefined) throw refusal(uri, `there is no stage variable ${name}`);
    return value;
  });
  const [, authority = '{'] = /^https?:\/\/([^/?#]*)/i.exec(withVariables) ?? [];
  if (authority.includes('{')) throw refusal(uri, 'its host is not fixed');
  // Only what the API maps gets into the path, as in API Gateway.
  const filled = withVariables.replace(/\{([\w.-]+)\+?\}/g, (_, name: string) => {
    const expression = requestParameters[PATH + name];
    const value = expression === undefined ? undefined : parameterValue(expression, exchange);
    if (expression === undefined || value === undefined) throw refusal(uri, `its path parameter ${name} has no value`);
    const parameter = pathParameterOf(expression);
    const segments = parameter !== undefined && isGreedy(exchange, parameter) ? value.split('/') : [value];
    const encode = parameter === undefined ? encodeURIComponent : completed;
    return segments.map((segment) => withoutDots(uri, encode(segment))).join('/');
  });
  if (!isLoopbackUrl(filled)) throw refusal(uri, 'HTTP integrations reach this machine only');
  const url = new URL(filled);
  url.search = queryOf(url, requestParameters, exchange);
  return url;
}

/** The parameter of the route's path that an expression names. It is encoded already; every other value is plain text. */
function pathParameterOf(expression: string): string | undefined {
  return /^method\.request\.path\.(.+)$/.exec(expression)?.[1];
}

/** Only a greedy parameter of the route has segments; a slash in any other value is a part of it. */
function isGreedy({ route }: Exchange, parameter: string): boolean {
  return route.resourcePath.includes(`{${parameter}+}`);
}

/** As the client wrote it, so that nothing is encoded twice; only what no path may hold is encoded (RFC 3986, section 3.3). */
function completed(segment: string): string {
  const kept = /(%[0-9a-f]{2}|[\w.~!$&'()*+,;=:@-]+)/i;
  return segment
    .split(kept)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
}

/** A segment of dots, encoded or not, would be taken for a way up. */
function withoutDots(uri: string, segment: string): string {
  if (/^(?:\.|%2e){1,2}$/i.test(segment)) throw refusal(uri, 'a path parameter has dot segments');
  return segment;
}

/** The URI's own query, then the caller's, with what the API maps over it. */
function queryOf(url: URL, requestParameters: Readonly<Record<string, string>>, exchange: Exchange): string {
  const query = new URLSearchParams(exchange.request.rawQuery);
  for (const [target, expression] of Object.entries(requestParameters)) {
    const value = target.startsWith(QUERY) ? parameterValue(expression, exchange) : undefined;
    if (value === undefined) continue;
    const plain = pathParameterOf(expression) === undefined ? value : decodeURIComponent(value);
    query.set(target.slice(QUERY.length), plain);
  }
  return [url.search.slice(1), query.toString()].filter((part) => part !== '').join('&');
}

function refusal(uri: string, why: string): Refusal {
  return new Refusal('integration', `${why}: ${uri}`);
}
