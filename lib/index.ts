export { Access } from './authorizers/access';
export { ApiAuthorizer, AttachedAuthorizer, type AttachedAuthorizerProps } from './authorizers/api-authorizer';
export { ClaimPath } from './authorizers/claim-path';
export { JwtAuthorizerFunction } from './authorizers/jwt-authorizer-function';
export {
  type JwtAuthorizerFunctionOptions,
  type JwtAuthorizerFunctionProps,
} from './authorizers/jwt-authorizer-function-props';
export { type JwtAuthorizerOptions } from './authorizers/jwt-strategy';
export { AuthorizationCacheKey } from './authorizers/lambda-authorizer-resources';
export { type LambdaAuthorizerOptions } from './authorizers/lambda-strategy';
export {
  type OidcIssuerOptions,
  type OidcIssuerSettings,
  type OidcIssuerWithoutAudienceOptions,
} from './authorizers/oidc-issuer-options';
export { SignatureAlgorithm } from './authorizers/signature-algorithm';
export { TokenIssuer, TokenUse, type UserPoolIssuerOptions } from './authorizers/token-issuer';
export { TokenTable, type TokenTableProps } from './authorizers/token-table';
export { type UserPoolAuthorizerOptions } from './authorizers/user-pool-strategy';
export { ApiDomain } from './domain/api-domain';
export {
  type ApiDomainOptions,
  type CertificateDomainOptions,
  type HostedZoneDomainOptions,
} from './domain/api-domain-options';
export { type MutualTls } from './domain/mutual-tls';
export { TlsPolicy } from './domain/tls-policy';
export { Firewall, FirewallMode, type StandardFirewallOptions } from './firewall/firewall';
export { ApiGatewayAccountLogging, type ApiGatewayAccountLoggingProps } from './logging/api-gateway-account-logging';
export { DenialReason } from './monitoring/denial-reason';
export { RequestBody, type JsonBodyOptions, type JsonTextBodyOptions } from './requests/request-body';
export { Preflight, type CorsOptions } from './responses/cors';
export {
  type CommonRouteOptions,
  type PublicRouteOptions,
  type RouteOptions,
  type RouteSummary,
} from './routes/route-options';
export {
  RouteTarget,
  type IntegrationTargetOptions,
  type MockTargetOptions,
  type RouteTargetOptions,
} from './routes/route-target';
export { SecureApiGateway } from './secure-api-gateway';
export { type SecureApiGatewayProps } from './secure-api-gateway-props';
export { type Throttle } from './usage/throttle';
export { UsageIdentity } from './usage/usage-identity';
export { UsageTier, type UsageTierProps } from './usage/usage-tier';
export {
  type Quota,
  type UsageTierClaim,
  type UsageTierLimits,
  type UsageTierOptions,
} from './usage/usage-tier-options';
