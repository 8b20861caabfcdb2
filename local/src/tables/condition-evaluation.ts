import type { AttributeValue, Item } from './attribute-value';
import type { Comparator, Condition, Operand } from './condition';
import { compareNumbers } from './decimal';
import { invalid } from './table-error';

/** Whether an item, or its absence, meets a condition. */
export function meets(item: Item | undefined, condition: Condition): boolean {
  switch (condition.type) {
    case 'and':
      return meets(item, condition.left) && meets(item, condition.right);
    case 'or':
      return meets(item, condition.left) || meets(item, condition.right);
    case 'exists':
      return (item !== undefined && Object.hasOwn(item, condition.attribute)) === condition.wanted;
    case 'compare':
      return compares(valueOf(condition.left, item), valueOf(condition.right, item), condition.comparator);
  }
}

/** @throws TableError for a value that has no order, whatever the item holds */
export function checkOperands(condition: Condition): void {
  if (condition.type === 'and' || condition.type === 'or') {
    checkOperands(condition.left);
    checkOperands(condition.right);
    return;
  }
  if (condition.type !== 'compare' || condition.comparator === '=') return;
  for (const operand of [condition.left, condition.right]) {
    if (operand.type === 'attribute' || ordered(operand.value)) continue;
    throw invalid(
      `Invalid ConditionExpression: Incorrect operand type for operator or function; operator: ${condition.comparator}, operand type: ${Object.keys(operand.value)[0]}`,
    );
  }
}

function valueOf(operand: Operand, item: Item | undefined): AttributeValue | undefined {
  if (operand.type === 'value') return operand.value;
  return item !== undefined && Object.hasOwn(item, operand.name) ? item[operand.name] : undefined;
}

/** What is not there, or of another type, compares to nothing. */
function compares(left: AttributeValue | undefined, right: AttributeValue | undefined, how: Comparator): boolean {
  if (left === undefined || right === undefined) return false;
  if (how === '=') return canonicalText(left) === canonicalText(right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  switch (how) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function orderOf(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  // By bytes, not by UTF-16.
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('B' in left && 'B' in right) {
    return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  }
  return undefined;
}

function ordered(value: AttributeValue): boolean {
  return 'N' in value || 'S' in value || 'B' in value;
}

/** A map has no order. */
function canonicalText(value: AttributeValue): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
