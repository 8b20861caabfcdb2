import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Exchange } from '../chain/exchange';
import { GatewayError, Refusal } from '../chain/gateway-error';
import { type GatewayAnswer, headerValues } from '../chain/gateway-request';
import type { HttpProxyIntegrationModel } from '../model/route-model';
import { parameterValue } from '../templates/parameter-value';
import { httpTarget } from './http-target';
import { badGateway, integrationFailure, within } from './integration-errors';
import { clientHeaders, type Header } from './response-headers';

/** Of the connection to the gateway, not of the request. */
const HOP_BY_HOP = new Set([
  ...['host', 'connection', 'content-length', 'expect', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade'],
]);
const MAX_ANSWER_BYTES = 10 * 1_024 * 1_024;

/**
 * Passes a request on to a server on this machine, and its answer back.
 *
 * @throws Refusal for any other server: nothing here talks to the outside
 */
export async function httpProxy(exchange: Exchange, model: HttpProxyIntegrationModel): Promise<GatewayAnswer> {
  const url = httpTarget(exchange, model);
  const { request } = exchange;
  const options: RequestOptions = {
    method: model.httpMethod === 'ANY' ? request.method : model.httpMethod,
    headers: requestHeaders(exchange, model),
    agent: false,
  };
  const integration: Record<string, unknown> = {};
  exchange.context.integration = integration;
  const started = performance.now();
  try {
    const answer = await exchanged(url, options, request.body, model.timeoutMs);
    Object.assign(integration, { status: answer.status, integrationStatus: answer.status });
    return answer;
  } finally {
    integration.latency = Math.round(performance.now() - started);
  }
}

function requestHeaders(
  exchange: Exchange,
  { requestParameters }: HttpProxyIntegrationModel,
): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  const named = headerValues(exchange.request.headers, 'connection').flatMap((value) =>
    value.toLowerCase().split(/[,\s]+/),
  );
  const left = new Set([...HOP_BY_HOP, ...named]);
  for (const [name, value] of exchange.request.headers) {
    if (!left.has(name.toLowerCase())) (headers[name.toLowerCase()] ??= []).push(value);
  }
  for (const [target, expression] of Object.entries(requestParameters)) {
    if (/^integration\.request\.(path|querystring)\./.test(target)) continue;
    if (!target.startsWith('integration.request.header.')) {
      throw new Refusal('integration', `parameter ${target} is not evaluated`);
    }
    const value = parameterValue(expression, exchange);
    if (value !== undefined) headers[target.slice('integration.request.header.'.length).toLowerCase()] = [value];
  }
  return headers;
}

async function exchanged(url: URL, options: RequestOptions, body: Buffer, timeoutMs: number): Promise<GatewayAnswer> {
  const call =
    url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, { ...options, agent: new HttpAgent() });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve);
    call.once('error', (error) => reject(integrationFailure(error.message)));
  });
  // It is waited for below; until then nobody may have a look at it.
  response.catch(() => undefined);
  try {
    call.end(body);
    return await within(timeoutMs, response.then(read));
  } finally {
    call.destroy();
  }
}

async function read(response: IncomingMessage): Promise<GatewayAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) throw badGateway('the response of the backend is larger than 10 MB');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof GatewayError ? error : badGateway('the response of the backend breaks off');
  }
  const headers: Header[] = [];
  for (let index = 0; index + 1 < response.rawHeaders.length; index += 2) {
    headers.push([response.rawHeaders[index], response.rawHeaders[index + 1]]);
  }
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 599) throw badGateway(`the status of the backend is ${status}`);
  return { status, headers: clientHeaders(headers), body: Buffer.concat(chunks) };
}
