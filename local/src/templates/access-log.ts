import type { ContextVariables } from '../chain/exchange';
import { contextValue, textOf } from './variable-source';

const VARIABLE = /\$context((?:\.\w+)+)/g;

/**
 * One line of the access log, in the stage's own format; a value that is not there is `-`.
 *
 * Quotes, backslashes and control characters of a value are escaped as in JSON, so whatever a client sends, a JSON
 * format gives one line of valid JSON. How API Gateway itself escapes them is not documented.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function accessLogLine(format: string, context: ContextVariables): string {
  return format.replace(VARIABLE, (_whole, path: string) => {
    const names = path.slice(1).split('.');
    const text = textOf(contextValue(context, names));
    if (text === undefined || text === '') return '-';
    // The only variable that brings its own quotes.
    return path === '.error.messageString' ? oneLine(text) : escaped(text);
  });
}

function escaped(text: string): string {
  return oneLine(JSON.stringify(text).slice(1, -1));
}

/** JSON allows the two line separators of Unicode in a string, but readers of lines may break at them. */
function oneLine(text: string): string {
  return text.replace(/[\u0085\u2028\u2029\r\n]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
