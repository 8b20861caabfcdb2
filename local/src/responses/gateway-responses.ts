import type { Exchange } from '../chain/exchange';
import { type GatewayError, Refusal } from '../chain/gateway-error';
import type { GatewayAnswer } from '../chain/gateway-request';
import type { GatewayResponseModel } from '../model/api-model';
import { parameterValue } from '../templates/parameter-value';
import { renderSimpleTemplate } from '../templates/simple-template';

/** What an answer of the gateway itself may draw upon; a request that found no route has one, too. */
export type AnswerSource = Pick<Exchange, 'request' | 'context' | 'stageVariables' | 'pathParameters'>;

const HEADER = 'gatewayresponse.header.';

/** Makes the API's own errors out of the template's gateway responses. */
export class GatewayResponses {
  public constructor(private readonly models: ReadonlyMap<string, GatewayResponseModel>) {}

  /** Writes `$context.error` and `$context.status`, and answers. */
  public answer(error: GatewayError, source: AnswerSource): GatewayAnswer {
    const specific = this.models.get(error.responseType);
    const model = specific ?? this.models.get(error.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    const { context } = source;
    Object.assign(context.error, {
      message: error.message,
      messageString: JSON.stringify(error.message),
      responseType: error.responseType,
    });
    const status = model?.statusCode ?? error.status;
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new Refusal(error.layer, `gateway response ${error.responseType} has the status ${status}`);
    }
    context.status = status;
    const [mediaType, template] = chosenTemplate(model);
    const headers = this.headers(model, source);
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) headers.push(['Content-Type', mediaType]);
    headers.push(['x-amzn-ErrorType', error.errorType]);
    return { status, headers, body: Buffer.from(renderSimpleTemplate(template, source)) };
  }

  private headers(model: GatewayResponseModel | undefined, source: AnswerSource): [string, string][] {
    const headers: [string, string][] = [];
    for (const [target, expression] of Object.entries(model?.parameters ?? {})) {
      if (!target.startsWith(HEADER)) continue;
      const value = parameterValue(expression, source);
      if (value !== undefined) headers.push([target.slice(HEADER.length), value]);
    }
    return headers;
  }
}

/** Gateway responses are not negotiated: the JSON template is used where there is one. */
function chosenTemplate(model: GatewayResponseModel | undefined): [mediaType: string, template: string] {
  const templates = Object.entries(model?.templates ?? {});
  const [mediaType, template] = templates.find(([type]) => type === 'application/json') ?? templates[0] ?? [];
  return [mediaType ?? 'application/json', template ?? '{"message":$context.error.messageString}'];
}

/** The gateway's own answer where AWS's is not known; no API answers 501 by itself. */
export function refusalAnswer(refusal: Refusal): GatewayAnswer {
  const problem = {
    type: 'about:blank',
    title: 'Not simulated',
    status: 501,
    detail: refusal.message,
    layer: refusal.layer,
  };
  return {
    status: 501,
    headers: [
      ['Content-Type', 'application/problem+json'],
      ['Cache-Control', 'no-store'],
      ['x-local-gateway', 'refused'],
    ],
    body: Buffer.from(JSON.stringify(problem)),
  };
}
