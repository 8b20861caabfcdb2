import { headerValue, queryPairs } from '../chain/gateway-request';
import { jsonPath } from './json-path';
import { textOf, type VariableSource } from './variable-source';

/** `$input` of mapping templates. */
export interface TemplateInput {
  readonly body: string;
  json(path?: unknown): string;
  path(path?: unknown): unknown;
  params(name?: unknown): unknown;
}

/**
 * @param body what `$input.body` is: the request's or the integration's
 */
export function templateInput(source: VariableSource, body: string): TemplateInput {
  const params = requestParams(source);
  // One document per rendering: what a template changes in it, it finds changed.
  let document: { readonly value: unknown } | undefined;
  const find = (path: unknown): unknown => {
    document ??= { value: body.trim() === '' ? {} : JSON.parse(body) };
    return jsonPath(document.value, textOf(path) ?? '$');
  };
  return {
    body,
    json: (path) => JSON.stringify(find(path) ?? ''),
    path: (path) => find(path) ?? undefined,
    params: (name) => {
      if (name === undefined) return params;
      const { path, querystring, header } = params;
      const key = textOf(name) ?? '';
      return own(path, key) ?? own(querystring, key) ?? own(header, key) ?? '';
    },
  };
}

function requestParams({ request, pathParameters }: VariableSource): Record<string, Record<string, string>> {
  const header: Record<string, string> = {};
  for (const [name] of request.headers) header[name] = headerValue(request.headers, name) ?? '';
  return { path: { ...pathParameters }, querystring: Object.fromEntries(queryPairs(request.rawQuery)), header };
}

function own(values: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
