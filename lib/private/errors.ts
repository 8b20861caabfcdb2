import type { IConstruct } from 'constructs';

/**
 * Stable codes of every error and of every synth-time finding of this library, listed in docs/errors.md.
 *
 * A code never changes its meaning; tests and users may match on it.
 */
export type ErrorCode =
  | 'AccessAgeOutOfRange'
  | 'AccessClaimInvalid'
  | 'AccessListEmpty'
  | 'AccessMissing'
  | 'AccessNotEnforceable'
  | 'AccessPathParameterUnknown'
  | 'AccessScopeInvalid'
  | 'AccessTokenUnresolved'
  | 'AccessUnsatisfiable'
  | 'ApiKeySourceChanged'
  | 'AttachedMethodInvalid'
  | 'AuthorizerCacheKeyChanged'
  | 'AuthorizerCacheUnsafe'
  | 'AuthorizerEventUnsupported'
  | 'AuthorizerMissing'
  | 'AuthorizerReplaced'
  | 'AuthorizerRulesSealed'
  | 'BinaryJsonBody'
  | 'BinaryMediaTypeInvalid'
  | 'BinaryMediaTypesChanged'
  | 'BodyInvalid'
  | 'BodyMissing'
  | 'BodyNotAllowed'
  | 'CacheKeyInvalid'
  | 'CacheTtlOutOfRange'
  | 'ClaimNameAmbiguous'
  | 'ClaimPathInvalid'
  | 'ClockToleranceOutOfRange'
  | 'ContextClaimDuplicate'
  | 'ContextClaimReserved'
  | 'CorsCredentialsMissing'
  | 'CorsCredentialsWithAnyOrigin'
  | 'CorsHeaderForbidden'
  | 'CorsMaxAgeOutOfRange'
  | 'CorsOriginInvalid'
  | 'CorsOriginsEmpty'
  | 'DenialMetricMissing'
  | 'DependencyCycle'
  | 'DeploymentMissing'
  | 'DomainBasePathInvalid'
  | 'DomainCertificateRegion'
  | 'DomainNameDuplicate'
  | 'DomainNameInvalid'
  | 'DomainNotGuarded'
  | 'DomainUrlHostInvalid'
  | 'DomainUrlUnknown'
  | 'DomainZoneMismatch'
  | 'DomainZonePrivate'
  | 'DpopProofTableMissing'
  | 'EndpointNotDisabled'
  | 'EndpointTlsChanged'
  | 'EndpointTypeNotRegional'
  | 'FirewallBodySizeOutOfRange'
  | 'FirewallDetached'
  | 'FirewallHeadersNotProtected'
  | 'FirewallRateLimitOutOfRange'
  | 'FirewallWebAclArnInvalid'
  | 'FirewallWebAclRegion'
  | 'HeaderNameInvalid'
  | 'IntegrationMappingInvalid'
  | 'IntegrationTimeoutOutOfRange'
  | 'IntegrationUrlNotHttps'
  | 'InvocationPolicyLimit'
  | 'IssuerAlgorithmInvalid'
  | 'IssuerAlgorithmsEmpty'
  | 'IssuerAudiencesEmpty'
  | 'IssuerClientClaimsEmpty'
  | 'IssuerClientsEmpty'
  | 'IssuerDuplicate'
  | 'IssuersEmpty'
  | 'IssuersTooLarge'
  | 'IssuerTokenTypeInvalid'
  | 'IssuerTokenUseInvalid'
  | 'IssuerUrlInvalid'
  | 'ListUnresolved'
  | 'MethodOpen'
  | 'MockBodyTemplate'
  | 'ModelsTooLarge'
  | 'MutualTlsEnhancedPolicy'
  | 'MutualTlsMissing'
  | 'MutualTlsTruststoreInvalid'
  | 'ParameterNameInvalid'
  | 'QuotaOutOfRange'
  | 'ReasonMissing'
  | 'RestApiBodyDefined'
  | 'RouteCatchAllReasonMissing'
  | 'RouteDuplicate'
  | 'RouteKeyInvalid'
  | 'RouteMethodNotAllowed'
  | 'RoutePathInvalid'
  | 'RoutePathReserved'
  | 'RouteVariableConflict'
  | 'SchemaEmpty'
  | 'SchemaInvalid'
  | 'SchemaKeywordUnsupported'
  | 'SchemaReferenceUnresolved'
  | 'StageNameInvalid'
  | 'StageNotGuarded'
  | 'StageWeakened'
  | 'StatusCodeInvalid'
  | 'TargetPathParameterUnknown'
  | 'TextEmpty'
  | 'ThrottleOutOfRange'
  | 'TlsPolicyNotAvailable'
  | 'TokenTableInvalid'
  | 'UsageClientDuplicate'
  | 'UsageClientsTooMany'
  | 'UsageIdentityNotEnforceable'
  | 'UsageTierClaimInvalid'
  | 'UsageTierDefaultDuplicate'
  | 'UsageTierDefaultMissing'
  | 'UsageTierDuplicate'
  | 'UsageTierNameInvalid'
  | 'UsageTierOptionNotAllowed'
  | 'UsageTierRoutesTooMany'
  | 'UsageTierRouteUnknown'
  | 'UsageTierUnreachable'
  | 'UserPoolsEmpty';

/** The parts of an error message; `problem` says what was got, `rule` what is allowed. */
export interface Fault {
  readonly code: ErrorCode;
  /** What is wrong, with the offending value, in the caller's own word for it: `'rateLimit' is 0`. */
  readonly problem: string;
  /** What is allowed, and how to get there. */
  readonly rule: string;
}

/**
 * The one error class of this library.
 *
 * Everything is in the message, because other jsii languages see nothing else:
 * `'throttle.rateLimit' is 0; it must be a number above 0 and at most 10000 (at Stack/Api) [ThrottleOutOfRange]`.
 */
export class SecureApiError extends Error {
  public readonly code: ErrorCode;

  /**
   * @param at the construct where the fault is, or the factory call for a value that has no construct yet
   */
  public constructor(at: IConstruct | string, fault: Fault) {
    super(`${describeFault(fault)} (at ${typeof at === 'string' ? at : at.node.path}) [${fault.code}]`);
    this.name = 'SecureApiError';
    this.code = fault.code;
  }
}

/** Message without the place, for findings that CDK prefixes with the construct path by itself. */
export function describeFault(fault: Fault): string {
  return `${fault.problem}; ${fault.rule}`;
}

/** Renders a value the way the caller wrote it, shortened. */
export function show(value: unknown): string {
  // JSON has neither NaN nor Infinity.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
