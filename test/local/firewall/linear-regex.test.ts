import { LinearRegex } from '../../../local/src/firewall/linear-regex';
import { UnsupportedRegex } from '../../../local/src/firewall/regex-syntax';

test.each([
  ['abc', 'xxabcxx', true],
  ['abc', 'xxabxcx', false],
  ['^abc$', 'abc', true],
  ['^abc$', 'abcd', false],
  ['^abc$', 'abc\n', true],
  ['^abc\\z', 'abc\n', false],
  ['\\Aabc\\Z', 'abc\n', true],
  ['^b', 'a\nb', false],
  ['(?m)^b$', 'a\nb\nc', true],
  ['a|b|', '', true],
  ['^(a|bc)+$', 'abcbca', true],
  ['^(a|bc)+$', 'abcb', false],
  ['^(?:ab){2,3}$', 'ab', false],
  ['^(?:ab){2,3}$', 'ababab', true],
  ['^(?:ab){2,3}$', 'abababab', false],
  ['^a{2}$', 'aa', true],
  ['^a{2,}$', 'aaaa', true],
  ['^a{0,1}b?$', '', true],
  ['^a+?b*?$', 'aabb', true],
  ['a.c', 'a\nc', false],
  ['a.c', 'a\rc', true],
  ['(?s)a.c', 'a\nc', true],
  ['(?i)ABC', 'xabcx', true],
  ['a(?i)b', 'AB', false],
  ['a(?i)b', 'aB', true],
  ['(?:(?i)a)b', 'AB', false],
  ['(?i:a)b', 'Ab', true],
  ['(?i:a)b', 'AB', false],
  ['(?i)a(?-i)b', 'AB', false],
  ['(?i)[^a]', 'A', false],
  ['(?i)[k-m]', 'L', true],
  ['^[^a-c\\d]$', 'b', false],
  ['^[^a-c\\d]$', '5', false],
  ['^[^a-c\\d]$', 'x', true],
  ['^[]x]$', ']', true],
  ['^[a\\]b-]+$', 'a]-b', true],
  ['^[[:alpha:]_]+$', 'aZ_', true],
  ['^[[:^digit:]]$', '5', false],
  ['^[\\x41-\\x43]$', 'B', true],
  ['^\\x{41}$', 'A', true],
  ['^[\\b]$', '\b', true],
  ['\\bcat\\b', 'a cat!', true],
  ['\\bcat\\b', 'concat', false],
  ['\\Bcat', 'concat', true],
  ['^\\s$', '\xa0', false],
  ['^\\s$', '\v', true],
  ['^\\S\\W\\D$', 'a-b', true],
  ['^\\w$', '\xe9', false],
  ['\\.\\*\\/\\{', '.*/{', true],
  ['^x{$', 'x{', true],
  ['^{"a"}$', '{"a"}', true],
  ['(?P<name>a)(?<other>b)', 'ab', true],
  ['^(a*)*$', 'aaa', true],
  ['^()*x', 'x', true],
  ['\\t\\n\\r\\f', '\t\n\r\f', true],
])('%j on %j is %s', (pattern, text, expected) => {
  expect(new LinearRegex(pattern).test(text)).toBe(expected);
});

// An independent engine says the same.
test.each(['a(b|c)*d', '(x+x+)+y', '^[^,]+(,[^,]+){2}$', '\\b\\w{3}\\b', '(ab?)+c|d{2,4}e$', '(?:a|ab)(?:c|bcd)d*'])(
  '%j finds what JavaScript finds',
  (pattern) => {
    const own = new LinearRegex(pattern);
    const theirs = new RegExp(pattern);
    for (let seed = 1; seed <= 600; seed++) {
      let state = seed * 7_919;
      const text = Array.from({ length: seed % 12 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return 'abcdexy, '[Math.floor(state / 65_536) % 9];
      }).join('');
      expect([text, own.test(text)]).toEqual([text, theirs.test(text)]);
    }
  },
);

test.each([
  '(a)\\1',
  '(?=a)',
  '(?!a)',
  '(?<=a)b',
  '(?>a)',
  'a++',
  'a**',
  '*a',
  'a{3,2}',
  '{2}',
  'a{,2}',
  '(a',
  'a)',
  '[a',
  '[b-a]',
  '[\\d-z]',
  '[a-\\d]',
  '[[:nonsense:]]',
  '[[.a.]]',
  '\\Qa\\E',
  '\\K',
  '\\R',
  '\\v',
  '\\p{L}',
  '\\',
  '(?x)a b',
  '(*FAIL)',
  '(?R)',
  'é',
  '(a{1000}){1000}',
  '(){1000000000}',
])('%j is not taken', (pattern) => {
  expect(() => new LinearRegex(pattern)).toThrow(UnsupportedRegex);
});

test.each([
  ['^(a+)+$', `${'a'.repeat(65_535)}!`],
  ['(a|a)*b', 'a'.repeat(65_536)],
  ['(.*a){12}b', 'a'.repeat(65_536)],
  ['^(\\w+\\s?)*$', `${'word '.repeat(13_000)}!`],
])('%j takes no longer for a text made to slow it down', (pattern, hostile) => {
  const started = performance.now();
  expect(new LinearRegex(pattern).test(hostile)).toBe(false);
  expect(performance.now() - started).toBeLessThan(5_000);
});
