import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizerConfig, loadSettings } from '../../../lambda/jwt-authorizer/config';
import { OIDC, POOL_ISSUER, POOL_UPDATED_ISSUER, USER_POOL } from './fixtures';

const CONFIG = { issuers: [OIDC, USER_POOL], contextClaims: ['tenant_id'], clockToleranceSeconds: 5 };
const RULES = { version: 1, routes: { 'GET /orders': { access: { type: 'authenticated' }, decision: 'route' } } };

/** `CONFIG` with one issuer that is `base` with changes. */
const withIssuer = (base: object, changes: object) => ({ ...CONFIG, issuers: [{ ...base, ...changes }] });

describe('a good configuration', () => {
  test('gives an issuer per OIDC issuer and two per user pool', () => {
    const { issuers, contextClaims, clockToleranceSeconds } = authorizerConfig(CONFIG);

    expect(contextClaims).toEqual(['tenant_id']);
    expect(clockToleranceSeconds).toBe(5);
    expect(issuers).toEqual([
      {
        issuer: 'https://login.acme.example/',
        jwksUri: 'https://login.acme.example/keys',
        algorithms: ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'],
        audiences: ['https://api.acme.example', 'https://admin.acme.example'],
        groupsClaim: 'roles',
        requireAccessTokenType: false,
        requiredClaims: [],
      },
      ...[
        [POOL_ISSUER, POOL_UPDATED_ISSUER],
        [POOL_UPDATED_ISSUER, POOL_ISSUER],
      ].map(([issuer, twin]) => ({
        issuer,
        twin,
        jwksUri: `${issuer}/.well-known/jwks.json`,
        algorithms: ['RS256'],
        audiences: null,
        userPool: { clients: ['web-client', 'mobile-client'], tokenUse: 'access' },
        groupsClaim: 'cognito:groups',
        requireAccessTokenType: false,
        requiredClaims: [],
      })),
    ]);
  });

  test.each(['us-gov-west-1_aB3', 'eusc-de-east-1_aB3', 'ap-southeast-2_aB3', 'me-central-1_aB3'])(
    'may hold the user pool %s',
    (userPoolId) => {
      const { issuers } = authorizerConfig(withIssuer(USER_POOL, { userPoolId }));
      const region = userPoolId.split('_')[0];
      expect(issuers[0].issuer).toBe(`https://cognito-idp.${region}.amazonaws.com/${userPoolId}`);
    },
  );

  test.each([0, 0.5, 60])('may have a clock tolerance of %p', (clockToleranceSeconds) => {
    expect(authorizerConfig({ ...CONFIG, clockToleranceSeconds }).clockToleranceSeconds).toBe(clockToleranceSeconds);
  });
});

