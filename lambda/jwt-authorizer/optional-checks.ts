import { SenderBindings } from './sender/sender-bindings';
import type { Settings } from './config';
import { ProofMemory } from './sender/proof-memory';
import { RevocationList } from './tables/revocation-list';
import type { OpenTable } from './tables/token-table';
import { type UsageTiers, usageTiers } from './usage-tiers';

/** Checks that only some APIs ask for; absent where this one does not. */
export interface OptionalChecks {
  readonly senders?: SenderBindings;
  readonly revocations?: RevocationList;
  readonly proofs?: ProofMemory;
  readonly usage?: UsageTiers;
}

/** What the settings ask for. */
export async function optionalChecks(
  { routes, revocationTable, proofTable, usage }: Settings,
  now: () => number,
  openTables: () => Promise<OpenTable>,
): Promise<OptionalChecks> {
  const checks = { senders: new SenderBindings(routes), usage: usage && usageTiers(usage) };
  if (revocationTable === undefined && proofTable === undefined) return checks;
  const open = await openTables();
  return {
    ...checks,
    revocations: revocationTable === undefined ? undefined : new RevocationList(open(revocationTable), now),
    proofs: proofTable === undefined ? undefined : new ProofMemory(open(proofTable), now),
  };
}
