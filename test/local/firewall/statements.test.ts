import {
  byteMatch,
  matches,
  methodIs,
  NONE,
  type Properties,
  resource,
  rule,
  rulesAcl,
  sizeOf,
  XSS,
} from './firewall-support';

const PATH = { UriPath: {} };
const setArn = (kind: string): string => `arn:aws:wafv2:eu-west-3:210987654321:regional/${kind}/listed/set-9`;

test.each([
  ['EXACTLY', '/a', '/a', true],
  ['EXACTLY', '/a', '/A', false],
  ['EXACTLY', '/a', '/ab', false],
  ['STARTS_WITH', '/a', '/ab', true],
  ['STARTS_WITH', '/a', '/b/a', false],
  ['ENDS_WITH', 'b', '/ab', true],
  ['ENDS_WITH', 'b', '/abc', false],
  ['CONTAINS', 'b', '/abc', true],
  ['CONTAINS', 'x', '/abc', false],
  ['CONTAINS_WORD', 'bad', '/x;bad', true],
  ['CONTAINS_WORD', 'bad', 'bad', true],
  ['CONTAINS_WORD', 'bad', '/bad-x', true],
  ['CONTAINS_WORD', 'bad', '/bad_x', false],
  ['CONTAINS_WORD', 'bad', '/abad', false],
  ['CONTAINS_WORD', 'bad', '/bad1/bad', true],
  ['CONTAINS', 'é', '/\xc3\xa9', true],
  ['SOMEWHERE', 'a', '/a', 'unknown'],
])('%s %j on %j is %s', (PositionalConstraint, search, rawPath, expected) => {
  expect(matches(byteMatch(PATH, search, { PositionalConstraint }), { rawPath })).toBe(expected);
});

test('a search string may be bytes in Base64', () => {
  const bytes = Buffer.from([0xff, 0x00]);
  const search = { SearchString: undefined, SearchStringBase64: bytes.toString('base64') };
  const statement = byteMatch({ Body: {} }, '', search);
  expect(matches(statement, { body: Buffer.concat([Buffer.from('a'), bytes]) })).toBe(true);
  expect(matches(statement, { body: Buffer.from([0xff, 0x01]) })).toBe(false);
});

test.each([
  ['EQ', 5, [false, true, false]],
  ['NE', 5, [true, false, true]],
  ['LT', 5, [true, false, false]],
  ['LE', 5, [true, true, false]],
  ['GT', 5, [false, false, true]],
  ['GE', 5, [false, true, true]],
  ['~', 5, ['unknown', 'unknown', 'unknown']],
])('a size %s %i of 4, 5 and 6 bytes is %j', (operator, size, expected) => {
  const bodies = ['four', 'five5', 'sixsix'];
  expect(bodies.map((body) => matches(sizeOf({ Body: {} }, operator, size), { body }))).toEqual(expected);
});

test('a size is in bytes, after the transformations', () => {
  expect(matches(sizeOf({ Body: {} }, 'EQ', 2), { body: 'é' })).toBe(true);
  const decoded = sizeOf(PATH, 'EQ', 2);
  Object.assign(decoded.SizeConstraintStatement as Properties, {
    TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
  });
  expect(matches(decoded, { rawPath: '/%41' })).toBe(true);
  expect(matches(decoded, { rawPath: '/%4' })).toBe(false);
});

test('a missing header has no size', () => {
  const field = { SingleHeader: { Name: 'x-a' } };
  expect(matches(sizeOf(field, 'LT', 10))).toBe(false);
  expect(matches(sizeOf(field, 'GE', 0))).toBe(false);
  expect(matches(sizeOf(field, 'LT', 10), { headers: [['X-A', '']] })).toBe(true);
});

test('the size of several arguments is known where one by one and all together agree', () => {
  const field = { AllQueryArguments: {} };
  expect(matches(sizeOf(field, 'GT', 4), { rawQuery: 'a=12345&b=1' })).toBe(true);
  expect(matches(sizeOf(field, 'GT', 9), { rawQuery: 'a=1&b=1' })).toBe(false);
  expect(matches(sizeOf(field, 'GT', 4), { rawQuery: 'a=123&b=123' })).toBe('unknown');
});

const regex = (RegexString: unknown): Properties => ({
  RegexMatchStatement: { FieldToMatch: PATH, RegexString, TextTransformations: NONE },
});

test.each([
  ['^/prod/\\w+$', '/prod/orders', true],
  ['^/prod/\\w+$', '/prod/orders/1', false],
  ['(?i)ORDERS', '/prod/orders', true],
  ['(?=x)', '/x', 'unknown'],
  [undefined, '/x', 'unknown'],
])('the regular expression %j on %j is %s', (pattern, rawPath, expected) => {
  expect(matches(regex(pattern), { rawPath })).toBe(expected);
});

const patternSet = (RegularExpressionList: unknown) =>
  resource('RegexPatternSet', 'listed|set-9|REGIONAL', { RegularExpressionList });
