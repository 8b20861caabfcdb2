import { type GatewayRequest, headerValues } from '../chain/gateway-request';

/** What a request without a content type is taken for. */
const ASSUMED = 'application/json';

/**
 * The media types that a request gives for its body, in lower case and without parameters; `application/json` if it
 * gives none. API Gateway looks at one of them, but which one an integration believes is open: all of them are given.
 */
export function requestMediaTypes(headers: GatewayRequest['headers']): ReadonlySet<string> {
  const values = headerValues(headers, 'content-type');
  const types = values.flatMap((value) => [value, ...value.split(',')]).map(mediaType);
  return new Set(types.length > 0 ? types : [ASSUMED]);
}

function mediaType(value: string): string {
  return value.split(';', 1)[0].trim().toLowerCase() || ASSUMED;
}
