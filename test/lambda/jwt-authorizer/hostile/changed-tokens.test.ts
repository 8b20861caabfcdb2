import fc from 'fast-check';
import { ED, ES, RS, token, World } from './world';

const KEYS = [RS, ES, ED];
const tokens = KEYS.map((key) => token({}, {}, key));
const others = KEYS.map((key) => token({ sub: 'other' }, {}, key));

/** The process remembers the valid token's digest before anything that is like it comes. */
async function worldThatRemembers(): Promise<World> {
  const world = new World();
  for (const valid of [...tokens, ...others]) expect((await world.send(valid)).kind).toBe('allow');
  return world;
}

test.each(KEYS.map(({ alg }, index) => ({ alg, valid: tokens[index] })))(
  'every bit of a token: $alg',
  async ({ valid }) => {
    for (const world of [new World(), await worldThatRemembers()]) {
      let allowed = 0;
      for (let at = 0; at < valid.length * 8; at += 1) {
        const bytes = Buffer.from(valid, 'latin1');
        bytes[at >> 3] ^= 1 << (at & 7);
        if ((await world.send(bytes.toString('latin1'))).kind !== 'Unauthorized') allowed += 1;
      }
      expect(allowed).toBe(0);
      expect((await world.send(valid)).kind).toBe('allow');
    }
  },
);

const anyToken = fc.constantFrom(...tokens);
const CHANGES: Record<string, fc.Arbitrary<string>> = {
  splice: fc
    .tuple(anyToken, fc.nat(), fc.nat(40), fc.string({ unit: 'binary', maxLength: 40 }))
    .map(([valid, start, length, put]) => {
      const at = start % valid.length;
      return valid.slice(0, at) + put + valid.slice(at + length);
    }),
  truncation: fc.tuple(anyToken, fc.nat()).map(([valid, length]) => valid.slice(0, length % valid.length)),
  extension: fc
    .tuple(anyToken, fc.stringMatching(/^[\w.-]{1,40}$/), fc.boolean())
    .map(([valid, more, front]) => (front ? more + valid : valid + more)),
  'swapped segments': fc
    .tuple(
      ...[0, 1, 2].map((part) => fc.constantFrom(...[...tokens, ...others].map((valid) => valid.split('.')[part]))),
    )
    .map((segments) => segments.join('.')),
};

test.each(Object.entries(CHANGES))('a token with a change: %s', async (_name, arbitrary) => {
  const world = await worldThatRemembers();
  await fc.assert(
    fc.asyncProperty(arbitrary, async (changed) => {
      fc.pre(![...tokens, ...others].includes(changed));
      expect((await world.send(changed)).kind).toBe('Unauthorized');
    }),
    { numRuns: 2_000 },
  );
});
