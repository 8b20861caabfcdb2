import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { claimOf, groupsOf, safeText, scopesOf } from '../../../../lambda/jwt-authorizer/claims';

test('a claim is the token\u2019s own', () => {
  expect(claimOf({ a: null }, 'a')).toBeNull();
  expect(claimOf({}, 'constructor')).toBeUndefined();
  expect(claimOf({}, 'toString')).toBeUndefined();
});

test.each<[unknown, readonly string[]]>([
  [{ scope: 'a b' }, ['a', 'b']],
  [{ scope: ' a  b ' }, ['a', 'b']],
  [{ scope: '' }, []],
  [{ scope: ['a', 'b c'] }, ['a', 'b', 'c']],
  [{ scope: [] }, []],
  [{ scope: ['a', 7] }, []],
  [{ scope: 7 }, []],
  [{ scope: { a: 'b' } }, []],
  [{ scp: 'a b' }, ['a', 'b']],
  [{ scp: ['a'] }, ['a']],
  [{ scope: '', scp: 'a' }, []],
  [{ scope: null, scp: 'a' }, ['a']],
  [{ scope: 7, scp: 'a' }, []],
  [{}, []],
])('the scopes of %j are %j', (claims, scopes) => {
  expect(scopesOf(claims as JsonObject)).toEqual(scopes);
});

test.each<[unknown, readonly string[]]>([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  ['a b', ['a b']],
  [['a', 7], []],
  [7, []],
  [{ a: true }, []],
  [null, []],
  [undefined, []],
])('the groups of %j are %j', (value, groups) => {
  expect(groupsOf({ roles: value } as JsonObject, 'roles')).toEqual(groups);
});

// Each end of each range of control characters, and its neighbour.
test.each<[string, boolean]>([
  ['\u0000', false],
  ['\u001f', false],
  ['\u0020', true],
  ['\u007e', true],
  ['\u007f', false],
  ['\u009f', false],
  ['\u00a0', true],
  ['\u2027', true],
  ['\u2028', false],
  ['\u2029', false],
  ['\u202a', true],
])('%j may leave anywhere in a text: %p', (character, safe) => {
  for (const text of [character, `${character}a`, `a${character}`, `a${character}b`])
    expect(safeText(text)).toBe(safe ? text : undefined);
});
