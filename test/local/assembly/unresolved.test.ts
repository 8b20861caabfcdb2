import { isUnresolved, unresolved } from '../../../local/src/assembly/resolved-stack';
import { describeUnresolved, unresolvedInstead } from '../../../local/src/assembly/unresolved-parts';

test.each<[unknown, boolean]>([
  [unresolved('Table.Arn'), true],
  // A Join glues the mark to what is before it.
  [`abc${unresolved('Table.Arn')}def`, true],
  [unresolved('a (b) c'), true],
  [['a', { b: unresolved('x') }], true],
  ['unresolved', false],
  [{ a: null, b: 1, c: ['x'] }, false],
])('%j is not known: %p', (value, expected) => {
  expect(isUnresolved(value)).toBe(expected);
});

test('a mark holds no parenthesis that would end it early', () => {
  expect(unresolved('f(x) of (y)')).toBe('unresolved(fx of y)');
});

test.each<[string, string | undefined]>([
  ['whole', undefined],
  ['a unresolved(X.Arn) b unresolved(Y)', 'unresolved(X.Arn, Y)'],
  ['{{resolve:ssm:/a}}', 'unresolved(resolve:ssm:/a)'],
  ['{{resolve:ss', 'unresolved(a dynamic reference)'],
])('what stands for a part of %j is %j', (text, expected) => {
  expect(unresolvedInstead(text)).toBe(expected);
});

test('a finding names the place and the cause', () => {
  expect(describeUnresolved({ a: ['x', { b: 'unresolved(Q.Arn)' }] })).toEqual(['a.1.b: Q.Arn']);
});
