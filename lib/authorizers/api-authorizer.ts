import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SecureApiError } from '../private/errors';
import { InvocationRole } from '../private/invocation-role';
import { parseRouteKey } from '../routes/route-key';
import type { Access } from './access';
import { checkMethod } from './attached-method-check';
import type { AuthorizerContext, AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';
import { IamStrategy } from './iam-strategy';
import { type JwtAuthorizerOptions, JwtStrategy } from './jwt-strategy';
import { type LambdaAuthorizerOptions, LambdaStrategy } from './lambda-strategy';
import { type UserPoolAuthorizerOptions, UserPoolStrategy } from './user-pool-strategy';

/**
 * How callers prove who they are. An immutable value: one may serve several APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 */
export class ApiAuthorizer {
  /**
   * JSON Web Tokens of Cognito user pools and OpenID Connect issuers, verified by this library's own Lambda function, which
   * enforces every kind of `Access`.
   *
   * @param options the issuers, and how long decisions are kept
   */
  public static jwt(options: JwtAuthorizerOptions): ApiAuthorizer {
    return new ApiAuthorizer(new JwtStrategy(options));
  }

  /**
   * Tokens of Cognito user pools, verified by API Gateway itself without a function.
   *
   * It enforces scopes only: a route with scopes takes access tokens, a route with `Access.authenticated()` takes ID tokens.
   * It does not look at the app client: any client of the pools passes, so give each API scopes of its own. A missing scope
   * is answered 401, not 403.
   *
   * @param options the pools
   */
  public static userPool(options: UserPoolAuthorizerOptions): ApiAuthorizer {
    return new ApiAuthorizer(new UserPoolStrategy(options));
  }

  /** AWS Signature Version 4 with IAM permissions; routes can ask for `Access.authenticated()` only. */
  public static iam(): ApiAuthorizer {
    return new ApiAuthorizer(new IamStrategy());
  }

  /**
   * A Lambda function of your own, called with REQUEST events; routes can ask for `Access.authenticated()` only, because
   * the function alone decides. It must answer an explicit Deny rather than an empty policy.
   *
   * @param handler the function, own or imported
   * @param options which headers identify the caller, and how long decisions are kept
   */
  public static lambda(handler: lambda.IFunction, options: LambdaAuthorizerOptions = {}): ApiAuthorizer {
    return new ApiAuthorizer(new LambdaStrategy(handler, options));
  }

  private constructor(private readonly strategy: AuthorizerStrategy) {}

  /**
   * Attaches the authorizer to a REST API that you wire on your own. `SecureApiGateway` does it by itself.
   *
   * @param scope where the authorizer's resources belong
   * @param id id of the attached authorizer
   * @param api the REST API, with its deployment
   */
  public attachTo(scope: Construct, id: string, api: apigateway.RestApi): AttachedAuthorizer {
    return new AttachedAuthorizer(scope, id, { api, authorizer: this });
  }

  /** @internal */
  public _attach(scope: Construct, context: AuthorizerContext): MethodAuthorizer {
    return this.strategy.attach(scope, context);
  }
}

/** Properties of `AttachedAuthorizer`. */
export interface AttachedAuthorizerProps {
  /** The REST API, with its deployment. */
  readonly api: apigateway.RestApi;

  /** How callers prove who they are. */
  readonly authorizer: ApiAuthorizer;
}

/** An authorizer in front of a REST API that is wired by hand, from `ApiAuthorizer.attachTo`. */
export class AttachedAuthorizer extends Construct {
  private readonly api: apigateway.RestApi;
  private readonly authorizer: MethodAuthorizer;

  public constructor(scope: Construct, id: string, props: AttachedAuthorizerProps) {
    super(scope, id);
    const { api, authorizer } = props;
    if (api.latestDeployment === undefined || Stack.of(api) !== Stack.of(this)) {
      throw new SecureApiError(this, {
        code: 'DeploymentMissing',
        problem: `the REST API '${api.node.path}' has no deployment of its own, or stands in another stack`,
        rule: 'make it with deploy: true in the same stack, or a change of the authorizer would not reach its stage',
      });
    }
    this.api = api;
    const invocationRole = new InvocationRole(this, 'InvocationRole', { api });
    this.authorizer = authorizer._attach(this, { api, invocationRole });
  }

  /**
   * Adds a method that lets only `access` in. Its route key is the one that the resource's path says.
   *
   * @param resource where: a resource of the REST API that the authorizer is attached to
   * @param httpMethod for example `GET`
   * @param integration what answers
   * @param access who may call it
   * @param options anything else that a method can be told; who may call it is said by `access` alone
   */
  public addMethod(
    resource: apigateway.IResource,
    httpMethod: string,
    integration: apigateway.Integration,
    access: Access,
    options: apigateway.MethodOptions = {},
  ): apigateway.Method {
    checkMethod(this, this.api, { resource, httpMethod, access, options });
    const authorization = this.authorizer.prepare(parseRouteKey(this, `${httpMethod} ${resource.path}`), access);
    return resource.addMethod(httpMethod, integration, { ...options, ...authorization() });
  }

  /**
   * The options of a method that let only `access` in.
   *
   * @param routeKey the method's route, `METHOD /path/{parameter}`, exactly as it stands in the API
   * @param access who may call it
   */
  public methodOptions(routeKey: string, access: Access): apigateway.MethodOptions {
    return this.authorizer.prepare(parseRouteKey(this, routeKey), access)();
  }
}
