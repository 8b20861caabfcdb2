import type { TableModel } from '../model/table-model';
import { Table } from './table';
import { TableError } from './table-error';

/** The tables of an assembly. */
export class Tables {
  public readonly all: readonly Table[];

  public constructor(models: readonly TableModel[]) {
    this.all = models.map((model) => new Table(model));
  }

  /**
   * The table that a request names, by name or by ARN.
   *
   * @throws TableError if there is none, or if it was told to fail
   */
  public named(name: unknown): Table {
    const found = this.all.find(({ model }) => model.name === name || model.arn === name);
    if (!found) throw new TableError('ResourceNotFoundException', 'Requested resource not found');
    found.checkWorks();
    return found;
  }
}
