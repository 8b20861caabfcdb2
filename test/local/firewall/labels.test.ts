import { ACCOUNT, methodIs, OWN_PREFIX, type Properties, request, rule, rulesAcl, XSS } from './firewall-support';

const ALWAYS = methodIs('GET');
const count = (priority: number, statement: Properties, ...labels: string[]): Properties =>
  rule(priority, statement, { Action: { Count: {} }, RuleLabels: labels.map((Name) => ({ Name })) });
const blockOn = (Key: string, Scope = 'LABEL'): Properties => rule(9, { LabelMatchStatement: { Scope, Key } });

const LABEL = 'ns1:ns2:name';

test.each([
  ['LABEL', 'ns1:ns2:name', 'block'],
  ['LABEL', 'ns2:name', 'block'],
  ['LABEL', 'name', 'block'],
  ['LABEL', 'ame', 'allow'],
  ['LABEL', 'ns1:ns2', 'allow'],
  ['LABEL', 'NAME', 'allow'],
  ['LABEL', `${OWN_PREFIX}${LABEL}`, 'block'],
  ['LABEL', `${OWN_PREFIX}name`, 'allow'],
  ['LABEL', `awswaf:${ACCOUNT}:rulegroup:front:${LABEL}`, 'allow'],
  ['NAMESPACE', 'ns1:', 'block'],
  ['NAMESPACE', 'ns2:', 'block'],
  ['NAMESPACE', 'ns1:ns2:', 'block'],
  ['NAMESPACE', 'ns1:ns2', 'block'],
  ['NAMESPACE', 'name:', 'allow'],
  ['NAMESPACE', 's2:', 'allow'],
  ['NAMESPACE', OWN_PREFIX, 'block'],
  ['NAMESPACE', `${OWN_PREFIX}ns1:`, 'block'],
  ['NAMESPACE', `${OWN_PREFIX}ns2:`, 'allow'],
  ['PREFIX', 'ns1', 'refuse'],
])('with the label ns1:ns2:name, a match of %s %s: %s', (scope, key, action) => {
  expect(rulesAcl([count(0, ALWAYS, LABEL), blockOn(key, scope)]).inspect().action).toBe(action);
});

test('a label is only there if its rule matched, and only for the rules behind it', () => {
  const acl = rulesAcl([count(0, methodIs('PUT'), 'put'), blockOn('put'), count(10, ALWAYS, 'late')]);
  expect(acl.inspect({ method: 'PUT' }).action).toBe('block');
  expect(acl.inspect({ method: 'GET' })).toMatchObject({ action: 'allow', labels: [`${OWN_PREFIX}late`] });
  expect(rulesAcl([blockOn('late'), count(10, ALWAYS, 'late')]).inspect().action).toBe('allow');
});

test('labels do not outlive their request', () => {
  const { acl } = rulesAcl([count(0, methodIs('PUT'), 'put'), blockOn('put')]);
  expect(acl.inspect(request({ method: 'PUT' })).action).toBe('block');
  expect(acl.inspect(request({ method: 'GET' })).action).toBe('allow');
});

test('a rule that may have matched leaves labels that may be there', () => {
  const rules = [count(0, XSS, 'risky'), count(1, ALWAYS, 'safe')];
  expect(rulesAcl(rules).inspect()).toMatchObject({
    action: 'allow',
    counted: ['rule-1'],
    labels: [`${OWN_PREFIX}safe`],
  });
  expect(rulesAcl([...rules, blockOn('risky')]).inspect()).toMatchObject({ action: 'refuse', rule: 'rule-9' });
  expect(rulesAcl([...rules, blockOn('safe')]).inspect().action).toBe('block');
  expect(rulesAcl([...rules, blockOn('other')]).inspect().action).toBe('allow');
  expect(rulesAcl([...rules, count(2, ALWAYS, 'risky'), blockOn('risky')]).inspect().action).toBe('block');
});

test('labels of managed rule groups are never there, and that is declared', () => {
  const key = 'awswaf:managed:aws:core-rule-set:NoUserAgent_Header';
  const { inspect, findings } = rulesAcl([blockOn(key)]);
  expect(inspect().action).toBe('allow');
  expect(findings).toEqual([{ subject: 'rule-9', what: expect.stringContaining(key), effect: 'declared' }]);
  expect(rulesAcl([blockOn('own')]).findings).toEqual([]);
});

const GEO = { GeoMatchStatement: { CountryCodes: ['ZZ'] } };

test.each([
  ['LABEL', 'awswaf:clientip:geo:country:FR', 'FR', 'block'],
  ['LABEL', 'awswaf:clientip:geo:country:FR', 'DE', 'allow'],
  ['LABEL', 'awswaf:clientip:geo:country:FR', undefined, 'refuse'],
  ['LABEL', 'awswaf:clientip:geo:region:FR-75', 'FR', 'refuse'],
  ['NAMESPACE', 'awswaf:clientip:geo:', 'FR', 'block'],
  ['NAMESPACE', 'awswaf:clientip:geo:region:', 'FR', 'refuse'],
  ['LABEL', 'awswaf:forwardedip:geo:country:FR', 'FR', 'allow'],
])('a geographic rule labels what it does not match: %s %s from %s: %s', (scope, key, country, action) => {
  expect(rulesAcl([count(0, GEO), blockOn(key, scope)]).inspect({ country }).action).toBe(action);
});

test('without a geographic rule there is no geographic label', () => {
  expect(rulesAcl([blockOn('awswaf:clientip:geo:country:FR')]).inspect({ country: 'FR' }).action).toBe('allow');
});
