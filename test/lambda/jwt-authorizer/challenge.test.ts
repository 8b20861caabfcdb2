import type { AccessRule } from '../../../lib/private/authorizer-contract';
import { denial } from '../../../lambda/jwt-authorizer/access';
import { challengeOf } from '../../../lambda/jwt-authorizer/challenge';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { OIDC, trusted } from './fixtures';

const [issuer] = trusted(OIDC);
const NOW = 1_795_600_000;

const any = (...scopes: string[]): AccessRule => ({ type: 'anyScope', scopes });
const all = (...scopes: string[]): AccessRule => ({ type: 'allScopes', scopes });
const allOf = (...rules: AccessRule[]): AccessRule => ({ type: 'allOf', rules });
const anyOf = (...rules: AccessRule[]): AccessRule => ({ type: 'anyOf', rules });
const group: AccessRule = { type: 'group', group: 'admins' };
const recent: AccessRule = { type: 'authenticationAge', maxSeconds: 300 };
const tenant: AccessRule = { type: 'claimEqualsPathParameter', claim: 'tenant', parameter: 'tenantId' };

/** What a caller with these claims is told about the rule. */
function told(rule: AccessRule, claims: object = {}, scheme?: 'bearer' | 'dpop'): string | undefined {
  const token = { issuer, claims } as VerifiedToken;
  const input = { token, pathParameters: {}, now: NOW * 1_000, clockToleranceSeconds: 0, binding: {} };
  const reason = denial(rule, input);
  if (reason === undefined) throw new Error('the rule grants');
  return challengeOf(rule, reason, input, scheme);
}

test.each<[string, AccessRule, object, string]>([
  ['one', any('orders/read'), {}, 'orders/read'],
  ['the first of alternatives', any('orders/read', 'orders/admin'), {}, 'orders/read'],
  ['all of several', all('orders/read', 'orders/write'), { scope: 'orders/read' }, 'orders/read orders/write'],
  ['those of every part, each once', allOf(any('a'), all('b', 'a')), {}, 'a b'],
  ['those beside other rules', allOf(any('a'), group), {}, 'a'],
  ['those of the first alternative that has one', anyOf(any('a'), allOf(any('b'), group)), {}, 'a'],
  [
    'one with every character that a scope may have',
    any("!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~"),
    {},
    "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~",
  ],
])('a token without a scope is told %s', (_what, rule, claims, scope) => {
  expect(told(rule, claims)).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
  expect(told(rule, claims, 'dpop')).toBe(`DPoP error="insufficient_scope", scope="${scope}"`);
});

test.each([
  ...['a"b', 'a\\b', 'a", error="x', 'a\u007f', 'ä', 'a\u00a0b', 'a\r\nSet-Cookie: x', 'a\u2028', 'x'.repeat(1_025)],
])('the scope %j is not told', (scope) => {
  expect(told(all('orders/read', scope))).toBe('Bearer error="insufficient_scope"');
  expect(told(any(scope))).toBe('Bearer error="insufficient_scope"');
});

test.each<[string, AccessRule, object]>([
  ['alone', recent, { auth_time: NOW - 301 }],
  ['without the time', recent, {}],
  ['after a rule that is met', allOf(any('a'), recent), { scope: 'a' }],
  ['as an alternative', anyOf(recent, group), {}],
])('a token of an old log-in is told so: %s', (_what, rule, claims) => {
  expect(told(rule, claims)).toBe('Bearer error="insufficient_user_authentication", max_age="300"');
  expect(told(rule, claims, 'dpop')).toBe('DPoP error="insufficient_user_authentication", max_age="300"');
});

test.each<[string, AccessRule, object]>([
  ['a group', group, {}],
  ['a claim of another value', { type: 'claim', claim: 'plan', value: 'pro' }, { plan: 'free' }],
  ['another tenant', tenant, { tenant: 'acme' }],
  ['another tenant before the age', allOf(tenant, recent), {}],
  ['a group, although a scope is needed, too', allOf(group, any('a')), {}],
  ['a binding to the sender', { type: 'dpopBound' }, {}],
])('no challenge is made for %s', (_what, rule, claims) => {
  const token = { issuer, claims } as VerifiedToken;
  const binding = { dpop: 'proof_missing' as const };
  const input = { token, pathParameters: { tenantId: 'other' }, now: NOW * 1_000, clockToleranceSeconds: 0, binding };
  const reason = denial(rule, input);
  expect(reason).toBeDefined();
  expect(challengeOf(rule, reason!, input)).toBeUndefined();
});
