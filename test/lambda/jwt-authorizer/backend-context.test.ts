import type { ClaimName } from '../../../lib/private/authorizer-contract';
import { backendContext, MAX_CONTEXT_BYTES } from '../../../lambda/jwt-authorizer/backend-context';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { OIDC, trusted } from './fixtures';

const [issuer] = trusted(OIDC);

interface Case {
  readonly claims?: Record<string, unknown>;
  readonly contextClaims?: readonly ClaimName[];
  readonly clientId?: string;
  readonly tier?: string;
}

function contextOf({ claims = {}, contextClaims = [], clientId, tier }: Case) {
  const token = { issuer, claims: { sub: 'user-7', ...claims }, clientId } as unknown as VerifiedToken;
  return backendContext(token, contextClaims, tier);
}

/** What becomes of one claim. */
function written(value: unknown) {
  const { context, leftOut } = contextOf({ claims: { plan: value }, contextClaims: ['plan'] });
  return leftOut.length > 0 ? leftOut : context.plan;
}

/** A value of many lists, one inside of the other. */
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test.each<[string, unknown, string | undefined]>([
  ['text', 'gold', 'gold'],
  ['text with spaces', ' gold  plan ', ' gold  plan '],
  ['text outside of ASCII', 'Zo\u00eb \u{1f375} \u7528', 'Zo\u00eb \u{1f375} \u7528'],
  ['text that looks like JSON', '["a"]', '["a"]'],
  ['1,024 characters', 'x'.repeat(1_024), 'x'.repeat(1_024)],
  ['5,000 characters', 'x'.repeat(5_000), 'x'.repeat(5_000)],
  ['a whole number', 7, '7'],
  ['the largest exact number', 2 ** 53 - 1, '9007199254740991'],
  ['a fraction', -0.5, '-0.5'],
  ['true', true, 'true'],
  ['false', false, 'false'],
  ['a list of words', ['a', 'b'], '["a","b"]'],
  ['a list with a space in an item', ['Order Admins', 'staff'], '["Order Admins","staff"]'],
  ['a list of one', ['a'], '["a"]'],
  ['a list of all kinds', ['a', 1, true, null, {}], '["a",1,true,null,{}]'],
  ['an empty list', [], '[]'],
  ['an empty object', {}, '{}'],
  ['an object', { region: 'eu', teams: ['a b'] }, '{"region":"eu","teams":["a b"]}'],
  ['a quote and a backslash in a list', ['a"b\\'], '["a\\"b\\\\"]'],
  ['a line feed in a list', ['a\nb'], '["a\\nb"]'],
  ['NUL in a list', ['\0'], '["\\u0000"]'],
  ['DEL in a list', ['a\u007f'], '["a\\u007f"]'],
  ['a C1 control in a list', ['\u0085'], '["\\u0085"]'],
  ['line separators in a list', ['\u2028\u2029'], '["\\u2028\\u2029"]'],
  ['half a character in a list', ['\ud800'], '["\\ud800"]'],
  ['a control character in a name', { 'a\r\n': 1 }, '{"a\\r\\n":1}'],
  ['accents in a list', ['Zo\u00eb'], '["Zo\u00eb"]'],
  ['32 levels', nested(32), '['.repeat(32) + ']'.repeat(32)],
  ['null', null, undefined],
  ['nothing', undefined, undefined],
])('a claim that is %s', (_, value, text) => {
  expect(written(value)).toBe(text);
});

test.each<[string, unknown]>([
  ['empty text', ''],
  ['a line feed', 'a\nb'],
  ['a carriage return', 'a\rb'],
  ['NUL', 'a\0'],
  ['DEL', 'a\u007f'],
  ['a C1 control', 'a\u0085b'],
  ['a line separator', 'a\u2028b'],
  ['half a character', 'a\ud800'],
  ['a number that is not exact', 2 ** 53],
  ['infinity, as of 1e400', Number.POSITIVE_INFINITY],
  ['a number that is not exact in a list', ['a', 2 ** 53]],
  ['a number that is not exact far inside', { a: [{ b: -(2 ** 60) }] }],
  ['infinity in an object', { a: Number.POSITIVE_INFINITY }],
  ['33 levels', nested(33)],
  ['3,000 levels', nested(3_000)],
  ['more than all together may have', 'x'.repeat(MAX_CONTEXT_BYTES)],
])('a claim is left out, and said to be: %s', (_, value) => {
  expect(written(value)).toEqual(['plan']);
});

