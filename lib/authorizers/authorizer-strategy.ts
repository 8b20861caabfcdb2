import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { InvocationRole } from '../private/invocation-role';
import type { RouteKey } from '../routes/route-key';
import type { TokenUsage } from '../usage/token-usage';
import type { Access } from './access';

/** What an authorizer is attached to. */
export interface AuthorizerContext {
  readonly api: apigateway.RestApi;
  readonly invocationRole: InvocationRole;
  readonly encryptionKey?: kms.IKey;
  readonly logRetention?: logs.RetentionDays;
  /** Whether callers show a client certificate; undefined if that is not known. */
  readonly mutualTls?: boolean;
}

/** An authorizer in place: it turns a route's access into the options of the route's method. */
export interface MethodAuthorizer {
  /**
   * Checks that `access` to `route` can be enforced, or throws, and changes nothing. The function that it returns does the
   * rest, and gives the options of the route's method.
   */
  prepare(route: RouteKey, access: Access): () => apigateway.MethodOptions;
  /** Value of `WWW-Authenticate` on a 401, RFC 6750 section 3. */
  readonly challenge?: string;
  /** Where the value of `WWW-Authenticate` on a 403 comes from, in API Gateway's notation. */
  readonly denialChallenge?: string;
  /** The request headers that callers must be able to send; the identity headers if it does not say. */
  readonly requestHeaders?: readonly string[];
  readonly logGroup?: logs.ILogGroup;
  /** The request headers by which the authorizer decides; Authorization alone if it does not say. */
  readonly identityHeaders?: readonly string[];
  /** Makes the answers name the usage tier of a token; absent if the authorizer cannot. */
  chooseUsage?(usage: TokenUsage): void;
}

/** A way to authorize; an immutable value that may be attached to several APIs. */
export interface AuthorizerStrategy {
  /** Defines the strategy's resources below `scope` and keeps nothing in itself. */
  attach(scope: Construct, context: AuthorizerContext): MethodAuthorizer;
}
