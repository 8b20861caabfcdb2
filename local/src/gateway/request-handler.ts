import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type Chain, FirewallBlock } from '../chain/chain';
import type { Clock } from '../chain/clock';
import { GatewayError, type Layer, Refusal } from '../chain/gateway-error';
import type { GatewayAnswer, GatewayRequest } from '../chain/gateway-request';
import { requestContext } from '../chain/request-context';
import type { ApiModel } from '../model/api-model';
import { type AnswerSource, type GatewayResponses, refusalAnswer } from '../responses/gateway-responses';
import { servedPath } from '../server/endpoint';
import { checkForm, readBody, receive } from '../server/read-request';
import { writeAnswer } from '../server/write-answer';
import { accessLogLine } from '../templates/access-log';
import { checkHost } from '../tls/host-rule';
import type { FunctionLog } from './function-log';
import type { RequestLog } from './request-log';

export interface RequestHandlerOptions {
  readonly model: ApiModel;
  readonly chain: Chain;
  readonly responses: GatewayResponses;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly functionLog: FunctionLog;
}

interface Outcome {
  readonly answer: GatewayAnswer;
  readonly layer: Layer;
  readonly reason: string;
}

/** Reason of a request that the integration answered. */
const OK = 'ok';

/** Answers requests: reads them, sends them through the chain, writes and logs what comes out. Never throws. */
export class RequestHandler {
  public constructor(private readonly options: RequestHandlerOptions) {}

  public readonly handle = (message: IncomingMessage, response: ServerResponse): void => {
    void this.respond(message, response).catch(() => response.destroy());
  };

  private async respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { model, clock, log, functionLog } = this.options;
    const started = performance.now();
    const head = { ...receive(message, clock.now()), path: '/', body: Buffer.alloc(0) };
    const source: AnswerSource = {
      request: head,
      context: requestContext(model, head),
      stageVariables: model.stage.variables,
      pathParameters: {},
    };
    const requestId = String(source.context.requestId);
    functionLog.begin(requestId, head);
    const outcome = await this.outcome(message, source);
    const answer = this.complete(outcome.answer, source);
    const sent = this.send(response, answer, source);
    const durationMs = Math.round((performance.now() - started) * 100) / 100;
    const { context } = source;
    Object.assign(context, {
      status: sent.status,
      responseLength: sent.body.length,
      responseLatency: Math.round(durationMs),
    });
    const format = model.stage.accessLogFormat;
    log.add({
      requestId,
      method: head.method,
      path: head.rawPath,
      status: sent.status,
      layer: outcome.layer,
      reason: outcome.reason === OK ? OK : functionLog.redacted(requestId, outcome.reason),
      durationMs,
      accessLog: format === undefined ? undefined : accessLogLine(format, context),
      functionLog: functionLog.of(requestId),
    });
  }

  private async outcome(message: IncomingMessage, source: AnswerSource): Promise<Outcome> {
    const { chain } = this.options;
    try {
      // What is read is thrown away if it is too large, so the connection can go on.
      const body = await readBody(message);
      checkForm(message, source.request);
      const request = this.addressed(message, { ...source, request: { ...source.request, body } });
      return { answer: await chain.run({ ...source, request }), layer: 'integration', reason: OK };
    } catch (error) {
      if (error instanceof Refusal) {
        return { answer: refusalAnswer(error), layer: error.layer, reason: `not simulated: ${error.message}` };
      }
      if (!message.complete) return gone();
      const known = error instanceof GatewayError ? error : internalError();
      if (known instanceof FirewallBlock && known.response) {
        return { answer: known.response, layer: known.layer, reason: `blocked by rule ${known.rule}` };
      }
      return { answer: this.errorAnswer(known, source), layer: known.layer, reason: reasonOf(known, error, source) };
    }
  }

  /** A gateway response may itself ask for something that is not simulated. */
  private errorAnswer(error: GatewayError, source: AnswerSource): GatewayAnswer {
    try {
      return this.options.responses.answer(error, source);
    } catch (failure) {
      if (failure instanceof Refusal) return refusalAnswer(failure);
      throw failure;
    }
  }

  /** Finds the path below the stage, once the TLS host rule of the endpoint holds. */
  private addressed(message: IncomingMessage, source: AnswerSource): GatewayRequest {
    const { model } = this.options;
    const { request } = source;
    const servername = (message.socket as TLSSocket).servername;
    const broken = checkHost({
      servername: typeof servername === 'string' && servername !== '' ? servername : undefined,
      host: request.host,
      accessMode: model.endpointAccessMode,
    });
    if (broken !== undefined) throw new GatewayError('DEFAULT_4XX', 403, 'Forbidden', 'ForbiddenException', 'tls');
    const served = servedPath(model, request.host, request.rawPath);
    source.context.path = served.rawPath;
    return { ...request, ...served };
  }

  /** An answer that HTTP cannot carry becomes an error of the gateway's own. */
  private send(response: ServerResponse, answer: GatewayAnswer, source: AnswerSource): GatewayAnswer {
    try {
      writeAnswer(response, source.request.method, answer);
      return answer;
    } catch {
      const body = Buffer.from('{"message":"Internal server error"}');
      const plain = { status: 500, headers: [['Content-Type', 'application/json']] as [string, string][], body };
      writeAnswer(response, source.request.method, plain);
      return plain;
    }
  }

  /** The headers that every answer of API Gateway has. */
  private complete(answer: GatewayAnswer, { context }: AnswerSource): GatewayAnswer {
    const headers: (readonly [string, string])[] = [
      ...answer.headers,
      ['x-amzn-RequestId', String(context.requestId)],
      ['x-amz-apigw-id', String(context.extendedRequestId)],
    ];
    if (typeof context.xrayTraceId === 'string') headers.push(['X-Amzn-Trace-Id', `Root=${context.xrayTraceId}`]);
    return { ...answer, headers };
  }
}

/** Nobody waits for this answer; it is for the log. */
function gone(): Outcome {
  const answer = { status: 400, headers: [], body: Buffer.alloc(0) };
  return { answer, layer: 'endpoint', reason: 'the client went away' };
}

function internalError(): GatewayError {
  return new GatewayError('DEFAULT_5XX', 500, 'Internal server error', 'InternalServerErrorException', 'integration');
}

/** What the log and the tour say; more than the client is told. */
function reasonOf(error: GatewayError, cause: unknown, { context }: AnswerSource): string {
  if (error instanceof FirewallBlock) return `blocked by rule ${error.rule}`;
  if (!(cause instanceof GatewayError)) {
    return `the gateway itself failed: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
  const told = error.message === '' ? error.errorType : error.message;
  const detail = context.error.validationErrorString ?? error.detail;
  return typeof detail === 'string' && detail !== '' ? `${told}: ${detail}` : told;
}
