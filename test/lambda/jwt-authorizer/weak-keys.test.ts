import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { RouteRule } from '../../../lib/private/authorizer-contract';
import { DecisionLog } from '../../../lambda/jwt-authorizer/decision-log';
import { createHandler, type Handler } from '../../../lambda/jwt-authorizer/handler';
import { encode, generateSigningKey, signToken, type SigningKey } from '../../support/token-factory';
import { event, NOW, OIDC, oidcClaims, trusted } from './fixtures';

const ROUTE: RouteRule = { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' };
const good = generateSigningKey('ES256', 'good');
const rsa = generateSigningKey('RS256', 'rsa');
const small = rsaKey('small', 1_024, 65_537);
const three = rsaKey('three', 2_048, 3);

function rsaKey(kid: string, modulusLength: number, publicExponent: number): SigningKey {
  const pair = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { ...rsa, ...pair, kid, jwk: { ...rsa.jwk, ...pair.publicKey.export({ format: 'jwk' }), kid } };
}

interface Line {
  readonly message: string;
  readonly kid?: string;
  readonly problem?: string;
  readonly reason?: string;
}

/** An authorizer whose issuer publishes these keys. */
class World {
  public readonly lines: Line[] = [];
  public nowMs = NOW * 1_000;
  private readonly handler: Handler;

  public constructor(public keys: unknown[]) {
    const write = (message: unknown, entry: object): number => this.lines.push({ message: String(message), ...entry });
    this.handler = createHandler({
      loadSettings: () => ({
        issuers: trusted(OIDC),
        contextClaims: [],
        clockToleranceSeconds: 0,
        routes: new Map([['GET /orders/{orderId}', ROUTE]]),
      }),
      fetchJwks: async () => Buffer.from(JSON.stringify({ keys: this.keys })),
      now: () => this.nowMs,
      log: new DecisionLog({ addContext: () => undefined, info: write, warn: write, error: write } as never),
    });
  }

  public async outcome(token: string): Promise<string> {
    const allowed = await this.handler(event(token)).then(
      () => 'allow',
      (error: Error) => error.message,
    );
    return allowed === 'allow' ? allowed : `${allowed} ${this.lines.at(-1)?.reason}`;
  }

  public get ignored(): (string | undefined)[] {
    return this.lines
      .filter(({ message }) => message === 'key of an issuer ignored')
      .map((line) => `${line.kid}: ${line.problem}`);
  }
}

test.each<[string, SigningKey, string]>([
  ['an RSA key of 1,024 bits', small, 'rsa_modulus_below_2048_bits'],
  ['an RSA key with exponent 3', three, 'rsa_exponent_not_allowed'],
])('%s signs nothing, and the other keys of the set go on', async (_, weak, problem) => {
  const world = new World([weak.jwk, good.jwk]);
  expect(await world.outcome(signToken(weak, oidcClaims()))).toBe('Unauthorized algorithm_not_allowed');
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(world.ignored).toEqual([`${weak.kid}: ${problem}`]);
});

test('with exponent 1 the padded digest is its own signature, and lets nobody in', async () => {
  const world = new World([{ ...rsa.jwk, e: 'AQ' }, good.jwk]);
  const input = `${encode({ alg: 'RS256', kid: 'rsa' })}.${encode(oidcClaims({ sub: 'admin' }))}`;
  expect(await world.outcome(`${input}.${'A'.repeat(342)}`)).toBe('Unauthorized algorithm_not_allowed');
  expect(world.ignored).toEqual(['rsa: rsa_exponent_not_allowed']);
});

test.each<[string, (key: JsonWebKey) => object, string]>([
  ['with an algorithm of another kind', (key) => ({ ...key, alg: 'RS256' }), 'algorithm_does_not_fit'],
  ['for encryption, by alg', (key) => ({ ...key, alg: 'RSA-OAEP' }), 'algorithm_does_not_fit'],
  ['on another curve than it says', (key) => ({ ...key, crv: 'P-384' }), 'unreadable'],
  ['that is no point of its curve', (key) => ({ ...key, y: key.x }), 'unreadable'],
  ['of a kind that JWS has no algorithm for', (key) => ({ ...key, kty: 'LWE' }), 'unreadable'],
  ['with its private part', (key) => ({ ...key, d: 'AA' }), 'secret_published'],
  ['with a factor', (key) => ({ ...key, p: 'AA' }), 'secret_published'],
])('a key %s is ignored', async (_, change, problem) => {
  const other = generateSigningKey('ES256', 'other');
  const world = new World([change(other.jwk), good.jwk]);
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(await world.outcome(signToken(other, oidcClaims()))).toMatch(
    /^Unauthorized (algorithm_not_allowed|signature_invalid)$/,
  );
  expect(world.ignored).toEqual([`other: ${problem}`]);
});

test('a key that is given twice counts once, and another with its kid counts, too', async () => {
  const namesake = { ...rsa, kid: 'good', jwk: { ...rsa.jwk, kid: 'good' } };
  const world = new World([good.jwk, namesake.jwk, good.jwk]);
  expect(await world.outcome(signToken(namesake, oidcClaims()))).toBe('allow');
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(world.ignored).toEqual(['good: given_twice']);
});

test('a set of good keys, and of keys for other things, says nothing', async () => {
  const world = new World([good.jwk, { ...rsa.jwk, use: 'enc', alg: 'RSA-OAEP' }, { kty: 'EC' }]);
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(world.ignored).toEqual([]);
});

test('it is said once each time the set is loaded, and never with the key', async () => {
  const world = new World([small.jwk, { ...three.jwk, kid: 'a\nb' }, good.jwk]);
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(await world.outcome(signToken(good, oidcClaims({ sub: 'b' })))).toBe('allow');
  const once = ['small: rsa_modulus_below_2048_bits', 'unprintable: rsa_exponent_not_allowed'];
  expect(world.ignored).toEqual(once);

  world.nowMs += 15 * 60_000 + 1;
  expect(await world.outcome(signToken(good, oidcClaims({ exp: NOW + 3_600 })))).toBe('allow');
  expect(world.ignored).toEqual([...once, ...once]);
  const text = JSON.stringify(world.lines);
  for (const { n = '-' } of [small.jwk, three.jwk]) expect(text).not.toContain(n);
});

test('a document full of bad keys does not flood the log', async () => {
  const world = new World([...Array.from({ length: 500 }, (_, at) => ({ kty: 'RSA', kid: `k${at}` })), good.jwk]);
  expect(await world.outcome(signToken(good, oidcClaims()))).toBe('allow');
  expect(world.ignored).toHaveLength(20);
});
