import { invalid } from './table-error';

/** A number of DynamoDB: `sign * 0.digits * 10^exponent`; no zeros at the ends of the digits, none at all for 0. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly exponent: number;
}

const NOTATION = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,4}))?$/;
const MAX_DIGITS = 38;
const [LOWEST, HIGHEST] = [-129, 126];

/** The same text for the same number, however it is written; no exponent, as DynamoDB gives numbers back. */
export function canonicalNumber(text: string): string {
  const { sign, digits, exponent } = parse(text);
  if (sign === 0) return '0';
  const whole = exponent > 0 ? digits.slice(0, exponent).padEnd(exponent, '0') : '0';
  const fraction = exponent >= 0 ? digits.slice(exponent) : '0'.repeat(-exponent) + digits;
  return `${sign < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Below 0, 0 or above 0; exact, which JavaScript's own numbers are not. */
export function compareNumbers(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  return a.digits === b.digits ? 0 : a.sign * (a.digits < b.digits ? -1 : 1);
}

function parse(text: string): Decimal {
  const [, minus, whole = '', fraction = '', alone = '', power = '0'] = NOTATION.exec(text) ?? fail(text);
  const written = whole + fraction + alone;
  const significant = written.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0 };
  const exponent = whole.length - (written.length - significant.length) + Number(power);
  if (digits.length > MAX_DIGITS) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (exponent < LOWEST || exponent > HIGHEST) {
    throw invalid(`Number ${exponent < LOWEST ? 'underflow' : 'overflow'}: ${text} is out of the supported range`);
  }
  return { sign: minus === '-' ? -1 : 1, digits, exponent };
}

function fail(text: string): never {
  throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
}
