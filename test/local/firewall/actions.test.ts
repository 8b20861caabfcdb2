import { aclWith, methodIs, OWN_PREFIX, type Properties, rule, rulesAcl, XSS } from './firewall-support';

const ALWAYS = methodIs('GET');
const insert = (...headers: [string, string][]): Properties => ({
  CustomRequestHandling: { InsertHeaders: headers.map(([Name, Value]) => ({ Name, Value })) },
});

test('rules are asked in the order of their priorities, and the first that ends it decides', () => {
  const allow = rule(1, ALWAYS, { Action: { Allow: {} } });
  const block = rule(2, ALWAYS);
  expect(rulesAcl([block, allow]).inspect()).toMatchObject({ action: 'allow', rule: 'rule-1' });
  expect(rulesAcl([{ ...block, Priority: '0' }, allow]).inspect()).toMatchObject({ action: 'block', rule: 'rule-2' });
});

test('without a match the default action decides', () => {
  const rules = [rule(0, methodIs('PUT'))];
  expect(rulesAcl(rules).inspect()).toEqual({ action: 'allow', insertedHeaders: [], labels: [], counted: [] });
  const closed = aclWith({ Rules: rules, DefaultAction: { Block: {} } });
  expect(closed.inspect()).toEqual({ action: 'block', rule: 'Default_Action', labels: [], counted: [] });
  expect(aclWith({}).inspect().action).toBe('allow');
});

test('a block without a response of its own leaves the answer to the API', () => {
  const blocked = rulesAcl([rule(0, ALWAYS, { RuleLabels: [{ Name: 'seen' }] })]).inspect();
  expect(blocked).toEqual({ action: 'block', rule: 'rule-0', labels: [`${OWN_PREFIX}seen`], counted: [] });
});

const BODIES = {
  sorry: { ContentType: 'APPLICATION_JSON', Content: '{"sorry":"é"}' },
  page: { ContentType: 'TEXT_HTML', Content: '<p>no</p>' },
  text: { ContentType: 'TEXT_PLAIN', Content: 'no' },
};

const custom = (response: Properties): Properties => ({ Block: { CustomResponse: response } });

test.each([
  ['sorry', 'application/json', '{"sorry":"é"}'],
  ['page', 'text/html', '<p>no</p>'],
  ['text', 'text/plain', 'no'],
])('a custom response with the body %s', (CustomResponseBodyKey, type, content) => {
  const ResponseHeaders = [{ Name: 'retry-after', Value: '60' }];
  const Action = custom({ ResponseCode: '429', ResponseHeaders, CustomResponseBodyKey });
  expect(aclWith({ Rules: [rule(0, ALWAYS, { Action })], CustomResponseBodies: BODIES }).inspect()).toMatchObject({
    action: 'block',
    response: {
      status: 429,
      headers: [
        ['retry-after', '60'],
        ['content-type', type],
      ],
      body: Buffer.from(content),
    },
  });
});

test('a custom response may have no body, and may be the default', () => {
  const acl = aclWith({ DefaultAction: custom({ ResponseCode: 404 }) });
  expect(acl.inspect()).toMatchObject({ response: { status: 404, headers: [], body: Buffer.alloc(0) } });
});

test('headers are inserted by what counts and by what allows, the later in place of the former', () => {
  const acl = aclWith({
    Rules: [
      rule(0, ALWAYS, { Action: { Count: insert(['Seen', 'first'], ['other', 'kept']) } }),
      rule(1, methodIs('PUT'), { Action: { Count: insert(['never', 'there']) } }),
    ],
    DefaultAction: { Allow: insert(['seen', 'last']) },
  });
  expect(acl.inspect()).toEqual({
    action: 'allow',
    insertedHeaders: [
      ['x-amzn-waf-seen', 'last'],
      ['x-amzn-waf-other', 'kept'],
    ],
    labels: [],
    counted: ['rule-0'],
  });
});

test.each(['Captcha', 'Challenge', 'Monetize'])('%s refuses what it matches and nothing else', (name) => {
  const acl = rulesAcl([rule(0, methodIs('PUT'), { Action: { [name]: {} } })]);
  expect(acl.inspect({ method: 'PUT' })).toMatchObject({ action: 'refuse', why: expect.stringContaining(name) });
  expect(acl.inspect({ method: 'GET' }).action).toBe('allow');
  expect(acl.findings).toEqual([{ subject: 'rule-0', what: expect.stringContaining(name), effect: 'refused' }]);
});

test.each<[string, unknown]>([
  ['none', undefined],
  ['an empty one', {}],
  ['two', { Allow: {}, Block: {} }],
  ['one that cannot be resolved', { Allow: insert(['a', 'unresolved(Parameter)']) }],
  ['a response without a status', custom({})],
  ['a response with a body that is not there', custom({ ResponseCode: 403, CustomResponseBodyKey: 'lost' })],
])('a rule whose action is %s refuses what it matches', (_, Action) => {
  expect(rulesAcl([rule(0, ALWAYS, { Action })]).inspect()).toMatchObject({ action: 'refuse', rule: 'rule-0' });
});

test('what may match: a block refuses, an allow does not allow, a count does not count', () => {
  const maybe = (Action: Properties): Properties => rule(0, XSS, { Action });
  const closed = (Action: Properties) => aclWith({ Rules: [maybe(Action)], DefaultAction: { Block: {} } });
  expect(rulesAcl([maybe({ Block: {} })]).inspect()).toMatchObject({ action: 'refuse', rule: 'rule-0' });
  expect(rulesAcl([maybe({ Captcha: {} })]).inspect()).toMatchObject({ action: 'refuse', rule: 'rule-0' });
  expect(closed({ Allow: {} }).inspect()).toMatchObject({ action: 'block', rule: 'Default_Action' });
  expect(rulesAcl([maybe({ Allow: {} }), rule(1, ALWAYS)]).inspect()).toMatchObject({
    action: 'block',
    rule: 'rule-1',
  });
  const counting = rulesAcl([maybe({ Count: insert(['a', 'b']) })]);
  expect(counting.inspect()).toEqual({ action: 'allow', insertedHeaders: [], labels: [], counted: [] });
  expect(counting.findings).toMatchObject([{ effect: 'declared' }]);
});

test('a rule that allows before one that cannot be told is enough', () => {
  const acl = rulesAcl([rule(1, XSS), { ...rule(0, ALWAYS), Action: { Allow: {} } }]);
  expect(acl.inspect()).toMatchObject({ action: 'allow', rule: 'rule-0' });
});
