import type { ModelProblems } from './model-problems';
import type { RouteModel } from './route-model';

/** Signatures of AWS credentials cannot be verified without AWS: routes that ask for them are refused. */
export function reportIam(routes: readonly RouteModel[], problems: ModelProblems): void {
  for (const { authorization, httpMethod, resourcePath } of routes) {
    if (authorization.type === 'AWS_IAM')
      problems.refuse(`${httpMethod} ${resourcePath}`, 'IAM authorization is not simulated');
  }
}
