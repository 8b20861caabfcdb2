import { styleText } from 'node:util';
import type { RequestLogEntry } from '../gateway/request-log';

/** One request on one line: time, method, path, status, which layer answered, why, how long. */
export function requestLine(entry: RequestLogEntry, coloured: boolean): string {
  const { method, path, status, layer, reason, durationMs } = entry;
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  const answered =
    layer === 'integration' && reason === 'ok' ? '' : `  ${paint('dim', `${layer}: ${printable(reason)}`)}`;
  return `${paint(colourOf(status), String(status))}  ${method.padEnd(7)} ${printable(path)}${answered}  ${paint('dim', `${durationMs} ms`)}`;
}

function colourOf(status: number): 'green' | 'yellow' | 'red' | 'magenta' {
  if (status === 501) return 'magenta';
  return status < 400 ? 'green' : status < 500 ? 'yellow' : 'red';
}

/** What a client wrote must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
