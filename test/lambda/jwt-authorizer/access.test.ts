import type { AccessRule } from '../../../lib/private/authorizer-contract';
import { type Binding, denial } from '../../../lambda/jwt-authorizer/access';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { OIDC, trusted, USER_POOL } from './fixtures';

const [oidc] = trusted(OIDC);
const [pool] = trusted(USER_POOL);

const NOW = 1_795_600_000;

function judge(
  rule: unknown,
  claims: object,
  pathParameters: Record<string, string> = {},
  issuer = oidc,
  binding: Binding = { certificate: 'certificate_mismatch', dpop: 'proof_missing' },
): string {
  const token = { issuer, claims } as VerifiedToken;
  const input = { token, pathParameters, now: NOW * 1_000, clockToleranceSeconds: 5, binding };
  return denial(rule as AccessRule, input) ?? 'granted';
}

test('authenticated grants every verified token', () => {
  expect(judge({ type: 'authenticated' }, {})).toBe('granted');
});

describe('scopes', () => {
  const anyScope = { type: 'anyScope', scopes: ['orders/read', 'orders/admin'] };
  const allScopes = { type: 'allScopes', scopes: ['orders/read', 'orders/write'] };

  test.each<[string, object, string]>([
    ['as text', { scope: 'openid orders/read' }, 'granted'],
    ['as list', { scope: ['openid', 'orders/admin'] }, 'granted'],
    ['as a list of one text', { scope: ['openid orders/read'] }, 'granted'],
    ['as scp text', { scp: 'orders/read' }, 'granted'],
    ['as scp list', { scp: ['orders/read'] }, 'granted'],
    ['with many spaces', { scope: '  orders/read  ' }, 'granted'],
    ['none', {}, 'scope_missing'],
    ['empty text', { scope: '' }, 'scope_missing'],
    ['empty list', { scope: [] }, 'scope_missing'],
    ['scope before scp', { scope: 'openid', scp: 'orders/read' }, 'scope_missing'],
    ['a longer one', { scope: 'orders/readall' }, 'scope_missing'],
    ['a shorter one', { scope: 'orders' }, 'scope_missing'],
    ['another case', { scope: 'Orders/Read' }, 'scope_missing'],
    ['split by comma', { scope: 'orders/read,orders/admin' }, 'scope_missing'],
    ['split by tab', { scope: 'openid\torders/read' }, 'scope_missing'],
    ['an object', { scope: { 'orders/read': true } }, 'scope_missing'],
    ['a number', { scope: 1 }, 'scope_missing'],
    ['a list with a number', { scope: ['orders/read', 1] }, 'scope_missing'],
    ['a wildcard', { scope: '*' }, 'scope_missing'],
  ])('any: %s', (_, claims, outcome) => {
    expect(judge(anyScope, claims)).toBe(outcome);
  });

  test.each<[string, string, string]>([
    ['an access token', 'access', 'granted'],
    ['an ID token, whatever a trigger of the pool wrote into it', 'id', 'scope_missing'],
  ])('of a user pool, in %s', (_, tokenUse, outcome) => {
    const claims = { token_use: tokenUse, scope: 'orders/read orders/write' };
    expect(judge(anyScope, claims, {}, pool)).toBe(outcome);
    expect(judge(allScopes, claims, {}, pool)).toBe(outcome);
  });

  test.each<[string, object, string]>([
    ['all of them', { scope: 'orders/write x orders/read' }, 'granted'],
    ['one of them', { scope: 'orders/read' }, 'scope_missing'],
    ['one of them twice', { scope: 'orders/read orders/read' }, 'scope_missing'],
    ['none', {}, 'scope_missing'],
  ])('all: %s', (_, claims, outcome) => {
    expect(judge(allScopes, claims)).toBe(outcome);
  });
});

