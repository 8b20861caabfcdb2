import { type Item, readItem } from '../../../local/src/tables/attribute-value';
import { meets } from '../../../local/src/tables/condition-evaluation';
import { TableError } from '../../../local/src/tables/table-error';
import { conditionOf } from '../../../local/src/tables/request-parameters';

const VALUES = {
  n5: { N: '5' },
  n10: { N: '10.0' },
  fig: { S: 'fig' },
  bytes: { B: 'YQ==' },
  list: { L: [{ N: '1' }] },
  map: { M: { b: { S: 'y' }, a: { S: 'x' } } },
  set: { SS: ['b', 'a'] },
  yes: { BOOL: true },
};
const NAMES = { id: 'id', odd: 'an odd.name', status: 'status' };

const ITEM = readItem({
  id: { S: 'fig' },
  count: { N: '9' },
  bytes: { B: 'Yg==' },
  list: { L: [{ N: '1.0' }] },
  map: { M: { a: { S: 'x' }, b: { S: 'y' } } },
  set: { SS: ['a', 'b'] },
  flag: { BOOL: true },
  'an odd.name': { S: 'é' },
  status: { NULL: true },
});

/** With exactly those placeholders that the expression has. */
function parameters(expression: string) {
  const used = (sign: string, all: Record<string, unknown>) => {
    const found = Object.entries(all).filter(([name]) => new RegExp(`${sign}${name}\\b`).test(expression));
    return found.length === 0 ? undefined : Object.fromEntries(found.map(([name, value]) => [sign + name, value]));
  };
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: used('#', NAMES),
    ExpressionAttributeValues: used(':', VALUES),
  };
}

function holds(expression: string, item: Item | undefined = ITEM): boolean {
  const condition = conditionOf(parameters(expression));
  if (condition === undefined) throw new Error('there is no condition');
  return meets(item, condition);
}

test.each<[string, boolean]>([
  ['attribute_exists(id)', true],
  ['attribute_exists(colour)', false],
  ['attribute_exists(constructor)', false],
  ['attribute_not_exists(id)', false],
  ['attribute_not_exists(colour)', true],
  ['attribute_not_exists ( #status )', false],
  ['attribute_exists(#odd)', true],
  ['count < :n10', true],
  ['count < :n5', false],
  ['count > :n5', true],
  ['count > :n10', false],
  ['count <= :n10', true],
  ['count >= :n10', false],
  [':n5 < count', true],
  ['id = :fig', true],
  ['id <= :fig', true],
  ['id >= :fig', true],
  ['id < :fig', false],
  ['#odd > :fig', true],
  ['bytes > :bytes', true],
  ['bytes = :bytes', false],
  ['count = :fig', false],
  ['count < :fig', false],
  ['count > :fig', false],
  ['colour = :fig', false],
  ['colour < :n5', false],
  ['colour > :n5', false],
  ['colour = flavour', false],
  ['id = id', true],
  ['list = :list', true],
  ['map = :map', true],
  ['set = :set', true],
  ['flag = :yes', true],
  ['list = :set', false],
  ['attribute_exists(colour) OR count < :n10', true],
  ['attribute_exists(colour) or count > :n10', false],
  ['attribute_exists(id) AND count < :n10', true],
  ['attribute_exists(id) and count > :n10', false],
  ['attribute_exists(id) OR attribute_exists(colour) AND attribute_exists(flavour)', true],
  ['attribute_exists(colour) AND attribute_exists(flavour) OR attribute_exists(id)', true],
  ['attribute_exists(colour) AND attribute_exists(id) OR attribute_exists(flavour)', false],
])('%s is %p', (expression, expected) => {
  expect(holds(expression)).toBe(expected);
});

test.each<[string, boolean]>([
  ['attribute_not_exists(id)', true],
  ['attribute_exists(id)', false],
  ['count < :n10', false],
  ['count > :n10', false],
  ['id = id', false],
  ['attribute_not_exists(id) OR count < :n10', true],
])('without an item, %s is %p', (expression, expected) => {
  const condition = conditionOf(parameters(expression));
  expect(condition && meets(undefined, condition)).toBe(expected);
});

const OURS = 'the local gateway does not simulate';
const SYNTAX = 'Invalid ConditionExpression: Syntax error; token:';

