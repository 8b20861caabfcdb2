import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { groupsOf, primitiveText, safeText } from '../../../lambda/jwt-authorizer/claims';

test.each<[unknown, string | undefined]>([
  ['text', 'text'],
  ['', ''],
  [0, '0'],
  [-1, '-1'],
  [1.25, '1.25'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [Number.MAX_SAFE_INTEGER + 1, undefined],
  [1e21, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, 'true'],
  [null, undefined],
  [undefined, undefined],
  [[], undefined],
  [{}, undefined],
])('%p as text is %p', (value, text) => {
  expect(primitiveText(value)).toBe(text);
});

test.each<[string | undefined, boolean]>([
  ['user-7', true],
  ['Zoë 用户 😀', true],
  ['x'.repeat(1_024), true],
  ['x'.repeat(1_025), false],
  ['', false],
  [undefined, false],
  ['a\u0000', false],
  ['a\r\nSet-Cookie: b', false],
  ['a\u001b[31m', false],
  ['a\u007f', false],
  ['a\u009f', false],
  ['a\u2028', false],
  ['a\u2029', false],
  ['a\ud800', false],
  ['\udc00a', false],
])('%j may leave: %p', (value, safe) => {
  expect(safeText(value)).toBe(safe ? value : undefined);
});

test.each<[string, unknown, string[]]>([
  ['a list of texts', { roles: ['a', 'b'] }, ['a', 'b']],
  ['one text', { roles: 'a b' }, ['a b']],
  ['an empty list', { roles: [] }, []],
  ['a list with a number', { roles: ['a', 1] }, []],
  ['a list with null', { roles: ['a', null] }, []],
  ['a list in a list', { roles: [['a']] }, []],
  ['an object, as of Zitadel', { roles: { a: { id: 'x' } } }, []],
  ['true', { roles: true }, []],
  ['null', { roles: null }, []],
  ['nothing', {}, []],
  ['a list outside', ['a'], []],
  ['text outside', 'a', []],
  ['null outside', null, []],
])('the groups of %s', (_, outer, groups) => {
  expect(groupsOf({ realm_access: outer } as JsonObject, ['realm_access', 'roles'])).toEqual(groups);
});

test('groups that moved elsewhere, as those of an Entra token with too many, are none', () => {
  const claims = {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: 'https://x' } },
    hasgroups: true,
  };
  expect(groupsOf(claims as unknown as JsonObject, 'groups')).toEqual([]);
});
