import type { Comparator, Condition, Operand } from './condition';
import { conditionTokens } from './condition-tokens';
import type { Placeholders } from './placeholders';
import { invalid, notSimulated } from './table-error';

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=']);
const FUNCTIONS: ReadonlyMap<string, boolean> = new Map([
  ['attribute_exists', true],
  ['attribute_not_exists', false],
]);
const WORD = /^[A-Za-z_]/;
/** Words of the language that are no names of attributes. */
const KEYWORDS = /^(and|or|not|between|in)$/i;

/**
 * Reads a ConditionExpression: existence and comparisons of top-level attributes, joined by AND and OR.
 *
 * @throws TableError for everything else that DynamoDB's language has
 */
export function parseCondition(expression: string, placeholders: Placeholders): Condition {
  return new ConditionParser(conditionTokens(expression), placeholders).parse();
}

class ConditionParser {
  private position = 0;

  public constructor(
    private readonly tokens: readonly string[],
    private readonly placeholders: Placeholders,
  ) {}

  public parse(): Condition {
    const condition = this.either();
    if (this.position < this.tokens.length) throw this.unexpected();
    return condition;
  }

  private either(): Condition {
    let left = this.both();
    while (this.takes('OR')) left = { type: 'or', left, right: this.both() };
    return left;
  }

  /** AND binds more tightly than OR. */
  private both(): Condition {
    let left = this.single();
    while (this.takes('AND')) left = { type: 'and', left, right: this.single() };
    return left;
  }

  private single(): Condition {
    const token = this.tokens[this.position] ?? '';
    if (this.tokens[this.position + 1] === '(' && WORD.test(token)) return this.call(token);
    const left = this.operand();
    const comparator = this.next();
    if (!COMPARATORS.has(comparator)) throw this.unexpected(-1);
    const right = this.operand();
    if (left.type === 'value' && right.type === 'value') throw notSimulated('a comparison of two values');
    return { type: 'compare', comparator: comparator as Comparator, left, right };
  }

  private call(name: string): Condition {
    const wanted = FUNCTIONS.get(name);
    if (wanted === undefined) throw notSimulated(`the function ${name} in a ConditionExpression`);
    this.position += 2;
    const operand = this.operand();
    if (operand.type === 'value') {
      throw invalid(
        `Invalid ConditionExpression: Operator or function requires a document path; operator or function: ${name}`,
      );
    }
    if (this.next() !== ')') throw this.unexpected(-1);
    return { type: 'exists', attribute: operand.name, wanted };
  }

  private operand(): Operand {
    const token = this.next();
    if (token.startsWith(':')) return { type: 'value', value: this.placeholders.value(token) };
    if (token.startsWith('#')) return { type: 'attribute', name: this.placeholders.name(token) };
    if (WORD.test(token) && !KEYWORDS.test(token) && !FUNCTIONS.has(token)) return { type: 'attribute', name: token };
    throw this.unexpected(-1);
  }

  private takes(keyword: string): boolean {
    const found = this.tokens[this.position]?.toUpperCase() === keyword;
    if (found) this.position += 1;
    return found;
  }

  private next(): string {
    return this.tokens[this.position++] ?? '';
  }

  private unexpected(offset = 0): Error {
    const token = this.tokens[this.position + offset];
    if (token === undefined) return invalid('Invalid ConditionExpression: Syntax error; token: "<EOF>"');
    return notSimulated(`'${token}' at this place of a ConditionExpression`);
  }
}
