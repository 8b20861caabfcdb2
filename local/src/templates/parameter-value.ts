import { Refusal } from '../chain/gateway-error';
import { type GatewayAnswer, headerValue, headerValues, queryPairs } from '../chain/gateway-request';
import { jsonPath } from './json-path';
import { contextValue, lookUp, textOf, type VariableSource } from './variable-source';

/**
 * A value in API Gateway's notation of parameters, undefined if the request or the context has none.
 *
 * Names of headers match in any case, because clients of HTTP/2 send them in lower case.
 *
 * @param expression `'literal'`, `context.x`, `stageVariables.x`, `method.request.header.X`, `integration.response.header.X`, …
 * @param integrationResponse what the integration answered, where there was one
 * @throws Refusal for a notation that is not known
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function parameterValue(
  expression: string,
  source: VariableSource,
  integrationResponse?: GatewayAnswer,
): string | undefined {
  const literal = /^'([^]*)'$/.exec(expression);
  if (literal) return literal[1];
  if (expression.startsWith('context.')) return textOf(contextValue(source.context, expression.split('.').slice(1)));
  if (expression.startsWith('stageVariables.')) return textOf(lookUp(source.stageVariables, [afterDot(expression, 1)]));
  if (expression.startsWith('method.request.')) return requestValue(afterDot(expression, 2), expression, source);
  if (integrationResponse && expression.startsWith('integration.response.')) {
    return messageValue(afterDot(expression, 2), expression, integrationResponse);
  }
  throw unknownNotation(expression);
}

function requestValue(location: string, expression: string, source: VariableSource): string | undefined {
  const name = afterDot(location, 1);
  const values = (): string[] =>
    queryPairs(source.request.rawQuery)
      .filter(([key]) => key === name)
      .map(([, value]) => value);
  if (location.startsWith('path.')) return textOf(lookUp(source.pathParameters, [name]));
  if (location.startsWith('querystring.')) return values().at(-1);
  if (location.startsWith('multivaluequerystring.')) return joined(values());
  return messageValue(location, expression, source.request);
}

function messageValue(
  location: string,
  expression: string,
  message: Pick<GatewayAnswer, 'headers' | 'body'>,
): string | undefined {
  const name = afterDot(location, 1);
  if (location.startsWith('header.')) return headerValue(message.headers, name);
  if (location.startsWith('multivalueheader.')) return joined(headerValues(message.headers, name));
  if (location === 'body') return message.body.toString('utf8');
  if (location.startsWith('body.')) return textOf(jsonPath(parsed(message.body), name));
  throw unknownNotation(expression);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}

/** What comes after the first `dots` dots. */
function afterDot(text: string, dots: number): string {
  return text.split('.').slice(dots).join('.');
}

function unknownNotation(expression: string): Refusal {
  return new Refusal('integration', `parameter ${expression} is not evaluated`);
}
