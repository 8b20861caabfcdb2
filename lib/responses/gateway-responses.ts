import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { CorsPolicy } from './cors';
import { ALLOW_ORIGIN, fixedCorsHeaders, literal } from './cors-response';

/** What the API answers by itself: status (API Gateway's own where it says nothing) and title. */
interface Answer {
  readonly type: apigateway.ResponseType;
  readonly title: string;
  readonly status?: number;
}

const { ResponseType } = apigateway;

/**
 * Every type of gateway response. An unknown route is a 404: API Gateway's own answer talks of a missing token.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const ANSWERS: readonly Answer[] = [
  { type: ResponseType.ACCESS_DENIED, title: 'Forbidden', status: 403 },
  { type: ResponseType.API_CONFIGURATION_ERROR, title: 'Internal Server Error', status: 500 },
  { type: ResponseType.AUTHORIZER_CONFIGURATION_ERROR, title: 'Internal Server Error', status: 500 },
  { type: ResponseType.AUTHORIZER_FAILURE, title: 'Internal Server Error', status: 500 },
  { type: ResponseType.BAD_REQUEST_BODY, title: 'Request body is not valid', status: 400 },
  { type: ResponseType.BAD_REQUEST_PARAMETERS, title: 'Request parameters are missing', status: 400 },
  // The defaults must not have a status: it would replace that of every type without one, and no variable holds it here.
  { type: ResponseType.DEFAULT_4XX, title: 'Request refused' },
  { type: ResponseType.DEFAULT_5XX, title: 'Server Error' },
  { type: ResponseType.EXPIRED_TOKEN, title: 'Forbidden', status: 403 },
  { type: ResponseType.INTEGRATION_FAILURE, title: 'Bad Gateway', status: 502 },
  { type: ResponseType.INTEGRATION_TIMEOUT, title: 'Gateway Timeout', status: 504 },
  { type: ResponseType.INVALID_API_KEY, title: 'Forbidden', status: 403 },
  { type: ResponseType.INVALID_SIGNATURE, title: 'Forbidden', status: 403 },
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, title: 'Not Found', status: 404 },
  { type: ResponseType.QUOTA_EXCEEDED, title: 'Too Many Requests', status: 429 },
  { type: ResponseType.REQUEST_TOO_LARGE, title: 'Content Too Large', status: 413 },
  { type: ResponseType.RESOURCE_NOT_FOUND, title: 'Not Found', status: 404 },
  { type: ResponseType.THROTTLED, title: 'Too Many Requests', status: 429 },
  { type: ResponseType.UNAUTHORIZED, title: 'Unauthorized', status: 401 },
  { type: ResponseType.UNSUPPORTED_MEDIA_TYPE, title: 'Unsupported Media Type', status: 415 },
  { type: ResponseType.WAF_FILTERED, title: 'Forbidden', status: 403 },
];

/** Headers of every answer that API Gateway or a mock gives. */
export const SECURITY_HEADERS: { readonly [name: string]: string } = {
  'Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
  'X-Content-Type-Options': "'nosniff'",
  'Cache-Control': "'no-store'",
};

/** Seconds after which a throttled client may come again; a bucket refills each second, a quota each day at the soonest. */
const RETRY_AFTER: { readonly [type: string]: string } = { THROTTLED: "'1'", QUOTA_EXCEEDED: "'3600'" };

/** Properties of `GatewayResponses`. */
export interface GatewayResponsesProps {
  readonly api: apigateway.RestApi;
  readonly cors?: CorsPolicy;
  /** Value of `WWW-Authenticate` on a 401. */
  readonly challenge?: string;
  /** Where the value of `WWW-Authenticate` on a 403 comes from, in API Gateway's notation. */
  readonly denialChallenge?: string;
}

/**
 * The API's own errors: problem details of RFC 9457 with the request id, security headers, and the CORS answer that lets
 * a page tell a 403 from a network failure. Nothing internal is in them; the access log has the detail.
 */
export class GatewayResponses extends Construct {
  public constructor(scope: Construct, id: string, props: GatewayResponsesProps) {
    super(scope, id);
    const common = {
      ...SECURITY_HEADERS,
      'Content-Type': "'application/problem+json'",
      ...(props.cors && corsHeaders(props.cors)),
    };
    for (const { type, title, status } of ANSWERS) {
      const name = type.responseType;
      const retryAfter = RETRY_AFTER[name];
      const challenge = challengeOf(name, props);
      new apigateway.GatewayResponse(this, name, {
        restApi: props.api,
        type,
        statusCode: status?.toString(),
        responseHeaders: {
          ...common,
          ...(retryAfter && { 'Retry-After': retryAfter }),
          ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
        },
        templates: { 'application/json': problem(title, status) },
      });
    }
  }
}

/**
 * A 401 has one text for all: the service gives it no variable that tells a missing token from a bad one, and without a
 * token there must be no error code (RFC 6750, section 3.1). A 403 can say what is missing (ADR 0026).
 */
function challengeOf(type: string, { challenge, denialChallenge }: GatewayResponsesProps): string | undefined {
  if (type === 'UNAUTHORIZED' && challenge !== undefined) return literal(challenge);
  return type === 'ACCESS_DENIED' ? denialChallenge : undefined;
}

function problem(title: string, status: number | undefined): string {
  return JSON.stringify({ type: 'about:blank', title, status, requestId: '$context.requestId' });
}

/**
 * Gateway responses cannot choose between origins. One origin is written as it is. Several without credentials are
 * answered with the caller's own, which shows a stranger's page an error's status and title and nothing else; several
 * with credentials get the first one that is no pattern, never a reflected one (ADR 0012).
 */
function corsHeaders(cors: CorsPolicy): { [name: string]: string } {
  const fixed = fixedCorsHeaders(cors);
  if (cors.onlyOrigin !== undefined) return fixed;
  if (!cors.allowCredentials) return { ...fixed, [ALLOW_ORIGIN]: 'method.request.header.Origin' };
  return cors.firstOrigin === undefined ? fixed : { ...fixed, [ALLOW_ORIGIN]: literal(cors.firstOrigin) };
}
