import { Token } from 'aws-cdk-lib';
import type { IssuerConfig, IssuerEntry, OidcIssuerConfig } from '../private/authorizer-contract';
import { fail, type Place } from '../private/checks';
import type { TokenIssuer } from './token-issuer';

/** Where issuers stand for the function. */
export interface PlacedIssuers {
  /** Beside the access rules, in a file of any size. */
  readonly early: readonly IssuerEntry[];
  /** In the environment, because they hold values that only the deployment knows; Lambda's environment has 4 KB. */
  readonly late: readonly IssuerEntry[];
}

/** Tenants of one provider come as one entry, with all that they share said once. */
export function placeIssuers(issuers: readonly TokenIssuer[]): PlacedIssuers {
  const configs = issuers.map(({ _config }) => _config);
  return {
    early: grouped(configs.filter((config) => !holdsToken(config))),
    late: grouped(configs.filter(holdsToken)),
  };
}

/** The function would not know which clients and audiences count. */
export function requireDistinctIssuers(place: Place, issuers: readonly TokenIssuer[]): void {
  const configs = issuers.map(({ _config }) => _config);
  const duplicate = configs.find((config, index) => configs.slice(0, index).some((other) => sameIssuer(config, other)));
  if (!duplicate) return;
  const name = duplicate.type === 'oidc' ? duplicate.issuer : duplicate.userPoolId;
  const rule =
    'it must name each issuer once, with all its clients or audiences, and a user pool once for each kind of token';
  fail(place, Token.isUnresolved(name) ? 'the same issuer twice' : name, rule);
}

function sameIssuer(one: IssuerConfig, other: IssuerConfig): boolean {
  if (one.type === 'oidc')
    return other.type === 'oidc' ? one.issuer === other.issuer : isIssuerOfPool(one, other.userPoolId);
  if (other.type === 'oidc') return isIssuerOfPool(other, one.userPoolId);
  return one.userPoolId === other.userPoolId && one.tokenUse === other.tokenUse;
}

function isIssuerOfPool({ issuer }: OidcIssuerConfig, userPoolId: string): boolean {
  return /^https:\/\/(issuer-)?cognito-idp\./.test(issuer) && issuer.endsWith(`/${userPoolId}`);
}

function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}

function grouped(configs: readonly IssuerConfig[]): readonly IssuerEntry[] {
  const groups = new Map<string, IssuerConfig[]>();
  for (const config of configs) {
    const key = config.type === 'oidc' ? JSON.stringify({ ...config, issuer: '', jwksUri: '' }) : config;
    const name = typeof key === 'string' ? key : `${key.userPoolId} ${key.tokenUse}`;
    groups.set(name, [...(groups.get(name) ?? []), config]);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0] : alike(group as OidcIssuerConfig[])));
}

function alike(group: readonly OidcIssuerConfig[]): IssuerEntry {
  const { type: _type, issuer: _issuer, jwksUri: _jwksUri, ...shared } = group[0];
  const issuers = group.map(({ issuer, jwksUri }) => ({ issuer, jwksUri }));
  return { type: 'oidc-issuers', issuers, ...shared };
}
