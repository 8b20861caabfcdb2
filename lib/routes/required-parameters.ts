import type { Construct } from 'constructs';
import { requirePattern } from '../private/checks';
import type { RouteKey } from './route-key';
import type { CommonRouteOptions } from './route-options';

/** The parameters that API Gateway asks for before it calls the integration, in its own notation. */
export function requiredParameters(
  at: Construct,
  key: RouteKey,
  options: CommonRouteOptions,
): { [parameter: string]: boolean } | undefined {
  const { requiredQueryParameters: query = [], requiredHeaders: headers = [] } = options;
  for (const name of query) {
    requirePattern(
      { at, name: `requiredQueryParameters of ${key.text}`, code: 'ParameterNameInvalid' },
      name,
      /^[A-Za-z0-9._$-]+$/,
      'it must be the name of a query parameter: letters, digits, or one of ._$-',
    );
  }
  for (const name of headers) {
    requirePattern(
      { at, name: `requiredHeaders of ${key.text}`, code: 'HeaderNameInvalid' },
      name,
      /^[A-Za-z0-9-]+$/,
      'it must be the name of a request header: letters, digits and -',
    );
  }
  const parameters = [
    ...key.pathParameters.map((name) => `path.${name}`),
    ...query.map((name) => `querystring.${name}`),
    ...headers.map((name) => `header.${name}`),
  ];
  return parameters.length > 0
    ? Object.fromEntries(parameters.map((parameter) => [`method.request.${parameter}`, true]))
    : undefined;
}
