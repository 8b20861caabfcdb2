const USER_POOL_ID = '(?:eusc-)?[a-z]{2}-(?:[a-z]+-)+\\d_[A-Za-z0-9]+';
const IS_USER_POOL_ID = new RegExp(`^${USER_POOL_ID}$`);
const USER_POOL_IDS = new RegExp(`(?<![\\w-])${USER_POOL_ID}(?!\\w)`, 'g');

/** What host names end with, by how the names of a partition's regions begin; elsewhere `amazonaws.com`. */
const DNS_SUFFIXES: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
];

export function isUserPoolId(text: string): boolean {
  return IS_USER_POOL_ID.test(text);
}

/** The ids of user pools in a text. */
export function userPoolIdsIn(text: string): readonly string[] {
  return [...text.matchAll(USER_POOL_IDS)].map(([id]) => id);
}

/** Both issuers of a user pool: the original one and the one that Cognito recommends since 2026. */
export function userPoolIssuers(id: string): readonly [original: string, updated: string] {
  const region = id.slice(0, id.indexOf('_'));
  const [, suffix] = DNS_SUFFIXES.find(([prefix]) => region.startsWith(prefix)) ?? ['', 'amazonaws.com'];
  const host = `cognito-idp.${region}.${suffix}`;
  return [`https://${host}/${id}`, `https://issuer-${host}/${id}`];
}

/** Where Cognito publishes the keys of an issuer. */
export function userPoolKeys(issuer: string): string {
  return `${issuer}/.well-known/jwks.json`;
}
