import { GatewayError } from '../chain/gateway-error';
import type { RouteModel } from '../model/route-model';
import { type PathParameters, PathPattern, pathSegments } from './path-pattern';

export interface RouteMatch {
  readonly route: RouteModel;
  readonly pathParameters: PathParameters;
}

/** The methods that API Gateway knows; it answers no other. */
const ANY = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

interface Candidate {
  readonly route: RouteModel;
  readonly pattern: PathPattern;
}

/**
 * Finds the route of a request, by path and method together: a path that has another method only is passed over in favour
 * of a less specific one that has it, as the service does (recorded for one level; deeper levels are not verified).
 */
export class Router {
  /** From the most to the least specific path; on the same path the method's own name before `ANY`. */
  private readonly candidates: readonly Candidate[];

  public constructor(routes: readonly RouteModel[]) {
    this.candidates = routes
      .map((route) => ({ route, pattern: new PathPattern(route.resourcePath) }))
      .sort((a, b) => compare(b.pattern.specificity, a.pattern.specificity) || anyLast(a, b));
  }

  /**
   * @param method upper case
   * @param path below the stage, still encoded
   * @throws GatewayError for an unknown route, as MISSING_AUTHENTICATION_TOKEN: that is what API Gateway calls it
   */
  public find(method: string, path: string): RouteMatch {
    const segments = pathSegments(path);
    if (!segments) throw new GatewayError('DEFAULT_4XX', 400, 'Bad Request', 'BadRequestException', 'routing');
    for (const { route, pattern } of this.candidates) {
      if (route.httpMethod !== method && !(route.httpMethod === 'ANY' && ANY.has(method))) continue;
      const pathParameters = pattern.match(segments);
      if (pathParameters) return { route, pathParameters };
    }
    throw new GatewayError(
      'MISSING_AUTHENTICATION_TOKEN',
      403,
      'Missing Authentication Token',
      'MissingAuthenticationTokenException',
      'routing',
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function anyLast(a: Candidate, b: Candidate): number {
  return Number(a.route.httpMethod === 'ANY') - Number(b.route.httpMethod === 'ANY');
}
