import { primitiveText, safeText } from '../../../lambda/jwt-authorizer/claims';

test.each<[unknown, string | undefined]>([
  ['text', 'text'],
  ['', ''],
  [0, '0'],
  [-1, '-1'],
  [1.25, '1.25'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [Number.MAX_SAFE_INTEGER + 1, undefined],
  [1e21, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, 'true'],
  [null, undefined],
  [undefined, undefined],
  [[], undefined],
  [{}, undefined],
])('%p as text is %p', (value, text) => {
  expect(primitiveText(value)).toBe(text);
});

test.each<[string | undefined, boolean]>([
  ['user-7', true],
  ['Zoë 用户 😀', true],
  ['x'.repeat(1_024), true],
  ['x'.repeat(1_025), false],
  ['', false],
  [undefined, false],
  ['a\u0000', false],
  ['a\r\nSet-Cookie: b', false],
  ['a\u001b[31m', false],
  ['a\u007f', false],
  ['a\u009f', false],
  ['a\u2028', false],
  ['a\u2029', false],
  ['a\ud800', false],
  ['\udc00a', false],
])('%j may leave: %p', (value, safe) => {
  expect(safeText(value)).toBe(safe ? value : undefined);
});
