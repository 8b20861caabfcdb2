import { readItem } from '../../../local/src/tables/attribute-value';
import { itemOf, plainItem } from '../../../local/src/tables/plain-value';

test('what a test writes is what it gets back', () => {
  const item = {
    id: 'a',
    n: -1.5,
    yes: true,
    no: false,
    nothing: null,
    list: [1, ['x', null]],
    deep: { er: { n: 0 } },
  };
  expect(itemOf(item)).toEqual({
    id: { S: 'a' },
    n: { N: '-1.5' },
    yes: { BOOL: true },
    no: { BOOL: false },
    nothing: { NULL: true },
    list: { L: [{ N: '1' }, { L: [{ S: 'x' }, { NULL: true }] }] },
    deep: { M: { er: { M: { n: { N: '0' } } } } },
  });
  expect(plainItem(itemOf(item))).toEqual(item);
});

test('what JavaScript has no value for comes as text or list', () => {
  const exact = '12345678901234567890123456789012345678';
  const item = readItem({ n: { N: exact }, b: { B: 'YQ==' }, s: { SS: ['b', 'a'] }, v: { NS: ['2', exact] } });
  expect(plainItem(item)).toEqual({ n: exact, b: 'YQ==', s: ['a', 'b'], v: [exact, 2] });
});

test.each<[string, unknown, string]>([
  ['undefined', { a: undefined }, 'a'],
  ['a date', { when: new Date(0) }, 'when'],
  ['a set', { all: new Set(['a']) }, 'all'],
  ['a function', { run: () => 1 }, 'run'],
  ['infinity', { n: Infinity }, 'n'],
  ['no number', { n: NaN }, 'n'],
  ['a big integer', { n: 1n }, 'n'],
  ['something deep', { a: { b: [1, undefined] } }, 'a.b[1]'],
])('%s is refused', (_what, item, place) => {
  expect(() => itemOf(item as Record<string, unknown>)).toThrow(
    `${place} must be a text, a finite number, a boolean, null, a list or an object`,
  );
});

test.each<[string, unknown]>([
  ['a list', []],
  ['a text', 'a'],
  ['nothing', undefined],
])('%s is no item', (_what, item) => {
  expect(() => itemOf(item as Record<string, unknown>)).toThrow('an item must be an object');
});
