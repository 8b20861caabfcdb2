import type { Exchange } from './exchange';
import { type GatewayRequest, headerValues, queryPairs } from './gateway-request';

/** A request in the form in which Lambda functions see it; empty maps where there is nothing. */
export interface RequestMaps {
  /** Last value of each header, by the name in the client's case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  /** Last value of each parameter, decoded. */
  readonly queryStringParameters: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Members of `requestContext` that are there for every request. */
const CONTEXT_MEMBERS = [
  'accountId',
  'apiId',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'extendedRequestId',
  'httpMethod',
  'path',
  'protocol',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'stage',
];

/** Members of `requestContext.identity`, null where they are not known. */
const IDENTITY_MEMBERS = [
  'accessKey',
  'accountId',
  'caller',
  'cognitoAuthenticationProvider',
  'cognitoAuthenticationType',
  'cognitoIdentityId',
  'cognitoIdentityPoolId',
  'principalOrgId',
  'sourceIp',
  'user',
  'userAgent',
  'userArn',
];

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function requestMaps({ request, pathParameters, stageVariables }: Exchange): RequestMaps {
  // The names of headers have no case: two spellings of one header are one header, under its first spelling.
  const headers = grouped(forwarded(request), (name) => name.toLowerCase());
  const query = grouped(queryPairs(request.rawQuery), (name) => name);
  return {
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: query,
    pathParameters: { ...pathParameters },
    stageVariables: { ...stageVariables },
  };
}

/** What both kinds of functions get as `requestContext`; with `authorizer` as soon as one has let the request in. */
export function requestContext({ context, authorizer, client }: Exchange): Record<string, unknown> {
  const identity: Record<string, unknown> = {
    ...Object.fromEntries(IDENTITY_MEMBERS.map((name) => [name, context.identity[name] ?? null])),
    ...(client && { apiKey: client.key.value, apiKeyId: client.key.id }),
  };
  const members = CONTEXT_MEMBERS.map((name) => [name, context[name] ?? null] as const);
  return {
    ...Object.fromEntries(members),
    ...(typeof context.operationName === 'string' && { operationName: context.operationName }),
    identity,
    ...(authorizer && { authorizer: { ...authorizer.context } }),
  };
}

/** What API Gateway says of the client; what the client wrote there itself stays in front, and is not to be trusted. */
function forwarded(request: GatewayRequest): GatewayRequest['headers'] {
  const hops = [...headerValues(request.headers, 'x-forwarded-for'), request.sourceIp];
  const others = request.headers.filter(([name]) => !/^x-forwarded-(for|port|proto)$/i.test(name));
  return [...others, ['X-Forwarded-For', hops.join(', ')], ['X-Forwarded-Port', '443'], ['X-Forwarded-Proto', 'https']];
}

function grouped(
  pairs: readonly (readonly [name: string, value: string])[],
  keyOf: (name: string) => string,
): Readonly<Record<string, readonly string[]>> {
  const groups = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of pairs) {
    const group = groups.get(keyOf(name));
    if (group) group.values.push(value);
    else groups.set(keyOf(name), { name, values: [value] });
  }
  // Names come from the client: `fromEntries` defines them, where an assignment would take `__proto__` for more.
  return Object.fromEntries([...groups.values()].map(({ name, values }) => [name, values] as const));
}

function lastValues(groups: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values[values.length - 1]]));
}
