import type { Exchange } from '../chain/exchange';
import { headerValue } from '../chain/gateway-request';
import { requestContext, requestMaps } from '../chain/request-event';
import { isBinary } from './binary-media-types';

/**
 * What a function behind a proxy integration gets: the event of format 1.0. Its members, and null for what is empty, were
 * recorded from the service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function lambdaProxyEvent(exchange: Exchange, binaryMediaTypes: readonly string[]): Record<string, unknown> {
  const { request, route, authorizer } = exchange;
  const maps = Object.entries(requestMaps(exchange));
  const hasBody = request.body.length > 0;
  const isBase64Encoded = hasBody && isBinary(headerValue(request.headers, 'content-type'), binaryMediaTypes);
  return {
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    ...Object.fromEntries(
      maps.map(([name, map]) => [name, Object.keys(map as object).length === 0 ? null : (map as object)]),
    ),
    requestContext: {
      ...requestContext(exchange),
      ...(authorizer && {
        authorizer: {
          ...stringified(authorizer.context),
          ...(authorizer.principalId !== undefined && { principalId: authorizer.principalId }),
        },
      }),
    },
    body: hasBody ? request.body.toString(isBase64Encoded ? 'base64' : 'utf8') : null,
    isBase64Encoded,
  };
}

/** An authorizer's values arrive as strings; the claims of a user pool are one level deeper. */
function stringified(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [key, isMap ? stringified({ ...value }) : JSON.stringify(value)];
    }),
  );
}
