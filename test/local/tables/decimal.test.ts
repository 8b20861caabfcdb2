import { canonicalNumber, compareNumbers } from '../../../local/src/tables/decimal';

test.each([
  ['7', '7'],
  ['+7.0', '7'],
  ['-0012.500', '-12.5'],
  ['1200', '1200'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['0.00', '0'],
  ['-0', '0'],
  ['12e3', '12000'],
  ['1.25E-3', '0.00125'],
  ['1e+21', '1000000000000000000000'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['0.001000', '0.001'],
])('%s is %s', (written, canonical) => {
  expect(canonicalNumber(written)).toBe(canonical);
});

test.each(['', ' ', 'seven', '1,5', '0x10', 'NaN', 'Infinity', '1e', '--1', '1 2', '.', '٣'])(
  '%j is no number',
  (text) => {
    expect(() => canonicalNumber(text)).toThrow(`The parameter cannot be converted to a numeric value: ${text}`);
  },
);

test.each([
  ['123456789012345678901234567890123456789', 'Attempting to store more than 38 significant digits in a Number'],
  ['1e126', 'Number overflow: 1e126 is out of the supported range'],
  ['-1e126', 'Number overflow: -1e126 is out of the supported range'],
  ['1e-131', 'Number underflow: 1e-131 is out of the supported range'],
])('%s cannot be stored', (text, message) => {
  expect(() => canonicalNumber(text)).toThrow(message);
});

test.each(['1e-130', '9.9999999999999999999999999999999999999e125'])('%s can be stored', (text) => {
  expect(() => canonicalNumber(text)).not.toThrow();
});

test('numbers are in order, exactly', () => {
  const sorted = [
    '-1e20',
    '-12.5',
    '-12.4',
    '-0.001',
    '0',
    '1e-100',
    '0.5',
    '0.51',
    '9',
    '10',
    '9007199254740992',
    '9007199254740993',
    '1e100',
  ];
  for (const [left, low] of sorted.entries()) {
    for (const [right, high] of sorted.entries()) {
      expect([low, high, Math.sign(compareNumbers(low, high))]).toEqual([low, high, Math.sign(left - right)]);
    }
  }
  expect(compareNumbers('1.50', '15e-1')).toBe(0);
});
