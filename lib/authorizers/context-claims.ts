import type { IConstruct } from 'constructs';
import type { ClaimName } from '../private/authorizer-contract';
import { fail, requireKnownList, requirePattern } from '../private/checks';
import { claimNameOf, isSame } from './claim-name';

/** What the authorizer and API Gateway themselves write into the context. */
const RESERVED = [
  ...['sub', 'iss', 'clientId', 'scope', 'tier'],
  ...['principalId', 'integrationLatency', '__proto__'],
];

/**
 * The claims that the backend gets, each once.
 *
 * @throws SecureApiError for names that could not be told apart in the context
 */
export function contextClaimsOf(at: IConstruct, claims: readonly string[] = []): readonly ClaimName[] {
  const place = { at, name: 'contextClaims' };
  requireKnownList(at, place.name, claims);
  const byKey = new Map<string, ClaimName>();
  for (const text of claims) {
    requirePattern({ ...place, code: 'TextEmpty' }, text, /^[^]+$/, 'each must be the name of a claim');
    const claim = claimNameOf(place, text);
    const key = contextKeyOf(claim);
    if (RESERVED.includes(key)) {
      const rule = 'the authorizer writes it itself, where there is one; name others';
      fail({ ...place, code: 'ContextClaimReserved' }, text, rule);
    }
    const other = byKey.get(key);
    if (other !== undefined && !isSame(other, claim)) {
      const rule = `the backend would get it as '${key}', as another claim that is named here; leave one of them out`;
      fail({ ...place, code: 'ContextClaimDuplicate' }, text, rule);
    }
    byKey.set(key, claim);
  }
  return [...byKey.values()];
}

/** The name under which the backend gets a claim; the names of a path are joined to one that logs and templates can name. */
function contextKeyOf(claim: ClaimName): string {
  return typeof claim === 'string' ? claim : claim.join('_');
}
