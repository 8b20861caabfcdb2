import type { AuthError } from '../../../../lambda/jwt-authorizer/auth-error';
import { RevocationList, revocationIds } from '../../../../lambda/jwt-authorizer/tables/revocation-list';
import type { VerifiedToken } from '../../../../lambda/jwt-authorizer/verified-tokens';
import { NOW, OIDC, POOL_ISSUER, POOL_UPDATED_ISSUER, trusted, USER_POOL } from '../fixtures';
import { MemoryTable } from './memory-table';

const [oidc] = trusted(OIDC);
const [original, updated] = trusted(USER_POOL);
const CLAIMS = { jti: 'token-1', sub: 'user-7', origin_jti: 'session-3', client_id: 'web', iat: NOW - 10 };

function tokenOf(issuer = oidc, claims: object = CLAIMS, clientId: string | undefined = 'web'): VerifiedToken {
  return { issuer, claims, clientId } as VerifiedToken;
}

async function outcome(id: string, times: object = {}, token = tokenOf()): Promise<string> {
  const table = new MemoryTable();
  table.add(id, times);
  return new RevocationList(table, () => NOW * 1_000).check(token).then(
    () => 'passes',
    (error: AuthError) => `${error.reason} ${error.issuer}`,
  );
}

const REVOKED = `token_revoked ${OIDC.issuer}`;

describe('a token is revoked', () => {
  test.each(['jti ISSUER token-1', 'sub ISSUER user-7', 'origin_jti ISSUER session-3', 'client_id ISSUER web'])(
    'by %s',
    async (id) => {
      expect(await outcome(id.replace('ISSUER', OIDC.issuer))).toBe(REVOKED);
    },
  );

  test.each([
    ['at the other issuer of the same pool', POOL_UPDATED_ISSUER, original],
    ['at its own issuer', POOL_ISSUER, original],
    ['at the original issuer', POOL_ISSUER, updated],
  ])('%s', async (_, name, issuer) => {
    expect(await outcome(`sub ${name} user-7`, {}, tokenOf(issuer))).toBe(`token_revoked ${issuer.issuer}`);
  });

  test.each<[string, object]>([
    ['until the entry expires', { expiresAt: NOW + 1 }],
    ['for ever by an expiry that is no number', { expiresAt: `${NOW - 1}` }],
    ['for ever by an expiry that nothing is known of', { expiresAt: undefined }],
    ['if it was issued before the time', { issuedBefore: NOW - 9 }],
    ['if it was issued in that second', { issuedBefore: NOW - 10 }],
    ['whenever it was issued, by a time that is no number', { issuedBefore: 'yesterday' }],
  ])('%s', async (_, times) => {
    expect(await outcome(`sub ${OIDC.issuer} user-7`, times)).toBe(REVOKED);
  });

  test('if nobody knows when it was issued', async () => {
    const token = tokenOf(oidc, { ...CLAIMS, iat: undefined });
    expect(await outcome(`sub ${OIDC.issuer} user-7`, { issuedBefore: NOW - 1_000_000 }, token)).toBe(REVOKED);
  });
});

describe('a token passes', () => {
  test.each<[string, string, object]>([
    ['another subject', `sub ${OIDC.issuer} user-8`, {}],
    ['the subject of another issuer', 'sub https://other.example/ user-7', {}],
    ['a token of that name', `jti ${OIDC.issuer} user-7`, {}],
    ['an entry that ended this second', `sub ${OIDC.issuer} user-7`, { expiresAt: NOW }],
    ['an entry about tokens of before', `sub ${OIDC.issuer} user-7`, { issuedBefore: NOW - 11 }],
  ])('beside %s', async (_, id, times) => {
    expect(await outcome(id, times)).toBe('passes');
  });

  test('without a look at the table if it has nothing to look up', async () => {
    const table = new MemoryTable();
    await new RevocationList(table, () => 0).check({ issuer: oidc, claims: {} });
    expect(table.asked).toEqual([]);
  });
});

test('one look asks for everything at once', async () => {
  const table = new MemoryTable();
  await new RevocationList(table, () => 0).check(tokenOf(updated));
  expect(table.asked).toEqual([
    ['jti', 'sub', 'origin_jti', 'client_id'].flatMap((kind) =>
      [POOL_UPDATED_ISSUER, POOL_ISSUER].map((issuer) => {
        const value = { jti: 'token-1', sub: 'user-7', origin_jti: 'session-3', client_id: 'web' }[kind];
        return `${kind} ${issuer} ${value}`;
      }),
    ),
  ]);
});

test('claims that are no text, or empty, are not looked up', () => {
  const claims = { jti: 7, sub: '', origin_jti: ['a'], client_id: null };
  expect(revocationIds({ issuer: oidc, claims, clientId: undefined } as unknown as VerifiedToken)).toEqual([]);
});

test('the client of an ID token is looked up by its own name', () => {
  expect(revocationIds(tokenOf(oidc, {}, 'from-aud'))).toEqual([`client_id ${OIDC.issuer} from-aud`]);
});

test('no two things have one id, whatever is in them', () => {
  const ids = [
    tokenOf(oidc, { jti: 'a b' }),
    tokenOf(oidc, { jti: 'a', sub: 'b' }),
    tokenOf({ ...oidc, issuer: `${oidc.issuer}a` }, { jti: 'b' }),
  ].flatMap((token) => revocationIds({ ...token, clientId: undefined }));
  expect(new Set(ids).size).toBe(4);
});

test('a table that does not answer is an outage, and no token passes', async () => {
  const table = new MemoryTable();
  table.fault = new Error('throttled');
  const check = new RevocationList(table, () => 0).check(tokenOf());
  await expect(check).rejects.toMatchObject({ reason: 'revocations_unavailable', issuer: OIDC.issuer });
});

test('what is too long for a key of DynamoDB is no good token, and no outage', async () => {
  const table = new MemoryTable();
  const list = new RevocationList(table, () => NOW * 1_000);
  const jti = (length: number): string => 'j'.repeat(length - `jti ${OIDC.issuer} `.length);
  await list.check(tokenOf(oidc, { jti: jti(2_048) }));
  expect(table.asked).toHaveLength(1);
  await expect(list.check(tokenOf(oidc, { jti: jti(2_049) }))).rejects.toMatchObject({ reason: 'token_malformed' });
  await expect(list.check(tokenOf(oidc, { jti: `${jti(2_047)}é` }))).rejects.toMatchObject({
    reason: 'token_malformed',
  });
  expect(table.asked).toHaveLength(1);
});
