import { generateSigningKey, jwksOf } from '../../../support/token-factory';
import { OIDC } from '../fixtures';
import { ES, token, World } from './world';

const REQUESTS = 10_000;
const valid = () => token({ exp: 4_000_000_000 });
/** As an attacker makes them: nobody checks the signature of a token whose key is unknown. */
const unknown = (kid: number) => token({}, { kid: `unknown-${kid}` }, ES);
const ALLOWED = ['allow', 'allow', undefined];

async function seen(answer: ReturnType<World['send']>): Promise<unknown[]> {
  const { kind, entry } = await answer;
  return [kind, entry.outcome, entry.reason];
}

/** Lets the first fetch, which the process starts on its own, come before the first request. */
const started = () => new Promise((resolve) => setImmediate(resolve));

test.each([1, 50])('10,000 unknown keys in 10 minutes, %i at a time', async (batch) => {
  const world = new World();
  await started();
  const good = valid();
  const begin = world.nowMs;
  const answers = new Set<string>();
  for (let sent = 0; sent < REQUESTS; sent += batch) {
    world.nowMs = begin + (sent * 600_000) / REQUESTS;
    const flood = Array.from({ length: batch }, (_, index) => seen(world.send(unknown(sent + index))));
    for (const answer of await Promise.all(flood)) answers.add(JSON.stringify(answer));
    if (sent % 500 === 0) expect(await seen(world.send(token({ sub: `user-${sent}`, exp: 4e9 })))).toEqual(ALLOWED);
  }

  expect([...answers]).toEqual(['["Unauthorized","deny","signature_invalid"]']);
  // One at the start, and one each 30 s: the last 30 s end with the flood.
  expect(world.fetchesOf(OIDC.jwksUri)).toBe(20);
  expect(await seen(world.send(good))).toEqual(ALLOWED);
});

test('keys are down at a cold start and come back', async () => {
  let down = true;
  const world = new World({
    fetchJwks: async () => {
      if (down) throw new Error('down');
      return Buffer.from(JSON.stringify(jwksOf(ES)));
    },
  });
  await started();
  const begin = world.nowMs;
  const good = valid();
  for (let sent = 0; sent < REQUESTS; sent += 1) {
    world.nowMs = begin + (sent * 300_000) / REQUESTS;
    expect(await seen(world.send(good))).toEqual(['failure', 'failure', 'keys_unavailable']);
  }
  // The prefetch, then at 0, 1, 3, 7, 15 and 31 s, then each 30 s until 271 s.
  expect(world.fetchesOf(OIDC.jwksUri)).toBe(15);

  down = false;
  // The last of these fetches was later than 271 s, so 301 s is still too early.
  world.nowMs = begin + 302_000;
  expect(await seen(world.send(good))).toEqual(ALLOWED);
}, 20_000);

test('a new key counts at once, and one that is taken back only until the refresh', async () => {
  const world = new World();
  await started();
  const next = generateSigningKey('ES256', 'next');
  const old = valid();
  expect(await seen(world.send(old))).toEqual(ALLOWED);
  world.documents.set(OIDC.jwksUri, jwksOf(ES, next));
  world.nowMs += 30_000;
  expect(await seen(world.send(token({ exp: 4e9 }, {}, next)))).toEqual(ALLOWED);
  world.documents.set(OIDC.jwksUri, jwksOf(next));
  world.nowMs += 15 * 60_000;
  expect(await seen(world.send(old))).toEqual(ALLOWED);
  world.nowMs += 1;
  expect(await seen(world.send(old))).toEqual(['Unauthorized', 'deny', 'signature_invalid']);
  expect(await seen(world.send(token({ exp: 4e9 }, {}, next)))).toEqual(ALLOWED);
});

test('100 requests share the fetch of a slow issuer', async () => {
  let answer: (body: Buffer) => void = () => undefined;
  const pending = new Promise<Buffer>((resolve) => (answer = resolve));
  const world = new World({ fetchJwks: () => pending });
  await started();
  const waiting = Array.from({ length: 100 }, (_, index) => seen(world.send(token({ sub: `user-${index}` }))));
  await started();
  expect(world.fetchesOf(OIDC.jwksUri)).toBe(1);
  answer(Buffer.from(JSON.stringify(jwksOf(ES))));

  expect(new Set((await Promise.all(waiting)).map((one) => JSON.stringify(one))).size).toBe(1);
  expect(await waiting[0]).toEqual(ALLOWED);
  expect(world.fetchesOf(OIDC.jwksUri)).toBe(1);
});

test('keys of an issuer that fails stay in use up to four hours', async () => {
  const world = new World();
  await started();
  const begin = world.nowMs;
  const good = valid();
  expect(await seen(world.send(good))).toEqual(ALLOWED);
  world.documents.delete(OIDC.jwksUri);
  for (const hours of [0.5, 1, 2, 3, 4]) {
    world.nowMs = begin + hours * 3_600_000;
    expect(await seen(world.send(good))).toEqual(ALLOWED);
  }
  world.nowMs += 1;
  expect(await seen(world.send(good))).toEqual(['failure', 'failure', 'keys_unavailable']);
});
