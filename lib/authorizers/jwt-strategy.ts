import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { redeployOn } from '../private/redeploy';
import type { RouteKey } from '../routes/route-key';
import { type Access, pathParametersOf } from './access';
import type { AuthorizerContext, AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';
import { JwtAuthorizerFunction } from './jwt-authorizer-function';
import type { JwtAuthorizerFunctionOptions } from './jwt-authorizer-function-props';
import { AuthorizationCacheKey, cacheTtlSeconds, LambdaAuthorizerResources } from './lambda-authorizer-resources';

/** Options of `ApiAuthorizer.jwt`. */
export interface JwtAuthorizerOptions extends JwtAuthorizerFunctionOptions {
  /**
   * How long API Gateway keeps a decision: 0 to 3,600 seconds. A kept allow outlives its token by at most this time.
   *
   * @default Duration.seconds(300)
   */
  readonly cacheTtl?: Duration;

  /**
   * What a kept decision belongs to, besides the token and the HTTP method.
   *
   * @default AuthorizationCacheKey.ROUTE
   */
  readonly cacheKey?: AuthorizationCacheKey;
}

/** The library's own authorizer function, told the rule of every route. */
export class JwtStrategy implements AuthorizerStrategy {
  public constructor(private readonly options: JwtAuthorizerOptions) {}

  public attach(scope: Construct, context: AuthorizerContext): MethodAuthorizer {
    const ttlSeconds = cacheTtlSeconds(scope, this.options.cacheTtl, 300);
    const { encryptionKey, logRetention, api } = context;
    const authorizer = new JwtAuthorizerFunction(scope, 'Function', {
      ...this.options,
      encryptionKey,
      logRetention,
    });
    const resources = new LambdaAuthorizerResources(scope, 'Resource', {
      context,
      handler: authorizer.function,
      cache: { ttlSeconds, identityHeaders: ['Authorization'] },
    });
    redeployOn(api, authorizer, authorizer._fingerprint());
    const alwaysPerPath = this.options.cacheKey === AuthorizationCacheKey.PATH;
    return {
      challenge: 'Bearer',
      logGroup: authorizer.logGroup,
      prepare: (route: RouteKey, access: Access) => {
        const commit = authorizer._prepareRule(route, access, alwaysPerPath);
        const perPath = alwaysPerPath || pathParametersOf(access._rule).length > 0;
        const cacheKey = perPath ? AuthorizationCacheKey.PATH : AuthorizationCacheKey.ROUTE;
        return () => {
          commit();
          return resources.methodOptions(cacheKey);
        };
      },
    };
  }
}
