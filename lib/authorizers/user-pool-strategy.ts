import type { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { AccessRule } from '../private/authorizer-contract';
import { requireNonEmpty } from '../private/checks';
import { redeployOn } from '../private/redeploy';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';
import { refuseAccess } from './access-not-enforceable';
import type { AuthorizerContext, AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';
import { cacheTtlSeconds } from './lambda-authorizer-resources';

/** Options of `ApiAuthorizer.userPool`. */
export interface UserPoolAuthorizerOptions {
  /** The user pools whose tokens are accepted; at least one. */
  readonly userPools: cognito.IUserPool[];

  /**
   * How long API Gateway keeps a verified token: 0 to 3,600 seconds.
   *
   * @default Duration.seconds(300)
   */
  readonly cacheTtl?: Duration;
}

/** API Gateway's own Cognito authorizer: no function of ours, and scopes are all that it looks at. */
export class UserPoolStrategy implements AuthorizerStrategy {
  public constructor(private readonly options: UserPoolAuthorizerOptions) {}

  public attach(scope: Construct, context: AuthorizerContext): MethodAuthorizer {
    const { userPools, cacheTtl } = this.options;
    requireNonEmpty({ at: scope, name: 'userPools', code: 'UserPoolsEmpty' }, userPools, 'no token could pass');
    const props: apigateway.CfnAuthorizerProps = {
      restApiId: context.api.restApiId,
      name: `${scope.node.addr.slice(-8)}-UserPool`,
      type: 'COGNITO_USER_POOLS',
      identitySource: 'method.request.header.Authorization',
      providerArns: userPools.map((pool) => pool.userPoolArn),
      authorizerResultTtlInSeconds: cacheTtlSeconds(scope, cacheTtl, 300),
    };
    const authorizer = new apigateway.CfnAuthorizer(scope, 'Resource', props);
    redeployOn(context.api, authorizer, props);
    const authorizationType = apigateway.AuthorizationType.COGNITO;
    return {
      challenge: 'Bearer',
      prepare: (route: RouteKey, access: Access) => {
        const scopes = scopesOf(access._rule) ?? refuseAccess(scope, route, access, LIMITS);
        return () => ({
          authorizationType,
          authorizer: { authorizerId: authorizer.ref, authorizationType },
          authorizationScopes: scopes.length > 0 ? scopes : undefined,
        });
      },
    };
  }
}

const LIMITS = 'ApiAuthorizer.userPool() lets a token with any one of the scopes pass and looks at nothing else';

/** The scopes of which one suffices; an empty list stands for any valid ID token; undefined for what cannot be said. */
function scopesOf(rule: AccessRule): string[] | undefined {
  switch (rule.type) {
    case 'authenticated':
      return [];
    case 'anyScope':
      return [...rule.scopes];
    case 'allScopes':
      return rule.scopes.length === 1 ? [...rule.scopes] : undefined;
    case 'allOf':
      return rule.rules.length === 1 ? scopesOf(rule.rules[0]) : undefined;
    case 'anyOf': {
      const parts = rule.rules.map(scopesOf);
      // "any ID token, or an access token with a scope" is not one method's setting.
      if (parts.some((scopes) => scopes === undefined || scopes.length === 0)) {
        return parts.length === 1 ? parts[0] : undefined;
      }
      return parts.flatMap((scopes) => scopes as string[]);
    }
    default:
      return undefined;
  }
}
