import { generateSigningKey, jwksOf, signToken } from '../../support/token-factory';
import { NOW, OIDC, oidcClaims, trusted, VerifierHarness } from './fixtures';

const key = generateSigningKey('ES256', 'key-1');
const other = generateSigningKey('ES256', 'key-2');

function harnessOf(issuer: object, ...tolerances: number[]): VerifierHarness {
  const harness = new VerifierHarness(trusted({ ...OIDC, ...issuer }), ...tolerances);
  harness.documents.set(OIDC.jwksUri, jwksOf(key));
  return harness;
}

describe('an issuer without audiences', () => {
  const issuer = { audiences: [], withoutAudience: true, clients: ['https://app.acme.example'] };
  test.each<[string, object, string]>([
    ['of a client in the list', { azp: 'https://app.acme.example' }, 'allowed'],
    ['of another client', { azp: 'https://evil.example' }, 'client_not_allowed'],
    ['without a client', { azp: undefined }, 'client_not_allowed'],
    ['with two clients', { azp: 'https://app.acme.example', cid: 'x' }, 'client_ambiguous'],
    ['with an audience', { azp: 'https://app.acme.example', aud: 'https://api.acme.example' }, 'audience_mismatch'],
    ['with an empty audience', { azp: 'https://app.acme.example', aud: '' }, 'audience_mismatch'],
    ['with no audience in a list', { azp: 'https://app.acme.example', aud: [] }, 'audience_mismatch'],
    ['with null for an audience', { azp: 'https://app.acme.example', aud: null }, 'audience_mismatch'],
  ])('a token %s', async (_, claims, outcome) => {
    const token = signToken(key, { ...oidcClaims(), aud: undefined, ...claims });
    expect(await harnessOf(issuer).outcome(token)).toBe(outcome);
  });

  test('an issuer with audiences still takes no token without', async () => {
    expect(await harnessOf({}).outcome(signToken(key, oidcClaims({ aud: undefined })))).toBe('audience_mismatch');
  });
});

describe('the client', () => {
  test('that a token names twice is denied, whatever else it says', async () => {
    expect(await harnessOf({}).outcome(signToken(key, oidcClaims({ appid: 'other' })))).toBe('client_ambiguous');
  });

  test('that a token names in its issuer’s own claim counts', async () => {
    const claims = oidcClaims({ azp: 'spa-client', app: 'shop' });
    expect((await harnessOf({ clientClaims: ['app'] }).verify(signToken(key, claims))).clientId).toBe('shop');
  });

  test('is asked for in addition to the audience', async () => {
    const harness = harnessOf({ clients: ['spa-client'] });
    expect(await harness.outcome(signToken(key, oidcClaims()))).toBe('allowed');
    expect(await harness.outcome(signToken(key, oidcClaims({ azp: 'batch' })))).toBe('client_not_allowed');
    expect(await harness.outcome(signToken(key, oidcClaims({ aud: 'other' })))).toBe('audience_mismatch');
  });
});

describe('an issuer whose clock is ahead', () => {
  test.each<[string, object, string]>([
    ['nbf in 10 s', { nbf: NOW + 10 }, 'allowed'],
    ['iat in 10 s', { iat: NOW + 10 }, 'allowed'],
    ['nbf in 11 s', { nbf: NOW + 11 }, 'token_not_yet_valid'],
    ['iat in 11 s', { iat: NOW + 11 }, 'token_not_yet_valid'],
    ['exp in 1 s', { exp: NOW + 1 }, 'allowed'],
    ['exp now', { exp: NOW }, 'token_expired'],
    ['exp 1 s ago', { exp: NOW - 1 }, 'token_expired'],
  ])('writes %s: %s', async (_, claims, outcome) => {
    expect(await harnessOf({}, 0, 10).outcome(signToken(key, oidcClaims(claims)))).toBe(outcome);
  });

  test.each<[object, string]>([
    [{ nbf: NOW + 7 }, 'allowed'],
    [{ nbf: NOW + 8 }, 'token_not_yet_valid'],
    [{ exp: NOW - 6 }, 'allowed'],
    [{ exp: NOW - 7 }, 'token_expired'],
  ])('has one tolerance for both if there is no other: %j', async (claims, outcome) => {
    expect(await harnessOf({}, 7).outcome(signToken(key, oidcClaims(claims)))).toBe(outcome);
  });
});

describe('many issuers', () => {
  const tenants = (count: number, keysOf: (index: number) => string): VerifierHarness => {
    const list = Array.from({ length: count }, (_, index) => ({
      ...OIDC,
      issuer: `https://login.acme.example/t${index}/`,
      jwksUri: keysOf(index),
    }));
    const harness = new VerifierHarness(trusted(...list));
    for (const { jwksUri } of list) harness.documents.set(jwksUri, jwksOf(key));
    return harness;
  };
  const own = (index: number): string => `https://login.acme.example/t${index}/keys`;
  const tokenOf = (index: number, by = key): string =>
    signToken(by, oidcClaims({ iss: `https://login.acme.example/t${index}/` }));

  test.each([
    [10, 10],
    [11, 0],
    [120, 0],
  ])('%d key sets are fetched at start: %d', async (count, fetches) => {
    const harness = tenants(count, own);
    await harness.verifier.prefetch();
    expect(harness.fetched).toHaveLength(fetches);
  });

  test('each key set is fetched once, when its first token comes', async () => {
    const harness = tenants(120, own);
    await harness.verifier.prefetch();
    for (const index of [7, 119, 7]) expect(await harness.outcome(tokenOf(index))).toBe('allowed');
    expect(harness.fetched).toEqual([own(7), own(119)]);
  });

  test('unknown keys of one issuer cost it two fetches, and the others none', async () => {
    const harness = tenants(120, own);
    for (let round = 0; round < 20; round += 1) {
      expect(await harness.outcome(tokenOf(3, other))).toBe('signature_invalid');
    }
    expect(harness.fetched.every((url) => url === own(3))).toBe(true);
    expect(harness.fetched.length).toBeLessThanOrEqual(2);
    expect(await harness.outcome(tokenOf(4))).toBe('allowed');
  });

  test('the same key set is fetched once for all of its issuers', async () => {
    const shared = 'https://login.acme.example/common/keys';
    const harness = tenants(120, () => shared);
    await harness.verifier.prefetch();
    for (const index of [0, 60, 119]) expect(await harness.outcome(tokenOf(index))).toBe('allowed');
    expect(harness.fetched).toEqual([shared]);
  });

  test('a key of one issuer signs nothing for another', async () => {
    const harness = tenants(12, own);
    harness.documents.set(own(5), jwksOf(other));
    expect(await harness.outcome(tokenOf(5, other))).toBe('allowed');
    expect(await harness.outcome(tokenOf(6, other))).toBe('signature_invalid');
    expect(await harness.outcome(tokenOf(5, key))).toBe('signature_invalid');
  });
});
