import { GatewayError } from './gateway-error';
import type { ApiModel } from '../model/api-model';
import type { GatewayRequest } from './gateway-request';

/** Sizes that no REST API takes more of; not adjustable. */
const MAX_HEADER_BYTES = 10_240;
const MAX_PRIVATE_HEADER_BYTES = 8_000;
const MAX_URL_BYTES = 10_240;
/** Colon, space and line break of each header: all of them count. */
const SEPARATORS = 4;

/**
 * @throws GatewayError for headers or a request line that are too long; which status AWS answers with is not verified
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function checkRequestLimits(
  { headers, rawPath, rawQuery }: GatewayRequest,
  { endpointType }: Pick<ApiModel, 'endpointType'>,
): void {
  const headerBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length + SEPARATORS, 0);
  if (headerBytes > (endpointType === 'PRIVATE' ? MAX_PRIVATE_HEADER_BYTES : MAX_HEADER_BYTES)) {
    throw new GatewayError('DEFAULT_4XX', 431, 'Request Header Fields Too Large', 'BadRequestException', 'endpoint');
  }
  if (rawPath.length + rawQuery.length > MAX_URL_BYTES) {
    throw new GatewayError('DEFAULT_4XX', 414, 'Request-URI Too Long', 'BadRequestException', 'endpoint');
  }
}
