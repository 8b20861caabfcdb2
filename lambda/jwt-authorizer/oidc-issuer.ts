import type { OidcIssuerConfig, OidcIssuersConfig } from '../../lib/private/authorizer-contract';
import {
  ConfigError,
  requireArray,
  requireBoolean,
  requireClaimName,
  requireClaimNames,
  requireHttpsUrl,
  requireObject,
  requireOneOf,
  requireTexts,
} from './checks';
import type { TrustedIssuer } from './trusted-issuer';

/** Asymmetric JWS algorithms (RFC 7518 section 3.1, RFC 8037); an HMAC or `none` is not among them. */
const ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
];

const MEMBERS: readonly (keyof OidcIssuerConfig)[] = [
  'type',
  'issuer',
  'jwksUri',
  'audiences',
  'algorithms',
  'groupsClaim',
  'requireAccessTokenType',
  'requiredClaims',
];
const OPTIONAL: readonly (keyof OidcIssuerConfig)[] = ['clients', 'clientClaims', 'withoutAudience'];

export function oidcIssuer(value: unknown, where: string): TrustedIssuer {
  const oidc = requireObject(value, where, MEMBERS, OPTIONAL);
  const algorithms = requireTexts(oidc.algorithms, `${where}.algorithms`);
  return {
    issuer: requireHttpsUrl(oidc.issuer, `${where}.issuer`),
    jwksUri: requireHttpsUrl(oidc.jwksUri, `${where}.jwksUri`),
    algorithms: algorithms.map((name) => requireOneOf(name, `${where}.algorithms`, ALGORITHMS)),
    ...audiences(oidc, where),
    ...('clients' in oidc && { clients: requireTexts(oidc.clients, `${where}.clients`) }),
    ...('clientClaims' in oidc && { clientClaims: requireClaimNames(oidc.clientClaims, `${where}.clientClaims`) }),
    groupsClaim: requireClaimName(oidc.groupsClaim, `${where}.groupsClaim`),
    requireAccessTokenType: requireBoolean(oidc.requireAccessTokenType, `${where}.requireAccessTokenType`),
    requiredClaims: requireArray(oidc.requiredClaims, `${where}.requiredClaims`).map((claim) =>
      requireClaimName(claim, `${where}.requiredClaims`),
    ),
  };
}

/** Issuers that are alike but for their names and keys, such as the tenants of one provider. */
export function oidcIssuers(value: unknown, where: string): readonly TrustedIssuer[] {
  const { issuers, ...shared } = requireObject(value, where) as Record<keyof OidcIssuersConfig, unknown>;
  const list = requireArray(issuers, `${where}.issuers`);
  if (list.length === 0) throw new ConfigError(`${where}.issuers`, 'not be empty');
  return list.map((item, index) => {
    const at = `${where}.issuers[${index}]`;
    const { issuer, jwksUri } = requireObject(item, at, ['issuer', 'jwksUri']);
    if ('issuer' in shared || 'jwksUri' in shared) throw new ConfigError(where, 'have issuer and jwksUri in issuers');
    return oidcIssuer({ ...shared, type: 'oidc', issuer, jwksUri }, at);
  });
}

/** No audience at all is accepted only if it is said, and if clients stand in for it. */
function audiences(oidc: Record<string, unknown>, where: string): Pick<TrustedIssuer, 'audiences' | 'withoutAudience'> {
  if (!('withoutAudience' in oidc)) return { audiences: [...requireTexts(oidc.audiences, `${where}.audiences`)] };
  if (oidc.withoutAudience !== true) throw new ConfigError(`${where}.withoutAudience`, 'be true, or not there');
  if (requireArray(oidc.audiences, `${where}.audiences`).length > 0) {
    throw new ConfigError(`${where}.audiences`, 'be empty, because withoutAudience is true');
  }
  if (!('clients' in oidc)) throw new ConfigError(`${where}.clients`, 'be there, because withoutAudience is true');
  return { audiences: null, withoutAudience: true };
}
