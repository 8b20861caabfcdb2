import type { AttributeValue } from './attribute-value';

/** A ConditionExpression, its placeholders replaced. */
export type Condition =
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'exists'; readonly attribute: string; readonly wanted: boolean }
  | { readonly type: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand };

export type Comparator = '=' | '<' | '<=' | '>' | '>=';

export type Operand =
  { readonly type: 'attribute'; readonly name: string } | { readonly type: 'value'; readonly value: AttributeValue };
