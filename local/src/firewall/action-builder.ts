import { isUnresolved } from '../assembly/resolved-stack';
import { type BuildScope, Unreadable, required } from './build-scope';
import { type TemplateObject, listOf, numberOf, objectOf, textOf } from './template-value';
import type { FirewallResponse, RuleAction } from './web-acl-model';

type Headers = readonly (readonly [name: string, value: string])[];

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  TEXT_PLAIN: 'text/plain',
  TEXT_HTML: 'text/html',
  APPLICATION_JSON: 'application/json',
};

/** What WAF puts in front of the name of a header that it adds to a request. */
const INSERTED_PREFIX = 'x-amzn-waf-';

/** Reads the action of a rule, or the default action; what cannot be read refuses the requests that it is for. */
export function buildAction(action: unknown, scope: BuildScope): RuleAction {
  try {
    return readAction(objectOf(action) ?? {}, scope);
  } catch (error) {
    if (error instanceof Unreadable) return { type: 'unsupported', why: error.message };
    throw error;
  }
}

function readAction(action: TemplateObject, scope: BuildScope): RuleAction {
  if (isUnresolved(action)) throw new Unreadable('its action cannot be resolved');
  const [name, ...others] = Object.keys(action);
  if (name === undefined || others.length > 0) throw new Unreadable('it has no action');
  const settings = objectOf(action[name]) ?? {};
  switch (name) {
    case 'Allow':
      return { type: 'allow', insertHeaders: insertedHeaders(settings) };
    case 'Count':
      return { type: 'count', insertHeaders: insertedHeaders(settings) };
    case 'Block':
      return { type: 'block', ...responseOf(objectOf(settings.CustomResponse), scope) };
    case 'Captcha':
    case 'Challenge':
      throw new Unreadable(`its action ${name} needs a token that only a browser can get`);
    default:
      throw new Unreadable(`its action ${name} is not simulated`);
  }
}

function insertedHeaders(settings: TemplateObject): Headers {
  const inserted = headersOf(objectOf(settings.CustomRequestHandling)?.InsertHeaders);
  return inserted.map(([name, value]) => [INSERTED_PREFIX + name, value]);
}

function responseOf(custom: TemplateObject | undefined, scope: BuildScope): { readonly response?: FirewallResponse } {
  if (custom === undefined) return {};
  const status = required(numberOf(custom.ResponseCode), 'its response has no status');
  const headers = headersOf(custom.ResponseHeaders);
  const key = textOf(custom.CustomResponseBodyKey);
  if (key === undefined) return { response: { status, headers, body: '' } };
  const body = required(objectOf(scope.responseBodies[key]), `there is no response body with the key ${key}`);
  const contentType = required(CONTENT_TYPES[String(body.ContentType)], 'its response body has no type');
  const content = required(textOf(body.Content), 'its response body has no content');
  if (isUnresolved(content)) throw new Unreadable('its response body cannot be resolved');
  return { response: { status, headers: [...headers, ['content-type', contentType]], body: content } };
}

function headersOf(value: unknown): Headers {
  return (listOf(value) ?? []).map((item) => {
    const header = objectOf(item);
    return [
      required(textOf(header?.Name), 'a header has no name'),
      required(textOf(header?.Value), 'a header has no value'),
    ];
  });
}
