import { isLoopbackUrl } from '../integrations/loopback-url';
import type { ModelProblems } from './model-problems';
import type { RouteModel } from './route-model';

/** Says which routes are known to be refused before anybody asks for them. */
export function reportRoutes(routes: readonly RouteModel[], problems: ModelProblems): void {
  for (const { authorization, integration, httpMethod, resourcePath } of routes) {
    const subject = `${httpMethod} ${resourcePath}`;
    // Signatures of AWS credentials cannot be verified without AWS.
    if (authorization.type === 'AWS_IAM') problems.refuse(subject, 'IAM authorization is not simulated');
    if (integration.type === 'HTTP_PROXY' && !mayBeLoopback(integration.uri)) {
      problems.refuse(subject, `HTTP integrations reach this machine only, not ${integration.uri}`);
    }
  }
}

/** A host that the stage's variables or the request's parameters make is looked at when it is known. */
function mayBeLoopback(uri: string): boolean {
  return /^https?:\/\/[^/]*[{$]/.test(uri) || isLoopbackUrl(uri);
}
