import {
  ACCOUNT,
  aclWith,
  type BuiltAcl,
  methodIs,
  type Properties,
  resource,
  rule,
  rulesAcl,
  XSS,
} from './firewall-support';

const ARN = `arn:aws:wafv2:eu-west-3:${ACCOUNT}:regional/rulegroup/shared/group-4`;
const PREFIX = `awswaf:${ACCOUNT}:rulegroup:shared:`;

const group = (Rules: unknown, more: Properties = {}) =>
  resource('RuleGroup', 'shared|group-4|REGIONAL', { Rules, ...more });
const reference = (more: Properties = {}, OverrideAction: Properties = { None: {} }): Properties =>
  rule(0, { RuleGroupReferenceStatement: { Arn: ARN, ...more } }, { Action: undefined, OverrideAction });
const count = (priority: number, statement: Properties, label: string): Properties =>
  rule(priority, statement, { Action: { Count: {} }, RuleLabels: [{ Name: label }] });

const PUT = methodIs('PUT');
const OF_PUT = methodIs('U');
const PUT_OR_POST = { OrStatement: { Statements: [PUT, methodIs('POST')] } };

function withGroup(groupRules: Properties[], own: Properties = reference(), more: Properties[] = []): BuiltAcl {
  return rulesAcl([own, ...more], [group(groupRules)]);
}

test('the rules of a group decide in their order', () => {
  const acl = withGroup([rule(7, PUT), rule(3, PUT_OR_POST, { Action: { Allow: {} } })]);
  expect(acl.inspect({ method: 'PUT' })).toMatchObject({ action: 'allow', rule: 'rule-0/rule-3' });
  expect(acl.findings).toEqual([]);
  expect(withGroup([rule(7, PUT)]).inspect({ method: 'PUT' })).toMatchObject({
    action: 'block',
    rule: 'rule-0/rule-7',
  });
  expect(withGroup([rule(7, PUT)]).inspect({ method: 'GET' }).action).toBe('allow');
});

test('an allow within a group ends the whole web ACL', () => {
  const allow = rule(0, PUT, { Action: { Allow: {} } });
  expect(withGroup([allow], reference(), [rule(1, PUT)]).inspect({ method: 'PUT' }).action).toBe('allow');
});

test.each([
  { RuleActionOverrides: [{ Name: 'rule-7', ActionToUse: { Count: {} } }] },
  { ExcludedRules: [{ Name: 'rule-7' }] },
])('with %j a rule of the group only counts', (more) => {
  const acl = withGroup([rule(7, PUT), rule(8, methodIs('POST'))], reference(more));
  expect(acl.inspect({ method: 'PUT' })).toMatchObject({ action: 'allow', counted: ['rule-0/rule-7'] });
  expect(acl.inspect({ method: 'POST' }).action).toBe('block');
});

test('an action that replaces another takes its response from the web ACL', () => {
  const Action = { Block: { CustomResponse: { ResponseCode: 451, CustomResponseBodyKey: 'own' } } };
  const bodies = (Content: string): Properties => ({
    CustomResponseBodies: { own: { ContentType: 'TEXT_PLAIN', Content } },
  });
  const groups = [group([rule(7, PUT, { Action }), rule(8, methodIs('POST'))], bodies('of the group'))];
  const overrides = reference({ RuleActionOverrides: [{ Name: 'rule-8', ActionToUse: Action }] });
  const acl = aclWith({ Rules: [overrides], ...bodies('of the web ACL') }, groups);
  expect(acl.inspect({ method: 'PUT' })).toMatchObject({ response: { body: Buffer.from('of the group') } });
  expect(acl.inspect({ method: 'POST' })).toMatchObject({ response: { body: Buffer.from('of the web ACL') } });
});

test('a group whose result is only counted ends at the same rule', () => {
  const rules = [rule(1, PUT, { RuleLabels: [{ Name: 'put' }] }), count(2, PUT, 'late')];
  const acl = withGroup(rules, reference({}, { Count: {} }));
  expect(acl.inspect({ method: 'PUT' })).toEqual({
    action: 'allow',
    insertedHeaders: [],
    labels: [`${PREFIX}put`],
    counted: ['rule-0'],
  });
});

test('behind a rule that may have ended a counted group, its labels may be there', () => {
  const labelled = (Key: string): Properties => rule(5, { LabelMatchStatement: { Scope: 'LABEL', Key } });
  for (const Action of [{ Block: {} }, { Allow: {} }]) {
    const rules = [count(0, PUT, 'early'), rule(1, XSS, { Action }), count(2, PUT, 'late')];
    const acl = (key: string) => withGroup(rules, reference({}, { Count: {} }), [labelled(PREFIX + key)]);
    expect(acl('early').inspect({ method: 'PUT' }).action).toBe('block');
    expect(acl('late').inspect({ method: 'PUT' }).action).toBe('refuse');
    expect(acl('late').inspect({ method: 'GET' }).action).toBe('allow');
  }
});

test('a rule of a group that cannot be told refuses, and is found', () => {
  const acl = withGroup([rule(1, XSS)]);
  expect(acl.inspect()).toMatchObject({ action: 'refuse', rule: 'rule-0/rule-1' });
  expect(acl.findings).toEqual([
    { subject: 'rule-0/rule-1', what: 'XssMatchStatement is not simulated', effect: 'refused' },
  ]);
});

test('a label without prefix is looked for among the own ones', () => {
  const label = { LabelMatchStatement: { Scope: 'LABEL', Key: 'put' } };
  const inside = [count(0, PUT, 'put'), rule(1, label)];
  expect(withGroup(inside).inspect({ method: 'PUT' }).action).toBe('block');
  expect(withGroup([inside[0]], reference(), [rule(5, label)]).inspect({ method: 'PUT' }).action).toBe('allow');
});

test('a group that is used twice counts twice', () => {
  const limited = rule(0, { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 10 } });
  const acl = withGroup([limited], reference(), [{ ...reference(), Name: 'again', Priority: 1 }]);
  const actions = Array.from({ length: 11 }, () => acl.inspect().action);
  expect(actions.filter((action) => action === 'block')).toHaveLength(1);
});

test.each<[string, BuiltAcl]>([
  ['is not in the template', rulesAcl([reference()])],
  ['has no rules that can be read', rulesAcl([reference()], [group('unresolved(Rules)')])],
  ['has a rule without a name', withGroup([{ ...rule(0, PUT), Name: undefined }])],
  ['cannot be resolved', withGroup([rule(0, PUT)], reference({ Arn: 'unresolved(Group)' }))],
  ['is only counted and not in the template', rulesAcl([reference({}, { Count: {} })])],
  ['lacks a rule that is overridden', withGroup([rule(0, PUT)], reference({ ExcludedRules: [{ Name: 'rule-1' }] }))],
])('a group that %s refuses', (_, acl) => {
  expect(acl.inspect()).toMatchObject({ action: 'refuse', rule: 'rule-0' });
  expect(acl.findings).toMatchObject([{ subject: 'rule-0', effect: 'refused' }]);
});

test('a group matches nothing that its rules do not match', () => {
  expect(withGroup([rule(0, OF_PUT)]).inspect({ method: 'PUT' }).action).toBe('allow');
});
