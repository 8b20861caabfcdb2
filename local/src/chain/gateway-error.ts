/** A gateway response: the API's own error, of one of API Gateway's types. */
export class GatewayError extends Error {
  /**
   * @param responseType API Gateway's name of it, for example `UNAUTHORIZED`
   * @param status API Gateway's own status, where the template says nothing
   * @param message what `$context.error.message` is
   * @param errorType value of `x-amzn-ErrorType`
   * @param layer which layer answered, for the log and the tour
   * @param detail why, for the log; the client is not told
   */
  public constructor(
    public readonly responseType: GatewayResponseType,
    public readonly status: number,
    message: string,
    public readonly errorType: string,
    public readonly layer: Layer,
    public readonly detail?: string,
  ) {
    super(message);
    this.name = 'GatewayError';
  }
}

/** The gateway cannot do what AWS would do here, so it does nothing: the client gets a 501 that says what is missing. */
export class Refusal extends Error {
  public constructor(
    public readonly layer: Layer,
    why: string,
  ) {
    super(why);
    this.name = 'Refusal';
  }
}

/** The layers of the chain, in their order. */
export type Layer =
  | 'tls'
  | 'endpoint'
  | 'firewall'
  | 'resource-policy'
  | 'routing'
  | 'authorizer'
  | 'api-key'
  | 'validation'
  | 'throttle'
  | 'integration';

/**
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED';
