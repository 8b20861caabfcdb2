/**
 * Fields of the access log, name to `$context` variable.
 *
 * What callers can shape comes first: API Gateway is not known to escape quotes in values, and of two members of one name
 * JSON readers take the last.
 *
 * Never in here: tokens, API key values (`identity.apiKey`), certificates, headers, bodies, query strings.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const FIELDS: { readonly [name: string]: string } = {
  path: 'path',
  userAgent: 'identity.userAgent',
  errorMessage: 'error.message',
  validationError: 'error.validationErrorString',
  authorizerError: 'authorizer.error',
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  requestTime: 'requestTime',
  requestTimeEpoch: 'requestTimeEpoch',
  apiId: 'apiId',
  stage: 'stage',
  deploymentId: 'deploymentId',
  domainName: 'domainName',
  protocol: 'protocol',
  httpMethod: 'httpMethod',
  resourcePath: 'resourcePath',
  status: 'status',
  responseLength: 'responseLength',
  responseLatency: 'responseLatency',
  sourceIp: 'identity.sourceIp',
  apiKeyId: 'identity.apiKeyId',
  userArn: 'identity.userArn',
  clientCertSubject: 'identity.clientCert.subjectDN',
  clientCertSerial: 'identity.clientCert.serialNumber',
  tlsVersion: 'tlsVersion',
  cipherSuite: 'cipherSuite',
  principalId: 'authorizer.principalId',
  clientId: 'authorizer.clientId',
  denialReason: 'authorizer.reason',
  authorizerStatus: 'authorizer.status',
  authorizerLatency: 'authorizer.latency',
  authorizerRequestId: 'authorizer.requestId',
  cognitoSub: 'authorizer.claims.sub',
  authorizeStatus: 'authorize.status',
  authorizeError: 'authorize.error',
  authenticateStatus: 'authenticate.status',
  authenticateError: 'authenticate.error',
  wafStatus: 'waf.status',
  wafError: 'waf.error',
  wafResponseCode: 'wafResponseCode',
  webaclArn: 'webaclArn',
  errorType: 'error.responseType',
  integrationStatus: 'integration.integrationStatus',
  integrationError: 'integration.error',
  integrationLatency: 'integration.latency',
  integrationRequestId: 'integration.requestId',
  xrayTraceId: 'xrayTraceId',
};

/**
 * The access log's format: one line of JSON, every value quoted, because a missing one is written as a bare `-`.
 *
 * API Gateway refuses formats over 3 KB.
 */
export function accessLogFormat(): string {
  return JSON.stringify(Object.fromEntries(Object.entries(FIELDS).map(([name, path]) => [name, `$context.${path}`])));
}
