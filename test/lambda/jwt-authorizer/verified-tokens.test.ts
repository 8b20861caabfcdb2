import { createHash } from 'node:crypto';
import { type Verification, VerifiedTokens } from '../../../lambda/jwt-authorizer/verified-tokens';

const verification = (kid: string) => ({ kid }) as Verification;

function remember(count: number): { tokens: VerifiedTokens; clock: { ms: number } } {
  const clock = { ms: 0 };
  const tokens = new VerifiedTokens(() => clock.ms);
  for (let i = 0; i < count; i += 1) tokens.add(`digest-${i}`, verification(`kid-${i}`));
  return { tokens, clock };
}

test('a token is remembered for five minutes', () => {
  const { tokens, clock } = remember(1);

  clock.ms = 299_999;
  expect(tokens.get('digest-0')?.kid).toBe('kid-0');
  clock.ms = 300_000;
  expect(tokens.get('digest-0')).toBeUndefined();
});

test('at most 1,000 are remembered: the oldest goes', () => {
  const { tokens } = remember(1_001);

  expect(tokens.get('digest-0')).toBeUndefined();
  expect(tokens.get('digest-1')?.kid).toBe('kid-1');
  expect(tokens.get('digest-1000')?.kid).toBe('kid-1000');
});

test('adding a token again pushes no other out', () => {
  const { tokens } = remember(1_000);
  tokens.add('digest-500', verification('again'));

  expect(tokens.get('digest-0')?.kid).toBe('kid-0');
  expect(tokens.get('digest-500')?.kid).toBe('again');
});

test('a token can be forgotten', () => {
  const { tokens } = remember(1);
  tokens.delete('digest-0');

  expect(tokens.get('digest-0')).toBeUndefined();
});

test('a digest is of the whole token', () => {
  const { tokens } = remember(0);

  expect(tokens.digest('a.b.c')).toBe(tokens.digest('a.b.c'));
  expect(tokens.digest('a.b.c')).not.toBe(tokens.digest('a.b.d'));
  expect(tokens.digest('a.b.c')).not.toContain('a.b.c');
});

test('a digest is SHA-256 of the whole token', () => {
  const digest = createHash('sha256').update('a.b.c').digest('base64');
  expect(new VerifiedTokens(() => 0).digest('a.b.c')).toBe(digest);
});
