import type { FunctionModel } from './function-model';
import type { AuthorizationModel, RouteModel } from './route-model';
import type { TableModel } from './table-model';
import type { WebAclModel } from '../firewall/web-acl-model';

/** Everything about one REST API and its stage that the chain works with; plain data, no intrinsic function left. */
export interface ApiModel {
  /** Logical id of the RestApi. */
  readonly id: string;
  readonly stackName: string;
  readonly apiId: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  /** Name of the TLS policy; `TLS_1_0` where the template says nothing, as AWS does for regional and edge APIs. */
  readonly securityPolicy: string;
  readonly endpointAccessMode: 'BASIC' | 'STRICT';
  readonly disableExecuteApiEndpoint: boolean;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  readonly resourcePolicy?: PolicyDocument;
  readonly routes: readonly RouteModel[];
  /** By response type, for example `UNAUTHORIZED`. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
  readonly stage: StageModel;
  readonly domains: readonly DomainModel[];
  readonly usagePlans: readonly UsagePlanModel[];
  readonly webAcl?: WebAclModel;
  /** By function ARN, without a version or alias. */
  readonly functions: ReadonlyMap<string, FunctionModel>;
  /** DynamoDB tables, for the functions. */
  readonly tables: readonly TableModel[];
  readonly findings: readonly Finding[];
}

/** Something of the template that the gateway does not do as AWS would; shown before it serves. */
export interface Finding {
  /** Where: a logical id, a route key or the name of a rule. */
  readonly subject: string;
  /** What is not evaluated, in words. */
  readonly what: string;
  /** `declared`: left out, and harmless or known to be left out. `refused`: requests that need it are refused. */
  readonly effect: 'declared' | 'refused';
}

export interface Throttle {
  /** Requests per second. */
  readonly rateLimit: number;
  /** Size of the bucket, in requests. */
  readonly burstLimit: number;
}

export interface StageModel {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly deploymentId: string;
  readonly methodSettings: readonly MethodSetting[];
  /** Format of the access log, undefined without one. */
  readonly accessLogFormat?: string;
  readonly tracing: boolean;
}

/** Settings of a stage's methods; `*` as both path and method for all of them. */
export interface MethodSetting {
  /** As in API Gateway's resource path, `/orders/{orderId}`, or `/*`. */
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly throttle?: Throttle;
}

export interface GatewayResponseModel {
  readonly responseType: string;
  readonly statusCode?: number;
  /** `gatewayresponse.header.Name` to a value in API Gateway's notation: `'literal'`, `method.request.header.X`, `context.x`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Media type to template. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface DomainModel {
  /** The first label may be a star, which stands for one label. */
  readonly domainName: string;
  /** Base path mapped to this API's stage, without slashes; empty for the whole domain. */
  readonly basePath: string;
  readonly securityPolicy: string;
  /** Clients must show a certificate, and it is not assumed that they did: requests are refused. */
  readonly mutualTls: boolean;
}

export interface UsagePlanModel {
  readonly id: string;
  readonly name: string;
  readonly throttle?: Throttle;
  readonly quota?: { readonly limit: number; readonly period: 'DAY' | 'WEEK' | 'MONTH'; readonly offset: number };
  /** Limits of single methods, by `/path/METHOD` as in `Throttle` of an API stage. */
  readonly methodThrottles: Readonly<Record<string, Throttle>>;
  readonly keys: readonly ApiKeyModel[];
}

export interface ApiKeyModel {
  readonly id: string;
  readonly name: string;
  /** The template's own, or one made for this run. Never logged. */
  readonly value: string;
  readonly enabled: boolean;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type { AuthorizationModel, FunctionModel, RouteModel, TableModel };
