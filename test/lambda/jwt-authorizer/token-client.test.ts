import type { JsonObject } from 'aws-jwt-verify/safe-json-parse';
import type { AuthError } from '../../../lambda/jwt-authorizer/auth-error';
import { CLIENT_CLAIMS, clientOf, findClient } from '../../../lambda/jwt-authorizer/token-client';
import { OIDC, trusted, USER_POOL } from './fixtures';

/** The client, or why there is none. */
function outcome(claims: object, issuer: object = OIDC): string | undefined {
  try {
    return clientOf(claims as JsonObject, trusted(issuer)[0]);
  } catch (error) {
    return `refused: ${(error as AuthError).reason}`;
  }
}

describe('the client of a token', () => {
  test('is looked up in a documented order', () => {
    expect(CLIENT_CLAIMS).toEqual(['client_id', 'azp', 'appid', 'cid']);
  });

  test.each<[object, string | undefined]>([
    [{ client_id: 'a' }, 'a'],
    [{ azp: 'b' }, 'b'],
    [{ appid: 'c' }, 'c'],
    [{ cid: 'd' }, 'd'],
    [{ client_id: 'e', azp: 'e' }, 'e'],
    [{ client_id: 'f', azp: 'f', appid: 'f', cid: 'f' }, 'f'],
    [{ aud: 'g', sub: 'g', client: 'g', clientId: 'g', app_id: 'g' }, undefined],
    [{}, undefined],
  ])('%j is %p', (claims, client) => {
    expect(outcome(claims)).toBe(client);
  });

  test.each<object>([
    { client_id: 'a', azp: 'b' },
    { azp: 'a', appid: 'b' },
    { azp: 'a', cid: 'b' },
    { client_id: 'a', azp: 'a', cid: 'A' },
    { client_id: 'a', azp: 'a ' },
    { client_id: '' },
    { client_id: '', azp: 'web' },
    { azp: 'web', client_id: null },
    { client_id: null },
    { appid: undefined },
    { client_id: 7 },
    { client_id: ['a'] },
    { azp: { id: 'a' } },
    { azp: 'web', appid: true },
    { cid: 'a\u0000' },
    { azp: 'x'.repeat(100_000) },
  ])('%j is ambiguous', (claims) => {
    expect(outcome(claims)).toBe('refused: client_ambiguous');
  });

  test('is no property that every object has', () => {
    const issuer = { ...OIDC, clientClaims: ['constructor', '__proto__', 'azp'] };
    expect(outcome({ azp: 'web' }, issuer)).toBe('web');
    expect(findClient({}, ['toString'])).toEqual({ clientId: undefined });
  });
});

describe('an issuer that names clients inside of another claim', () => {
  const issuer = { ...OIDC, clientClaims: [['acme', 'app'], 'azp'] };
  test.each<[object, string | undefined]>([
    [{ acme: { app: 'a' } }, 'a'],
    [{ acme: { app: 'a' }, azp: 'a' }, 'a'],
    [{ acme: { app: 'a' }, azp: 'b' }, 'refused: client_ambiguous'],
    [{ acme: { app: null }, azp: 'b' }, 'refused: client_ambiguous'],
    [{ acme: ['app'], azp: 'b' }, 'b'],
    [{ 'acme.app': 'a' }, 'refused: claim_missing'],
  ])('%j is %p', (claims, client) => {
    expect(outcome(claims, issuer)).toBe(client);
  });
});

describe('an issuer that names clients in claims of its own', () => {
  const issuer = { ...OIDC, clientClaims: ['https://acme.example/app', 'aud'] };
  test.each<[object, string | undefined]>([
    [{ 'https://acme.example/app': 'a', client_id: 'b', azp: 'c' }, 'a'],
    [{ aud: 'a', azp: 'b' }, 'a'],
    [{ aud: ['a'] }, 'a'],
    [{ aud: ['a'], 'https://acme.example/app': 'a' }, 'a'],
    [{ aud: ['a'], 'https://acme.example/app': 'b' }, 'refused: client_ambiguous'],
    [{ aud: ['a', 'b'] }, 'refused: client_ambiguous'],
    [{ aud: [] }, 'refused: client_ambiguous'],
    [{ 'https://acme.example/app': ['a'] }, 'refused: client_ambiguous'],
    [{ azp: 'a' }, 'refused: claim_missing'],
    [{}, 'refused: claim_missing'],
  ])('%j is %p', (claims, client) => {
    expect(outcome(claims, issuer)).toBe(client);
  });
});

describe('an issuer with a list of clients', () => {
  const issuer = { ...OIDC, clients: ['web', 'mobile'] };
  test.each<[object, string | undefined]>([
    [{ azp: 'web' }, 'web'],
    [{ appid: 'mobile' }, 'mobile'],
    [{ azp: 'Web' }, 'refused: client_not_allowed'],
    [{ azp: 'batch' }, 'refused: client_not_allowed'],
    [{ azp: 'web', cid: 'batch' }, 'refused: client_ambiguous'],
    [{}, 'refused: client_not_allowed'],
  ])('takes %j for %p', (claims, client) => {
    expect(outcome(claims, issuer)).toBe(client);
  });
});

describe('a user pool', () => {
  const both = { access: ['web'], id: ['mobile'] };
  const of = (claims: object, userPool: object = both): string | undefined => {
    try {
      return clientOf(claims as JsonObject, { ...trusted(USER_POOL)[0], userPool });
    } catch (error) {
      return `refused: ${(error as AuthError).reason}`;
    }
  };

  test.each<[object, string]>([
    [{ token_use: 'access', client_id: 'web' }, 'web'],
    [{ token_use: 'access', client_id: 'web', azp: 'other', cid: 'other' }, 'web'],
    [{ token_use: 'id', aud: 'mobile' }, 'mobile'],
    [{ token_use: 'access', client_id: 'mobile' }, 'refused: client_not_allowed'],
    [{ token_use: 'id', aud: 'web' }, 'refused: client_not_allowed'],
    [{ token_use: 'id', client_id: 'mobile' }, 'refused: client_not_allowed'],
    [{ token_use: 'access', aud: 'web' }, 'refused: client_not_allowed'],
    [{ token_use: 'access', client_id: null }, 'refused: client_not_allowed'],
    [{ token_use: 'refresh', client_id: 'web' }, 'refused: token_use_mismatch'],
    [{ token_use: 'constructor', client_id: 'web' }, 'refused: token_use_mismatch'],
    [{ token_use: ['access'], client_id: 'web' }, 'refused: token_use_mismatch'],
    [{ client_id: 'web' }, 'refused: token_use_mismatch'],
  ])('with both kinds of tokens takes %j for %p', (claims, client) => {
    expect(of(claims)).toBe(client);
  });

  test('with one kind takes no other', () => {
    expect(of({ token_use: 'access', client_id: 'web' }, { id: ['web'] })).toBe('refused: token_use_mismatch');
    expect(of({ token_use: 'id', aud: 'web' }, { access: ['web'] })).toBe('refused: token_use_mismatch');
  });
});
