import { hash } from 'node:crypto';
import { AuthError } from '../auth-error';
import { PROOF_MAX_AGE_SECONDS, type VerifiedProof } from './dpop-proof';
import type { TokenTable } from '../tables/token-table';

/** The proofs that were accepted, so that none is accepted twice (RFC 9449, section 11.1). */
export class ProofMemory {
  public constructor(
    private readonly table: TokenTable,
    private readonly now: () => number,
  ) {}

  /** @throws AuthError `proof_replayed`, or `proofs_unavailable` if that cannot be found out */
  public async remember({ thumbprint, jti, issuedAt }: VerifiedProof, issuer: string): Promise<void> {
    // The digest bounds the length of the key, whatever a client calls its proofs.
    const id = `dpop ${thumbprint} ${hash('sha256', jti, 'base64url')}`;
    const expiresAt = Math.ceil(issuedAt + PROOF_MAX_AGE_SECONDS) + 1;
    if (!(await this.add(id, expiresAt, issuer))) throw new AuthError('proof_replayed', issuer);
  }

  private async add(id: string, expiresAt: number, issuer: string): Promise<boolean> {
    try {
      return await this.table.addNew(id, expiresAt, Math.floor(this.now() / 1_000));
    } catch {
      throw new AuthError('proofs_unavailable', issuer);
    }
  }
}
