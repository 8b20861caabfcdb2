import { AdjustableClock } from '../../../local/src/gateway/adjustable-clock';
import { HeldClock } from '../support/models';

test('the clock runs with its base and ahead of it', () => {
  const base = new HeldClock(5_000);
  const clock = new AdjustableClock(base);
  clock.advance(2.5);
  base.advance(1);
  expect(clock.now()).toBe(8_500);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('fails to advance by %p', (seconds) => {
  const clock = new AdjustableClock(new HeldClock(5_000));
  expect(() => clock.advance(seconds)).toThrow(`'seconds' must be a number of at least 0, got ${seconds}`);
  expect(clock.now()).toBe(5_000);
});

test('a clock that is held is moved by nothing but advance', () => {
  const base = new HeldClock(5_000);
  const clock = new AdjustableClock(base);
  clock.hold();
  base.advance(7);
  expect(clock.now()).toBe(5_000);
  clock.hold();
  clock.advance(2);
  expect(clock.now()).toBe(7_000);
  clock.release();
  expect(clock.now()).toBe(14_000);
});
