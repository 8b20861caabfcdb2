import type { Finding, GatewayResponseModel, PolicyDocument } from '../model/api-model';
import type { RouteModel } from '../model/route-model';

/** What the importer puts in place of AWS's own variables, and what URIs may hold. */
export interface OpenApiContext {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
}

/** What API Gateway makes of an OpenAPI document; a setting that the document does not have is undefined. */
export interface OpenApiImport {
  readonly routes: readonly RouteModel[];
  readonly gatewayResponses: readonly GatewayResponseModel[];
  readonly apiKeySource?: 'HEADER' | 'AUTHORIZER';
  readonly resourcePolicy?: PolicyDocument;
  readonly binaryMediaTypes?: readonly string[];
  readonly securityPolicy?: string;
  readonly endpointAccessMode?: 'BASIC' | 'STRICT';
  readonly disableExecuteApiEndpoint?: boolean;
  readonly findings: readonly Finding[];
}

/** Something in the document that guards requests and cannot be evaluated: what it stands in is refused. */
export class NotEvaluated extends Error {}
