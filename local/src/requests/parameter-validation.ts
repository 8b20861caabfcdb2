import type { Exchange } from '../chain/exchange';
import { GatewayError } from '../chain/gateway-error';
import { headerValue, queryPairs } from '../chain/gateway-request';

/**
 * Checks that the parameters which the method requires are there and not blank; their type and format are not looked
 * at, as in API Gateway. Does nothing for a method whose validator does not check parameters.
 *
 * @throws GatewayError BAD_REQUEST_PARAMETERS that names what is missing: headers, then path, then query
 */
export function checkRequiredParameters(exchange: Exchange): void {
  const { route, request, pathParameters } = exchange;
  if (!route.validateParameters) return;
  const query = new Map(queryPairs(request.rawQuery));
  const path = new Map(Object.entries(pathParameters));
  const { headers: requiredHeaders, path: requiredPath, query: requiredQuery } = route.requiredParameters;
  const missing = [
    ...requiredHeaders.filter((name) => isBlank(headerValue(request.headers, name))),
    ...requiredPath.filter((name) => isBlank(path.get(name))),
    ...requiredQuery.filter((name) => isBlank(query.get(name))),
  ];
  if (missing.length === 0) return;
  throw new GatewayError(
    'BAD_REQUEST_PARAMETERS',
    400,
    `Missing required request parameters: [${missing.join(', ')}]`,
    'BadRequestException',
    'validation',
  );
}

function isBlank(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}
