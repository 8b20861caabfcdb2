import type { UserPoolIssuerConfig } from '../../lib/private/authorizer-contract';
import { requireObject, requireOneOf, requireText, requireTexts } from './checks';
import type { TrustedIssuer } from './trusted-issuer';

const MEMBERS: readonly (keyof UserPoolIssuerConfig)[] = ['type', 'userPoolId', 'clients', 'tokenUse'];

const ID = /^(?:eusc-[a-z]{2}|[a-z]{2})-(?:[a-z]+-)+\d_[a-zA-Z0-9]+$/;

/** What host names end with, by how the names of a partition's regions begin; elsewhere `amazonaws.com`. */
const DNS_SUFFIXES: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/** A user pool has two values of `iss`, each with its own key set: the original one, and the one recommended since 2026. */
export function userPoolIssuers(value: unknown, where: string): readonly TrustedIssuer[] {
  const pool = requireObject(value, where, MEMBERS);
  const id = requireText(pool.userPoolId, `${where}.userPoolId`, ID);
  const region = id.slice(0, id.indexOf('_'));
  const [, suffix] = DNS_SUFFIXES.find(([prefix]) => region.startsWith(prefix)) ?? ['', 'amazonaws.com'];
  const host = `cognito-idp.${region}.${suffix}`;
  const clients = requireTexts(pool.clients, `${where}.clients`);
  const tokenUse = requireOneOf(pool.tokenUse, `${where}.tokenUse`, ['access', 'id'] as const);
  const original = `https://${host}/${id}`;
  const updated = `https://issuer-${host}/${id}`;
  return [
    [original, updated],
    [updated, original],
  ].map(([issuer, twin]) => ({
    issuer,
    twin,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    audiences: null,
    userPool: { [tokenUse]: clients },
    groupsClaim: 'cognito:groups',
    requireAccessTokenType: false,
    requiredClaims: [],
  }));
}
