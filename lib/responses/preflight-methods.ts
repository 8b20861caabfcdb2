import { Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { CorsPolicy } from './cors';
import { ALLOW_ORIGIN, fixedCorsHeaders, literal, originTemplate } from './cors-response';
import { mockMethod } from './mock-method';

/** What a preflight announces; asked for at synth, because routes come later than the preflight. */
export interface Announced {
  readonly methods: () => readonly string[];
  /** The request headers that the API requires. */
  readonly headers: () => readonly string[];
}

/** Adds the mock that answers the preflights of one resource with 204, without authorization: browsers send none. */
export function addPreflight(
  resource: apigateway.IResource,
  cors: CorsPolicy,
  announced: Announced,
): apigateway.Method {
  const listed = (names: () => readonly string[]): string => Lazy.string({ produce: () => literal(names().join(',')) });
  const template = originTemplate(cors);
  const { integration, methodResponses } = mockMethod({
    statusCode: 204,
    headers: {
      ...fixedCorsHeaders(cors),
      'Access-Control-Allow-Headers': listed(() => cors.allowedHeaders(announced.headers())),
      'Access-Control-Allow-Methods': listed(announced.methods),
      'Access-Control-Max-Age': literal(String(cors.maxAgeSeconds)),
      'Cache-Control': literal('no-store'),
    },
    templateHeaders: [ALLOW_ORIGIN],
    template: template.length > 0 ? template.join('\n') : undefined,
  });
  return resource.addMethod('OPTIONS', integration, {
    authorizationType: apigateway.AuthorizationType.NONE,
    methodResponses,
  });
}
