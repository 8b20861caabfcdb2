import { randomBytes, randomUUID } from 'node:crypto';
import type { ApiModel } from '../model/api-model';
import type { RouteModel } from '../model/route-model';
import type { ContextVariables } from './exchange';
import { type GatewayRequest, headerValue } from './gateway-request';

/**
 * The `$context` of a request before any layer has looked at it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function requestContext(model: ApiModel, request: GatewayRequest): ContextVariables {
  const { method, rawPath, host, tls, sourceIp, receivedAt } = request;
  return {
    accountId: model.account,
    apiId: model.apiId,
    deploymentId: model.stage.deploymentId,
    domainName: host,
    domainPrefix: host.split('.')[0],
    endpointType: model.endpointType,
    extendedRequestId: randomBytes(11).toString('base64'),
    httpMethod: method,
    isCanaryRequest: 'false',
    path: rawPath,
    protocol: 'HTTP/1.1',
    requestId: randomUUID(),
    requestTime: commonLogTime(receivedAt),
    requestTimeEpoch: receivedAt,
    stage: model.stage.name,
    tlsVersion: tls.version,
    cipherSuite: tls.cipher,
    ...(model.stage.tracing && { xrayTraceId: traceId(receivedAt) }),
    identity: { sourceIp, userAgent: headerValue(request.headers, 'user-agent') },
    error: {},
  };
}

/** What is known from the routing on. */
export function addRoute(context: ContextVariables, route: RouteModel): void {
  context.resourceId = route.resourceId;
  context.resourcePath = route.resourcePath;
  if (route.operationName !== undefined) context.operationName = route.operationName;
}

/** The common log format's time, in UTC: `25/Nov/2026:07:08:09 +0000`. */
function commonLogTime(time: number): string {
  const [, weekdayless] = new Date(time).toUTCString().split(', ');
  const [day, month, year, clock] = weekdayless.split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}

function traceId(time: number): string {
  return `1-${Math.floor(time / 1_000).toString(16)}-${randomBytes(12).toString('hex')}`;
}
