// Runs inside of handlers: nothing of the CDK may be imported here.
import { allowsOrigin, ORIGIN_FORMS, originRule, type OriginRule } from '../responses/cors-origin';
import { exposedHeaders } from '../responses/exposed-headers';

/** The part of the API's `cors` that responses depend on; the same object can be given to both. */
export interface CorsResponseOptions {
  /** Origins, in each form that the API's own `cors.allowOrigins` has. */
  readonly allowOrigins: readonly string[];
  /** Response headers that pages may read, besides the ones that the API exposes by default. */
  readonly exposeHeaders?: readonly string[];
  /** Whether pages may send cookies and client certificates; false unless said. */
  readonly allowCredentials?: boolean;
}

/**
 * The cross-origin headers of a handler's response, decided as the API's preflights decide: an origin that is not allowed
 * gets none but `Vary`.
 *
 * @param origin the request's `Origin` header, for example `requestOrigin(event)`
 * @throws TypeError for an origin in `allowOrigins` that the API's own `cors` would not take
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function corsHeaders(
  origin: string | null | undefined,
  options: CorsResponseOptions,
): { [name: string]: string } {
  const rules = options.allowOrigins.map(ruleOf);
  if (rules.length === 0) throw new TypeError('allowOrigins must name at least one origin');
  const any = rules.some(({ kind }) => kind === 'any');
  if (any && rules.length > 1) throw new TypeError("'*' already means every origin; name it alone");
  if (any && options.allowCredentials === true) throw new TypeError("'*' and credentials exclude each other");
  const headers: { [name: string]: string } = { Vary: 'Origin' };
  if (!any && (typeof origin !== 'string' || !allowsOrigin(rules, origin))) return headers;
  headers['Access-Control-Allow-Origin'] = any ? '*' : (origin as string);
  headers['Access-Control-Expose-Headers'] = exposedHeaders(options.exposeHeaders).join(',');
  if (options.allowCredentials === true) headers['Access-Control-Allow-Credentials'] = 'true';
  return headers;
}

/** The `Origin` header of an event of a Lambda proxy integration, whatever the case of its name. */
export function requestOrigin(event: {
  readonly headers?: { readonly [name: string]: string | undefined } | null;
}): string | undefined {
  const found = Object.entries(event.headers ?? {}).filter(([name]) => name.toLowerCase() === 'origin');
  return found.length === 1 ? found[0][1] : undefined;
}

function ruleOf(entry: string): OriginRule {
  const rule = originRule(entry);
  if (!rule) throw new TypeError(`allowOrigins has ${JSON.stringify(entry)}; ${ORIGIN_FORMS}`);
  return rule;
}
