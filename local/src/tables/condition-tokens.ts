import { invalid } from './table-error';

/** `word` is an attribute, a function or AND and OR; `#name` and `:value` are placeholders. */
const TOKEN = /\s*(?:(?<token>[A-Za-z_]\w*|\d+|[#:]\w+|<=|>=|<>|[<>=(),.[\]])|(?<wrong>\S))/gy;
/** DynamoDB's own limit. */
const MAX_BYTES = 4_096;

/** The tokens of a ConditionExpression; each is a word, a placeholder or a sign. */
export function conditionTokens(expression: string): readonly string[] {
  if (Buffer.byteLength(expression) > MAX_BYTES) {
    throw invalid('Invalid ConditionExpression: Expression size has exceeded the maximum allowed size');
  }
  const tokens: string[] = [];
  for (const { groups } of expression.matchAll(TOKEN)) {
    if (groups?.token === undefined) {
      throw invalid(`Invalid ConditionExpression: Syntax error; token: "${groups?.wrong ?? ''}"`);
    }
    tokens.push(groups.token);
  }
  if (tokens.length === 0) throw invalid('Invalid ConditionExpression: The expression can not be empty;');
  return tokens;
}
