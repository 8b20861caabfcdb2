import type { AnswerSource } from '../../../local/src/responses/gateway-responses';
import { requestContext } from '../../../local/src/chain/request-context';
import type { GatewayRequest } from '../../../local/src/chain/gateway-request';
import type { ApiModel } from '../../../local/src/model/api-model';
import type { RouteModel } from '../../../local/src/model/route-model';

/** A clock that only a test moves. */
export class HeldClock {
  public constructor(public time = Date.UTC(2026, 10, 25, 7, 8, 9)) {}

  public now(): number {
    return this.time;
  }

  public advance(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

/** A route without anything that could refuse. */
export function route(routeKey: string, overrides: Partial<RouteModel> = {}): RouteModel {
  const [httpMethod, resourcePath] = routeKey.split(' ');
  return {
    resourceId: `r${resourcePath.replace(/\W/g, '')}`,
    resourcePath,
    httpMethod,
    authorization: { type: 'NONE' },
    authorizationScopes: [],
    apiKeyRequired: false,
    requiredParameters: { headers: [], path: [], query: [] },
    validateBody: false,
    validateParameters: false,
    models: {},
    integration: { type: 'UNSUPPORTED', what: 'a route of a test' },
    methodResponses: {},
    ...overrides,
  };
}

export function apiModel(overrides: Partial<ApiModel> = {}): ApiModel {
  return {
    id: 'Api',
    stackName: 'S',
    apiId: 'abc123defg',
    name: 'orders',
    account: '210987654321',
    region: 'eu-west-3',
    partition: 'aws',
    endpointType: 'REGIONAL',
    securityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    endpointAccessMode: 'STRICT',
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    routes: [],
    gatewayResponses: new Map(),
    stage: { name: 'prod', variables: { colour: 'teal' }, deploymentId: 'dep456', methodSettings: [], tracing: false },
    domains: [],
    usagePlans: [],
    functions: new Map(),
    tables: [],
    findings: [],
    ...overrides,
  };
}

export function gatewayRequest(overrides: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    method: 'GET',
    rawPath: '/prod/orders',
    path: '/orders',
    rawQuery: '',
    headers: [],
    body: Buffer.alloc(0),
    sourceIp: '198.51.100.7',
    host: 'localhost',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
    receivedAt: Date.UTC(2026, 10, 25, 7, 8, 9),
    ...overrides,
  };
}

export function answerSource(request: Partial<GatewayRequest> = {}, model = apiModel()): AnswerSource {
  const full = gatewayRequest(request);
  return {
    request: full,
    context: requestContext(model, full),
    stageVariables: model.stage.variables,
    pathParameters: {},
  };
}
