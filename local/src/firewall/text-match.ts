import type { GatewayRequest } from '../chain/gateway-request';
import { type Reading, fieldReadings } from './field-readings';
import { LinearRegex } from './linear-regex';
import type { ByteConstraint, SizeConstraintModel, SizeOperator, TextModel } from './statement-model';
import { transformed } from './text-transformations';
import { type TriState, agreed, any } from './tri-state';

type Test = (text: string) => boolean;

/** Asks a part of a request; made once for each statement, for regular expressions are compiled. */
export type FieldTest = (request: GatewayRequest, bodyLimit: number) => TriState;

/** A part that has several texts matches with any of them; one that is not there does not match. */
export function textTest(statement: TextModel): FieldTest {
  const test =
    statement.type === 'byteMatch' ? byteTest(statement.constraint, statement.search) : regexTest(statement.patterns);
  return fieldTest(statement, (texts) => any(texts.map((text) => testedText(test, text, statement.transformations))));
}

/** Where a part has several texts, whether each has its size or all together is not documented; both must say the same. */
export function sizeTest(statement: SizeConstraintModel): FieldTest {
  const compare = COMPARISONS[statement.operator];
  return fieldTest(statement, (texts) => {
    const readings = texts.map((text) => transformed(text, statement.transformations).map(({ length }) => length));
    const each = readings.map((lengths) => agreed(lengths.map((length) => compare(length, statement.size))));
    if (texts.length < 2) return any(each);
    if (readings.some((lengths) => lengths.length !== 1)) return 'unknown';
    const total = readings.flat().reduce((sum, length) => sum + length, 0);
    return agreed([any(each), compare(total, statement.size)]);
  });
}

function fieldTest(
  statement: TextModel | SizeConstraintModel,
  test: (texts: readonly string[]) => TriState,
): FieldTest {
  const answer = (reading: Reading): TriState => (typeof reading === 'boolean' ? reading : test(reading));
  return (request, bodyLimit) => agreed(fieldReadings(statement.field, request, bodyLimit).map(answer));
}

function testedText(test: Test, text: string, transformations: readonly string[]): TriState {
  return agreed(transformed(text, transformations).map(test));
}

function regexTest(patterns: readonly string[]): Test {
  const expressions = patterns.map((pattern) => new LinearRegex(pattern));
  return (text) => expressions.some((expression) => expression.test(text));
}

function byteTest(constraint: ByteConstraint, search: string): Test {
  switch (constraint) {
    case 'EXACTLY':
      return (text) => text === search;
    case 'STARTS_WITH':
      return (text) => text.startsWith(search);
    case 'ENDS_WITH':
      return (text) => text.endsWith(search);
    case 'CONTAINS':
      return (text) => text.includes(search);
    case 'CONTAINS_WORD':
      return (text) => containsWord(text, search);
  }
}

/** The word stands alone: what is next to it is neither alphanumeric nor an underscore. */
function containsWord(text: string, word: string): boolean {
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
    const neighbours = text.slice(Math.max(0, start - 1), start) + text.slice(start + word.length).charAt(0);
    if (!/\w/.test(neighbours)) return true;
    if (word === '' && start >= text.length) break;
  }
  return false;
}

const COMPARISONS: Readonly<Record<SizeOperator, (length: number, size: number) => boolean>> = {
  EQ: (length, size) => length === size,
  NE: (length, size) => length !== size,
  LE: (length, size) => length <= size,
  LT: (length, size) => length < size,
  GE: (length, size) => length >= size,
  GT: (length, size) => length > size,
};
