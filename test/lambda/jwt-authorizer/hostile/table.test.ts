import * as claimCases from './cases/claims';
import * as requestCases from './cases/requests';
import * as tokenCases from './cases/tokens';
import { World } from './world';

const GROUPS = Object.values({ ...tokenCases, ...claimCases, ...requestCases });
const REFUSED = GROUPS.flatMap(({ refused }) => refused);
const world = new World();

test.each(REFUSED)('$name', async ({ event, reason, kind }) => {
  const outcome = await world.ask(event);

  expect([outcome.kind, outcome.entry.reason]).toEqual([kind, reason]);
  const written = JSON.stringify(outcome.entry);
  const headers = JSON.stringify([event.headers, event.multiValueHeaders]);
  // Shorter pieces may be in an entry by chance. Counted, so that a failure prints no token.
  const leaked = headers.split(/[^\w-]+/).filter((piece) => piece.length >= 16 && written.includes(piece));
  expect(leaked.length).toBe(0);
});

test.each(GROUPS.flatMap(({ allowed }) => allowed))('$name is allowed', async ({ event }) => {
  expect((await world.ask(event)).kind).toBe('allow');
});

test('the cases are many, distinct, and spread over all classes', () => {
  expect(REFUSED.length).toBeGreaterThanOrEqual(180);
  expect(new Set(REFUSED.map(({ name }) => name)).size).toBe(REFUSED.length);
  expect(new Set(REFUSED.map(({ event }) => JSON.stringify(event))).size).toBe(REFUSED.length);
  expect(GROUPS.filter(({ refused, allowed }) => refused.length < 5 || allowed.length === 0)).toEqual([]);
});
