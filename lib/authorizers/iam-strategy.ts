import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';
import { refuseAccess } from './access-not-enforceable';
import type { AuthorizerStrategy, MethodAuthorizer } from './authorizer-strategy';

/**
 * The headers of a signed request: version 4 and its multi-Region form, a session's token, the payload's digest, and what AWS
 * SDKs and generated clients add.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const SIGNED_HEADERS = [
  'Authorization',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
  'X-Amz-Region-Set',
  'X-Amz-User-Agent',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
];

/** AWS Signature Version 4: the callers' own IAM policies say what they may invoke. */
export class IamStrategy implements AuthorizerStrategy {
  public attach(scope: Construct): MethodAuthorizer {
    return {
      requestHeaders: SIGNED_HEADERS,
      prepare: (route: RouteKey, access: Access) => {
        if (access._rule.type !== 'authenticated') {
          refuseAccess(scope, route, access, 'ApiAuthorizer.iam() knows IAM policies only, not claims');
        }
        return () => ({ authorizationType: apigateway.AuthorizationType.IAM });
      },
    };
  }
}
