import { byteMatch, matches, NONE, type Properties, type request, rulesAcl, rule, sizeOf } from './firewall-support';

type Parts = Parameters<typeof request>[0];

const HEADERS = { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' };
const JSON_ALL = { MatchPattern: { All: {} }, MatchScope: 'ALL' };
const many = (count: number, value = 'v'): [string, string][] =>
  Array.from({ length: count }, (_, index) => [`h${index}`, value]);

test.each<[string, Properties, string, Parts, boolean | 'unknown']>([
  ['the path with its stage', { UriPath: {} }, '/prod/orders', {}, true],
  ['the path as it was written', { UriPath: {} }, '/a/../%2e', { rawPath: '/prod/a/../%2e' }, true],
  ['the path without the query', { UriPath: {} }, 'x=1', { rawQuery: 'x=1' }, false],
  ['the query', { QueryString: {} }, 'a=%3C', { rawQuery: 'a=%3C&b' }, true],
  ['no query', { QueryString: {} }, 'a', {}, false],
  ['the method', { Method: {} }, 'PUT', { method: 'PUT' }, true],
  ['another method', { Method: {} }, 'PUT', { method: 'POST' }, false],
  [
    'a header in any case',
    { SingleHeader: { Name: 'User-Agent' } },
    'Bad',
    { headers: [['uSER-aGENT', 'aBadBot']] },
    true,
  ],
  ['no such header', { SingleHeader: { Name: 'User-Agent' } }, 'Bad', { headers: [['User-Agents', 'Bad']] }, false],
  ['an argument in any case', { SingleQueryArgument: { Name: 'ID' } }, 'x', { rawQuery: 'a=1&id=yxy' }, true],
  ['every value of an argument', { SingleQueryArgument: { Name: 'id' } }, 'x', { rawQuery: 'id=1&id=x' }, true],
  ['another argument', { SingleQueryArgument: { Name: 'id' } }, 'x', { rawQuery: 'idx=x' }, false],
  ['an argument with an encoded name', { SingleQueryArgument: { Name: 'id' } }, 'x', { rawQuery: 'i%64=x' }, 'unknown'],
  ['any argument', { AllQueryArguments: {} }, 'two', { rawQuery: 'a=one&b=two' }, true],
  ['no name of an argument', { AllQueryArguments: {} }, 'two', { rawQuery: 'two=one' }, false],
  ['the body', { Body: {} }, 'evil', { body: 'some evil' }, true],
  ['no body', { Body: {} }, 'evil', {}, false],
  ['a body of bytes', { Body: {} }, 'é', { body: Buffer.from([0xff, 0xc3, 0xa9, 0xfe]) }, true],
  ['a name of a header', { Headers: HEADERS }, 'X-Odd', { headers: [['X-Odd', '1']] }, 'unknown'],
  ['a lower-case name of a header', { Headers: HEADERS }, 'x-odd', { headers: [['x-odd', '1']] }, true],
  ['a value of a header', { Headers: HEADERS }, 'odd', { headers: [['x', 'so-odd']] }, true],
  ['only names', { Headers: { ...HEADERS, MatchScope: 'KEY' } }, 'odd', { headers: [['x', 'odd']] }, false],
  ['only values', { Headers: { ...HEADERS, MatchScope: 'VALUE' } }, 'odd', { headers: [['odd', 'x']] }, false],
  [
    'an included header',
    { Headers: { ...HEADERS, MatchPattern: { IncludedHeaders: ['X-A'] } } },
    'odd',
    { headers: [['x-a', 'odd']] },
    true,
  ],
  [
    'only included headers',
    { Headers: { ...HEADERS, MatchPattern: { IncludedHeaders: ['x-a'] } } },
    'odd',
    { headers: [['x-b', 'odd']] },
    false,
  ],
  [
    'no excluded header',
    { Headers: { ...HEADERS, MatchPattern: { ExcludedHeaders: ['X-A'] } } },
    'odd',
    { headers: [['x-a', 'odd']] },
    false,
  ],
  [
    'what is not excluded',
    { Headers: { ...HEADERS, MatchPattern: { ExcludedHeaders: ['X-A'] } } },
    'odd',
    { headers: [['x-b', 'odd']] },
    true,
  ],
  ['a cookie', { Cookies: HEADERS }, 'odd', { headers: [['Cookie', 'a=1; b=odd']] }, true],
  ['no other header', { Cookies: HEADERS }, 'odd', { headers: [['X', 'b=odd']] }, false],
  [
    'an included cookie',
    { Cookies: { ...HEADERS, MatchPattern: { IncludedCookies: ['b'] } } },
    'odd',
    { headers: [['cookie', 'a=odd; b=1']] },
    false,
  ],
  [
    'a cookie in another case',
    { Cookies: { ...HEADERS, MatchPattern: { IncludedCookies: ['B'] } } },
    'odd',
    { headers: [['cookie', 'b=odd']] },
    'unknown',
  ],
  ['the order of headers', { HeaderOrder: { OversizeHandling: 'MATCH' } }, 'b:a', { headers: [['b', ''], ['a', '']] }, true], // prettier-ignore
  ['another order', { HeaderOrder: { OversizeHandling: 'MATCH' } }, 'b:a', { headers: [['a', ''], ['b', '']] }, false], // prettier-ignore
  ['a value in JSON', { JsonBody: JSON_ALL }, 'odd', { body: '{"a":["odd"]}' }, true],
  ['a key in JSON', { JsonBody: JSON_ALL }, 'odd', { body: '{"odd":1}' }, true],
  ['a number in JSON', { JsonBody: JSON_ALL }, '1.50', { body: '[1.50]' }, true],
  ['the first of two values', { JsonBody: JSON_ALL }, 'odd', { body: '{"a":"odd","a":"ok"}' }, true],
  ['only keys in JSON', { JsonBody: { ...JSON_ALL, MatchScope: 'KEY' } }, 'odd', { body: '{"a":"odd"}' }, false],
  ['only values in JSON', { JsonBody: { ...JSON_ALL, MatchScope: 'VALUE' } }, 'odd', { body: '{"odd":"a"}' }, false],
  ['escapes in JSON', { JsonBody: JSON_ALL }, 'odd', { body: '["\\u006fdd"]' }, 'unknown'],
  [
    'a path in JSON',
    { JsonBody: { ...JSON_ALL, MatchPattern: { IncludedPaths: ['/a/0/b', '/c'] } } },
    'odd',
    { body: '{"a":[{"b":"odd"}]}' },
    true,
  ],
  [
    'no other path in JSON',
    { JsonBody: { ...JSON_ALL, MatchPattern: { IncludedPaths: ['/a/0/b'] } } },
    'odd',
    { body: '{"a":[{"c":"odd"},{"b":"odd"}],"a/0/b":"odd"}' },
    false,
  ],
  ['what comes before an error', { JsonBody: JSON_ALL }, 'odd', { body: '["odd",}' }, true],
  ['nothing behind an error', { JsonBody: JSON_ALL }, 'odd', { body: '["a",},"odd"]' }, false],
  [
    'bad JSON that matches',
    { JsonBody: { ...JSON_ALL, InvalidFallbackBehavior: 'MATCH' } },
    'odd',
    { body: 'x=1' },
    true,
  ],
  [
    'bad JSON that does not',
    { JsonBody: { ...JSON_ALL, InvalidFallbackBehavior: 'NO_MATCH' } },
    'odd',
    { body: 'odd' },
    false,
  ],
  [
    'bad JSON as text',
    { JsonBody: { ...JSON_ALL, InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } },
    'odd',
    { body: 'x=odd' },
    true,
  ],
  [
    'good JSON in spite of a fallback',
    { JsonBody: { ...JSON_ALL, InvalidFallbackBehavior: 'MATCH' } },
    'odd',
    { body: '["a"]' },
    false,
  ],
  ['no JSON at all', { JsonBody: { ...JSON_ALL, InvalidFallbackBehavior: 'MATCH' } }, 'odd', {}, false],
])('a rule looks at %s', (_, field, search, parts, expected) => {
  expect(matches(byteMatch(field, search), parts)).toBe(expected);
});

const BIG = `${'a'.repeat(16_384)}odd`;

test.each([
  ['CONTINUE', false],
  [undefined, false],
  ['MATCH', true],
  ['NO_MATCH', false],
])('a body larger than WAF reads, with the handling %s', (OversizeHandling, expected) => {
  for (const field of [{ Body: { OversizeHandling } }, { JsonBody: { ...JSON_ALL, OversizeHandling } }]) {
    expect(matches(byteMatch(field, 'odd'), { body: BIG })).toBe(expected);
  }
});

test('a body that WAF reads to the end is not oversize', () => {
  expect(matches(byteMatch({ Body: { OversizeHandling: 'MATCH' } }, 'odd'), { body: BIG.slice(3, -3) })).toBe(false);
  expect(matches(byteMatch({ Body: { OversizeHandling: 'NO_MATCH' } }, 'odd'), { body: BIG.slice(3) })).toBe(true);
});

test.each<[string, [string, string][]]>([
  ['more than 200', [...many(200), ['last', 'odd']]],
  ['more than 8 KB', [...many(100, 'x'.repeat(90)), ['last', 'odd']]],
])('of headers that are %s, WAF sees the first', (_, headers) => {
  const field = (OversizeHandling: string): Properties => ({ Headers: { ...HEADERS, OversizeHandling } });
  expect(matches(byteMatch(field('CONTINUE'), 'odd'), { headers })).toBe(false);
  expect(matches(byteMatch(field('MATCH'), 'odd'), { headers })).toBe(true);
  expect(matches(byteMatch(field('NO_MATCH'), 'h0'), { headers })).toBe(false);
  expect(matches(byteMatch(field('CONTINUE'), 'h0'), { headers })).toBe(true);
});

test('a single header behind the limits may be seen or not', () => {
  const field = { SingleHeader: { Name: 'last' } };
  expect(matches(byteMatch(field, 'odd'), { headers: [...many(200), ['last', 'odd']] })).toBe('unknown');
  expect(matches(byteMatch(field, 'odd'), { headers: [...many(200), ['last', 'even']] })).toBe(false);
  expect(matches(byteMatch(field, 'odd'), { headers: [...many(199), ['last', 'odd']] })).toBe(true);
});

test('limits that hold for the filtered headers only, or for all, leave it open', () => {
  const field = { Headers: { ...HEADERS, MatchPattern: { IncludedHeaders: ['h0'] }, OversizeHandling: 'MATCH' } };
  expect(matches(byteMatch(field, 'odd'), { headers: many(201) })).toBe('unknown');
  expect(matches(byteMatch(field, 'v'), { headers: many(201) })).toBe(true);
});

test('of 100,000 headers only the first are looked at', () => {
  const { inspect } = rulesAcl([rule(0, byteMatch({ Headers: HEADERS }, 'odd'))]);
  const started = performance.now();
  expect(inspect({ headers: [...many(100_000), ['x', 'odd']] }).action).toBe('allow');
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a header that comes twice is known where both ways to read it agree', () => {
  const headers: [string, string][] = [['X-A', 'one'], ['x-a', 'two']]; // prettier-ignore
  const field = { SingleHeader: { Name: 'x-a' } };
  expect(matches(byteMatch(field, 'two'), { headers })).toBe(true);
  expect(matches(byteMatch(field, 'three'), { headers })).toBe(false);
  expect(matches(byteMatch(field, 'two', { PositionalConstraint: 'EXACTLY' }), { headers })).toBe('unknown');
});

test.each([{ Body: {} }, { QueryString: {} }])('an empty %j may be there or not', (field) => {
  expect(matches(sizeOf(field, 'LT', 5))).toBe('unknown');
  expect(matches(sizeOf(field, 'GT', 0))).toBe(false);
});

test.each([
  { JA3Fingerprint: { FallbackBehavior: 'NO_MATCH' } },
  { JA4Fingerprint: { FallbackBehavior: 'NO_MATCH' } },
  { UriFragment: {} },
  { Tomorrow: {} },
  {},
  { UriPath: {}, Body: {} },
  { SingleHeader: {} },
  { Body: { OversizeHandling: 'SOMETIMES' } },
  { Headers: { MatchScope: 'ALL', OversizeHandling: 'MATCH' } },
  { Headers: { MatchPattern: { All: {} }, MatchScope: 'BOTH', OversizeHandling: 'MATCH' } },
  { JsonBody: { MatchScope: 'ALL' } },
  { JsonBody: { MatchPattern: { All: {} }, MatchScope: 'ALL', InvalidFallbackBehavior: 'GUESS' } },
])('the field %j refuses', (field) => {
  expect(matches(byteMatch(field as Properties, 'x'))).toBe('unknown');
});

test('a transformation or a parsing that is not known refuses, whatever its place', () => {
  const unknown = [{ Priority: 1, Type: 'JS_DECODE' }, ...NONE];
  expect(matches(byteMatch({ UriPath: {} }, 'x', { TextTransformations: unknown }))).toBe('unknown');
  expect(matches(byteMatch({ UriPath: {} }, 'x', { TextTransformations: undefined }))).toBe('unknown');
  expect(matches(byteMatch({ QueryString: {} }, 'x', { PreParseTextTransformations: NONE }))).toBe('unknown');
});

test('transformations are done in the order of their priorities', () => {
  const steps = [
    { Priority: 2, Type: 'LOWERCASE' },
    { Priority: 1, Type: 'URL_DECODE' },
  ];
  const statement = byteMatch({ UriPath: {} }, 'a', { TextTransformations: steps, PositionalConstraint: 'ENDS_WITH' });
  expect(matches(statement, { rawPath: '/%41' })).toBe(true);
  expect(matches(statement, { rawPath: '/%42' })).toBe(false);
});
