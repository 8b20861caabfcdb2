import { RateCounter } from '../../../local/src/firewall/rate-counter';
import {
  type BuiltAcl,
  HeldClock,
  methodIs,
  NONE,
  type Properties,
  type request,
  rule,
  rulesAcl,
  XSS,
} from './firewall-support';

type Parts = Parameters<typeof request>[0];

const rate = (more: Properties = {}, ruleMore: Properties = {}): BuiltAcl =>
  rulesAcl([rule(0, { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 10, ...more } }, ruleMore)]);

function send(acl: BuiltAcl, count: number, parts: Parts = {}): string[] {
  return Array.from({ length: count }, () => acl.inspect(parts).action);
}

const times = (action: string, count: number): string[] => Array.from({ length: count }, () => action);

test('the request beyond the limit is the first that is blocked', () => {
  const acl = rate();
  expect(send(acl, 12)).toEqual([...times('allow', 10), 'block', 'block']);
  expect(acl.inspect()).toMatchObject({ action: 'block', rule: 'rule-0' });
});

test('each address has its own count, whatever way it is written', () => {
  const acl = rate();
  send(acl, 10, { sourceIp: '192.0.2.1' });
  expect(send(acl, 1, { sourceIp: '192.0.2.2' })).toEqual(['allow']);
  expect(send(acl, 1, { sourceIp: '::ffff:192.0.2.1' })).toEqual(['block']);
  send(acl, 10, { sourceIp: '2001:db8::1' });
  expect(send(acl, 1, { sourceIp: '2001:DB8:0:0::1' })).toEqual(['block']);
});

test.each([
  [undefined, 300],
  [60, 60],
  ['120', 120],
  [600, 600],
])('the window of %s slides over %i seconds', (EvaluationWindowSec, seconds) => {
  const acl = rate({ EvaluationWindowSec });
  send(acl, 5);
  acl.clock.advance(seconds * 500);
  expect(send(acl, 6)).toEqual([...times('allow', 5), 'block']);
  acl.clock.advance(seconds * 500 - 1);
  expect(send(acl, 1)).toEqual(['block']);
  // The first five have left, six and one are there.
  acl.clock.advance(1);
  expect(send(acl, 4)).toEqual([...times('allow', 3), 'block']);
});

test('a flood stays blocked while it lasts', () => {
  const acl = rate({ EvaluationWindowSec: 60 });
  send(acl, 11);
  for (let second = 0; second < 120; second++) {
    acl.clock.advance(1_000);
    expect(send(acl, 1)).toEqual(['block']);
  }
  acl.clock.advance(60_000);
  expect(send(acl, 1)).toEqual(['allow']);
});

test('only what is in scope counts', () => {
  const acl = rate({ ScopeDownStatement: methodIs('POST') });
  send(acl, 20, { method: 'GET' });
  expect(send(acl, 11, { method: 'POST' })).toEqual([...times('allow', 10), 'block']);
  expect(send(acl, 1, { method: 'GET' })).toEqual(['allow']);
});

test('what may be in scope counts, and refuses beyond the limit', () => {
  const acl = rate({ ScopeDownStatement: XSS });
  expect(send(acl, 11)).toEqual([...times('allow', 10), 'refuse']);
  expect(acl.findings).toEqual([{ subject: 'rule-0', what: 'XssMatchStatement is not simulated', effect: 'refused' }]);
});

test('a counting rule lets pass and says so', () => {
  const acl = rate({}, { Action: { Count: {} } });
  send(acl, 10);
  expect(acl.inspect()).toMatchObject({ action: 'allow', counted: ['rule-0'] });
});

test('all requests in scope share one count', () => {
  const acl = rate({ AggregateKeyType: 'CONSTANT', ScopeDownStatement: methodIs('POST') });
  for (let index = 0; index < 10; index++) acl.inspect({ method: 'POST', sourceIp: `192.0.2.${index}` });
  expect(send(acl, 1, { method: 'POST', sourceIp: '198.51.100.1' })).toEqual(['block']);
});

const forwarded = (FallbackBehavior: string): Properties => ({
  AggregateKeyType: 'FORWARDED_IP',
  ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior },
});

test('the first forwarded address is the key', () => {
  const acl = rate(forwarded('NO_MATCH'));
  const from = (value: string): Parts => ({ headers: [['x-forwarded-for', value]] });
  send(acl, 10, from('203.0.113.1, 203.0.113.9'));
  expect(send(acl, 1, from('203.0.113.2, 203.0.113.9'))).toEqual(['allow']);
  expect(send(acl, 1, from('203.0.113.1'))).toEqual(['block']);
  expect(send(acl, 20)).toEqual(times('allow', 20));
  expect(send(acl, 20, from('garbage'))).toEqual(times('allow', 20));
});

test('a forwarded address that is none matches at once, if that is the fallback', () => {
  const acl = rate(forwarded('MATCH'));
  expect(send(acl, 1, { headers: [['X-Forwarded-For', 'garbage']] })).toEqual(['block']);
  expect(send(acl, 20)).toEqual(times('allow', 20));
});

const custom = (...CustomKeys: Properties[]): Properties => ({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys });
const lower = [{ Priority: 0, Type: 'LOWERCASE' }];

