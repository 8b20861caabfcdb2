import type { TableModel } from '../../../local/src/model/table-model';

export function tableModel(overrides: Partial<TableModel> = {}): TableModel {
  const name = overrides.name ?? 'revocations';
  return {
    id: 'Revocations',
    name,
    arn: `arn:aws:dynamodb:eu-west-3:210987654321:table/${name}`,
    keys: [{ name: 'id', type: 'S' }],
    attributes: { id: 'S' },
    ...overrides,
  };
}

/** A table with a sort key that is a number. */
export const VISITS = tableModel({
  id: 'Inner/Visits',
  name: 'visits',
  keys: [
    { name: 'who', type: 'S' },
    { name: 'at', type: 'N' },
  ],
  attributes: { who: 'S', at: 'N', place: 'B' },
});
