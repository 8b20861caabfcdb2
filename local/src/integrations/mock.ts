import type { Exchange } from '../chain/exchange';
import { GatewayError } from '../chain/gateway-error';
import { type GatewayAnswer, headerValue } from '../chain/gateway-request';
import type { MockIntegrationModel } from '../model/route-model';
import { renderMappingTemplate } from '../templates/mapping-template';
import { isBinary, mediaType } from './binary-media-types';
import { configurationError } from './integration-errors';
import { integrationResponse } from './integration-response';

/** Template for every content type that has none of its own. */
const ANY_TYPE = '$default';

/**
 * Answers without a backend: the request template says with which status, and the integration response of that status says
 * with what.
 *
 * @param binaryMediaTypes of the API
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mock(
  exchange: Exchange,
  integration: MockIntegrationModel,
  binaryMediaTypes: readonly string[] = [],
): GatewayAnswer {
  const status = statusIn(requestOf(exchange, integration, binaryMediaTypes));
  exchange.context.integration = { status, integrationStatus: status, latency: 0 };
  return integrationResponse(exchange, integration.responses, status, binaryMediaTypes);
}

/** What the mock gets: the template's text, or the body itself where no template fits. */
function requestOf(
  exchange: Exchange,
  { requestTemplates, passthroughBehavior, convertsToText }: MockIntegrationModel,
  binaryMediaTypes: readonly string[],
): string {
  const { request } = exchange;
  const contentType = headerValue(request.headers, 'content-type');
  const wanted = mediaType(contentType ?? '') || 'application/json';
  const template =
    Object.entries(requestTemplates).find(([type]) => mediaType(type) === wanted)?.[1] ?? requestTemplates[ANY_TYPE];
  const binary = isBinary(contentType, binaryMediaTypes);
  if (template !== undefined) {
    // Bytes go through no template.
    if (binary && !convertsToText) {
      throw configurationError('the body is of a binary media type, and the request template reads no bytes');
    }
    return renderMappingTemplate(template, exchange, request.body.toString(binary ? 'base64' : 'utf8')).text;
  }
  const templates = Object.keys(requestTemplates).length;
  if (passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates === 0)) {
    return request.body.toString('utf8');
  }
  throw new GatewayError(
    'UNSUPPORTED_MEDIA_TYPE',
    415,
    'Unsupported Media Type',
    'UnsupportedMediaTypeException',
    'integration',
    `no request template is for ${wanted}`,
  );
}

function statusIn(text: string): number {
  let status: unknown;
  try {
    status = (JSON.parse(text) as { statusCode?: unknown } | null)?.statusCode;
  } catch {
    throw configurationError('the request template does not come to JSON');
  }
  const number = typeof status === 'string' ? Number(status) : status;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599) return number;
  throw configurationError('the request template has no statusCode from 100 to 599');
}
