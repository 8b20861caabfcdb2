import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import { type GatewayAnswer, headerValue } from '../chain/gateway-request';
import { failureText, type FunctionInvoker } from '../functions/function-invoker';
import type { ApiModel } from '../model/api-model';
import type { LambdaProxyIntegrationModel } from '../model/route-model';
import { isBinary } from './binary-media-types';
import { badGateway, configurationError, within } from './integration-errors';
import { lambdaProxyAnswer } from './lambda-proxy-answer';
import { lambdaProxyEvent } from './lambda-proxy-event';

export interface LambdaProxyParts {
  readonly functions: FunctionInvoker;
  readonly model: Pick<ApiModel, 'binaryMediaTypes'>;
}

/** Asks a function, and writes `$context.integration`. */
export async function lambdaProxy(
  exchange: Exchange,
  { functionArn, httpMethod, timeoutMs }: LambdaProxyIntegrationModel,
  { functions, model }: LambdaProxyParts,
): Promise<GatewayAnswer> {
  // Lambda's invoke API takes POST, whatever method the client used.
  if (httpMethod !== 'POST') {
    throw configurationError(`functions are invoked by POST, and IntegrationHttpMethod is ${httpMethod}`);
  }
  const integration: Record<string, unknown> = {};
  exchange.context.integration = integration;
  const started = performance.now();
  try {
    const event = lambdaProxyEvent(exchange, model.binaryMediaTypes);
    const invocation = await within(
      timeoutMs,
      functions.invoke(functionArn, event, String(exchange.context.requestId)),
    );
    if (invocation.outcome === 'unavailable') throw new Refusal('integration', invocation.why);
    Object.assign(integration, { requestId: invocation.requestId, integrationStatus: 200, status: 200 });
    if (invocation.outcome !== 'returned') {
      integration.error = invocation.outcome === 'timeout' ? 'Task timed out' : invocation.errorType;
      throw badGateway(failureText(invocation));
    }
    const answer = lambdaProxyAnswer(invocation.payload, (headers) => {
      // The first type that the client accepts decides, or else the answer's own.
      const accepted = headerValue(exchange.request.headers, 'accept')?.split(',')[0];
      return isBinary(accepted ?? headerValue(headers, 'content-type'), model.binaryMediaTypes);
    });
    integration.status = answer.status;
    return answer;
  } finally {
    integration.latency = Math.round(performance.now() - started);
  }
}
