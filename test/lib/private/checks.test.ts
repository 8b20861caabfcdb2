import { Lazy, Token } from 'aws-cdk-lib';
import {
  fail,
  type Place,
  requireInteger,
  requireNonEmpty,
  requireNumber,
  requirePattern,
  requireReason,
} from '../../../lib/private/checks';
import { newStack } from '../../support/synth';

const place: Place = { at: 'here', name: 'limit', code: 'QuotaOutOfRange' };
const number = Lazy.number({ produce: () => 999 });
const text = Lazy.string({ produce: () => 'later' });
const list = Lazy.list({ produce: () => ['later'] });
const NOT_NUMBERS = [NaN, '5', undefined, null, [5], true] as unknown as number[];

describe('requireNumber', () => {
  test.each([2, 2.5, 8])('passes %p', (value) => {
    expect(() => requireNumber(place, value, 2, 8)).not.toThrow();
  });

  test.each([1.999, 8.001, Infinity, -Infinity, ...NOT_NUMBERS])('fails for %p', (value) => {
    expect(() => requireNumber(place, value, 2, 8)).toThrow(
      'it must be a number from 2 to 8 (at here) [QuotaOutOfRange]',
    );
  });

  test('names the unit and the value', () => {
    expect(() => requireNumber(place, 9, 2, 8, 'seconds')).toThrow(
      "'limit' is 9; it must be a number from 2 to 8 seconds (at here) [QuotaOutOfRange]",
    );
  });

  test('passes tokens', () => {
    expect(() => requireNumber(place, number, 2, 8)).not.toThrow();
  });
});

describe('requireInteger', () => {
  test.each([2, 5, 8])('passes %p', (value) => {
    expect(() => requireInteger(place, value, 2, 8)).not.toThrow();
  });

  test.each([1, 9, 2.5, Infinity, ...NOT_NUMBERS])('fails for %p', (value) => {
    expect(() => requireInteger(place, value, 2, 8)).toThrow(
      'it must be a whole number from 2 to 8 (at here) [QuotaOutOfRange]',
    );
  });

  test('names the unit and the value', () => {
    expect(() => requireInteger(place, 2.5, 2, 8, 'bytes')).toThrow(
      "'limit' is 2.5; it must be a whole number from 2 to 8 bytes (at here) [QuotaOutOfRange]",
    );
  });

  test('passes tokens', () => {
    expect(() => requireInteger(place, number, 2, 8)).not.toThrow();
  });
});

describe('requireReason', () => {
  test('passes a reason and a token', () => {
    expect(() => requireReason('here', 'reason', 'a probe')).not.toThrow();
    expect(() => requireReason('here', 'reason', text)).not.toThrow();
  });

  test.each<[unknown, string]>([
    ['', '""'],
    [' \n\t', '" \\n\\t"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
  ])('fails for %p', (reason, shown) => {
    expect(() => requireReason('here', 'reason', reason as string)).toThrow(
      `'reason' is ${shown}; it must say why the protection is not needed here (at here) [ReasonMissing]`,
    );
  });
});

describe('requireNonEmpty', () => {
  test('passes a list and a token', () => {
    expect(() => requireNonEmpty(place, ['a'], 'all')).not.toThrow();
    expect(() => requireNonEmpty(place, list, 'all')).not.toThrow();
    expect(() => requireNonEmpty(place, Token.asAny(text) as unknown as string[], 'all')).not.toThrow();
  });

  test.each<[unknown, string]>([
    [[], '[]'],
    [undefined, 'undefined'],
    ['a', '"a"'],
  ])('fails for %p', (value, shown) => {
    expect(() => requireNonEmpty(place, value as string[], 'nobody could come')).toThrow(
      `'limit' is ${shown}; it must name at least one; nobody could come (at here) [QuotaOutOfRange]`,
    );
  });
});

describe('requirePattern', () => {
  test('passes what fits, and tokens', () => {
    expect(() => requirePattern(place, 'aab', /^a+b$/, 'as')).not.toThrow();
    expect(() => requirePattern(place, text, /^a+b$/, 'as')).not.toThrow();
    expect(() => requirePattern(place, `x${text}`, /^a+b$/, 'as')).not.toThrow();
  });

  test.each<[unknown, string]>([
    ['ba', '"ba"'],
    ['', '""'],
    [['aab'], '["aab"]'],
    [undefined, 'undefined'],
  ])('fails for %p', (value, shown) => {
    expect(() => requirePattern(place, value as string, /^a+b$/, 'it must be as and b')).toThrow(
      `'limit' is ${shown}; it must be as and b (at here) [QuotaOutOfRange]`,
    );
  });
});

test('an error names the path of the construct', () => {
  expect(() => fail({ ...place, at: newStack() }, 4, 'it must be 5')).toThrow(
    "'limit' is 4; it must be 5 (at S) [QuotaOutOfRange]",
  );
});
