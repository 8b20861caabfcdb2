import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';
import { refuseAccess } from './access-not-enforceable';
import type { AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';

/** AWS Signature Version 4: the callers' own IAM policies say what they may invoke. */
export class IamStrategy implements AuthorizerStrategy {
  public attach(scope: Construct): MethodAuthorizer {
    return {
      prepare: (route: RouteKey, access: Access) => {
        if (access._rule.type !== 'authenticated') {
          refuseAccess(scope, route, access, 'ApiAuthorizer.iam() knows IAM policies only, not claims');
        }
        return () => ({ authorizationType: apigateway.AuthorizationType.IAM });
      },
    };
  }
}
