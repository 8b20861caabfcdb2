import type { Construct } from 'constructs';
import { SecureApiError } from '../private/errors';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';

/** Access that an authorizer cannot enforce is an error, never ignored. */
export function refuseAccess(at: Construct, route: RouteKey, access: Access, why: string): never {
  throw new SecureApiError(at, {
    code: 'AccessNotEnforceable',
    problem: `route '${route.text}' asks for ${access.toString()}`,
    rule: `${why}; use Access.authenticated() with it, or ApiAuthorizer.jwt(), which enforces every rule`,
  });
}
