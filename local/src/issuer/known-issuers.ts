/** An issuer whose tokens an authorizer accepts, and what it wants to see in them. */
export interface TrustedIssuer {
  /** Exact value of the `iss` claim. */
  readonly issuer: string;
  /** OpenID Connect: one of the accepted values of the `aud` claim. */
  readonly audience?: string;
  /** User pool: ids of the accepted app clients. */
  readonly clients?: readonly string[];
  /** User pool: which kind of token. */
  readonly tokenUse?: 'access' | 'id';
}

const HTTPS_HOST = /\bhttps:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\.?(?=[:/?#\s"'`,;|<>)\]}\\]|$)/gi;
const USER_POOL_ID = '(?:eusc-)?[a-z]{2}-(?:[a-z]+-)+\\d_[A-Za-z0-9]+';
const IS_USER_POOL_ID = new RegExp(`^${USER_POOL_ID}$`);
const USER_POOL_IDS = new RegExp(`(?<![\\w-])${USER_POOL_ID}(?!\\w)`, 'g');

/** JSON in a string in JSON is looked into this far. */
const MAX_DEPTH = 16;

/**
 * The hosts that stand for token issuers, as far as that can be told from outside: the host of every https URL in the
 * functions' environments, and the two issuer hosts of every user pool that is named there.
 *
 * @param userPoolIssuers issuers of user pools, or their ids, that are known from elsewhere
 */
export function issuerHosts(
  environments: Iterable<Readonly<Record<string, string>>>,
  userPoolIssuers: Iterable<string>,
): string[] {
  const hosts = new Set<string>();
  const texts = [...[...environments].flatMap((environment) => Object.values(environment)), ...userPoolIssuers];
  for (const text of texts.flatMap((value) => textsIn(value, 0))) {
    for (const [, host] of text.matchAll(HTTPS_HOST)) hosts.add(host.toLowerCase());
    for (const [id] of text.matchAll(USER_POOL_IDS)) {
      for (const issuer of userPoolIssuersOf(id)) hosts.add(new URL(issuer).hostname);
    }
  }
  return [...hosts];
}

/**
 * Whose tokens a function accepts, as far as its environment says so in a way that is known here: the variable
 * `AUTHORIZER_CONFIG` of this project's JWT authorizer. Empty for other functions.
 */
export function trustedIssuers(environment: Readonly<Record<string, string>>): TrustedIssuer[] {
  const config = parse(environment.AUTHORIZER_CONFIG ?? '');
  const issuers = isRecord(config) ? config.issuers : undefined;
  return Array.isArray(issuers) ? issuers.flatMap((issuer: unknown) => trustedIssuer(issuer)) : [];
}

function trustedIssuer(config: unknown): TrustedIssuer[] {
  if (!isRecord(config)) return [];
  if (config.type === 'oidc' && typeof config.issuer === 'string') {
    return [{ issuer: config.issuer, audience: textList(config.audiences)[0] }];
  }
  const { type, userPoolId, tokenUse } = config;
  if (type !== 'user-pool' || typeof userPoolId !== 'string' || !IS_USER_POOL_ID.test(userPoolId)) return [];
  if (tokenUse !== 'access' && tokenUse !== 'id') return [];
  const clients = textList(config.clients);
  return userPoolIssuersOf(userPoolId).map((issuer) => ({ issuer, clients, tokenUse }));
}

/** Both issuers of a user pool: the original one and the one that Cognito recommends since 2026. */
function userPoolIssuersOf(id: string): string[] {
  const host = `cognito-idp.${id.slice(0, id.indexOf('_'))}.amazonaws.com`;
  return [`https://${host}/${id}`, `https://issuer-${host}/${id}`];
}

/** The text itself, and every text in the JSON that it may be. */
function textsIn(value: unknown, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'string') {
    const inner = parse(value);
    return inner === undefined ? [value] : [value, ...textsIn(inner, depth + 1)];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member, depth + 1)]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
