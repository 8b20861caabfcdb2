import { matches, type Properties, resource } from './firewall-support';

const ARN = 'arn:aws:wafv2:eu-west-3:210987654321:regional/ipset/listed/set-3';

const setOf = (Addresses: unknown) => [resource('IPSet', 'listed|set-3|REGIONAL', { Addresses })];
const inSet = (config?: Properties): Properties => ({
  IPSetReferenceStatement: { Arn: ARN, ...(config && { IPSetForwardedIPConfig: config }) },
});

const V4 = ['192.0.2.0/25', '198.51.100.7/32'];
const V6 = ['2001:db8:1::/48'];

test.each([
  [V4, '192.0.2.127', true],
  [V4, '192.0.2.128', false],
  [V4, '198.51.100.7', true],
  [V4, '198.51.100.8', false],
  [V4, '::ffff:192.0.2.1', true],
  [V4, '2001:db8:1::1', false],
  [V6, '2001:db8:1:ffff::9', true],
  [V6, '2001:db8:2::1', false],
  [V6, '192.0.2.1', false],
  [[], '192.0.2.1', false],
  [V4, 'somewhere', 'unknown'],
  [V4, '3221225985', 'unknown'],
])('of %j, %s is in it: %s', (addresses, sourceIp, expected) => {
  expect(matches(inSet(), { sourceIp }, setOf(addresses))).toBe(expected);
});

test.each<[string, Parameters<typeof matches>[2]]>([
  ['is not in the template', []],
  ['has an address that is none', setOf([...V4, '192.0.2.0'])],
  ['has an address that cannot be resolved', setOf(['unresolved(Parameter)'])],
  ['has no list', setOf(undefined)],
])('an IP set that %s refuses', (_, others) => {
  expect(matches(inSet(), {}, others)).toBe('unknown');
});

type Header = string | undefined;

test.each<[string, boolean, Header, boolean | 'unknown']>([
  ['FIRST', false, '192.0.2.5, 203.0.113.1', true],
  ['FIRST', false, '203.0.113.1, 192.0.2.5', false],
  ['LAST', false, '203.0.113.1, 192.0.2.5', true],
  ['LAST', false, '192.0.2.5, 203.0.113.1', false],
  ['ANY', false, '203.0.113.1,192.0.2.5 ,203.0.113.2', true],
  ['ANY', false, '203.0.113.1', false],
  ['ANY', false, `192.0.2.5${',203.0.113.1'.repeat(10)}`, false],
  ['ANY', false, `192.0.2.5${',203.0.113.1'.repeat(9)}`, true],
  ['FIRST', true, 'garbage, 192.0.2.5', true],
  ['FIRST', false, 'garbage, 192.0.2.5', false],
  ['LAST', true, '192.0.2.5, 10', true],
  ['ANY', true, 'garbage', true],
  ['ANY', false, 'garbage, 203.0.113.1', false],
  ['ANY', true, 'garbage, 203.0.113.1', 'unknown'],
  ['ANY', true, 'garbage, 192.0.2.5', true],
  ['FIRST', true, '', true],
  ['FIRST', true, undefined, false],
  ['FIRST', false, undefined, false],
])('the %s forwarded address, with fallback %s, of %j', (Position, fallback, value, expected) => {
  const config = { HeaderName: 'X-Forwarded-For', FallbackBehavior: fallback ? 'MATCH' : 'NO_MATCH', Position };
  const headers: [string, string][] = value === undefined ? [] : [['x-forwarded-for', value]];
  // The connection's own address is in the set: it must not matter.
  expect(matches(inSet(config), { headers, sourceIp: '192.0.2.9' }, setOf(V4))).toBe(expected);
});

test('without its header WAF does not apply the rule, not even turned round', () => {
  const config = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH', Position: 'FIRST' };
  const not = { NotStatement: { Statement: inSet(config) } };
  expect(matches(not, {}, setOf(V4))).toBe('unknown');
  expect(matches(not, { headers: [['X-Forwarded-For', '203.0.113.1']] }, setOf(V4))).toBe(true);
  expect(matches(not, { headers: [['X-Forwarded-For', '192.0.2.1']] }, setOf(V4))).toBe(false);
});

test.each<Properties>([
  { HeaderName: 'X-Forwarded-For', Position: 'FIRST' },
  { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' },
  { FallbackBehavior: 'MATCH', Position: 'FIRST' },
  { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH', Position: 'SECOND' },
])('the forwarded address of %j refuses', (config) => {
  expect(matches(inSet(config), { headers: [['X-Forwarded-For', '203.0.113.1']] }, setOf(V4))).toBe('unknown');
});

const GEO = { GeoMatchStatement: { CountryCodes: ['FR', 'BE'] } };

test.each([
  ['FR', true],
  ['be', true],
  ['DE', false],
  [undefined, 'unknown'],
])('the country %s: %s', (country, expected) => {
  expect(matches(GEO, { country })).toBe(expected);
});

test.each<[boolean, Header, boolean | 'unknown']>([
  [true, '192.0.2.1', 'unknown'],
  [true, 'garbage', true],
  [false, 'garbage', false],
  [true, undefined, false],
])('the country of a forwarded address, with fallback %s, of %j: %s', (fallback, value, expected) => {
  const config = { HeaderName: 'X-Forwarded-For', FallbackBehavior: fallback ? 'MATCH' : 'NO_MATCH' };
  const statement = { GeoMatchStatement: { ...GEO.GeoMatchStatement, ForwardedIPConfig: config } };
  const headers: [string, string][] = value === undefined ? [] : [['X-Forwarded-For', value]];
  expect(matches(statement, { headers, country: 'FR' })).toBe(expected);
});