describe('groups', () => {
  const admins = { type: 'group', group: 'admins' };

  test.each<[string, object, typeof oidc, string]>([
    ['a user pool, in cognito:groups', { 'cognito:groups': ['staff', 'admins'] }, pool, 'granted'],
    ['a user pool, in the claim of an OIDC issuer', { roles: ['admins'] }, pool, 'group_missing'],
    ['an OIDC issuer, in its claim', { roles: ['admins'] }, oidc, 'granted'],
    ['an OIDC issuer, as one text', { roles: 'admins' }, oidc, 'granted'],
    ['an OIDC issuer, as two in one text', { roles: 'staff admins' }, oidc, 'group_missing'],
    ['an OIDC issuer, in cognito:groups', { 'cognito:groups': ['admins'] }, oidc, 'group_missing'],
    ['a group that contains the name', { roles: ['not-admins'] }, oidc, 'group_missing'],
    ['a list with a number', { roles: ['admins', 1] }, oidc, 'group_missing'],
    ['an object', { roles: { admins: true } }, oidc, 'group_missing'],
    ['none', {}, oidc, 'group_missing'],
  ])('%s', (_, claims, issuer, outcome) => {
    expect(judge(admins, claims, {}, issuer)).toBe(outcome);
  });
});

describe('claims', () => {
  test.each<[string, string, unknown, string]>([
    ['equal text', 'gold', 'gold', 'granted'],
    ['equal number', '7', 7, 'granted'],
    ['equal fraction', '1.5', 1.5, 'granted'],
    ['equal boolean', 'true', true, 'granted'],
    ['another text', 'gold', 'silver', 'claim_mismatch'],
    ['another case', 'gold', 'Gold', 'claim_mismatch'],
    ['a list', 'gold', ['gold'], 'claim_mismatch'],
    ['null', 'null', null, 'claim_mismatch'],
    ['none', 'undefined', undefined, 'claim_mismatch'],
    ['an object', '[object Object]', {}, 'claim_mismatch'],
    ['a number that JavaScript cannot hold', '9007199254740992', Number.MAX_SAFE_INTEGER + 1, 'claim_mismatch'],
    ['a decomposed letter', 'caf\u00e9', 'cafe\u0301', 'claim_mismatch'],
  ])('%s', (_, value, claim, outcome) => {
    expect(judge({ type: 'claim', claim: 'plan', value }, { plan: claim })).toBe(outcome);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s of every object is no claim', (claim) => {
    const value = String(({} as Record<string, unknown>)[claim]);
    expect(judge({ type: 'claim', claim, value }, {})).toBe('claim_mismatch');
    expect(judge({ type: 'claimEqualsPathParameter', claim, parameter: 'p' }, {}, { p: value })).toBe('claim_mismatch');
  });
});

test('an inherited claim is none', () => {
  const inherited = Object.create({ plan: 'gold', scope: 'a', roles: ['admins'] }) as object;

  expect(judge({ type: 'claim', claim: 'plan', value: 'gold' }, inherited)).toBe('claim_mismatch');
  expect(judge({ type: 'anyScope', scopes: ['a'] }, inherited)).toBe('scope_missing');
  expect(judge({ type: 'group', group: 'admins' }, inherited)).toBe('group_missing');
});

