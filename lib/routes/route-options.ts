import type { Access } from '../authorizers/access';
import type { RequestBody } from '../requests/request-body';
import type { Throttle } from '../usage/throttle';

/** What every route can be told. */
export interface CommonRouteOptions {
  /**
   * What requests may carry. Required for POST, PUT and PATCH.
   *
   * @default RequestBody.none()
   */
  readonly body?: RequestBody;

  /**
   * Query parameters that must be there and not be blank; their form is not checked.
   *
   * @default - none
   */
  readonly requiredQueryParameters?: string[];

  /**
   * Request headers that must be there and not be blank; their form is not checked.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];

  /**
   * Query parameters that may be there, so that an integration of your own can map them: API Gateway refuses a mapping from one
   * that the route does not declare. Proxy integrations get every parameter anyway.
   *
   * @default - none
   */
  readonly optionalQueryParameters?: string[];

  /**
   * Request headers that may be there, so that an integration of your own can map them.
   *
   * @default - none
   */
  readonly optionalHeaders?: string[];

  /**
   * What all callers of this route together may send.
   *
   * @default - the stage's throttle
   */
  readonly throttle?: Throttle;

  /**
   * Why a `{name+}` path, which takes every path below it, is right here. Required for such a path.
   *
   * @default - none
   */
  readonly catchAllReason?: string;

  /**
   * Name of the operation, for generated clients.
   *
   * @default - none
   */
  readonly operationName?: string;
}

/** Options of `SecureApiGateway.addRoute`. */
export interface RouteOptions extends CommonRouteOptions {
  /** Who may call the route. There is no default. */
  readonly access: Access;

  /**
   * Whether the caller's usage tier applies, so that callers must send an API key besides their token. With
   * `UsageIdentity.TOKEN` they send none: the token chooses the tier.
   *
   * @default - true if the API has a usage tier
   */
  readonly apiKeyRequired?: boolean;
}

/** Options of `SecureApiGateway.addPublicRoute`. */
export interface PublicRouteOptions extends CommonRouteOptions {
  /** Why everybody may call this route. */
  readonly reason: string;
}

/** One route and its protection, as `SecureApiGateway.routes` lists it. */
export interface RouteSummary {
  /** HTTP method. */
  readonly method: string;

  /** Resource path. */
  readonly path: string;

  /** Who may call, in words. */
  readonly access: string;

  /** What the body is: `none`, `json` or `unvalidated`. */
  readonly body: string;

  /** What answers. */
  readonly target: string;

  /** Whether the caller's usage tier applies. */
  readonly apiKeyRequired: boolean;

  /**
   * The route's own throttle.
   *
   * @default - the stage's throttle
   */
  readonly throttle?: Throttle;

  /**
   * Why the route is public.
   *
   * @default - the route is not public
   */
  readonly publicReason?: string;

  /**
   * Why the body is not validated.
   *
   * @default - the body is validated, or there is none
   */
  readonly unvalidatedReason?: string;

  /**
   * Why the route takes every path below its own.
   *
   * @default - it does not
   */
  readonly catchAllReason?: string;
}
