import type { Exchange } from '../chain/exchange';

/** A setting's path and method, most specific first. */
export type MethodPattern = readonly [resourcePath: string, httpMethod: string];

/**
 * What a setting may name to be about a request's method: itself, every method of its path, and all methods. A route
 * for `ANY` is named by that, or by the method that was used.
 */
export function methodPatterns({ route, request }: Exchange): readonly MethodPattern[] {
  const { resourcePath, httpMethod } = route;
  return [
    [resourcePath, request.method],
    [resourcePath, httpMethod],
    [resourcePath, '*'],
    ['/*', request.method],
    ['/*', httpMethod],
    ['/*', '*'],
  ];
}
