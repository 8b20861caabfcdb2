import { scanJson } from '../../../local/src/firewall/json-scanner';

function scanned(source: string): { whole: boolean; entries: string[] } {
  const { whole, entries } = scanJson(source);
  return { whole, entries: entries.map(({ kind, path, text }) => `${kind[0]} ${path} ${text}`) };
}

test('keys and plain values come with their pointers', () => {
  expect(scanned('{"a": [1, {"b/c~d": "x"}, -2.50e+3], "e": {"f": null, "g": [true, false]}}')).toEqual({
    whole: true,
    entries: [
      'k /a a',
      'v /a/0 1',
      'k /a/1/b~1c~0d b/c~d',
      'v /a/1/b~1c~0d x',
      'v /a/2 -2.50e+3',
      'k /e e',
      'k /e/f f',
      'v /e/f null',
      'k /e/g g',
      'v /e/g/0 true',
      'v /e/g/1 false',
    ],
  });
});

test('a key that comes twice keeps both values', () => {
  expect(scanned('{"a":"one","a":"two"}').entries).toEqual(['k /a a', 'v /a one', 'k /a a', 'v /a two']);
});

test('escapes are resolved to UTF-8 bytes, and kept as they were', () => {
  const [entry] = scanJson('"\\u0041\\u00e9\\ud83d\\ude00\\n\\"\\/"').entries;
  expect(Buffer.from(entry.text, 'latin1').toString('utf8')).toBe('Aé😀\n"/');
  expect(entry.raw).toBe('\\u0041\\u00e9\\ud83d\\ude00\\n\\"\\/');
});

test.each(['"x"', '12', 'null', '[]', ' {} ', '[[],{}]'])('%j is whole', (source) => {
  expect(scanned(source).whole).toBe(true);
});

// As AWS documents it.
test.each(['{"a":"b""c":"d"}', '{"a":"b","c""d"}', '{"a"::"b","c""d"}'])(
  '%j is read in spite of its commas',
  (source) => {
    expect(scanned(source)).toEqual({
      whole: true,
      entries: expect.arrayContaining(['k /a a', 'v /a b', expect.stringMatching(/^k \/c/), 'v /c d']),
    });
  },
);

test.each([
  ['', []],
  ['  ', []],
  ['{"a":"b"', ['k /a a', 'v /a b']],
  ['{"a":"b"]', ['k /a a', 'v /a b']],
  ['{"a":}', ['k /a a']],
  ['{"a":"b', ['k /a a']],
  ['{1:"b"}', []],
  ['{"a":"\\q"}', ['k /a a']],
  ['[tru]', []],
  ['["a"] ["b"]', ['v /0 a']],
  ['name=value', []],
])('%j is read up to its error', (source, entries) => {
  expect(scanned(source)).toEqual({ whole: false, entries });
});

test('nesting does not go by the stack', () => {
  expect(scanned('['.repeat(65_536))).toEqual({ whole: false, entries: [] });
  expect(scanned(`"${'\\"a'.repeat(20_000)}"`).whole).toBe(true);
});
