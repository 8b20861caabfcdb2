import { LinearRegex } from '../../../local/src/firewall/linear-regex';
import { UnsupportedRegex } from '../../../local/src/firewall/regex-syntax';
import { parseEcmaRegex } from '../../../local/src/patterns/ecma-regex';
import { PatternTooSlow, SafePattern } from '../../../local/src/patterns/safe-pattern';

/** Texts in which the patterns below find something to disagree about. */
const TEXTS = [
  ...[
    '',
    'a',
    'b',
    'ab',
    'ba',
    'aab',
    'abab',
    'abc',
    'ABC',
    'a\n',
    '\na',
    'a\r\nb',
    'a b',
    ' a',
    'a-b',
    'a_b',
    '_',
    '-',
    '^',
    '$',
  ],
  ...[
    '0',
    '42',
    '007',
    '2026-11-28',
    'a1',
    '1a',
    'TEA-0001',
    'tea-0001',
    'x@example.com',
    'a.b',
    'a/b',
    'a\\b',
    '[a]',
    '{a}',
    'a{2}',
  ],
  ...[
    'é',
    'ß',
    'İ',
    '\u2028',
    '\ufeff',
    '\u00a0',
    '\u180e',
    '😀',
    '\ud83d',
    '\ude00',
    'a😀b',
    '\0',
    '\t',
    '\v',
    'п',
    '\uffff',
  ],
  ...[
    'aaaa',
    'aaaaaaaaaaaaaaaaaaaaaaa!',
    'foo bar',
    'foobar',
    'barfoo',
    'foo',
    'bar',
    ']',
    '}',
    '{',
    '(',
    'k',
    '\x0a',
    'J',
  ],
];

const LINEAR = [
  ...[
    '',
    'a',
    '^a',
    'a$',
    '^a$',
    '^$',
    '^',
    '$',
    '^^a',
    'a$$',
    '.',
    '^.$',
    '^..$',
    '^.*$',
    '^[^]$',
    '[]',
    '[^]',
    '^[^]*$',
  ],
  ...[
    'a*',
    '^a*$',
    '^a+$',
    '^a?$',
    '^a{2}$',
    '^a{2,}$',
    '^a{1,3}$',
    '^a{0}$',
    '^a{0,1}b$',
    '^a*?b$',
    '^a+?$',
    '^a??b$',
    '^a{1,2}?$',
  ],
  ...[
    'a|b',
    '^a|b$',
    '^(a|b)$',
    '^(?:a|ab)(?:c|)$',
    '^(|a)$',
    '^(?<year>\\d{4})-\\d\\d-\\d\\d$',
    '^()$',
    '^(?:)$',
    '^(a|)+b$',
    '(^a)|(b$)',
  ],
  ...[
    '\\d',
    '^\\d+$',
    '\\D',
    '^\\D*$',
    '\\w',
    '^\\w+$',
    '\\W',
    '^\\W$',
    '\\s',
    '^\\s$',
    '\\S',
    '^\\S+$',
    '[\\s\\S]',
    '^[^\\s]+$',
  ],
  ...[
    '[a-c]',
    '^[a-c]+$',
    '[^a-c]',
    '^[^a-c]$',
    '^[\\w-]+$',
    '^[-a]+$',
    '^[a\\]]$',
    '^[\\]]$',
    '^[\\^$]$',
    '^[.]$',
    '^[\\d.]+$',
    '^[\\b]$',
  ],
  ...['\\bfoo\\b', 'foo\\B', '\\Bfoo', '\\b', '^\\B$', '\\b\\b', '(?:\\ba)*b'],
  ...[
    '^\\.$',
    '^\\/$',
    '^a\\/b$',
    '^\\\\$',
    'a\\\\b',
    '^\\[a\\]$',
    '^\\{a\\}$',
    '^\\-$',
    '^\\_$',
    '^\\^$',
    '^\\$$',
    '^\\@$',
  ],
  ...[
    '^\\t$',
    '^\\n$',
    '^\\v$',
    '^\\0$',
    '^\\x41',
    '^\\u0061$',

    '^\\cJ$',
    '^\\ud83d',
    '^\\ud83d\\ude00$',
    '^[\\ud83d]',
    'é',
    '^[à-ÿ]$',
    '^п$',
  ],
  ...[']', '}', '^]$', '^}$', '^{$', '^{a}$', '^a{$', 'a{b', 'a{2', '^a\\{2}$', '^x{,3}$'],
  ...[
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|ab|b)*$',
    '^(\\w+\\s?)*$',
    '^([a-z]+)*@',
    '(a?){3}a{3}',
    '^(?:a?){20}a{20}$',
    '(x+x+)+y',
  ],
  ...[
    '^[A-Z]{3}-\\d{4}$',
    '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    '^\\+?[1-9]\\d{1,14}$',
    '^(?:[01]\\d|2[0-3]):[0-5]\\d$',
    '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  ],
];

