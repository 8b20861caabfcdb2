import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { MethodAuthorizer } from '../authorizers/authorizer-strategy';
import { SecureApiError } from '../private/errors';
import type { CorsPolicy } from './cors';

/**
 * Request headers that scripts cannot set, in lower case; so can none that begins with `proxy-` or `sec-`.
 *
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
const FORBIDDEN: ReadonlySet<string> = new Set([
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method'],
  ...['access-control-request-private-network', 'connection', 'content-length', 'cookie', 'cookie2', 'date', 'dnt'],
  ...['expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'via'],
]);

/** Those of them that browsers send with a page's requests by themselves. */
const SENT_BY_BROWSERS: ReadonlySet<string> = new Set([
  ...['accept-encoding', 'content-length', 'host', 'origin', 'referer'],
  ...['sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site'],
]);

/** The request headers that an authorizer reads. */
export function headersReadBy({
  requestHeaders,
  identityHeaders = ['Authorization'],
}: Pick<MethodAuthorizer, 'requestHeaders' | 'identityHeaders'>): readonly string[] {
  return requestHeaders ?? identityHeaders;
}

/** The headers of a list that a preflight can allow. */
export function allowableHeaders(names: readonly string[]): string[] {
  return names.filter((name) => !isForbidden(name));
}

/**
 * Stops an API whose authorizer reads what no page can send.
 *
 * @param headers the request headers that the authorizer reads
 */
export function checkAuthorizerHeaders(at: Construct, cors: CorsPolicy, headers: readonly string[]): void {
  for (const name of [...headers, ...cors.allowHeaders]) {
    if (name.toLowerCase() === 'cookie' && !cors.allowCredentials) {
      throw new SecureApiError(at, {
        code: 'CorsCredentialsMissing',
        problem: headers.includes(name)
          ? `the authorizer reads the header ${name}, and 'cors.allowCredentials' is not true`
          : `'cors.allowHeaders' has ${name}, and 'cors.allowCredentials' is not true`,
        rule: "browsers send cookies with credentials only: set 'cors.allowCredentials' and name the origins, or leave 'cors' out",
      });
    }
  }
  for (const name of headers) {
    if (!isOutOfReach(name, cors)) continue;
    throw new SecureApiError(at, {
      code: 'CorsHeaderForbidden',
      problem: `the authorizer reads the header ${name}, which browsers let no page send`,
      rule: "use another header, or leave 'cors' out if only other clients call the API",
    });
  }
}

/** Says which headers that a route requires no page can send; other clients can. */
export function reportRequiredHeaders(
  at: Construct,
  cors: CorsPolicy,
  route: string,
  headers: readonly string[],
): void {
  const names = headers.filter((name) => isOutOfReach(name, cors));
  if (names.length === 0) return;
  Annotations.of(at).addWarningV2(
    'cdk-secure-api-gateway:corsRouteUnreachable',
    `'${route}' requires ${names.join(', ')}, which pages cannot send${cors.allowCredentials ? '' : " without 'cors.allowCredentials'"}: no page can call it`,
  );
}

/** Client certificates are credentials, and a preflight has none. */
export function reportMutualTls(at: Construct): void {
  Annotations.of(at).addWarningV2(
    'cdk-secure-api-gateway:corsWithMutualTls',
    "browsers send no client certificate with a preflight, so on a domain with mutual TLS 'cors' serves pages only whose requests need no preflight",
  );
}

function isForbidden(name: string): boolean {
  return FORBIDDEN.has(name.toLowerCase()) || /^(?:proxy|sec)-/i.test(name);
}

function isOutOfReach(name: string, cors: CorsPolicy): boolean {
  const lower = name.toLowerCase();
  if (lower === 'cookie') return !cors.allowCredentials;
  return isForbidden(name) && !SENT_BY_BROWSERS.has(lower);
}
