import { routeRules } from '../../../lambda/jwt-authorizer/route-rules';

const ANYONE = { type: 'authenticated' };
const TENANT = { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' };

const tableOf = (access: unknown, decision: unknown = 'path', key = 'GET /orders') => ({
  version: 1,
  routes: { [key]: { access, decision } },
});

test('every kind of rule is understood', () => {
  const access = {
    type: 'anyOf',
    rules: [
      ANYONE,
      TENANT,
      { type: 'anyScope', scopes: ['a', 'b'] },
      { type: 'allScopes', scopes: ['c'] },
      { type: 'group', group: 'staff admins' },
      { type: 'claim', claim: 'https://acme.example/plan', value: 'gold' },
      { type: 'claimOneOf', claim: 'acr', values: ['a', 'b'] },
      { type: 'claimContains', claim: 'amr', value: 'mfa' },
      { type: 'authenticationAge', maxSeconds: 900 },
      { type: 'allOf', rules: [{ type: 'anyOf', rules: [ANYONE] }] },
    ],
  };

  expect([...routeRules(tableOf(access))]).toEqual([['GET /orders', { access, decision: 'path' }]]);
});

test('a table may be empty: then every route is unknown', () => {
  expect([...routeRules({ version: 1, routes: {} })]).toEqual([]);
});

test.each([
  'GET /',
  'POST /a/b-c_d.e:f',
  'PUT /{a}/b/{c-d}',
  'DELETE /files/{path+}',
  'OPTIONS /x',
  'HEAD /x',
  'PATCH /x',
])('the route key %s is understood', (key) => {
  expect([...routeRules(tableOf(ANYONE, 'route', key)).keys()]).toEqual([key]);
});

describe('is broken', () => {
  test.each([
    'ANY /orders',
    'get /orders',
    '* /orders',
    'GET  /orders',
    'GET /orders/',
    'GET //orders',
    'GET orders',
    'GET /orders/*',
    'GET /orders/a?',
    'GET /orders/${a}',
    'GET /orders/{a',
    'GET /orders/a{b}',
    'GET /orders/{}',
    'GET /orders\n',
    '__proto__',
    '',
  ])('with the route key %p', (key) => {
    const table = JSON.parse(
      `{"version":1,"routes":{${JSON.stringify(key)}:{"access":{"type":"authenticated"},"decision":"route"}}}`,
    );
    expect(() => routeRules(table)).toThrow(
      key === ''
        ? 'route key "" must be a string that is not empty'
        : `route key ${JSON.stringify(key)} must match /^(?:DELETE|`,
    );
  });

  test.each<[string, unknown, string]>([
    ['null', null, 'routes.json must be an object'],
    ['another version', { version: 2, routes: {} }, 'routes.json version must be 1'],
    ['the version as text', { version: '1', routes: {} }, 'routes.json version must be 1'],
    [
      'one more member',
      { version: 1, routes: {}, default: 'allow' },
      'routes.json must have exactly the members version, routes',
    ],
    ['routes as list', { version: 1, routes: [] }, 'routes must be an object'],
    ['a route that is null', { version: 1, routes: { 'GET /a': null } }, 'GET /a must be an object'],
    [
      'a route without access',
      { version: 1, routes: { 'GET /a': { decision: 'route' } } },
      'GET /a must have exactly the members access, decision',
    ],
    ['another decision', tableOf(ANYONE, 'stage'), 'GET /orders decision must be one of route, path'],
    [
      'an unknown rule',
      tableOf({ type: 'everybody' }),
      'GET /orders access type must be one of authenticated, anyScope',
    ],
    ['a rule without type', tableOf({}), 'GET /orders access type must be one of authenticated, anyScope'],
    [
      'a rule named like a member of every object',
      tableOf({ type: 'constructor' }),
      'GET /orders access type must be one of',
    ],
    ['a rule that is a list', tableOf([ANYONE]), 'GET /orders access must be an object'],
    [
      'a rule with one more member',
      tableOf({ ...ANYONE, not: true }),
      'GET /orders access must have exactly the members type',
    ],
    ['no scopes', tableOf({ type: 'anyScope', scopes: [] }), 'GET /orders access scopes must not be empty'],
    [
      'an empty scope',
      tableOf({ type: 'allScopes', scopes: [''] }),
      'GET /orders access scopes must be a string that is not empty',
    ],
    [
      'two scopes in one',
      tableOf({ type: 'anyScope', scopes: ['a b'] }),
      'GET /orders access scopes must match /^\\S+$/',
    ],
    ['scopes as text', tableOf({ type: 'anyScope', scopes: 'a' }), 'GET /orders access scopes must be an array'],
    [
      'an empty group',
      tableOf({ type: 'group', group: '' }),
      'GET /orders access group must be a string that is not empty',
    ],
    [
      'a claim without value',
      tableOf({ type: 'claim', claim: 'a' }),
      'GET /orders access must have exactly the members type, claim, value',
    ],
    [
      'a claim with a number',
      tableOf({ type: 'claim', claim: 'a', value: 1 }),
      'GET /orders access value must be a string that is not empty',
    ],
    [
      'an empty parameter',
      tableOf({ ...TENANT, parameter: '' }),
      'GET /orders access parameter must be a string that is not empty',
    ],
    ['all of nothing', tableOf({ type: 'allOf', rules: [] }), 'GET /orders access rules must not be empty'],
    ['any of nothing', tableOf({ type: 'anyOf', rules: [] }), 'GET /orders access rules must not be empty'],
    [
      'nothing deep inside',
      tableOf({ type: 'allOf', rules: [ANYONE, { type: 'anyOf', rules: [] }] }),
      'GET /orders access rules rules must not be empty',
    ],
    ['rules as object', tableOf({ type: 'anyOf', rules: { 0: ANYONE } }), 'GET /orders access rules must be an array'],
    [
      'a path rule decided by route',
      tableOf(TENANT, 'route'),
      'GET /orders decision must be path: its access depends on a path parameter',
    ],
    [
      'a path rule deep inside decided by route',
      tableOf({ type: 'allOf', rules: [ANYONE, { type: 'anyOf', rules: [ANYONE, TENANT] }] }, 'route'),
      'GET /orders decision must be path',
    ],
  ])('with %s', (_, table, message) => {
    expect(() => routeRules(table)).toThrow(message);
  });

  test('as a whole, if one route is', () => {
    const table = { version: 1, routes: { 'GET /a': { access: ANYONE, decision: 'route' }, 'GET /b': {} } };
    expect(() => routeRules(table)).toThrow('GET /b must have exactly the members access, decision');
  });
});

test.each<[object, string]>([
  [{ type: 'claimOneOf', claim: 'a', values: [] }, 'GET /orders access values must not be empty'],
  [{ type: 'claimOneOf', claim: 'a', values: 'b' }, 'GET /orders access values must be an array'],
  [
    { type: 'claimOneOf', claim: 'a', values: ['b', 2] },
    'GET /orders access values must be a string that is not empty',
  ],
  [{ type: 'claimContains', claim: 'a' }, 'GET /orders access must have exactly the members type, claim, value'],
  [{ type: 'claimContains', claim: '', value: 'b' }, 'GET /orders access claim must be a string that is not empty'],
  [{ type: 'authenticationAge' }, 'GET /orders access must have exactly the members type, maxSeconds'],
  ...[0, -1, 1.5, '900', null].map((maxSeconds): [object, string] => [
    { type: 'authenticationAge', maxSeconds },
    'GET /orders access maxSeconds must be a whole number of seconds above 0',
  ]),
  [
    { type: 'authenticationAge', maxSeconds: 900, grace: 1 },
    'GET /orders access must have exactly the members type, maxSeconds',
  ],
])('a rule that is not understood breaks the table: %j', (access, message) => {
  expect(() => routeRules(tableOf(access))).toThrow(message);
});

describe('a rule about the sender', () => {
  const bound = ['certificateBound', 'dpopBound'].flatMap((type) => [
    { type },
    { type: 'anyOf', rules: [ANYONE, { type: 'allOf', rules: [TENANT, { type }] }] },
  ]);

  test.each(bound)('is understood where no decision is kept: %j', (access) => {
    expect([...routeRules(tableOf(access, 'request'))]).toEqual([['GET /orders', { access, decision: 'request' }]]);
  });

  test.each(bound.flatMap((access) => ['route', 'path'].map((decision) => [access, decision])))(
    'breaks the table where one is kept: %j by %s',
    (access, decision) => {
      expect(() => routeRules(tableOf(access, decision))).toThrow(
        'GET /orders decision must be request: its access depends on who sends the token',
      );
    },
  );

  test('may be missing where no decision is kept', () => {
    expect([...routeRules(tableOf(TENANT, 'request')).values()]).toEqual([{ access: TENANT, decision: 'request' }]);
    expect([...routeRules(tableOf(ANYONE, 'request')).values()]).toEqual([{ access: ANYONE, decision: 'request' }]);
  });
});

test('usage is a member of the table, whatever is in it, and others are none', () => {
  expect(routeRules({ ...tableOf(ANYONE), usage: 'anything' }).size).toBe(1);
  expect(() => routeRules({ ...tableOf(ANYONE), tiers: [] })).toThrow(
    'routes.json must have exactly the members version, routes and none else but usage',
  );
});
