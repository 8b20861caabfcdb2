import { TokenBucket } from '../../../local/src/usage/token-bucket';
import { HeldClock } from '../support/models';

function takeAll(bucket: TokenBucket): number {
  let taken = 0;
  while (taken < 1_000 && bucket.take()) taken++;
  return taken;
}

test('a bucket is full at first, refills at its rate, and never overflows', () => {
  const clock = new HeldClock();
  const bucket = new TokenBucket({ rateLimit: 2, burstLimit: 5 }, clock);
  expect(takeAll(bucket)).toBe(5);
  clock.advance(0.4);
  expect(takeAll(bucket)).toBe(0);
  clock.advance(0.1);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(1);
  expect(takeAll(bucket)).toBe(2);
  clock.advance(3_600);
  expect(takeAll(bucket)).toBe(5);
});

test('a rate below one per second adds up', () => {
  const clock = new HeldClock();
  const bucket = new TokenBucket({ rateLimit: 0.5, burstLimit: 1 }, clock);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(1);
  expect(takeAll(bucket)).toBe(0);
  clock.advance(1);
  expect(takeAll(bucket)).toBe(1);
});

test('a clock that is set back adds nothing', () => {
  const clock = new HeldClock();
  const bucket = new TokenBucket({ rateLimit: 1, burstLimit: 1 }, clock);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(-3_600);
  expect(takeAll(bucket)).toBe(0);
});

test.each([
  ['no burst', { rateLimit: 100, burstLimit: 0 }],
  ['limits that are no numbers', { rateLimit: NaN, burstLimit: NaN }],
])('%s lets nobody through', (_what, throttle) => {
  expect(takeAll(new TokenBucket(throttle, new HeldClock()))).toBe(0);
});
