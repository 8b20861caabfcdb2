import type { TableEntry, TokenTable } from '../../../../lambda/jwt-authorizer/tables/token-table';

/** A table in memory that can be made to fail. */
export class MemoryTable implements TokenTable {
  public readonly entries = new Map<string, TableEntry>();
  public readonly asked: (readonly string[])[] = [];
  public fault?: Error;

  public async find(ids: readonly string[]): Promise<readonly TableEntry[]> {
    this.asked.push(ids);
    if (this.fault) throw this.fault;
    return ids.flatMap((id) => this.entries.get(id) ?? []);
  }

  public async addNew(id: string, expiresAt: number, now: number): Promise<boolean> {
    if (this.fault) throw this.fault;
    const known = this.entries.get(id);
    if (known && !((known.expiresAt as number) < now)) return false;
    this.entries.set(id, { id, expiresAt });
    return true;
  }

  public add(id: string, times: Omit<TableEntry, 'id'> = {}): void {
    this.entries.set(id, { id, ...times });
  }
}
