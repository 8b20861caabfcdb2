import type { Exchange } from '../chain/exchange';
import { requestContext, requestMaps } from '../chain/request-event';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export function tokenEvent({ methodArn }: Exchange, authorizationToken: string): object {
  return { type: 'TOKEN', authorizationToken, methodArn };
}

/** Everything but the body; unlike in a proxy event, maps without members are empty and not null. */
export function requestEvent(exchange: Exchange): object {
  const { methodArn, request, route } = exchange;
  return {
    type: 'REQUEST',
    methodArn,
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    ...requestMaps(exchange),
    requestContext: requestContext(exchange),
  };
}
