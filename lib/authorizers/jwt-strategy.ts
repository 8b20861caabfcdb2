import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { redeployOn } from '../private/redeploy';
import type { RouteKey } from '../routes/route-key';
import { SecureApiError } from '../private/errors';
import type { RouteRule } from '../private/authorizer-contract';
import type { Access } from './access';
import { asksFor, decisionOf } from './access-rules';
import type { AuthorizerContext, AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';
import { JwtAuthorizerFunction } from './jwt-authorizer-function';
import type { JwtAuthorizerFunctionOptions } from './jwt-authorizer-function-props';
import { AuthorizationCacheKey, cacheTtlSeconds, LambdaAuthorizerResources } from './lambda-authorizer-resources';
import { SignatureAlgorithm } from './signature-algorithm';

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

/** What a proof may be signed with, RFC 9449 section 7.1. */
const PROOF_ALGORITHMS = Object.values(SignatureAlgorithm).join(' ');

/** What a decision is kept under; undefined if it is not kept. */
const CACHE_KEYS: { readonly [D in RouteRule['decision']]: AuthorizationCacheKey | undefined } = {
  route: AuthorizationCacheKey.ROUTE,
  path: AuthorizationCacheKey.PATH,
  request: undefined,
};

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
    authorizer._ownedBy(resources);
    redeployOn(api, authorizer, authorizer._fingerprint());
    const alwaysPerPath = this.options.cacheKey === AuthorizationCacheKey.PATH;
    return {
      requestHeaders: this.options.dpopProofTable ? ['Authorization', 'DPoP'] : undefined,
      denialChallenge: 'context.authorizer.challenge',
      challenge: this.options.dpopProofTable ? `Bearer, DPoP algs="${PROOF_ALGORITHMS}"` : 'Bearer',
      logGroup: authorizer.logGroup,
      prepare: (route: RouteKey, access: Access) => {
        const commit = authorizer._prepareRule(route, access, alwaysPerPath);
        checkCertificate(scope, route, access, context);
        const cacheKey = CACHE_KEYS[decisionOf(access, alwaysPerPath)];
        return () => {
          commit();
          return cacheKey ? resources.methodOptions(cacheKey) : resources.uncachedMethodOptions();
        };
      },
      chooseUsage: (usage) => authorizer._chooseUsage(usage),
    };
  }
}

/** Without a client certificate the route could be called by nobody. */
function checkCertificate(at: Construct, route: RouteKey, access: Access, { mutualTls }: AuthorizerContext): void {
  if (mutualTls !== false || !asksFor(access, 'certificateBound')) return;
  throw new SecureApiError(at, {
    code: 'MutualTlsMissing',
    problem: `route '${route.text}' asks for ${access.toString()}, and callers show no client certificate`,
    rule: "set 'mutualTls' on the API's domain",
  });
}
