import { Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type CorsPolicy } from './cors';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/**
 * Adds the mock that answers the preflights of one resource with 204, without authorization: browsers send none.
 *
 * @param methods the methods that it announces, asked for at synth
 */
export function addPreflight(
  resource: apigateway.IResource,
  cors: CorsPolicy,
  methods: () => readonly string[],
): apigateway.Method {
  const headers: { [name: string]: string } = {
    'Access-Control-Allow-Headers': literal(cors.allowHeaders.join(',')),
    'Access-Control-Allow-Methods': Lazy.string({ produce: () => literal(methods().join(',')) }),
    'Access-Control-Max-Age': literal(String(cors.maxAgeSeconds)),
    'Cache-Control': literal('no-store'),
    Vary: literal('Origin'),
  };
  if (cors.onlyOrigin !== undefined) headers[ALLOW_ORIGIN] = literal(cors.onlyOrigin);
  if (cors.allowCredentials) headers['Access-Control-Allow-Credentials'] = literal('true');
  if (cors.exposeHeaders.length > 0) headers['Access-Control-Expose-Headers'] = literal(cors.exposeHeaders.join(','));
  const declared = [...new Set([...Object.keys(headers), ALLOW_ORIGIN])];
  return resource.addMethod(
    'OPTIONS',
    new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode":204}' },
      // A preflight has no body, so there is no content type to choose a template by.
      passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_MATCH,
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: prefixed(headers),
          responseTemplates: cors.onlyOrigin === undefined ? { 'application/json': matchOrigin(cors) } : undefined,
        },
      ],
    }),
    {
      authorizationType: apigateway.AuthorizationType.NONE,
      methodResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(declared.map((name) => [`method.response.header.${name}`, true])),
        },
      ],
    },
  );
}

/**
 * Answers with the caller's own origin if it is one of the list, and with no origin to everybody else.
 *
 * HTTP/2 clients send the header's name in lower case.
 */
function matchOrigin(cors: CorsPolicy): string {
  const known = cors.origins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end',
    `#if(${known})#set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)#end`,
  ].join('\n');
}

function prefixed(headers: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]));
}

/** API Gateway's notation of a static value. */
function literal(value: string): string {
  return `'${value}'`;
}
