export { AssemblyError } from './assembly/assembly-error';
export type { Clock } from './chain/clock';
export type { Layer } from './chain/gateway-error';
export type { FunctionLogLine } from './gateway/function-log';
export type { GatewayTable } from './gateway/gateway-table';
export { LocalGateway } from './gateway/local-gateway';
export { LocalGatewayError } from './gateway/local-gateway-error';
export type {
  GatewayFetchInit,
  IssueTokenOptions,
  LocalGatewayOptions,
  RequestTokenOptions,
} from './gateway/local-gateway-options';
export type { RequestLog, RequestLogEntry } from './gateway/request-log';
export type { ApiModel, Finding } from './model/api-model';
export type { Assumptions } from './model/assumptions';
export type { PlainItem } from './tables/plain-value';
