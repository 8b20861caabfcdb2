import { EarlyFetches } from '../../../lambda/jwt-authorizer/early-fetches';

const A = 'https://a.example/keys';
const B = 'https://b.example/keys';

function counting(fails = false): { early: EarlyFetches; fetched: string[] } {
  const fetched: string[] = [];
  const early = new EarlyFetches(async (url) => {
    fetched.push(url);
    if (fails) throw new Error(`no ${url}`);
    return Buffer.from(`${url} ${fetched.length}`);
  });
  return { early, fetched };
}

test('what was begun is not fetched again by the first who asks, and by the second it is', async () => {
  const { early, fetched } = counting();
  early.begin([A, B, A]);
  expect(fetched).toEqual([A, B]);
  expect(String(await early.fetch(A))).toBe(`${A} 1`);
  expect(fetched).toEqual([A, B]);
  expect(String(await early.fetch(A))).toBe(`${A} 3`);
  expect(String(await early.fetch(B))).toBe(`${B} 2`);
});

test('what was not begun is fetched', async () => {
  const { early } = counting();
  expect(String(await early.fetch(B))).toBe(`${B} 1`);
});

test('a failure is told to whoever asks, and to nobody else', async () => {
  const { early } = counting(true);
  early.begin([A]);
  await new Promise(setImmediate);
  await expect(early.fetch(A)).rejects.toThrow(`no ${A}`);
});