test('all names and values together have 8,192 bytes', () => {
  const identity = { sub: 'user-7', iss: OIDC.issuer };
  const used = Object.entries(identity).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  const free = 8_192 - used - 'plan'.length;
  expect(written('x'.repeat(free))).toBe('x'.repeat(free));
  expect(written('x'.repeat(free + 1))).toEqual(['plan']);
  // Two bytes each.
  expect(written('\u00eb'.repeat(Math.floor(free / 2)))).toHaveLength(Math.floor(free / 2));
  expect(written('\u00eb'.repeat(Math.floor(free / 2) + 1))).toEqual(['plan']);
});

test('identity comes first, then claims as configured; what does not fit is left out, the next one may', () => {
  const { context, leftOut } = contextOf({
    claims: { scope: 'orders/read', roles: ['r'.repeat(4_000)], groups: ['g'.repeat(5_000)], plan: 'gold', age: 7 },
    contextClaims: ['roles', 'groups', 'plan', 'missing', 'age'],
    clientId: 'web',
    tier: 'Gold',
  });
  expect(Object.keys(context)).toEqual(['sub', 'iss', 'clientId', 'tier', 'scope', 'roles', 'plan', 'age']);
  expect(leftOut).toEqual(['groups']);
});

test('no claim pushes out who the caller is', () => {
  const scope = 'orders/read '.repeat(300).trim();
  const { context, leftOut } = contextOf({
    claims: { scope, big: 'x'.repeat(7_000) },
    contextClaims: ['big'],
    clientId: 'web',
    tier: 'Gold',
  });
  expect(context).toEqual({ sub: 'user-7', iss: OIDC.issuer, clientId: 'web', tier: 'Gold', scope });
  expect(leftOut).toEqual(['big']);
});

test.each([
  ['a long scope', { scope: 'orders/read '.repeat(400).trim() }, 'orders/read '.repeat(400).trim()],
  ['a list of scopes', { scope: ['a', 'b'] }, 'a b'],
  ['scp', { scp: ['a', 'b'] }, 'a b'],
])('scope stays words with spaces between them: %s', (_, claims, scope) => {
  expect(contextOf({ claims }).context.scope).toBe(scope);
});

test.each<[string, Case, string[]]>([
  ['a scope with a line feed', { claims: { scope: 'a\nb' } }, ['scope']],
  ['a client with NUL', { clientId: 'a\0' }, ['clientId']],
  ['nothing', {}, []],
  ['no scope', { claims: { scope: '' } }, []],
])('what is left out of the identity is said, too: %s', (_, input, names) => {
  expect(contextOf(input).leftOut).toEqual(names);
});

describe('a claim inside of another one', () => {
  const claims = {
    realm_access: { roles: ['Order Admins'] },
    resource_access: { 'orders-api': { roles: ['reader'] } },
    'https://acme.example/plan': 'gold',
    'a.b': 'dotted',
  };

  test('goes under its names, joined', () => {
    const contextClaims = [
      ['realm_access', 'roles'],
      ['resource_access', 'orders-api', 'roles'],
      'https://acme.example/plan',
      ['a.b'],
      ['realm_access', 'nothing'],
    ];
    expect(contextOf({ claims, contextClaims }).context).toEqual({
      sub: 'user-7',
      iss: OIDC.issuer,
      realm_access_roles: '["Order Admins"]',
      'resource_access_orders-api_roles': '["reader"]',
      'https://acme.example/plan': 'gold',
      'a.b': 'dotted',
    });
  });

  test('is left out under that name', () => {
    const contextClaims = [['realm_access', 'level']];
    expect(contextOf({ claims: { realm_access: { level: 2 ** 53 } }, contextClaims }).leftOut).toEqual([
      'realm_access_level',
    ]);
  });
});
