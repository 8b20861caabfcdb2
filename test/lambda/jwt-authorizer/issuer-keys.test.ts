import { HttpStatusError } from '../../../lambda/jwt-authorizer/fetch-jwks';
import { IssuerKeys } from '../../../lambda/jwt-authorizer/issuer-keys';
import { generateSigningKey, jwksOf } from '../../support/token-factory';

const URI = 'https://login.acme.example/keys';
const first = generateSigningKey('ES256', 'key-1');
const second = generateSigningKey('ES256', 'key-2');

/** Each fetch waits for the test to answer it. */
class Issuer {
  public nowMs = 1_000_000;
  public readonly pending: { answer(document: unknown): void; fail(error?: Error): void }[] = [];
  public fetches = 0;
  public readonly keys = new IssuerKeys(URI, {
    now: () => this.nowMs,
    fetchJwks: () => {
      this.fetches += 1;
      return new Promise((resolve, reject) => {
        this.pending.push({
          answer: (document) => resolve(Buffer.from(JSON.stringify(document))),
          fail: (error = new Error('ECONNRESET')) => reject(error),
        });
      });
    },
  });

  /** What `find` says, when the next fetches are answered like this. */
  public async find(kid: string, ...answers: (object | Error)[]): Promise<number | undefined> {
    const found = this.keys.find(kid);
    for (const answer of answers) {
      await settle();
      const fetch = this.pending.shift();
      if (answer instanceof Error) fetch?.fail(answer);
      else fetch?.answer(answer);
    }
    return (await found)?.length;
  }
}

/** Lets every pending promise go as far as it can. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('the key set is fetched once and then kept', async () => {
  const issuer = new Issuer();

  expect(await issuer.find('key-1', jwksOf(first, second))).toBe(1);
  expect(await issuer.find('key-2')).toBe(1);
  issuer.nowMs += 15 * 60_000;
  expect(await issuer.find('key-1')).toBe(1);
  expect(issuer.fetches).toBe(1);
});

test('requests at the same time share one fetch', async () => {
  const issuer = new Issuer();
  const finds = ['key-1', 'key-2', 'key-3'].map((kid) => issuer.keys.find(kid));
  await settle();
  issuer.pending[0].answer(jwksOf(first));

  expect((await Promise.all(finds)).map((keys) => keys?.length)).toEqual([1, 0, 0]);
  expect(issuer.fetches).toBe(1);
});

describe('an unknown kid', () => {
  test('makes the set be fetched again, once in 30 seconds', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));

    issuer.nowMs += 29_999;
    expect(await issuer.find('key-2')).toBe(0);
    expect(issuer.fetches).toBe(1);
    issuer.nowMs += 1;
    expect(await issuer.find('key-2', jwksOf(first, second))).toBe(1);
    expect(issuer.fetches).toBe(2);
  });

  test('costs no more fetches however many there are', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));
    issuer.nowMs += 30_000;
    await issuer.find('random-0', jwksOf(first));
    for (let i = 1; i < 100; i += 1) {
      issuer.nowMs += 299;
      expect(await issuer.find(`random-${i}`)).toBe(0);
    }
    expect(issuer.fetches).toBe(2);
  });

  test('cannot be told from a new one while the fetch fails', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));
    issuer.nowMs += 30_000;

    expect(await issuer.find('key-2', new Error('ETIMEDOUT'))).toBeUndefined();
    expect(await issuer.find('key-1')).toBe(1);
  });
});

describe('a key set that has become old', () => {
  test('is fetched again before it is used', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));
    issuer.nowMs += 15 * 60_000 + 1;

    expect(await issuer.find('key-1', jwksOf(second))).toBe(0);
    expect(issuer.fetches).toBe(2);
  });

  test('stays in use for four hours while it cannot be fetched, and no longer', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));

    issuer.nowMs += 4 * 3_600_000;
    expect(await issuer.find('key-1', new Error('ETIMEDOUT'))).toBe(1);
    issuer.nowMs += 1;
    expect(issuer.keys.available).toBe(false);
    expect(await issuer.find('key-1')).toBeUndefined();
  });

  test('is replaced by an empty one: an issuer may take back all its keys', async () => {
    const issuer = new Issuer();
    await issuer.find('key-1', jwksOf(first));
    issuer.nowMs += 15 * 60_000 + 1;

    expect(await issuer.find('key-1', { keys: [] })).toBe(0);
  });

  test.each([[{ keys: {} }], [{}], [[]], ['text'], [null]])(
    'is not replaced by a document that is none: %j',
    async (document) => {
      const issuer = new Issuer();
      await issuer.find('key-1', jwksOf(first));
      issuer.nowMs += 15 * 60_000 + 1;

      expect(await issuer.find('key-1', document as object)).toBe(1);
    },
  );
});

describe('a fetch that fails', () => {
  test('is tried again after 1, 2, 4 ... and at most 30 seconds', async () => {
    const issuer = new Issuer();
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      const before = issuer.fetches;
      expect(await issuer.find('key-1', new Error('ECONNREFUSED'))).toBeUndefined();
      issuer.nowMs += seconds * 1_000 - 1;
      expect(await issuer.find('key-1')).toBeUndefined();
      expect(issuer.fetches).toBe(before + 1);
      issuer.nowMs += 1;
    }
    expect(await issuer.find('key-1', jwksOf(first))).toBe(1);
  });

  test('at start costs the first request nothing but the wait', async () => {
    const issuer = new Issuer();
    const prefetch = issuer.keys.prefetch();
    const find = issuer.keys.find('key-1');
    issuer.pending.shift()?.fail();
    await prefetch;
    await settle();
    issuer.pending.shift()?.answer(jwksOf(first));

    expect((await find)?.length).toBe(1);
    expect(issuer.fetches).toBe(2);
  });

  test('when the fetcher throws at once, later ones are still made', async () => {
    let calls = 0;
    let nowMs = 0;
    const keys = new IssuerKeys(URI, {
      now: () => nowMs,
      fetchJwks: () => {
        calls += 1;
        throw new TypeError('no URL');
      },
    });

    expect(await keys.find('key-1')).toBeUndefined();
    nowMs += 1_000;
    expect(await keys.find('key-1')).toBeUndefined();
    expect(calls).toBe(2);
  });
});

test('the prefetch is the fetch that the first request waits for', async () => {
  const issuer = new Issuer();
  const prefetch = issuer.keys.prefetch();
  const find = issuer.keys.find('key-1');
  issuer.pending.shift()?.answer(jwksOf(first));
  await prefetch;

  expect((await find)?.length).toBe(1);
  expect(issuer.fetches).toBe(1);
});

test.each<[number, boolean]>([
  [400, true],
  [403, true],
  [404, true],
  [302, false],
  [429, false],
  [500, false],
])('status %i says that no key set is published: %p', async (status, unpublished) => {
  const issuer = new Issuer();
  await issuer.find('key-1', new HttpStatusError(status));
  expect(issuer.keys.unpublished).toBe(unpublished);

  issuer.nowMs += 1_000;
  await issuer.find('key-1', jwksOf(first));
  expect(issuer.keys.unpublished).toBe(false);
});

test('keys that were never fetched are not there, however early it is', () => {
  const keys = new IssuerKeys('https://login.example/keys', {
    fetchJwks: async () => Buffer.from(''),
    now: () => 1_000,
  });
  expect(keys.available).toBe(false);
});