test.each<[string, Properties, Parts, Parts, Parts | undefined]>([
  [
    'a header',
    { Header: { Name: 'X-Key', TextTransformations: lower } },
    { headers: [['x-key', 'A']] },
    { headers: [['x-key', 'b']] },
    {},
  ],
  [
    'a cookie',
    { Cookie: { Name: 'sid', TextTransformations: NONE } },
    { headers: [['Cookie', 'x=1; sid=A']] },
    { headers: [['Cookie', 'x=1; sid=b']] },
    { headers: [['Cookie', 'x=1']] },
  ],
  [
    'an argument',
    { QueryArgument: { Name: 'id', TextTransformations: NONE } },
    { rawQuery: 'id=A' },
    { rawQuery: 'id=b' },
    { rawQuery: 'x=A' },
  ],
  ['the query', { QueryString: { TextTransformations: NONE } }, { rawQuery: 'A' }, { rawQuery: 'b' }, undefined],
  ['the path', { UriPath: { TextTransformations: NONE } }, { rawPath: '/A' }, { rawPath: '/b' }, undefined],
  ['the method', { HTTPMethod: {} }, { method: 'GET' }, { method: 'PUT' }, undefined],
  ['the address', { IP: {} }, { sourceIp: '192.0.2.1' }, { sourceIp: '192.0.2.2' }, undefined],
])('%s as a key', (_, key, one, other, without) => {
  const acl = rate(custom(key));
  send(acl, 10, one);
  expect(send(acl, 1, other)).toEqual(['allow']);
  expect(send(acl, 1, one)).toEqual(['block']);
  // A request without the component is not counted, as in WAF.
  if (without) expect(send(acl, 15, without)).toEqual(times('allow', 15));
});

test('transformations bring keys together', () => {
  const acl = rate(custom({ Header: { Name: 'X-Key', TextTransformations: lower } }));
  send(acl, 10, { headers: [['X-Key', 'AbC']] });
  expect(send(acl, 1, { headers: [['X-Key', 'aBc']] })).toEqual(['block']);
});

test('all components make the key, and where one ends and the next begins matters', () => {
  const key = (Name: string): Properties => ({ Header: { Name, TextTransformations: NONE } });
  const acl = rate(custom(key('a'), key('b')));
  const with2 = (a: string, b: string): Parts => ({ headers: [['a', a], ['b', b]] }); // prettier-ignore
  send(acl, 10, with2('12', '3'));
  expect(send(acl, 1, with2('1', '23'))).toEqual(['allow']);
  expect(send(acl, 1, with2('12', '3'))).toEqual(['block']);
  expect(send(acl, 15, { headers: [['a', '12']] })).toEqual(times('allow', 15));
});

test('a forwarded address is a component, too', () => {
  const acl = rate({ ...custom({ ForwardedIP: {} }, { HTTPMethod: {} }), ForwardedIPConfig: forwarded('MATCH').ForwardedIPConfig }); // prettier-ignore
  const from = (value: string): Parts => ({ headers: [['X-Forwarded-For', value]] });
  send(acl, 10, from('203.0.113.1'));
  expect(send(acl, 1, from('203.0.113.2'))).toEqual(['allow']);
  expect(send(acl, 1, from('203.0.113.1'))).toEqual(['block']);
});

test('the labels of a namespace are a component', () => {
  const label = (priority: number, method: string): Properties =>
    rule(priority, methodIs(method), { Action: { Count: {} }, RuleLabels: [{ Name: `kind:${method}` }] });
  const limited = rule(5, {
    RateBasedStatement: { Limit: 10, ...custom({ LabelNamespace: { Namespace: 'kind:' } }) },
  });
  const acl = rulesAcl([label(0, 'PUT'), label(1, 'POST'), limited]);
  send(acl, 10, { method: 'PUT' });
  expect(send(acl, 1, { method: 'POST' })).toEqual(['allow']);
  expect(send(acl, 1, { method: 'PUT' })).toEqual(['block']);
  expect(send(acl, 15, { method: 'GET' })).toEqual(times('allow', 15));
  const open = rulesAcl([rule(0, XSS, { Action: { Count: {} }, RuleLabels: [{ Name: 'kind:x' }] }), limited]);
  expect(send(open, 1)).toEqual(['refuse']);
});

test.each<[string, Properties]>([
  ['another window', { EvaluationWindowSec: 90 }],
  ['no limit', { Limit: undefined }],
  ['a limit that cannot be resolved', { Limit: 'unresolved(Parameter)' }],
  ['another kind of key', { AggregateKeyType: 'TOMORROW' }],
  ['no custom keys', custom()],
  ['a fingerprint', custom({ JA3Fingerprint: { FallbackBehavior: 'MATCH' } })],
  ['an autonomous system', custom({ ASN: {} })],
  ['two components in one', custom({ IP: {}, HTTPMethod: {} })],
  ['an unknown transformation', custom({ UriPath: { TextTransformations: [{ Priority: 0, Type: 'CSS_DECODE' }] } })],
  ['forwarded addresses without a header', { AggregateKeyType: 'FORWARDED_IP' }],
])('a rate rule with %s refuses', (_, more) => {
  const acl = rate(more);
  expect(acl.inspect().action).toBe('refuse');
  expect(acl.findings).toHaveLength(1);
});

test('of more than 10,000 keys those that were not seen for longest are forgotten', () => {
  const counter = new RateCounter(300, new HeldClock());
  for (let index = 0; index < 10_000; index++) counter.count(`key ${index}`);
  // As many as fit: seen again, none of them is forgotten.
  expect(counter.count('key 1')).toBe(2);
  expect(counter.count('key 0')).toBe(2);
  counter.count('one too many');
  expect(counter.count('key 0')).toBe(3);
  expect(counter.count('key 3')).toBe(2);
  expect(counter.count('key 2')).toBe(1);
});

test('a clock that goes back neither frees nor breaks the count', () => {
  const clock = new HeldClock();
  const counter = new RateCounter(60, clock);
  counter.count('a');
  clock.advance(-5_000);
  expect(counter.count('a')).toBe(2);
  clock.advance(64_000);
  expect(counter.count('a')).toBe(3);
  clock.advance(1_000);
  expect(counter.count('a')).toBe(2);
});
