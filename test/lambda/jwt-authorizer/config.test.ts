import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { authorizerConfig, loadSettings } from '../../../lambda/jwt-authorizer/config';
import { OIDC, POOL_ISSUER, POOL_UPDATED_ISSUER, USER_POOL } from './fixtures';

const CONFIG = { issuers: [OIDC, USER_POOL], contextClaims: ['tenant_id'], clockToleranceSeconds: 5 };
const RULES = { version: 1, routes: { 'GET /orders': { access: { type: 'authenticated' }, decision: 'route' } } };

const { type: _type, issuer: _issuer, jwksUri: _jwksUri, ...SHARED } = OIDC;
const ALIKE = (issuers: object[]) => ({ ...SHARED, type: 'oidc-issuers', issuers });
const TENANT = { issuer: 'https://login.acme.example/t1', jwksUri: 'https://login.acme.example/t1/keys' };

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
        userPool: { access: ['web-client', 'mobile-client'] },
        groupsClaim: 'cognito:groups',
        requireAccessTokenType: false,
        requiredClaims: [],
      })),
    ]);
  });

  test.each([
    ['eu-west-1', 'amazonaws.com'],
    ['ap-southeast-2', 'amazonaws.com'],
    ['me-central-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['cn-northwest-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
  ])('may hold a user pool in %s, whose host ends with %s', (region, suffix) => {
    const { issuers } = authorizerConfig(withIssuer(USER_POOL, { userPoolId: `${region}_aB3` }));
    expect(issuers.map(({ issuer }) => issuer)).toEqual([
      `https://cognito-idp.${region}.${suffix}/${region}_aB3`,
      `https://issuer-cognito-idp.${region}.${suffix}/${region}_aB3`,
    ]);
  });

  test('knows the hosts of every region that CDK knows', () => {
    const suffixes = RegionInfo.regions.map(({ name, domainSuffix }) => [name, domainSuffix]);
    expect(suffixes.length).toBeGreaterThan(30);
    const used = suffixes.map(([name]) => {
      const { issuers } = authorizerConfig(withIssuer(USER_POOL, { userPoolId: `${name}_aB3` }));
      return [name, new URL(issuers[0].issuer).hostname.slice(`cognito-idp.${name}.`.length)];
    });
    expect(used).toEqual(suffixes);
  });

  test('may hold both kinds of tokens of one pool, each with its clients', () => {
    const id = { ...USER_POOL, tokenUse: 'id', clients: ['console'] };
    const { issuers } = authorizerConfig({ ...CONFIG, issuers: [USER_POOL, OIDC, id] });
    expect(issuers.map(({ issuer, userPool }) => [issuer, userPool])).toEqual([
      [POOL_ISSUER, { access: ['web-client', 'mobile-client'], id: ['console'] }],
      [POOL_UPDATED_ISSUER, { access: ['web-client', 'mobile-client'], id: ['console'] }],
      [OIDC.issuer, undefined],
    ]);
  });

  test('may hold an issuer without audience that names its clients', () => {
    const changes = {
      audiences: [],
      withoutAudience: true,
      clients: ['https://app.acme.example'],
      clientClaims: ['azp'],
    };
    expect(authorizerConfig(withIssuer(OIDC, changes)).issuers[0]).toMatchObject({
      audiences: null,
      withoutAudience: true,
      clients: ['https://app.acme.example'],
      clientClaims: ['azp'],
    });
  });

  test('may hold issuers that are alike, as one entry', () => {
    const tenants = ['t1', 't2'].map((name) => ({
      issuer: `https://login.acme.example/${name}`,
      jwksUri: `https://login.acme.example/${name}/keys?appid=7`,
    }));
    expect(authorizerConfig({ ...CONFIG, issuers: [ALIKE(tenants)] }).issuers).toEqual(
      tenants.map((tenant) => authorizerConfig(withIssuer(OIDC, tenant)).issuers[0]),
    );
  });

  test.each([0, 10, 60])('may have a tolerance of its own for the beginning of tokens: %p', (seconds) => {
    expect(authorizerConfig({ ...CONFIG, notBeforeToleranceSeconds: seconds }).notBeforeToleranceSeconds).toBe(seconds);
    expect(authorizerConfig(CONFIG).notBeforeToleranceSeconds).toBeUndefined();
  });

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
    [
      'with a tolerance for the beginning that is out of range',
      { ...CONFIG, notBeforeToleranceSeconds: 61 },
      'notBeforeToleranceSeconds must be a number from 0 to 60',
    ],
    [
      'with a tolerance for the beginning that is null',
      { ...CONFIG, notBeforeToleranceSeconds: null },
      'notBeforeToleranceSeconds must be a number from 0 to 60',
    ],
    [
      'with both kinds of tokens of a pool, and one of them twice',
      { ...CONFIG, issuers: [USER_POOL, { ...USER_POOL, tokenUse: 'id' }, { ...USER_POOL, tokenUse: 'id' }] },
      'issuers must not name an issuer twice',
    ],
    ['with a list of no issuers', { ...CONFIG, issuers: [ALIKE([])] }, 'issuers[0].issuers must not be empty'],
    [
      'with an issuer twice in a list',
      { ...CONFIG, issuers: [ALIKE([TENANT, TENANT])] },
      'issuers must not name an issuer twice',
    ],
    [
      'with a list of issuers and one in its midst that has more members',
      { ...CONFIG, issuers: [ALIKE([{ ...TENANT, audiences: ['other'] }])] },
      'issuers[0].issuers[0] must have exactly the members issuer, jwksUri',
    ],
    [
      'with a list of issuers and keys beside it',
      { ...CONFIG, issuers: [{ ...ALIKE([TENANT]), jwksUri: TENANT.jwksUri }] },
      'issuers[0] must have issuer and jwksUri in issuers',
    ],
    [
      'with a list of issuers and no audience',
      { ...CONFIG, issuers: [{ ...ALIKE([TENANT]), audiences: [] }] },
      'issuers[0].issuers[0].audiences must not be empty',
    ],
    [
      'with a list of issuers that has an unknown member',
      { ...CONFIG, issuers: [{ ...ALIKE([TENANT]), allowAll: true }] },
      'issuers[0].issuers[0] must have exactly the members type, issuer,',
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
    [
      'with an unknown type',
      withIssuer(OIDC, { type: 'saml' }),
      'issuers[0].type must be one of user-pool, oidc, oidc-issuers',
    ],
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
    ['with an empty path', { ...CONFIG, contextClaims: [[]] }, 'contextClaims must not be empty'],
    [
      'with a path of numbers',
      { ...CONFIG, contextClaims: [['a', 1]] },
      'contextClaims must be a string that is not empty',
    ],
    [
      'with two claims of one name for the backend',
      { ...CONFIG, contextClaims: ['a_b', ['a', 'b']] },
      'contextClaims must not lead to one name in the context twice',
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
    ['no clients in a list', { clients: [] }, 'issuers[0].clients must not be empty'],
    ['clients that are null', { clients: null }, 'issuers[0].clients must be an array'],
    ['no claim in the list of clients', { clientClaims: [] }, 'issuers[0].clientClaims must not be empty'],
    ['a claim in text', { clientClaims: 'azp' }, 'issuers[0].clientClaims must be an array'],
    [
      'no audience and no clients',
      { audiences: [], withoutAudience: true },
      'issuers[0].clients must be there, because withoutAudience is true',
    ],
    [
      'both audiences and none',
      { withoutAudience: true, clients: ['a'] },
      'issuers[0].audiences must be empty, because withoutAudience is true',
    ],
    [
      'an audience that is not asked for by halves',
      { audiences: [], withoutAudience: false, clients: ['a'] },
      'issuers[0].withoutAudience must be true, or not there',
    ],
    ['no audience, but clients', { audiences: [], clients: ['a'] }, 'issuers[0].audiences must not be empty'],
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
      'issuers[0] must have exactly the members type, issuer, jwksUri, audiences, algorithms, groupsClaim, requireAccessTokenType, requiredClaims and none else but clients, clientClaims, withoutAudience',
    ],
    ['a type that may be', { requireAccessTokenType: 'no' }, 'issuers[0].requireAccessTokenType must be true or false'],
    ['an empty path of groups', { groupsClaim: [] }, 'issuers[0].groupsClaim must not be empty'],
    ['an object for groups', { groupsClaim: { a: 'b' } }, 'issuers[0].groupsClaim must be a string that is not empty'],
    ['an empty path of claims', { requiredClaims: ['sub', []] }, 'issuers[0].requiredClaims must not be empty'],
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

  const withFile = (config: object, document?: unknown): NodeJS.ProcessEnv => {
    if (document !== undefined) writeFileSync(join(root, 'issuers.json'), JSON.stringify(document));
    return environment({ AUTHORIZER_CONFIG: JSON.stringify({ ...CONFIG, issuersFile: 'issuers.json', ...config }) });
  };

  test('have the issuers of the environment and those of the file', () => {
    const issuers = [USER_POOL, { ...OIDC, issuer: 'https://other.example/' }];
    const settings = loadSettings(withFile({ issuers: [OIDC] }, { version: 1, issuers }));
    expect(settings.issuers.map(({ issuer }) => issuer)).toEqual([
      OIDC.issuer,
      POOL_ISSUER,
      POOL_UPDATED_ISSUER,
      'https://other.example/',
    ]);
  });

  test('may have all issuers in the file', () => {
    const settings = loadSettings(withFile({ issuers: [] }, { version: 1, issuers: [OIDC] }));
    expect(settings.issuers.map(({ issuer }) => issuer)).toEqual([OIDC.issuer]);
  });

  test('do not look at a file that the configuration does not name', () => {
    withFile({}, { version: 1, issuers: [{ ...OIDC, issuer: 'https://other.example/' }] });
    expect(loadSettings(environment()).issuers).toHaveLength(3);
    expect(() => loadSettings(environment({ AUTHORIZER_CONFIG: JSON.stringify({ ...CONFIG, issuers: [] }) }))).toThrow(
      'issuers must not be empty',
    );
  });

  test.each<[string, object, unknown, string]>([
    ['no file', {}, undefined, 'ENOENT'],
    [
      'another file',
      { issuersFile: 'routes.json' },
      { version: 1, issuers: [] },
      'issuersFile must be one of issuers.json',
    ],
    [
      'a file that is not named',
      { issuersFile: null },
      { version: 1, issuers: [] },
      'issuersFile must be one of issuers.json',
    ],
    [
      'an issuer that the environment has too',
      {},
      { version: 1, issuers: [OIDC] },
      'issuers must not name an issuer twice',
    ],
    ['issuers that are no list', {}, { version: 1, issuers: OIDC }, 'issuers.json issuers must be an array'],
    ['issuers that are null', {}, { version: 1, issuers: null }, 'issuers.json issuers must be an array'],
    ['another version', {}, { version: 2, issuers: [] }, 'issuers.json version must be 1'],
    ['a list', {}, [OIDC], 'issuers.json must be an object'],
    [
      'one more member',
      {},
      { version: 1, issuers: [], clients: [] },
      'issuers.json must have exactly the members version, issuers',
    ],
    ['no issuer anywhere', { issuers: [] }, { version: 1, issuers: [] }, 'issuers must not be empty'],
    [
      'an unknown issuer',
      {},
      { version: 1, issuers: [{ type: 'saml' }] },
      'issuers.json issuers[0].type must be one of',
    ],
  ])('cannot be read with a file of issuers that has %s', (_, config, document, message) => {
    expect(() => loadSettings(withFile(config, document))).toThrow(message);
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
