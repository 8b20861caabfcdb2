import { CfnParameter, Lazy, Token } from 'aws-cdk-lib';
import { Access } from '../../../lib';
import { pathParametersOf } from '../../../lib/authorizers/access-rules';
import { newStack } from '../../support/synth';

describe('an access rule', () => {
  test.each<[Access, unknown, string]>([
    [Access.authenticated(), { type: 'authenticated' }, 'any valid token'],
    [Access.scope('orders/read'), { type: 'anyScope', scopes: ['orders/read'] }, 'scope orders/read'],
    [Access.anyScope('a', 'b'), { type: 'anyScope', scopes: ['a', 'b'] }, 'any scope of a, b'],
    [Access.allScopes('c', 'd'), { type: 'allScopes', scopes: ['c', 'd'] }, 'all scopes of c, d'],
    [Access.inGroup('Ops Team'), { type: 'group', group: 'Ops Team' }, 'group Ops Team'],
    [Access.claim('plan', 'gold'), { type: 'claim', claim: 'plan', value: 'gold' }, 'claim plan = gold'],
    [
      Access.claimEqualsPathParameter('tenant_id', 'tenantId'),
      { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' },
      'claim tenant_id = {tenantId}',
    ],
    [
      Access.allOf(Access.scope('e'), Access.inGroup('f')),
      {
        type: 'allOf',
        rules: [
          { type: 'anyScope', scopes: ['e'] },
          { type: 'group', group: 'f' },
        ],
      },
      '(scope e and group f)',
    ],
    [
      Access.anyOf(Access.claim('g', 'h'), Access.allOf(Access.scope('i'), Access.scope('j'))),
      {
        type: 'anyOf',
        rules: [
          { type: 'claim', claim: 'g', value: 'h' },
          {
            type: 'allOf',
            rules: [
              { type: 'anyScope', scopes: ['i'] },
              { type: 'anyScope', scopes: ['j'] },
            ],
          },
        ],
      },
      '(claim g = h or (scope i and scope j))',
    ],
    [Access.allOf(Access.scope('k')), { type: 'allOf', rules: [{ type: 'anyScope', scopes: ['k'] }] }, 'scope k'],
  ])('is data: %s', (access, rule, description) => {
    expect(access._rule).toEqual(rule);
    expect(access.toString()).toBe(description);
  });

  test('names the path parameters that it looks at', () => {
    const tenant = Access.claimEqualsPathParameter('t', 'tenantId');
    const order = Access.claimEqualsPathParameter('o', 'orderId');
    expect(pathParametersOf(Access.anyOf(Access.allOf(tenant, Access.scope('s')), order)._rule)).toEqual([
      'tenantId',
      'orderId',
    ]);
    expect(pathParametersOf(Access.allOf(Access.claim('a', 'b'), Access.authenticated())._rule)).toEqual([]);
  });

  test('takes every scope token of RFC 6749', () => {
    const scope = "https://api.acme.com/orders.read:own!#$%&'()*+,-;<=>?@[]^_`{|}~";
    expect(Access.scope(scope)._rule).toEqual({ type: 'anyScope', scopes: [scope] });
  });

  test('can hold quotes and other languages in the value of a claim', () => {
    expect(Access.claim('name', 'Zoë "Z" \\ 王')._rule).toEqual({
      type: 'claim',
      claim: 'name',
      value: 'Zoë "Z" \\ 王',
    });
  });
});

describe('fails when', () => {
  test.each<[string, () => Access]>([
    ['scopes', () => Access.anyScope()],
    ['scopes', () => Access.allScopes()],
    ['rules', () => Access.allOf()],
    ['rules', () => Access.anyOf()],
  ])('%s are empty: %p', (name, make) => {
    expect(make).toThrow(`'${name}' is []; it must hold at least one; an empty list never means everyone (at Access.`);
    expect(make).toThrow('[AccessListEmpty]');
  });

  const oneToken =
    'it must be one scope token of RFC 6749: printable ASCII without space, quote and backslash; name several as several arguments';

  test.each(['orders read', 'a"b', 'a\\b', 'größe', 'a\tb', 'a\n', ' '])('a scope is %j', (scope) => {
    const problem = `'scope' is ${JSON.stringify(scope)}; ${oneToken}`;
    expect(() => Access.scope(scope)).toThrow(`${problem} (at Access.scope()) [AccessScopeInvalid]`);
    expect(() => Access.anyScope('good', scope)).toThrow(`${problem} (at Access.anyScope()) [AccessScopeInvalid]`);
    expect(() => Access.allScopes('good', scope)).toThrow(`${problem} (at Access.allScopes()) [AccessScopeInvalid]`);
  });

  test.each<[string, string, (value: string) => Access, string]>([
    ['Access.scope()', 'scope', (value) => Access.scope(value), 'AccessScopeInvalid'],
    ['Access.anyScope()', 'scope', (value) => Access.anyScope('a', value), 'AccessScopeInvalid'],
    ['Access.allScopes()', 'scope', (value) => Access.allScopes(value, 'a'), 'AccessScopeInvalid'],
    ['Access.inGroup()', 'group', (value) => Access.inGroup(value), 'AccessClaimInvalid'],
    ['Access.claim()', 'name', (value) => Access.claim(value, 'a'), 'AccessClaimInvalid'],
    ['Access.claim()', 'value', (value) => Access.claim('a', value), 'AccessClaimInvalid'],
    [
      'Access.claimEqualsPathParameter()',
      'claim',
      (v) => Access.claimEqualsPathParameter(v, 'a'),
      'AccessClaimInvalid',
    ],
    [
      'Access.claimEqualsPathParameter()',
      'parameter',
      (value) => Access.claimEqualsPathParameter('a', value),
      'AccessClaimInvalid',
    ],
  ])('%s gets no literal %s', (at, name, make, code) => {
    const empty = 'it must be a string of at least one character';
    expect(() => make('')).toThrow(`'${name}' is ""; ${empty} (at ${at}) [${code}]`);
    expect(() => make(undefined as unknown as string)).toThrow(`'${name}' is undefined; ${empty} (at ${at}) [${code}]`);
    expect(() => make(7 as unknown as string)).toThrow(`'${name}' is 7; ${empty} (at ${at}) [${code}]`);
    const literal =
      'it must be a literal string, because access rules are written at synth; repeat the name that you gave to the resource';
    const token = new CfnParameter(newStack(), 'Value').valueAsString;
    expect(() => make(token)).toThrow(`'${name}' is "${token}"; ${literal} (at ${at}) [AccessTokenUnresolved]`);
    const partly = `orders-${Lazy.string({ produce: () => 'x' })}`;
    expect(() => make(partly)).toThrow(`'${name}' is "${partly}"; ${literal} (at ${at}) [AccessTokenUnresolved]`);
  });

  test('scopes are one token for a list', () => {
    const scopes = Token.asList(Lazy.list({ produce: () => ['a', 'b'] }));
    expect(() => Access.anyScope(...scopes)).toThrow('(at Access.anyScope()) [AccessTokenUnresolved]');
  });
});

test('an access rule keeps its scopes when the caller changes the list', () => {
  const scopes = ['orders/read'];
  const access = Access.anyScope(...scopes);
  scopes.push('orders/write');
  expect(access._rule).toEqual({ type: 'anyScope', scopes: ['orders/read'] });
});
