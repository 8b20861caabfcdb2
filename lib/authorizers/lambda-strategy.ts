import type { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { requireKnownList, requireNonEmpty, requireOneOf, requirePattern } from '../private/checks';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';
import { refuseAccess } from './access-not-enforceable';
import type { AuthorizerContext, AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';
import { AuthorizationCacheKey, cacheTtlSeconds, LambdaAuthorizerResources } from './lambda-authorizer-resources';

/** Options of `ApiAuthorizer.lambda`. */
export interface LambdaAuthorizerOptions {
  /**
   * The request headers that the decision depends on; a request without one of them is answered 401 without a call while
   * decisions are kept.
   *
   * @default - Authorization
   */
  readonly identityHeaders?: string[];

  /**
   * How long API Gateway keeps a decision: 0 to 3,600 seconds.
   *
   * @default Duration.seconds(300)
   */
  readonly cacheTtl?: Duration;

  /**
   * What a kept decision belongs to, besides the identity headers and the HTTP method.
   *
   * @default AuthorizationCacheKey.PATH, which is right for a function whose policy names `event.methodArn`
   */
  readonly cacheKey?: AuthorizationCacheKey;
}

/** A function of the caller's own, of type REQUEST. */
export class LambdaStrategy implements AuthorizerStrategy {
  public constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: LambdaAuthorizerOptions,
  ) {}

  public attach(scope: Construct, context: AuthorizerContext): MethodAuthorizer {
    const identityHeaders = this.options.identityHeaders ?? ['Authorization'];
    const place = { at: scope, name: 'identityHeaders', code: 'HeaderNameInvalid' } as const;
    requireKnownList(scope, 'identityHeaders', identityHeaders);
    requireNonEmpty(place, identityHeaders, 'a decision kept without an identity would let everybody in');
    for (const header of identityHeaders) {
      requirePattern(place, header, /^[A-Za-z0-9-]+$/, 'it must be the name of a request header');
    }
    const resources = new LambdaAuthorizerResources(scope, 'Resource', {
      context,
      handler: this.handler,
      cache: { ttlSeconds: cacheTtlSeconds(scope, this.options.cacheTtl, 300), identityHeaders },
    });
    const cacheKey = this.options.cacheKey ?? AuthorizationCacheKey.PATH;
    const keyPlace = { at: scope, name: 'cacheKey', code: 'CacheKeyInvalid' } as const;
    requireOneOf(keyPlace, cacheKey, Object.values(AuthorizationCacheKey));
    return {
      // A challenge for a scheme that the function does not look at would mislead.
      challenge: identityHeaders.some((header) => header.toLowerCase() === 'authorization') ? 'Bearer' : undefined,
      identityHeaders,
      prepare: (route: RouteKey, access: Access) => {
        if (access._rule.type !== 'authenticated') {
          refuseAccess(scope, route, access, 'ApiAuthorizer.lambda() decides in your function');
        }
        return () => resources.methodOptions(cacheKey);
      },
    };
  }
}
