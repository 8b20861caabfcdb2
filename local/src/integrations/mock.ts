import type { Exchange } from '../chain/exchange';
import { GatewayError } from '../chain/gateway-error';
import { type GatewayAnswer, headerValue } from '../chain/gateway-request';
import type { MockIntegrationModel } from '../model/route-model';
import { renderMappingTemplate } from '../templates/mapping-template';
import { configurationError } from './integration-errors';
import { integrationResponse } from './integration-response';

/**
 * Answers without a backend: the request template says with which status, and the integration response of that status says
 * with what.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mock(exchange: Exchange, integration: MockIntegrationModel): GatewayAnswer {
  const status = statusIn(requestOf(exchange, integration));
  exchange.context.integration = { status, integrationStatus: status, latency: 0 };
  return integrationResponse(exchange, integration.responses, status);
}

/** What the mock gets: the template's text, or the body itself where no template fits. */
function requestOf(exchange: Exchange, { requestTemplates, passthroughBehavior }: MockIntegrationModel): string {
  const { request } = exchange;
  const body = request.body.toString('utf8');
  const mediaType = (headerValue(request.headers, 'content-type') ?? 'application/json').split(';')[0].trim();
  const [, template] =
    Object.entries(requestTemplates).find(([type]) => type.toLowerCase() === mediaType.toLowerCase()) ?? [];
  if (template !== undefined) return renderMappingTemplate(template, exchange, body).text;
  const templates = Object.keys(requestTemplates).length;
  if (passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates === 0)) {
    return body;
  }
  throw new GatewayError(
    'UNSUPPORTED_MEDIA_TYPE',
    415,
    'Unsupported Media Type',
    'UnsupportedMediaTypeException',
    'integration',
    `no request template is for ${mediaType}`,
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
