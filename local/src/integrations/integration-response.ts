import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import { type GatewayAnswer, headerValue } from '../chain/gateway-request';
import type { IntegrationResponseModel } from '../model/route-model';
import { renderMappingTemplate } from '../templates/mapping-template';
import { parameterValue } from '../templates/parameter-value';
import { isBinary } from './binary-media-types';
import { configurationError } from './integration-errors';
import { clientHeaders, type Header } from './response-headers';

const HEADER = 'method.response.header.';

/**
 * The answer of an integration that is not a proxy: the response of its status, with parameters and template.
 *
 * What a template sets in `$context.responseOverride` wins over the parameters.
 *
 * @throws GatewayError, 500, if no response is declared for the status, or if its template would have to render bytes
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
export function integrationResponse(
  exchange: Exchange,
  responses: readonly IntegrationResponseModel[],
  backendStatus: number,
  binaryMediaTypes: readonly string[] = [],
): GatewayAnswer {
  const response = chosen(responses, backendStatus);
  if (!response) throw configurationError(`no integration response is for the status ${backendStatus}`);
  const [mediaType, template] = templateOf(response);
  if (template !== undefined && isBytes(exchange, response, binaryMediaTypes)) {
    throw configurationError(
      'the client accepts a binary media type, and the template of the response renders no bytes',
    );
  }
  const rendered = template === undefined ? undefined : renderMappingTemplate(template, exchange, '');
  const status = rendered?.override.status ?? Number(response.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw configurationError(`the status of the integration response is ${status}`);
  }
  const headers = new Map<string, Header>([['content-type', ['Content-Type', mediaType]]]);
  for (const [name, value] of [...parameters(exchange, response), ...(rendered?.override.headers ?? [])]) {
    headers.set(name.toLowerCase(), [name, value]);
  }
  return { status, headers: sendable([...headers.values()]), body: Buffer.from(rendered?.text ?? '') };
}

/** By pattern first: the response without one is the default. A pattern must match the whole status. */
function chosen(responses: readonly IntegrationResponseModel[], status: number): IntegrationResponseModel | undefined {
  const matching = responses.find(
    ({ selectionPattern: pattern }) => pattern !== undefined && matchesWhole(pattern, String(status)),
  );
  return matching ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
}

/** @throws Refusal for a form of regular expression that Java knows and JavaScript does not */
function matchesWhole(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    throw new Refusal('integration', `selection pattern ${pattern} is not evaluated`);
  }
}

function templateOf({ templates }: IntegrationResponseModel): [mediaType: string, template?: string] {
  const entries = Object.entries(templates);
  return entries.find(([type]) => type === 'application/json') ?? entries[0] ?? ['application/json'];
}

/** Whether the payload becomes bytes, by what the client accepts first; a template renders text only. */
function isBytes(
  { request }: Exchange,
  { convertsToText }: IntegrationResponseModel,
  binaryMediaTypes: readonly string[],
): boolean {
  if (convertsToText) return false;
  const accepted = headerValue(request.headers, 'accept')?.split(',')[0];
  return accepted !== undefined && isBinary(accepted.trim(), binaryMediaTypes);
}

/** Only headers that the method declares are sent. */
function* parameters(exchange: Exchange, response: IntegrationResponseModel): Generator<Header> {
  const declared = (exchange.route.methodResponses[response.statusCode] ?? []).map((name) => name.toLowerCase());
  for (const [target, expression] of Object.entries(response.parameters)) {
    if (!target.startsWith(HEADER)) continue;
    const name = target.slice(HEADER.length);
    if (!declared.includes(name.toLowerCase())) {
      throw configurationError(`the method response ${response.statusCode} does not declare the header ${name}`);
    }
    const value = parameterValue(expression, exchange);
    if (value !== undefined) yield [name, value];
  }
}

function sendable(headers: readonly Header[]): readonly Header[] {
  try {
    return clientHeaders(headers);
  } catch {
    throw configurationError('a header cannot be sent');
  }
}