const inPatternSet = {
  RegexPatternSetReferenceStatement: {
    Arn: setArn('regexpatternset'),
    FieldToMatch: PATH,
    TextTransformations: NONE,
  },
};

test('a regex pattern set matches with any of its patterns', () => {
  const set = [patternSet(['^/a', 'z$'])];
  expect(matches(inPatternSet, { rawPath: '/xyz' }, set)).toBe(true);
  expect(matches(inPatternSet, { rawPath: '/xy' }, set)).toBe(false);
});

test.each<[string, Parameters<typeof matches>[2]]>([
  ['is not in the template', []],
  ['is an IP set', [resource('IPSet', 'listed|set-9|REGIONAL', { Addresses: [] })]],
  ['is another', [resource('RegexPatternSet', 'listed|set-8|REGIONAL', { RegularExpressionList: ['a'] })]],
  ['has a pattern that is not simulated', [patternSet(['a', '(?=b)'])]],
  ['has a pattern that cannot be resolved', [patternSet(['unresolved(Parameter)'])]],
  ['has no list', [patternSet('a')]],
])('a regex pattern set that %s refuses', (_, others) => {
  expect(matches(inPatternSet, { rawPath: '/xa' }, others)).toBe('unknown');
});

const YES = methodIs('GET');
const NO = methodIs('DELETE');
const STATES: [string, Properties, boolean | 'unknown'][] = [
  ['true', YES, true],
  ['false', NO, false],
  ['unknown', XSS, 'unknown'],
];

test.each(STATES)('not %s', (_, statement, state) => {
  const expected = state === 'unknown' ? 'unknown' : !state;
  expect(matches({ NotStatement: { Statement: statement } })).toBe(expected);
});

test.each(STATES.flatMap((left) => STATES.map((right) => [left[0], right[0], left, right] as const)))(
  '%s and %s, %s or %s',
  (_left, _right, left, right) => {
    const states = [left[2], right[2]];
    const Statements = [left[1], right[1]];
    const and = states.includes(false) ? false : states.includes('unknown') ? 'unknown' : true;
    const or = states.includes(true) ? true : states.includes('unknown') ? 'unknown' : false;
    expect(matches({ AndStatement: { Statements } })).toBe(and);
    expect(matches({ OrStatement: { Statements } })).toBe(or);
  },
);

test.each<[string, unknown]>([
  ['XSS', XSS],
  ['SQL injection', { SqliMatchStatement: { FieldToMatch: PATH, TextTransformations: NONE } }],
  ['an autonomous system', { AsnMatchStatement: { AsnList: [64_496] } }],
  ['something new', { TomorrowStatement: {} }],
  ['nothing', {}],
  ['no statement', undefined],
  ['two at once', { ...YES, ...sizeOf(PATH, 'LT', 1) }],
  ['an empty AND', { AndStatement: { Statements: [] } }],
  ['an empty OR', { OrStatement: {} }],
  ['NOT of nothing', { NotStatement: {} }],
  ['a value that cannot be resolved', byteMatch(PATH, 'unresolved(Parameter)')],
  [
    'a rule group within another statement',
    { AndStatement: { Statements: [YES, { RuleGroupReferenceStatement: {} }] } },
  ],
])('a statement on %s refuses and is found when it is read', (_, statement) => {
  const { inspect, findings } = rulesAcl([rule(0, statement as Properties)]);
  expect(inspect()).toEqual({ action: 'refuse', rule: 'rule-0', why: expect.stringMatching(/\w{2,}/) });
  expect(findings).toContainEqual({ subject: 'rule-0', what: expect.stringMatching(/\w{2,}/), effect: 'refused' });
});

test('a statement that is simulated has no finding and does not refuse', () => {
  const { inspect, findings } = rulesAcl([rule(0, NO)]);
  expect(findings).toEqual([]);
  expect(inspect().action).toBe('allow');
  expect(inspect({ method: 'DELETE' }).action).toBe('block');
});

test('a managed rule group never matches, and is declared', () => {
  const managed = { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet' } };
  const { inspect, findings } = rulesAcl([
    rule(0, managed, { Action: undefined, OverrideAction: { None: {} } }),
    rule(1, NO),
  ]);
  expect(inspect().action).toBe('allow');
  expect(inspect({ method: 'DELETE' }).action).toBe('block');
  expect(findings).toEqual([
    {
      subject: 'rule-0',
      what: 'managed rule group AWS/AWSManagedRulesSQLiRuleSet is not simulated',
      effect: 'declared',
    },
  ]);
});

// JavaScript's engine would take years for them.
test.each(['(a+)+$', '(a|aa)+$', '(.*)*!'])('a body made for %s does not slow the web ACL down', (RegexString) => {
  const statement = { RegexMatchStatement: { FieldToMatch: { Body: {} }, RegexString, TextTransformations: NONE } };
  const started = performance.now();
  expect(matches(statement, { body: `${'a'.repeat(16_383)}b` })).toBe(false);
  expect(performance.now() - started).toBeLessThan(3_000);
});
