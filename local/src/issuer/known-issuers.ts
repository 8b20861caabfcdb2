import { trustedIssuer, type TrustedIssuer } from './trusted-issuer';
import { userPoolIdsIn, userPoolIssuers } from './user-pool-issuers';

export type { TrustedIssuer } from './trusted-issuer';

const HTTPS_HOST = /\bhttps:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\.?(?=[:/?#\s"'`,;|<>)\]}\\]|$)/gi;

/** JSON in a string in JSON is looked into this far. */
const MAX_DEPTH = 16;

/**
 * The hosts that stand for token issuers, as far as that can be told from outside: the host of every https URL in the
 * functions' settings, and the two issuer hosts of every user pool that is named there.
 *
 * @param environments variables of functions
 * @param others texts from elsewhere: files beside a function's code, issuers or ids of user pools
 */
export function issuerHosts(
  environments: Iterable<Readonly<Record<string, string>>>,
  others: Iterable<string>,
): string[] {
  const hosts = new Set<string>();
  const texts = [...[...environments].flatMap((environment) => Object.values(environment)), ...others];
  for (const text of texts.flatMap((value) => textsIn(value, 0))) {
    for (const [, host] of text.matchAll(HTTPS_HOST)) hosts.add(host.toLowerCase());
    for (const id of userPoolIdsIn(text)) {
      for (const issuer of userPoolIssuers(id)) hosts.add(new URL(issuer).hostname);
    }
  }
  return [...hosts];
}

/**
 * Whose tokens a function accepts, as far as it says so in a way that is known here: the `issuers` of the variable
 * `AUTHORIZER_CONFIG`, and of JSON files beside the code, as this project's JWT authorizer has them. Empty for other
 * functions.
 *
 * @param files texts of the JSON files beside the function's code
 */
export function trustedIssuers(
  environment: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): TrustedIssuer[] {
  const documents = [environment.AUTHORIZER_CONFIG ?? '', ...files].map(parse);
  return documents.flatMap((document) => {
    const issuers = isRecord(document) ? document.issuers : undefined;
    return Array.isArray(issuers) ? issuers.flatMap((issuer: unknown) => trustedIssuer(issuer)) : [];
  });
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
