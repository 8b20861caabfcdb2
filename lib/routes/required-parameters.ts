import type { Construct } from 'constructs';
import { fail, requirePattern } from '../private/checks';
import type { RouteKey } from './route-key';
import type { CommonRouteOptions } from './route-options';

/** The parameters of a route in API Gateway's own notation: true for what it asks for before it calls the integration. */
export function requiredParameters(
  at: Construct,
  key: RouteKey,
  options: CommonRouteOptions,
): { [parameter: string]: boolean } | undefined {
  const { requiredQueryParameters: query = [], requiredHeaders: headers = [] } = options;
  const { optionalQueryParameters: optionalQuery = [], optionalHeaders = [] } = options;
  for (const [option, name] of [
    ...query.map((each) => ['requiredQueryParameters', each] as const),
    ...optionalQuery.map((each) => ['optionalQueryParameters', each] as const),
  ]) {
    requirePattern(
      { at, name: `${option} of ${key.text}`, code: 'ParameterNameInvalid' },
      name,
      /^[A-Za-z0-9._$-]+$/,
      'it must be the name of a query parameter: letters, digits, or one of ._$-',
    );
  }
  for (const [option, name] of [
    ...headers.map((each) => ['requiredHeaders', each] as const),
    ...optionalHeaders.map((each) => ['optionalHeaders', each] as const),
  ]) {
    requirePattern(
      { at, name: `${option} of ${key.text}`, code: 'HeaderNameInvalid' },
      name,
      /^[A-Za-z0-9-]+$/,
      'it must be the name of a request header: letters, digits and -',
    );
  }
  const twice = 'it is required already: name it in one of the two';
  for (const name of optionalQuery.filter((each) => query.includes(each))) {
    fail({ at, name: `optionalQueryParameters of ${key.text}`, code: 'ParameterNameInvalid' }, name, twice);
  }
  for (const name of optionalHeaders.filter((each) => lower(headers).includes(each.toLowerCase()))) {
    fail({ at, name: `optionalHeaders of ${key.text}`, code: 'HeaderNameInvalid' }, name, twice);
  }
  const optional = [
    ...optionalQuery.map((name) => `querystring.${name}`),
    ...optionalHeaders.map((name) => `header.${name}`),
  ];
  const parameters = [
    ...key.pathParameters.map((name) => `path.${name}`),
    ...query.map((name) => `querystring.${name}`),
    ...headers.map((name) => `header.${name}`),
  ];
  const declared = [
    ...parameters.map((parameter) => [parameter, true] as const),
    ...optional.map((parameter) => [parameter, false] as const),
  ];
  return declared.length > 0
    ? Object.fromEntries(declared.map(([parameter, isRequired]) => [`method.request.${parameter}`, isRequired]))
    : undefined;
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}