describe('is broken', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'AUTHORIZER_CONFIG must be an object'],
    ['a list', [], 'AUTHORIZER_CONFIG must be an object'],
    [
      'without issuers',
      { contextClaims: [], clockToleranceSeconds: 0 },
      'AUTHORIZER_CONFIG must have exactly the members issuers, contextClaims, clockToleranceSeconds',
    ],
    [
      'with one more member',
      { ...CONFIG, allowAll: false },
      'AUTHORIZER_CONFIG must have exactly the members issuers, contextClaims, clockToleranceSeconds',
    ],
    ['with issuers that are no list', { ...CONFIG, issuers: {} }, 'issuers must be an array'],
    ['with no issuer', { ...CONFIG, issuers: [] }, 'issuers must not be empty'],
    [
      'with an issuer twice',
      { ...CONFIG, issuers: [OIDC, { ...OIDC, audiences: ['other'] }] },
      'issuers must not name an issuer twice',
    ],
    [
      'with a pool twice',
      { ...CONFIG, issuers: [USER_POOL, { ...USER_POOL, clients: ['x'] }] },
      'issuers must not name an issuer twice',
    ],
    [
      'with a pool as OIDC too',
      { ...CONFIG, issuers: [USER_POOL, { ...OIDC, issuer: POOL_UPDATED_ISSUER }] },
      'issuers must not name an issuer twice',
    ],
    ['with an issuer that is null', { ...CONFIG, issuers: [null] }, 'issuers[0] must be an object'],
    ['with an unknown type', withIssuer(OIDC, { type: 'saml' }), 'issuers[0].type must be one of user-pool, oidc'],
    [
      'with a negative tolerance',
      { ...CONFIG, clockToleranceSeconds: -1 },
      'clockToleranceSeconds must be a number from 0 to 60',
    ],
    [
      'with 61 s tolerance',
      { ...CONFIG, clockToleranceSeconds: 61 },
      'clockToleranceSeconds must be a number from 0 to 60',
    ],
    [
      'with a tolerance in text',
      { ...CONFIG, clockToleranceSeconds: '5' },
      'clockToleranceSeconds must be a number from 0 to 60',
    ],
    [
      'with a tolerance that is no number',
      { ...CONFIG, clockToleranceSeconds: Number.NaN },
      'clockToleranceSeconds must be a number from 0 to 60',
    ],
    ['with context claims in text', { ...CONFIG, contextClaims: 'sub' }, 'contextClaims must be an array'],
    [
      'with a context claim that is empty',
      { ...CONFIG, contextClaims: [''] },
      'contextClaims must be a string that is not empty',
    ],
  ])('%s', (_, config, message) => {
    expect(() => authorizerConfig(config)).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['no clients', { clients: [] }, 'issuers[0].clients must not be empty'],
    ['clients in text', { clients: 'web' }, 'issuers[0].clients must be an array'],
    ['an empty client', { clients: [''] }, 'issuers[0].clients must be a string that is not empty'],
    ['any token use', { tokenUse: 'any' }, 'issuers[0].tokenUse must be one of access, id'],
    [
      'a pool ARN',
      { userPoolId: 'arn:aws:cognito-idp:eu-central-1:1:userpool/eu-central-1_A' },
      'issuers[0].userPoolId must match /^',
    ],
    ['a host in the pool id', { userPoolId: 'eu-central-1.evil.example/_A' }, 'issuers[0].userPoolId must match /^'],
    ['a path in the pool id', { userPoolId: 'eu-central-1_A/../B' }, 'issuers[0].userPoolId must match /^'],
    ['a newline after the pool id', { userPoolId: 'eu-central-1_A\n' }, 'issuers[0].userPoolId must match /^'],
    ['an unresolved token', { userPoolId: '${Token[TOKEN.7]}' }, 'issuers[0].userPoolId must match /^'],
    [
      'an algorithm',
      { algorithms: ['HS256'] },
      'issuers[0] must have exactly the members type, userPoolId, clients, tokenUse',
    ],
  ])('with a user pool that has %s', (_, changes, message) => {
    expect(() => authorizerConfig(withIssuer(USER_POOL, changes))).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['no audiences', { audiences: [] }, 'issuers[0].audiences must not be empty'],
    ['an audience that is null', { audiences: [null] }, 'issuers[0].audiences must be a string that is not empty'],
    ['null for audiences', { audiences: null }, 'issuers[0].audiences must be an array'],
    ['no algorithms', { algorithms: [] }, 'issuers[0].algorithms must not be empty'],
    [
      'none',
      { algorithms: ['RS256', 'none'] },
      'issuers[0].algorithms must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA',
    ],
    [
      'HS256',
      { algorithms: ['HS256'] },
      'issuers[0].algorithms must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA',
    ],
    [
      'ES256K',
      { algorithms: ['ES256K'] },
      'issuers[0].algorithms must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA',
    ],
    [
      'rs256',
      { algorithms: ['rs256'] },
      'issuers[0].algorithms must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA',
    ],
    [
      'a key set over http',
      { jwksUri: 'http://login.acme.example/keys' },
      'issuers[0].jwksUri must be a plain https URL',
    ],
    ['a key set in a file', { jwksUri: 'file:///etc/keys' }, 'issuers[0].jwksUri must be a plain https URL'],
    [
      'a password in the URL',
      { jwksUri: 'https://a:b@login.acme.example/keys' },
      'issuers[0].jwksUri must be a plain https URL',
    ],
    [
      'a fragment in the URL',
      { jwksUri: 'https://login.acme.example/keys#a' },
      'issuers[0].jwksUri must be a plain https URL',
    ],
    ['no host in the URL', { jwksUri: 'https://' }, 'issuers[0].jwksUri must be a plain https URL'],
    [
      'a port out of range',
      { jwksUri: 'https://login.acme.example:99999/' },
      'issuers[0].jwksUri must be a plain https URL',
    ],
    ['an issuer over http', { issuer: 'http://login.acme.example/' }, 'issuers[0].issuer must be a plain https URL'],
    [
      'an issuer with a space',
      { issuer: 'https://login.acme.example/ ' },
      'issuers[0].issuer must be a plain https URL',
    ],
    ['an empty groups claim', { groupsClaim: '' }, 'issuers[0].groupsClaim must be a string that is not empty'],
    [
      'one more member',
      { secret: 'x' },
      'issuers[0] must have exactly the members type, issuer, jwksUri, audiences, algorithms, groupsClaim, requireAccessTokenType, requiredClaims',
    ],
    ['a type that may be', { requireAccessTokenType: 'no' }, 'issuers[0].requireAccessTokenType must be true or false'],
    ['no list of claims', { requiredClaims: 'sub' }, 'issuers[0].requiredClaims must be an array'],
    [
      'an empty required claim',
      { requiredClaims: ['sub', ''] },
      'issuers[0].requiredClaims must be a string that is not empty',
    ],
    ['one member less', { groupsClaim: undefined }, 'issuers[0].groupsClaim must be a string that is not empty'],
  ])('with an OIDC issuer that has %s', (_, changes, message) => {
    expect(() => authorizerConfig(withIssuer(OIDC, changes))).toThrow(message);
  });
});

describe('the settings', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'authorizer-config-'));
    writeFileSync(join(root, 'routes.json'), JSON.stringify(RULES));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const environment = (changes: Record<string, string | undefined> = {}) => ({
    AUTHORIZER_CONFIG: JSON.stringify(CONFIG),
    LAMBDA_TASK_ROOT: root,
    ...changes,
  });

  test('come from the environment and the file beside the handler', () => {
    const settings = loadSettings(environment());

    expect(settings.issuers).toHaveLength(3);
    expect([...settings.routes]).toEqual([['GET /orders', RULES.routes['GET /orders']]]);
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    ['no configuration', { AUTHORIZER_CONFIG: undefined }, 'AUTHORIZER_CONFIG must be a string that is not empty'],
    ['an empty configuration', { AUTHORIZER_CONFIG: '' }, 'AUTHORIZER_CONFIG must be a string that is not empty'],
    ['a configuration that is no JSON', { AUTHORIZER_CONFIG: '{' }, 'JSON'],
    ['no task root', { LAMBDA_TASK_ROOT: undefined }, 'LAMBDA_TASK_ROOT must be a string that is not empty'],
    ['a task root without the file', { LAMBDA_TASK_ROOT: '/nowhere' }, 'ENOENT'],
  ])('cannot be read with %s', (_, changes, message) => {
    expect(() => loadSettings(environment(changes))).toThrow(message);
  });

  test('cannot be read with a table that is no JSON', () => {
    writeFileSync(join(root, 'routes.json'), '{"version":1,');
    expect(() => loadSettings(environment())).toThrow('JSON');
  });
});
