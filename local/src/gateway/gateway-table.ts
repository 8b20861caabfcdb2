import { itemOf, type PlainItem, plainItem } from '../tables/plain-value';
import type { Table } from '../tables/table';
import { TableError } from '../tables/table-error';
import type { Tables } from '../tables/tables';
import { LocalGatewayError } from './local-gateway-error';

/** A DynamoDB table of the assembly, in the hands of a test. */
export class GatewayTable {
  public constructor(private readonly table: Table) {}

  /** Physical name, as functions know it. */
  public get name(): string {
    return this.table.model.name;
  }

  /** Adds an item, or puts it in the place of the one with its key; also while the table fails. */
  public put(item: PlainItem): void {
    this.run(() => this.table.put(itemOf(item)));
  }

  /** @param key the attributes of the key, and no others */
  public delete(key: PlainItem): void {
    this.run(() => this.table.delete(itemOf(key)));
  }

  /** All items, in the order in which their keys came. */
  public items(): Record<string, unknown>[] {
    return this.table.all.map(plainItem);
  }

  /** From now on functions get an InternalServerError from this table. */
  public fail(): void {
    this.table.fails = true;
  }

  /** Ends `fail()`. */
  public recover(): void {
    this.table.fails = false;
  }

  private run(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      throw new LocalGatewayError('ItemInvalid', `table ${this.name}: ${error.message}`);
    }
  }
}

/**
 * @param name name, ARN or logical id of a table, or a part of name or id that no other table has
 * @throws LocalGatewayError that lists the tables
 */
export function findTable({ all }: Tables, name: string): GatewayTable {
  const exact = all.filter(
    ({ model: { id, name: own, arn } }) => [id, own, arn].includes(name) || id.endsWith(`/${name}`),
  );
  const found = exact.length > 0 ? exact : all.filter(({ model }) => `${model.id} ${model.name}`.includes(name));
  if (found.length === 1) return new GatewayTable(found[0]);
  const known = all.map(({ model }) => `${model.name} (${model.id})`).join(', ');
  throw new LocalGatewayError(
    'TableUnknown',
    `${found.length} tables are named '${name}'; there are: ${known || 'none'}`,
  );
}
