import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { SecureApiError, show } from '../private/errors';
import type { Access } from './access';

/** Options of a method that say who may call it. */
const AUTHORIZATION = ['authorizationType', 'authorizer', 'authorizationScopes'] as const;

/** A method that is about to be added. */
export interface AttachedMethod {
  readonly resource: apigateway.IResource;
  readonly httpMethod: string;
  readonly access: Access;
  readonly options: apigateway.MethodOptions;
}

/** Found before a rule is added: a rule without its method would stay behind. */
export function checkMethod(at: Construct, api: apigateway.RestApi, method: AttachedMethod): void {
  const { resource, httpMethod, access, options } = method;
  // JavaScript callers have no compiler that asks for it.
  if ((access as Partial<Access> | undefined)?._rule === undefined) {
    throw new SecureApiError(at, {
      code: 'AccessMissing',
      problem: `the method '${httpMethod} ${resource.path}' has no 'access'`,
      rule: 'say who may call it, by an Access: there is no default',
    });
  }
  if (resource.api.node !== api.node) {
    throw new SecureApiError(at, {
      code: 'AttachedMethodInvalid',
      problem: `the resource '${resource.path}' belongs to ${resource.api.node.path}`,
      rule: `it must be one of ${api.node.path}, which the authorizer is attached to; for a resource of the same API in a nested stack, use methodOptions() with its whole path`,
    });
  }
  const own = AUTHORIZATION.find((name) => options[name] !== undefined);
  if (own !== undefined) {
    const value = options[own];
    throw new SecureApiError(at, {
      code: 'AttachedMethodInvalid',
      problem: `the options of '${httpMethod} ${resource.path}' have an '${own}'${typeof value === 'string' ? `, ${show(value)}` : ''}`,
      rule: "'access' alone says who may call the method",
    });
  }
  if (resource.node.tryFindChild(httpMethod) === undefined) return;
  throw new SecureApiError(at, {
    code: 'RouteDuplicate',
    problem: `'${httpMethod} ${resource.path}' is a method of the REST API already`,
    rule: 'each method of a path must be one route',
  });
}