describe('a claim inside of another one', () => {
  const claims = {
    realm_access: { roles: ['admin', 'staff'], level: 3, 'a.b': 'dotted' },
    resource_access: { 'orders.api': { roles: ['reader'] } },
    'realm_access.roles': ['top'],
    list: [{ roles: ['admin'] }, 'x'],
    text: 'admin',
  };

  test.each<[string | string[], string, string]>([
    [['realm_access', 'roles'], 'admin', 'granted'],
    [['resource_access', 'orders.api', 'roles'], 'reader', 'granted'],
    ['realm_access.roles', 'top', 'granted'],
    [['realm_access.roles'], 'top', 'granted'],
    ['realm_access.roles', 'admin', 'claim_mismatch'],
    [['realm_access', 'roles'], 'top', 'claim_mismatch'],
    [['resource_access', 'orders', 'api', 'roles'], 'reader', 'claim_mismatch'],
    [['resource_access', '*', 'roles'], 'reader', 'claim_mismatch'],
    [['list', '0', 'roles'], 'admin', 'claim_mismatch'],
    [['list', 'length'], '2', 'claim_mismatch'],
    [['text', '0'], 'a', 'claim_mismatch'],
    [['realm_access', 'roles', '0'], 'admin', 'claim_mismatch'],
    [['realm_access', 'constructor', 'name'], 'Object', 'claim_mismatch'],
    [['realm_access', '__proto__'], 'null', 'claim_mismatch'],
    [['nothing', 'roles'], 'admin', 'claim_mismatch'],
  ])('%j contains %s: %s', (claim, value, outcome) => {
    expect(judge({ type: 'claimContains', claim, value }, claims)).toBe(outcome);
  });

  test('is compared like any other', () => {
    const level = ['realm_access', 'level'];
    expect(judge({ type: 'claim', claim: level, value: '3' }, claims)).toBe('granted');
    expect(judge({ type: 'claimOneOf', claim: level, values: ['2', '3'] }, claims)).toBe('granted');
    expect(judge({ type: 'claimEqualsPathParameter', claim: level, parameter: 'p' }, claims, { p: '3' })).toBe(
      'granted',
    );
    expect(judge({ type: 'claim', claim: ['realm_access', 'a.b'], value: 'dotted' }, claims)).toBe('granted');
    expect(judge({ type: 'claim', claim: ['realm_access'], value: '[object Object]' }, claims)).toBe('claim_mismatch');
  });
});

