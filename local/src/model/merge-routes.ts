import type { ModelProblems } from './model-problems';
import type { RouteModel } from './route-model';

/** One route for each path and method, each refused if something guards the API that cannot be evaluated. */
export function mergeRoutes(routes: readonly RouteModel[], problems: ModelProblems): readonly RouteModel[] {
  const byKey = new Map<string, RouteModel>();
  for (const route of routes) {
    const key = `${route.httpMethod} ${route.resourcePath}`;
    if (byKey.has(key)) {
      const why = 'it is defined twice, and which one AWS keeps is not known';
      problems.refuse(key, why);
      byKey.set(key, refused(route, why));
    } else {
      byKey.set(key, route);
    }
  }
  const { apiRefusal } = problems;
  return [...byKey.values()].map((route) => (apiRefusal === undefined ? route : refused(route, apiRefusal)));
}

function refused(route: RouteModel, why: string): RouteModel {
  return { ...route, refusal: route.refusal === undefined ? why : `${route.refusal}; ${why}` };
}
