import { type CfnResource, type Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { requireInteger } from '../private/checks';
import { describeFault, type Fault, show } from '../private/errors';
import { redeployOn } from '../private/redeploy';
import { render, type RenderedResource } from '../private/rendered-resource';
import type { AuthorizerContext } from './authorizer-strategy';
import type { OwnAuthorizers } from './wiring/method-findings';

/** What a cached decision of a Lambda authorizer is kept under, besides the token and the HTTP method. */
export enum AuthorizationCacheKey {
  /** One decision per token and route; a rule over path parameters is still decided path by path. */
  ROUTE = 'context.resourcePath',
  /** One decision per token and concrete path. */
  PATH = 'context.path',
}

/** Id of the authorizer whose decisions depend on more than the token. */
const UNCACHED = 'Uncached';

/** API Gateway's own upper limit. */
const MAX_CACHE_SECONDS = 3_600;

/** Properties of `LambdaAuthorizerResources`. */
export interface LambdaAuthorizerResourcesProps {
  readonly context: AuthorizerContext;
  readonly handler: lambda.IFunction;
  readonly cache: ResultCache;
}

/** A TTL above zero always comes with identity sources: a decision kept without them would let everybody in. */
export interface ResultCache {
  readonly ttlSeconds: number;
  readonly identityHeaders: readonly string[];
}

/** Checks the time that results are kept; tokens pass. */
export function cacheTtlSeconds(at: Construct | string, ttl: Duration | undefined, defaultSeconds: number): number {
  if (ttl === undefined) return defaultSeconds;
  if (ttl.isUnresolved()) return ttl.toSeconds();
  const seconds = ttl.toMilliseconds() / 1_000;
  requireInteger({ at, name: 'cacheTtl', code: 'CacheTtlOutOfRange' }, seconds, 0, MAX_CACHE_SECONDS, 'seconds');
  return seconds;
}

/**
 * The `AWS::ApiGateway::Authorizer` resources that put one function in front of an API: one per cache key in use.
 *
 * The L2 class is not used: it adds an inline policy to the role, and its changes reach a stage only with a feature flag on.
 */
export class LambdaAuthorizerResources extends Construct implements OwnAuthorizers {
  private readonly authorizers = new Map<string, apigateway.CfnAuthorizer>();

  private readonly props: LambdaAuthorizerResourcesProps;

  public constructor(scope: Construct, id: string, props: LambdaAuthorizerResourcesProps) {
    super(scope, id);
    this.props = props;
  }

  public get api(): apigateway.CfnRestApi {
    return this.props.context.api.node.defaultChild as apigateway.CfnRestApi;
  }

  /** Whether the resource is one of these authorizers. */
  public includes(resource: CfnResource): boolean {
    return [...this.authorizers.values()].some((authorizer) => authorizer === resource);
  }

  /** Options of a method whose decisions are kept under `cacheKey`. */
  public methodOptions(cacheKey: AuthorizationCacheKey): apigateway.MethodOptions {
    const id = cacheKey === AuthorizationCacheKey.PATH ? 'ByPath' : 'ByRoute';
    return this.optionsOf(id, cacheKey, this.props.cache.ttlSeconds);
  }

  /** Options of a method each of whose requests is decided on its own. */
  public uncachedMethodOptions(): apigateway.MethodOptions {
    return this.optionsOf(UNCACHED, AuthorizationCacheKey.PATH, 0);
  }

  private optionsOf(id: string, cacheKey: AuthorizationCacheKey, ttlSeconds: number): apigateway.MethodOptions {
    const authorizer = this.authorizers.get(id) ?? this.create(id, cacheKey, ttlSeconds);
    return {
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: { authorizerId: authorizer.ref, authorizationType: apigateway.AuthorizationType.CUSTOM },
    };
  }

  private create(id: string, cacheKey: AuthorizationCacheKey, ttlSeconds: number): apigateway.CfnAuthorizer {
    const { context, handler, cache } = this.props;
    const props: apigateway.CfnAuthorizerProps = {
      restApiId: context.api.restApiId,
      name: `${this.node.addr.slice(-8)}-${id}`,
      type: 'REQUEST',
      authorizerUri: context.invocationRole.uriFor(handler),
      authorizerCredentials: context.invocationRole.role.roleArn,
      identitySource: [
        ...cache.identityHeaders.map((header) => `method.request.header.${header}`),
        'context.httpMethod',
        cacheKey,
      ].join(','),
      authorizerResultTtlInSeconds: ttlSeconds,
    };
    const authorizer = new apigateway.CfnAuthorizer(this, id, props);
    this.authorizers.set(id, authorizer);
    this.node.addValidation({ validate: () => this.faults(authorizer, props) });
    redeployOn(context.api, authorizer, props);
    return authorizer;
  }

  /** What was changed past the library; an authorizer that was taken away could have another one in its place. */
  private faults(authorizer: apigateway.CfnAuthorizer, props: apigateway.CfnAuthorizerProps): string[] {
    const isThere = this.node.tryFindChild(authorizer.node.id) === authorizer;
    const fault = isThere ? changeOf(authorizer, props) : REMOVED;
    return fault ? [`${describeFault(fault)} (at ${authorizer.node.path}) [${fault.code}]`] : [];
  }
}

const REMOVED: Fault = {
  code: 'AuthorizerReplaced',
  problem: 'the authorizer was removed, and methods still ask it',
  rule: 'leave it where it is',
};

function changeOf(authorizer: apigateway.CfnAuthorizer, props: apigateway.CfnAuthorizerProps): Fault | undefined {
  const { type, properties } = render(authorizer);
  const expected = Stack.of(authorizer).resolve(props) as apigateway.CfnAuthorizerProps;
  const changed = (name: string, got: unknown): Fault => ({
    code: 'AuthorizerReplaced',
    problem: `the ${name} of the authorizer is ${show(got)}`,
    rule: 'it must be the one that the library wrote, or the access rules of the routes would not hold',
  });
  const same = (got: unknown, wanted: unknown): boolean => JSON.stringify(got) === JSON.stringify(wanted);
  if (type !== 'AWS::ApiGateway::Authorizer') return changed('resource type', type);
  if (properties.Type !== expected.type) return changed('type', properties.Type);
  if (!same(properties.AuthorizerUri, expected.authorizerUri)) return changed('function', properties.AuthorizerUri);
  if (!same(properties.RestApiId, expected.restApiId)) return changed('API', properties.RestApiId);
  return cacheChange(authorizer, properties, expected);
}

/**
 * A decision cached under less than this would be one for other routes, too; one that must not be cached at all would let in
 * whoever sends the same token without its proof.
 */
function cacheChange(
  authorizer: apigateway.CfnAuthorizer,
  { IdentitySource: got, AuthorizerResultTtlInSeconds: ttl }: RenderedResource['properties'],
  { identitySource, authorizerResultTtlInSeconds }: apigateway.CfnAuthorizerProps,
): Fault | undefined {
  if (ttl === 0) return undefined;
  if (authorizerResultTtlInSeconds === 0) {
    return {
      code: 'AuthorizerCacheKeyChanged',
      problem: `results of the authorizer are kept for ${show(ttl)} seconds`,
      rule:
        authorizer.node.id === UNCACHED
          ? 'they must not be kept, because they depend on who sends the token'
          : "they must not be kept, as 'cacheTtl' says; change it there",
    };
  }
  if (JSON.stringify(got) === JSON.stringify(identitySource)) return undefined;
  return {
    code: 'AuthorizerCacheKeyChanged',
    problem: `the identity sources of the authorizer are ${show(got)}`,
    rule: `they must be ${typeof identitySource === 'string' ? `'${identitySource}'` : show(identitySource)} while results are kept; set 'cacheTtl' to 0 or choose a 'cacheKey'`,
  };
}