describe('a claim that equals a path parameter', () => {
  const rule = { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' };

  test.each<[string, unknown, string | undefined, string]>([
    ['equal', 'acme', 'acme', 'granted'],
    ['equal number', 42, '42', 'granted'],
    ['encoded once', 'a b', 'a%20b', 'granted'],
    ['encoded, of an Auth0 subject', 'auth0|5f7c', 'auth0%7C5f7c', 'granted'],
    ['raw, of an Auth0 subject', 'auth0|5f7c', 'auth0|5f7c', 'granted'],
    ['encoded, of an accented name', 'zo\u00eb', 'zo%C3%AB', 'granted'],
    ['encoded digits', 42, '%34%32', 'granted'],
    ['text of an escape', 'a%7Cb', 'a%257Cb', 'granted'],
    ['decoded twice', 'a|b', 'a%257Cb', 'claim_mismatch'],
    ['not decoded', 'a%7Cb', 'a%7Cb', 'claim_mismatch'],
    ['another form of the accent', 'zo\u00eb', 'zoe%CC%88', 'claim_mismatch'],
    ['the same, the other way', 'zoe\u0308', 'zo%C3%AB', 'claim_mismatch'],
    ['a plus sign', 'a+b', 'a+b', 'granted'],
    ['a plus sign for a space', 'a b', 'a+b', 'claim_mismatch'],
    ['an encoded slash', 'a/b', 'a%2Fb', 'claim_mismatch'],
    ['a broken escape', '%', '%', 'claim_mismatch'],
    ['overlong bytes', '/', '%C0%AF', 'claim_mismatch'],
    ['NUL', 'acme\0', 'acme%00', 'claim_mismatch'],
    ['half a character', '\ud800', '%ED%A0%80', 'claim_mismatch'],
    ['another', 'acme', 'other', 'claim_mismatch'],
    ['decoded', 'a%2Fb', 'a/b', 'claim_mismatch'],
    ['another case', 'acme', 'ACME', 'claim_mismatch'],
    ['a longer one', 'acme', 'acme2', 'claim_mismatch'],
    ['a trailing space', 'acme', 'acme ', 'claim_mismatch'],
    ['a boolean', true, 'true', 'claim_mismatch'],
    ['a list', ['acme'], 'acme', 'claim_mismatch'],
    ['a number with leading zero', 42, '042', 'claim_mismatch'],
    ['a number that JavaScript cannot hold', Number.MAX_SAFE_INTEGER + 1, '9007199254740992', 'claim_mismatch'],
    ['both empty', '', '', 'claim_mismatch'],
    ['no claim', undefined, 'undefined', 'claim_mismatch'],
    ['no parameter', 'undefined', undefined, 'claim_mismatch'],
    ['neither', undefined, undefined, 'claim_mismatch'],
  ])('%s', (_, claim, parameter, outcome) => {
    const claims = claim === undefined ? {} : { tenant_id: claim };
    const parameters: Record<string, string> = parameter === undefined ? {} : { tenantId: parameter };
    expect(judge(rule, claims, parameters)).toBe(outcome);
  });

  test('a parameter of the prototype is none', () => {
    const inherited = Object.create({ tenantId: 'acme' }) as Record<string, string>;
    expect(judge(rule, { tenant_id: 'acme' }, inherited)).toBe('claim_mismatch');
  });
});

describe('combined', () => {
  const yes = { type: 'authenticated' };
  const noScope = { type: 'anyScope', scopes: ['x'] };
  const noGroup = { type: 'group', group: 'x' };
  const noClaim = { type: 'claim', claim: 'x', value: 'x' };

  test.each<[string, object, string]>([
    ['all of granted', { type: 'allOf', rules: [yes, yes] }, 'granted'],
    ['all of, the first refused says why', { type: 'allOf', rules: [yes, noGroup, noScope] }, 'group_missing'],
    ['any of, one granted', { type: 'anyOf', rules: [noScope, yes] }, 'granted'],
    ['any of, the first refused says why', { type: 'anyOf', rules: [noClaim, noScope] }, 'claim_mismatch'],
    ['any in all', { type: 'allOf', rules: [yes, { type: 'anyOf', rules: [noScope, noGroup] }] }, 'scope_missing'],
    ['all in any', { type: 'anyOf', rules: [{ type: 'allOf', rules: [yes, noGroup] }, noScope] }, 'group_missing'],
    ['all of nothing', { type: 'allOf', rules: [] }, 'claim_mismatch'],
    ['any of nothing', { type: 'anyOf', rules: [] }, 'claim_mismatch'],
    ['any scope of none', { type: 'anyScope', scopes: [] }, 'scope_missing'],
    ['all scopes of none', { type: 'allScopes', scopes: [] }, 'scope_missing'],
  ])('%s', (_, rule, outcome) => {
    expect(judge(rule, { scope: 'y', roles: ['y'] })).toBe(outcome);
  });

  test('a rule of an unknown kind is an error', () => {
    expect(() => judge({ type: 'everybody' }, {})).toThrow('unknown rule {"type":"everybody"}');
  });
});

describe('a claim that is one of several values', () => {
  const rule = { type: 'claimOneOf', claim: 'acr', values: ['urn:gold', '2', 'true'] };

  test.each<[string, object, string]>([
    ['the first', { acr: 'urn:gold' }, 'granted'],
    ['a number', { acr: 2 }, 'granted'],
    ['a boolean', { acr: true }, 'granted'],
    ['another', { acr: 'urn:silver' }, 'claim_mismatch'],
    ['another case', { acr: 'urn:Gold' }, 'claim_mismatch'],
    ['a part', { acr: 'urn' }, 'claim_mismatch'],
    ['a list of it', { acr: ['urn:gold'] }, 'claim_mismatch'],
    ['several in one text', { acr: 'urn:gold 2' }, 'claim_mismatch'],
    ['empty text', { acr: '' }, 'claim_mismatch'],
    ['null', { acr: null }, 'claim_mismatch'],
    ['none', {}, 'claim_mismatch'],
  ])('%s', (_, claims, outcome) => {
    expect(judge(rule, claims)).toBe(outcome);
  });

  test('what every object inherits is no claim, and no values grant nothing', () => {
    expect(judge({ ...rule, claim: 'constructor' }, {})).toBe('claim_mismatch');
    expect(judge({ ...rule, values: [] }, { acr: 'urn:gold' })).toBe('claim_mismatch');
    expect(judge({ type: 'claimOneOf', claim: 'n', values: ['undefined', 'null'] }, { n: null })).toBe(
      'claim_mismatch',
    );
  });
});

describe('a claim that contains a value', () => {
  const rule = { type: 'claimContains', claim: 'amr', value: 'mfa' };

  test.each<[string, object, string]>([
    ['as its only member', { amr: ['mfa'] }, 'granted'],
    ['among others', { amr: ['pwd', 7, null, 'mfa'] }, 'granted'],
    ['as text', { amr: 'mfa' }, 'claim_mismatch'],
    ['in a text of several', { amr: 'pwd mfa' }, 'claim_mismatch'],
    ['in a text in a list', { amr: ['pwd mfa'] }, 'claim_mismatch'],
    ['in a list in a list', { amr: [['mfa']] }, 'claim_mismatch'],
    ['as a key', { amr: { mfa: true } }, 'claim_mismatch'],
    ['an object like a list', { amr: { 0: 'mfa', length: 1 } }, 'claim_mismatch'],
    ['another case', { amr: ['MFA'] }, 'claim_mismatch'],
    ['no member', { amr: [] }, 'claim_mismatch'],
    ['none', {}, 'claim_mismatch'],
  ])('%s', (_, claims, outcome) => {
    expect(judge(rule, claims)).toBe(outcome);
  });
});

describe('the age of an authentication', () => {
  const rule = { type: 'authenticationAge', maxSeconds: 300 };

  test.each<[string, unknown, string]>([
    ['now', NOW, 'granted'],
    ['as old as may be', NOW - 300, 'granted'],
    ['a second older', NOW - 301, 'claim_mismatch'],
    ['ahead within the tolerance', NOW + 5, 'granted'],
    ['further ahead', NOW + 6, 'claim_mismatch'],
    ['in milliseconds', NOW * 1_000, 'claim_mismatch'],
    ['as text', String(NOW), 'claim_mismatch'],
    ['a list', [NOW], 'claim_mismatch'],
    ['null', null, 'claim_mismatch'],
    ['none', undefined, 'claim_mismatch'],
    ['true', true, 'claim_mismatch'],
  ])('%s', (_, authTime, outcome) => {
    expect(judge(rule, { auth_time: authTime })).toBe(outcome);
  });
});

test.each<[string, Binding, string]>([
  ['certificateBound', {}, 'granted'],
  ['certificateBound', { certificate: 'certificate_mismatch' }, 'certificate_mismatch'],
  ['certificateBound', { dpop: 'proof_missing' }, 'granted'],
  ['dpopBound', {}, 'granted'],
  ['dpopBound', { dpop: 'proof_missing' }, 'proof_missing'],
  ['dpopBound', { certificate: 'certificate_mismatch' }, 'granted'],
])('%s with the binding %j: %s', (type, binding, outcome) => {
  expect(judge({ type }, {}, {}, oidc, binding)).toBe(outcome);
});

test('no one value of several is that of a claim which is not there', () => {
  expect(judge({ type: 'claimOneOf', claim: 'plan', values: ['undefined', 'null'] }, {})).toBe('claim_mismatch');
});

test.each([`${NOW - 10}`, [NOW - 10], true, null, { valueOf: NOW - 10 }])(
  'a time of sign-in that is %j is none',
  (time) => {
    expect(judge({ type: 'authenticationAge', maxSeconds: 60 }, { auth_time: time })).toBe('claim_mismatch');
  },
);
