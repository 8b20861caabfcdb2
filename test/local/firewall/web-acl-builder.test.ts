import { ACCOUNT, aclWith, ACL_ARN, methodIs, type Properties, resource, rule, sizeOf } from './firewall-support';

test('a web ACL is found among others by its name and id', () => {
  const other = resource('WebACL', 'front|acl-2|REGIONAL', { DefaultAction: { Block: {} } });
  expect(aclWith({}, [other]).inspect().action).toBe('allow');
  expect(aclWith({}, [other], ACL_ARN.replace('acl-1', 'acl-2')).inspect().action).toBe('block');
});

test.each([
  ['another id', ACL_ARN.replace('acl-1', 'acl-9')],
  ['another name', ACL_ARN.replace('front', 'back')],
  ['no name at all', 'arn'],
  ['a part that cannot be resolved', `arn:aws:wafv2:eu-west-3:${ACCOUNT}:regional/webacl/unresolved(Acl)/acl-1`],
])('a web ACL that is not in the template, with %s, refuses every request', (_, arn) => {
  const { inspect, findings } = aclWith({}, [], arn);
  expect(inspect()).toMatchObject({ action: 'refuse', why: expect.stringContaining('web ACL') });
  expect(inspect({ method: 'POST', body: 'x' }).action).toBe('refuse');
  expect(findings).toEqual([{ subject: arn, what: expect.stringContaining('web ACL'), effect: 'refused' }]);
});

const PUT = rule(0, methodIs('PUT'));

test.each<[string, Properties]>([
  ['has no default action', { DefaultAction: undefined }],
  ['has another default action', { DefaultAction: { Count: {} } }],
  ['has two default actions', { DefaultAction: { Allow: {}, Block: {} } }],
  ['has rules that are no list', { Rules: 'unresolved(Rules)' }],
  ['has a rule without a priority', { Rules: [PUT, { ...PUT, Priority: undefined }] }],
  ['has a rule without a name', { Rules: [PUT, { ...PUT, Name: undefined }] }],
  ['has a rule that is none', { Rules: [PUT, 'unresolved(Rule)'] }],
  ['has another inspection limit', limit('KB_128')],
])('a web ACL that %s refuses every request', (_, properties) => {
  const { inspect, findings } = aclWith(properties);
  expect(inspect().action).toBe('refuse');
  expect(findings).toMatchObject([{ subject: ACL_ARN, effect: 'refused' }]);
});

function limit(DefaultSizeInspectionLimit: string): Properties {
  return { AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit } } } };
}

test.each([
  [{}, 16],
  [{ AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_64' } } } }, 16],
  [limit('KB_16'), 16],
  [limit('KB_32'), 32],
  [limit('KB_48'), 48],
  [limit('KB_64'), 64],
])('with %j, WAF reads %i KB of a body', (properties, kib) => {
  const exact = rule(0, sizeOf({ Body: {} }, 'EQ', kib * 1_024));
  const { inspect } = aclWith({ ...properties, Rules: [exact] });
  expect(inspect({ body: 'x'.repeat(kib * 1_024 - 1) }).action).toBe('allow');
  expect(inspect({ body: 'x'.repeat(kib * 1_024) }).action).toBe('block');
  expect(inspect({ body: 'x'.repeat(65_537) }).action).toBe('block');
});