test.each<[string, string]>([
  ['', 'Invalid ConditionExpression: The expression can not be empty;'],
  ['  ', 'Invalid ConditionExpression: The expression can not be empty;'],
  ['id', `${SYNTAX} "<EOF>"`],
  ['id =', `${SYNTAX} "<EOF>"`],
  ['id = :fig OR', `${SYNTAX} "<EOF>"`],
  ['attribute_exists(id', `${SYNTAX} "<EOF>"`],
  ['attribute_exists()', `${OURS} ')' at this place of a ConditionExpression`],
  ['attribute_exists', `${OURS} 'attribute_exists' at this place of a ConditionExpression`],
  ['id = :fig id', `${OURS} 'id' at this place of a ConditionExpression`],
  ['id - :fig', `${SYNTAX} "-"`],
  ['id = "fig"', `${SYNTAX} """`],
  ['id <> :fig', `${OURS} '<>' at this place of a ConditionExpression`],
  ['NOT attribute_exists(id)', `${OURS} 'NOT' at this place of a ConditionExpression`],
  ['(attribute_exists(id))', `${OURS} '(' at this place of a ConditionExpression`],
  ['map.a = :fig', `${OURS} '.' at this place of a ConditionExpression`],
  ['attribute_exists(map.a)', `${OURS} '.' at this place of a ConditionExpression`],
  ['attribute_exists(list[0])', `${OURS} '[' at this place of a ConditionExpression`],
  ['count BETWEEN :n5 AND :n10', `${OURS} 'BETWEEN' at this place of a ConditionExpression`],
  ['count IN (:n5, :n10)', `${OURS} 'IN' at this place of a ConditionExpression`],
  ['begins_with(id, :fig)', `${OURS} the function begins_with in a ConditionExpression`],
  ['contains(id, :fig)', `${OURS} the function contains in a ConditionExpression`],
  ['size(id) > :n5', `${OURS} the function size in a ConditionExpression`],
  ['attribute_type(id, :fig)', `${OURS} the function attribute_type in a ConditionExpression`],
  ['ATTRIBUTE_EXISTS(id)', `${OURS} the function ATTRIBUTE_EXISTS in a ConditionExpression`],
  [':fig = :fig', `${OURS} a comparison of two values`],
  [
    'attribute_exists(:fig)',
    'Invalid ConditionExpression: Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'id < :list',
    'Invalid ConditionExpression: Incorrect operand type for operator or function; operator: <, operand type: L',
  ],
  [
    'attribute_exists(id) OR count >= :yes',
    'Invalid ConditionExpression: Incorrect operand type for operator or function; operator: >=, operand type: BOOL',
  ],
  [
    'id = :nowhere',
    'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :nowhere',
  ],
  [
    '#nowhere = :fig',
    'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #nowhere',
  ],
  [
    `id = ${' '.repeat(4_096)}:fig`,
    'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size',
  ],
])('%s is refused', (expression, message) => {
  const failure = expect.objectContaining({ name: TableError.name, type: 'ValidationException', message });
  expect(() => conditionOf(parameters(expression))).toThrow(failure);
});

test.each<[string, object, string]>([
  [
    'a value that nothing uses',
    { ConditionExpression: 'id = :a', ExpressionAttributeValues: { ':a': { S: 'x' }, ':b': { S: 'y' } } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}',
  ],
  [
    'a name that nothing uses',
    { ConditionExpression: 'attribute_exists(id)', ExpressionAttributeNames: { '#c': 'id' } },
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}',
  ],
  [
    'values without an expression',
    { ExpressionAttributeValues: { ':a': { S: 'x' } } },
    'ExpressionAttributeValues can only be specified when using expressions',
  ],
  [
    'no values',
    { ConditionExpression: 'attribute_exists(id)', ExpressionAttributeValues: {} },
    'ExpressionAttributeValues must not be empty',
  ],
  [
    'a name without its sign',
    { ConditionExpression: 'attribute_exists(id)', ExpressionAttributeNames: { c: 'id' } },
    'ExpressionAttributeNames contains invalid key: Syntax error; key: "c"',
  ],
  [
    'an empty name',
    { ConditionExpression: 'attribute_exists(#c)', ExpressionAttributeNames: { '#c': '' } },
    'ExpressionAttributeNames contains invalid value',
  ],
  ['an expression that is no text', { ConditionExpression: ['id'] }, 'ConditionExpression must be a text'],
])('%s is refused by itself', (_what, request, message) => {
  expect(() => conditionOf(request as Record<string, unknown>)).toThrow(message);
});
