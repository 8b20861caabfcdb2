import { Lazy } from 'aws-cdk-lib';
import { Access, ApiAuthorizer, ClaimPath, TokenIssuer } from '../../../lib';
import { JwtAuthorizerFunction } from '../../../lib/authorizers/jwt-authorizer-function';
import { newStack } from '../../support/synth';

test.each([
  [['realm_access', 'roles'], '["realm_access","roles"]'],
  [['resource_access', 'orders.api', 'roles'], '["resource_access","orders.api","roles"]'],
  [['acme.roles'], '["acme.roles"]'],
  [['a"b'], '["a\\"b"]'],
])('ClaimPath.of(%j) is %s', (names, text) => {
  expect(ClaimPath.of(...names)).toBe(text);
});

const OF_RULE =
  'it must be one or more literal strings of at least one character, each an argument of its own (at ClaimPath.of()) [ClaimPathInvalid]';

test.each<[unknown[], string]>([
  [[], '[]'],
  [['a', ''], '""'],
  [[['a', 'b']], '["a","b"]'],
  [['a', 1], '1'],
  [[undefined], 'undefined'],
])('ClaimPath.of(%j) is none', (names, shown) => {
  expect(() => ClaimPath.of(...(names as string[]))).toThrow(`'names' is ${shown}; ${OF_RULE}`);
});

test('a name that only the deployment knows is none', () => {
  expect(() => ClaimPath.of('a', Lazy.string({ produce: () => 'b' }))).toThrow('[ClaimPathInvalid]');
});

/** Everything that names a claim, and what it makes of a name. */
const PLACES: [string, string, (name: string) => unknown][] = [
  ['Access.claim', 'name', (name) => Access.claim(name, 'x')._rule],
  ['Access.claimOneOf', 'name', (name) => Access.claimOneOf(name, 'x')._rule],
  ['Access.claimContains', 'name', (name) => Access.claimContains(name, 'x')._rule],
  ['Access.claimEqualsPathParameter', 'claim', (name) => Access.claimEqualsPathParameter(name, 'x')._rule],
  ['groupsClaim', 'groupsClaim', (name) => oidc({ groupsClaim: name })],
  ['requiredClaims', 'requiredClaims', (name) => oidc({ requiredClaims: ['sub', name] })],
  ['contextClaims', 'contextClaims', (name) => contextClaims('email', name)],
];

function oidc(options: object) {
  return TokenIssuer.oidc('https://login.acme.example', { audiences: ['a'], ...options })._config;
}

function contextClaims(...names: string[]): unknown {
  const issuers = [TokenIssuer.oidc('https://login.acme.example', { audiences: ['a'] })];
  const made = new JwtAuthorizerFunction(newStack(), 'Auth', { issuers, contextClaims: names });
  return (made as unknown as { config: object }).config;
}

describe.each(PLACES)('%s', (_, option, use) => {
  test.each<[string, string | string[]]>([
    ['tenant_id', 'tenant_id'],
    ['cognito:groups', 'cognito:groups'],
    ['https://acme.example/roles', 'https://acme.example/roles'],
    ['urn:acme.example:roles', 'urn:acme.example:roles'],
    [ClaimPath.of('realm_access', 'roles'), ['realm_access', 'roles']],
    [ClaimPath.of('acme.roles'), 'acme.roles'],
    [ClaimPath.of('https://acme.example/a', 'b'), ['https://acme.example/a', 'b']],
  ])('takes %s', (name, written) => {
    const text = JSON.stringify(use(name));
    expect(text).toContain(JSON.stringify(written));
    expect(text).not.toContain(JSON.stringify(JSON.stringify(written)));
  });

  test.each([
    ['realm_access.roles', '"realm_access", "roles"'],
    ['resource_access.orders-api.roles', '"resource_access", "orders-api", "roles"'],
    ["resource_access['orders-api'].roles", '"resource_access", "orders-api", "roles"'],
    ['realm_access[roles]', '"realm_access", "roles"'],
    ['$.realm_access.roles', '"realm_access", "roles"'],
    ['/realm_access/roles', '"realm_access", "roles"'],
    ['custom:acme.roles', '"custom:acme", "roles"'],
  ])('refuses %s, which could be a path or a name', (name, nested) => {
    expect(() => use(name)).toThrow(
      `'${option}' is ${JSON.stringify(name)}; it could be a path or a name: write ClaimPath.of(${nested}) for a claim inside of another one, ClaimPath.of(${JSON.stringify(name)}) for a claim of this very name (at `,
    );
    expect(() => use(name)).toThrow('[ClaimNameAmbiguous]');
  });

  test.each(['[', '[]', '["a", "b"]', '["a",1]', '["a",""]', '["a",["b"]]', '[a]', '["\\u0061"]', '["a"] '])(
    'refuses %s, which begins like a path and is none',
    (name) => {
      expect(() => use(name)).toThrow(
        `'${option}' is ${JSON.stringify(name)}; it begins with '[', so it must be what ClaimPath.of() returns (at `,
      );
      expect(() => use(name)).toThrow('[ClaimPathInvalid]');
    },
  );
});

test('a rule says which claim it is about', () => {
  const path = ClaimPath.of('realm_access', 'roles');
  expect(Access.claimContains(path, 'admin').toString()).toBe('claim realm_access.roles contains admin');
  expect(Access.claimEqualsPathParameter(path, 'id').toString()).toBe('claim realm_access.roles = {id}');
});

describe('claims for the backend', () => {
  test('that arrive under one name are refused', () => {
    expect(() => contextClaims('realm_access_roles', ClaimPath.of('realm_access', 'roles'))).toThrow(
      `'contextClaims' is "[\\"realm_access\\",\\"roles\\"]"; the backend would get it as 'realm_access_roles', as another claim that is named here; leave one of them out (at S/Auth) [ContextClaimDuplicate]`,
    );
    expect(() => contextClaims(ClaimPath.of('a', 'b_c'), ClaimPath.of('a_b', 'c'))).toThrow('[ContextClaimDuplicate]');
  });

  test('are written once, whatever the way they are named', () => {
    expect(contextClaims('plan', ClaimPath.of('plan'), 'plan')).toMatchObject({ contextClaims: ['plan'] });
  });

  test.each(['integrationLatency', ClaimPath.of('sub'), ClaimPath.of('tier')])('may not be %s', (name) => {
    expect(() => contextClaims(name)).toThrow('[ContextClaimReserved]');
  });

  test('are a list that is known', () => {
    const issuers = [TokenIssuer.oidc('https://login.acme.example', { audiences: ['a'] })];
    const names = Lazy.list({ produce: () => ['a'] });
    expect(() => new JwtAuthorizerFunction(newStack(), 'Auth', { issuers, contextClaims: names })).toThrow(
      "'contextClaims' is a list that is unknown until deployment; write the list; its members may be tokens (at S/Auth) [ListUnresolved]",
    );
  });
});

test('what is given is copied', () => {
  const requiredClaims = ['sub'];
  const issuer = TokenIssuer.oidc('https://login.acme.example', { audiences: ['a'], requiredClaims });
  requiredClaims.push('jti');
  expect(issuer._config).toMatchObject({ requiredClaims: ['sub'] });
  expect(ApiAuthorizer.jwt({ issuers: [issuer] })).toBeDefined();
});
