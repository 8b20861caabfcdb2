import type { TableModel } from '../model/table-model';
import type { Item } from './attribute-value';
import type { Condition } from './condition';
import { meets } from './condition-evaluation';
import { checkItem, checkKey, keyText } from './item-checks';
import { TableError } from './table-error';

/** One table in memory. Items are never changed, only replaced. */
export class Table {
  private readonly items = new Map<string, Item>();
  private failing = false;

  public constructor(public readonly model: TableModel) {}

  /** Whether functions get an error instead of an answer. */
  public set fails(failing: boolean) {
    this.failing = failing;
  }

  public get all(): readonly Item[] {
    return [...this.items.values()];
  }

  /** @throws TableError if it was told to fail */
  public checkWorks(): void {
    if (this.failing) throw new TableError('InternalServerError', 'Internal server error');
  }

  public get(key: Item): Item | undefined {
    return this.items.get(this.textOf(key));
  }

  public put(item: Item, condition?: Condition): void {
    checkItem(this.model, item);
    const key = keyText(this.model, item);
    this.check(key, condition);
    this.items.set(key, item);
  }

  public delete(key: Item, condition?: Condition): void {
    const text = this.textOf(key);
    this.check(text, condition);
    this.items.delete(text);
  }

  /** The same text for the same key. */
  public textOf(key: Item): string {
    checkKey(this.model, key);
    return keyText(this.model, key);
  }

  private check(key: string, condition: Condition | undefined): void {
    if (condition === undefined || meets(this.items.get(key), condition)) return;
    throw new TableError('ConditionalCheckFailedException', 'The conditional request failed');
  }
}
