import { textOf } from './variable-source';

/** `$util` of mapping templates. */
export const TEMPLATE_UTIL = {
  escapeJavaScript: (value: unknown): string => escapeJavaScript(text(value)),
  parseJson: (json: unknown): unknown => JSON.parse(text(json)),
  urlEncode: (value: unknown): string => urlEncode(text(value)),
  urlDecode: (value: unknown): string => decodeURIComponent(text(value).replaceAll('+', ' ')),
  base64Encode: (value: unknown): string => Buffer.from(text(value), 'utf8').toString('base64'),
  base64Decode: (value: unknown): string => Buffer.from(text(value), 'base64').toString('utf8'),
} as const;

function text(value: unknown): string {
  return textOf(value) ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** JavaScript's string rules, not JSON's: single quotes and slashes are escaped as well. */
function escapeJavaScript(value: string): string {
  return value.replace(/["'\\/]|[^ -~]/g, (c) => {
    if (`"'\\/`.includes(c)) return `\\${c}`;
    return ESCAPES[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** The encoding of HTML forms, with `+` for spaces. */
function urlEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
