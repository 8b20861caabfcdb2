import { AuthError } from '../auth-error';
import { claimOf } from '../claims';
import type { TableEntry, TokenTable } from './token-table';
import type { VerifiedToken } from '../verified-tokens';

/** What an entry can revoke: one token, everything of a subject, of a session, or of a client. */
const KINDS = ['jti', 'sub', 'origin_jti', 'client_id'] as const;

/** Longest partition key of DynamoDB. */
const MAX_ID_BYTES = 2_048;

/** Tokens that were taken back before they expired. */
export class RevocationList {
  public constructor(
    private readonly table: TokenTable,
    private readonly now: () => number,
  ) {}

  /** @throws AuthError `token_revoked`, or `revocations_unavailable` if that cannot be found out */
  public async check(token: VerifiedToken): Promise<void> {
    const ids = revocationIds(token);
    const issuer = token.issuer.issuer;
    // No entry could ever name it, and DynamoDB would refuse the whole request.
    if (ids.some((id) => Buffer.byteLength(id) > MAX_ID_BYTES)) throw new AuthError('token_malformed', issuer);
    const entries = ids.length > 0 ? await this.find(ids, issuer) : [];
    if (entries.some((entry) => this.concerns(entry, token))) throw new AuthError('token_revoked', issuer);
  }

  private async find(ids: readonly string[], issuer: string): Promise<readonly TableEntry[]> {
    try {
      return await this.table.find(ids);
    } catch {
      throw new AuthError('revocations_unavailable', issuer);
    }
  }

  /** An entry that is not understood in full revokes as much as it can. */
  private concerns({ expiresAt, issuedBefore }: TableEntry, { claims }: VerifiedToken): boolean {
    if (typeof expiresAt === 'number' && this.now() / 1_000 >= expiresAt) return false;
    return typeof issuedBefore !== 'number' || claims.iat === undefined || claims.iat <= issuedBefore;
  }
}

/**
 * The ids under which a token may be revoked: `jti ISSUER VALUE` and so on, because each is unique with its issuer only.
 *
 * A user pool has two issuers for the same subjects and sessions; an entry for either of them counts.
 */
export function revocationIds({ claims, clientId, issuer: { issuer, twin } }: VerifiedToken): readonly string[] {
  const issuers = twin === undefined ? [issuer] : [issuer, twin];
  return KINDS.flatMap((kind) => {
    const value = kind === 'client_id' ? clientId : claimOf(claims, kind);
    return typeof value === 'string' && value !== '' ? issuers.map((name) => `${kind} ${name} ${value}`) : [];
  });
}
