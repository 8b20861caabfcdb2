import type { CorsPolicy } from './cors';

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/** The headers that do not depend on the request, in API Gateway's notation; with `Access-Control-Allow-Origin` if one fits all. */
export function fixedCorsHeaders(cors: CorsPolicy): { [name: string]: string } {
  return {
    ...(cors.onlyOrigin !== undefined && { [ALLOW_ORIGIN]: literal(cors.onlyOrigin) }),
    Vary: literal('Origin'),
    ...(cors.allowCredentials && { 'Access-Control-Allow-Credentials': literal('true') }),
    'Access-Control-Expose-Headers': literal(cors.exposeHeaders.join(',')),
  };
}

/**
 * A template that names the caller's own origin if the policy allows it, and no origin to everybody else; empty if one value
 * fits every response. Its lines print nothing.
 *
 * HTTP/2 clients send the header's name in lower case.
 */
export function originTemplate(cors: CorsPolicy): string[] {
  if (cors.onlyOrigin !== undefined) return [];
  const conditions = cors.rules.flatMap((rule) => {
    if (rule.kind === 'exact') return [`$origin == "${rule.origin}"`];
    return rule.kind === 'subdomains' ? [`$origin.matches('${rule.pattern}')`] : [];
  });
  const hasPattern = cors.rules.some(({ kind }) => kind === 'subdomains');
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end',
    // What is not there has no methods.
    ...(hasPattern ? ['#if(!$origin)#set($origin = "")#end'] : []),
    `#if(${conditions.join(' || ')})#set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)#end`,
  ];
}

/** API Gateway's notation of a static value. */
export function literal(value: string): string {
  return `'${value}'`;
}
