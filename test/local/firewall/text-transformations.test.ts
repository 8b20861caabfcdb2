import { isKnownTransformation, transformed } from '../../../local/src/firewall/text-transformations';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

test.each([
  ['NONE', 'A b%20', ['A b%20']],
  ['LOWERCASE', 'AbC-É\xc9', ['abc-É\xc9']],
  ['UPPERCASE', 'abC-\xe9', ['ABC-\xe9']],
  ['COMPRESS_WHITE_SPACE', 'a\t\n\r\f\v\xa0 b  c', ['a b c']],
  ['CMD_LINE', 'C:\\W"i\'n^  /S,;(DIR', ['c:win/s(dir']],
  ['URL_DECODE', '%41%2f%zz%4', ['A/%zz%4']],
  ['URL_DECODE', '%c3%A9', ['\xc3\xa9']],
  ['URL_DECODE', 'a+b%2B', ['a+b+', 'a b+']],
  ['URL_DECODE_UNI', '%u0041%uFF21%uff5e%u1234%2F%u12', ['AA~4/%u12']],
  ['HTML_ENTITY_DECODE', '&lt;a href=&quot;&#x41;&#66;&nbsp;&gt;&unknown;', ['<a href="AB\xa0>&unknown;']],
  ['HTML_ENTITY_DECODE', 'a &amp; b', []],
  ['HTML_ENTITY_DECODE', '&#60 b', []],
  ['HTML_ENTITY_DECODE', '&#8364;', []],
  ['BASE64_DECODE', base64('se\xffcret'), ['se\xffcret']],
  ['BASE64_DECODE', '', ['']],
  ['BASE64_DECODE_EXT', 'c2V.j\ncmV0', ['secret']],
  ['HEX_DECODE', '4a6F', ['Jo']],
  ['MD5', 'a', ['\x0c\xc1\x75\xb9\xc0\xf1\xb6\xa8\x31\xc3\x99\xe2\x69\x77\x26\x61']],
  ['NORMALIZE_PATH', '/a//b/./c/../d', ['/a/b/d']],
  ['NORMALIZE_PATH', '/a/', ['/a/']],
  ['NORMALIZE_PATH', '../a/../../b', ['../../b']],
  ['NORMALIZE_PATH', '/../a', ['/../a', '/a']],
  ['NORMALIZE_PATH', '/a/b/..', ['/a', '/a/']],
  ['NORMALIZE_PATH', '\\a\\..\\b', ['\\a\\..\\b']],
  ['NORMALIZE_PATH_WIN', '\\a\\..\\b', ['/b']],
  ['REMOVE_NULLS', 'a\0b\0', ['ab']],
  ['REPLACE_NULLS', 'a\0b\0', ['a b ']],
  ['REPLACE_COMMENTS', 'SEL/* x */ECT/**//**/1 */ /* open', ['SEL ECT  1 */  ']],
  ['REPLACE_COMMENTS', '/*/ still open', [' ']],
  ['TRIM', ' \ta b\n', ['a b']],
  ['TRIM', '\xa0a', ['\xa0a', 'a']],
  ['TRIM_LEFT', ' a ', ['a ']],
  ['TRIM_RIGHT', ' a ', [' a']],
  ['REMOVE_WHITESPACE', ' a\tb ', ['ab']],
])('%s makes %j into %j', (name, text, expected) => {
  expect(transformed(text, [name])).toEqual(expected);
});

test('what is not Base64 may be read in several ways, the decoded start among them', () => {
  const readings = transformed('YWI!YWI', ['BASE64_DECODE']);
  expect(readings).toContain('YWI!YWI');
  expect(readings).toContain('ab');
  expect(readings.length).toBeGreaterThan(1);
});

test('what is not hexadecimal may be read in several ways', () => {
  expect(transformed('4a6', ['HEX_DECODE'])).toEqual(['4a6', '', 'J']);
});

test('transformations are done one after the other', () => {
  expect(transformed('%2541', ['URL_DECODE', 'URL_DECODE', 'LOWERCASE'])).toEqual(['a']);
  expect(transformed('%2541', ['LOWERCASE', 'URL_DECODE'])).toEqual(['%41']);
});

test('nothing is said about a text with too many readings', () => {
  const text = '\xa0x+y%2Bz%252Bw%25252Bv\xa0';
  const steps = ['TRIM_LEFT', 'TRIM_RIGHT', 'URL_DECODE', 'URL_DECODE', 'URL_DECODE'];
  expect(transformed(text, steps)).toHaveLength(16);
  expect(transformed(text, [...steps, 'URL_DECODE'])).toEqual([]);
});

test.each([
  'ESCAPE_SEQ_DECODE',
  'SQL_HEX_DECODE',
  'CSS_DECODE',
  'JS_DECODE',
  'UTF8_TO_UNICODE',
  'SHA256',
  'constructor',
])('%s is not done here', (name) => {
  expect(isKnownTransformation(name)).toBe(false);
  expect(transformed('text', [name])).toEqual([]);
});

test('a text of the largest size is transformed in no time', () => {
  const hostile = `${'/*'.repeat(16_384)}${' '.repeat(16_384)}`;
  const started = performance.now();
  for (const name of ['REPLACE_COMMENTS', 'TRIM', 'CMD_LINE', 'NORMALIZE_PATH', 'HTML_ENTITY_DECODE']) {
    transformed(hostile, [name]);
    transformed(` ${hostile}x`, [name]);
    transformed('&#'.repeat(32_768), [name]);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
