import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { SecureApiError, show } from '../private/errors';

/** Options of a method that say who may call it. */
const AUTHORIZATION = ['authorizationType', 'authorizer', 'authorizationScopes'] as const;

/** A method that is about to be added. */
export interface AttachedMethod {
  readonly resource: apigateway.IResource;
  readonly httpMethod: string;
  readonly options: apigateway.MethodOptions;
}

/** Found before a rule is added: a rule without its method would stay behind. */
export function checkMethod(at: Construct, api: apigateway.RestApi, method: AttachedMethod): void {
  const { resource, httpMethod, options } = method;
  if (resource.api.node !== api.node) {
    throw new SecureApiError(at, {
      code: 'AttachedMethodInvalid',
      problem: `the resource '${resource.path}' belongs to ${resource.api.node.path}`,
      rule: `it must be one of ${api.node.path}, which the authorizer is attached to`,
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
