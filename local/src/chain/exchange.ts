import type { ApiKeyModel, UsagePlanModel } from '../model/api-model';
import type { RouteModel } from '../model/route-model';
import type { GatewayRequest } from './gateway-request';

/** The tree behind `$context`: `$context.identity.sourceIp` is `context.identity.sourceIp`. Layers write into it. */
export interface ContextVariables {
  [name: string]: unknown;
  identity: Record<string, unknown>;
  error: Record<string, unknown>;
}

/** One request on its way through the chain; each layer adds what it found out. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly context: ContextVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** From the routing on. */
  readonly route: RouteModel;
  /** Values of the path parameters, as they stand in the path. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** `arn:aws:execute-api:region:account:api/stage/METHOD/path`. */
  readonly methodArn: string;
  /** What an authorizer said. */
  authorizer?: AuthorizerOutcome;
  /** The client's key and its plan, where the method asks for one. */
  client?: { readonly key: ApiKeyModel; readonly plan: UsagePlanModel };
}

/** What an authorizer found out about the caller. */
export interface AuthorizerOutcome {
  readonly principalId?: string;
  /** As the integration sees it in `requestContext.authorizer`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Value of the API key that the authorizer chose, with `apiKeySource` AUTHORIZER. */
  readonly usageIdentifierKey?: string;
}
