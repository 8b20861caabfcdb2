import type { Exchange } from '../chain/exchange';
import { headerValue } from '../chain/gateway-request';
import { requestContext, requestMaps } from '../chain/request-event';

/**
 * The event of a Lambda proxy integration, payload 1.0: its members, and null for what is empty, were recorded from the
 * service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function lambdaProxyEvent(exchange: Exchange, binaryMediaTypes: readonly string[]): Record<string, unknown> {
  const { request, route, authorizer } = exchange;
  const maps = Object.entries(requestMaps(exchange)).map(([name, map]): [string, unknown] => [
    name,
    Object.keys(map as object).length > 0 ? map : null,
  ]);
  const isBase64Encoded = request.body.length > 0 && isBinary(exchange, binaryMediaTypes);
  return {
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    ...Object.fromEntries(maps),
    requestContext: {
      ...requestContext(exchange),
      ...(authorizer && { authorizer: { principalId: authorizer.principalId, ...authorizer.context } }),
    },
    body: request.body.length === 0 ? null : request.body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

function isBinary({ request }: Exchange, binaryMediaTypes: readonly string[]): boolean {
  const contentType = headerValue(request.headers, 'content-type') ?? 'application/json';
  const mediaType = contentType.split(';')[0].trim().toLowerCase();
  return binaryMediaTypes.some((type) => matches(type.replace('~1', '/').toLowerCase(), mediaType));
}

/** `*` stands for either half of a media type. */
function matches(pattern: string, mediaType: string): boolean {
  const [type, subtype] = pattern.split('/');
  const [actualType, actualSubtype] = mediaType.split('/');
  return (type === '*' || type === actualType) && (subtype === '*' || subtype === actualSubtype);
}