test.each(LINEAR.map((source) => [source]))('%p says what JavaScript says', (source) => {
  const native = new RegExp(source);
  const linear = new LinearRegex(parseEcmaRegex(source));
  const safe = new SafePattern(source);
  for (const text of TEXTS) {
    expect([text, linear.test(text)]).toEqual([text, native.test(text)]);
    expect([text, safe.test(text)]).toEqual([text, native.test(text)]);
  }
});

const TIMED = [
  ...['^(?=a)a', '^(?!b)a', '(?<=a)b', '(?<!a)b', '^(a)\\1$', '^(?<n>a)\\k<n>$', '^(?:(?!ab).)*$', '\\1(a)'],
  ...['\\7', '\\p{L}', '\\u{61}', '^\\u{1}$', '\\a', '\\c1', '\\x4', 'a\\k', '[a](?=b)', '^(?:a{999}){999}$'],
];

test.each(TIMED.map((source) => [source]))('%p is for JavaScript alone, and answered by it', (source) => {
  expect(() => new LinearRegex(parseEcmaRegex(source))).toThrow(UnsupportedRegex);
  const native = new RegExp(source);
  const safe = new SafePattern(source);
  for (const text of TEXTS) expect([text, safe.test(text)]).toEqual([text, native.test(text)]);
});

test.each(['(', ')', '[', 'a**', '*', '+', '?', 'a{2,1}', '(?<n', '(?<n>a)(?<n>b)', '\\', '[b-a]', '(?<1>a)', '^*'])(
  '%p is no pattern',
  (source) => {
    expect(() => new SafePattern(source)).toThrow(SyntaxError);
  },
);

/** Patterns that a text can keep busy for longer than anyone would wait. */
const CATASTROPHES: readonly (readonly [source: string, text: string, matches: boolean])[] = [
  ['^(a+)+$', 'a'.repeat(50_000), true],
  ['^(a+)+$', `${'a'.repeat(50_000)}!`, false],
  ['^(a|aa)+$', `${'a'.repeat(50_000)}!`, false],
  ['^(a|a)*$', `${'a'.repeat(50_000)}!`, false],
  ['^(\\w+\\s?)*$', `${'word '.repeat(10_000)}!`, false],
  ['^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$', 'a'.repeat(50_000), false],
  ['(.*)*x$', 'y'.repeat(50_000), false],
  ['(x+x+)+y', 'x'.repeat(50_000), false],
  ['^(?:(?:a*)*)*$', `${'a'.repeat(50_000)}b`, false],
];

test.each(CATASTROPHES)('%p is answered for a long text', (source, text, matches) => {
  const started = process.cpuUsage();
  expect(new SafePattern(source).test(text)).toBe(matches);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(1_000);
});

test.each(['^(?=a)(a+)+$', '^(a+)+\\1$', '^(?:a{50}){99}(a+)+$'])(
  '%p is given up in time, and matches nothing',
  (source) => {
    const pattern = new SafePattern(source);
    expect(() => pattern.test(`${'a'.repeat(50_000)}!`)).toThrow(PatternTooSlow);
    // It is as good as before.
    expect(pattern.test('b')).toBe(false);
  },
);

test('a very long text is no problem for a pattern that is none', () => {
  const pattern = new SafePattern('^[a-z]+$');
  expect(pattern.test('a'.repeat(1_500_000))).toBe(true);
  expect(pattern.test(`${'a'.repeat(1_500_000)}!`)).toBe(false);
});
