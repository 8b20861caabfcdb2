import { issuerHosts, trustedIssuers } from '../../../local/src/issuer/known-issuers';
import { defaultClaims } from '../../../local/src/issuer/token-claims';

const hostsIn = (value: string): string[] => issuerHosts([{ SETTING: value }], []);

test.each([
  ['https://login.example.com', ['login.example.com']],
  ['https://LOGIN.Example.com:8443/path?x=1', ['login.example.com']],
  ['keys are at https://a.example/keys, or https://b.example.', ['a.example', 'b.example']],
  ['https://a.example|https://b.example;https://a.example/', ['a.example', 'b.example']],
  ['{"issuer":"https://json.example/","n":1}', ['json.example']],
  ['{"deep":[{"er":"{\\"inner\\":\\"https:\\\\/\\\\/escaped.example\\\\/\\"}"}]}', ['escaped.example']],
  ['{"https://key.example/x":true}', ['key.example']],
  ['["\\u0068ttps://unicode.example"]', ['unicode.example']],
  ['http://plain.example', []],
  ['xhttps://x.example', []],
  ['https://', []],
  ['https://unresolved(Table)/x', []],
  ['https://login.unresolved(Region).example', []],
  ['https://${host}/', []],
  ['login.example.com', []],
  ['{"broken":', []],
  ['', []],
])('in %p are the hosts %p', (value, hosts) => {
  expect(hostsIn(value)).toEqual(hosts);
});

test.each([
  ['us-east-1_AbC123', 'us-east-1'],
  ['{"userPoolId":"ap-southeast-2_Zz9"}', 'ap-southeast-2'],
  ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Qq7', 'eu-west-1'],
  ['us-gov-west-1_Gov1', 'us-gov-west-1'],
])('the user pool in %p has two issuer hosts in %s', (value, region) => {
  expect(hostsIn(value)).toEqual([`cognito-idp.${region}.amazonaws.com`, `issuer-cognito-idp.${region}.amazonaws.com`]);
});

test.each([
  ['eusc-de-east-1_Eu1', 'eusc-de-east-1.amazonaws.eu'],
  ['cn-north-1_Cn1', 'cn-north-1.amazonaws.com.cn'],
])('the user pool %p has issuer hosts of its partition', (value, host) => {
  expect(hostsIn(value)).toEqual([`cognito-idp.${host}`, `issuer-cognito-idp.${host}`]);
});

test.each([
  'us-east-1',
  'us-east_AbC',
  '9us-east-1_AbC',
  'usa-east-1_AbC',
  'us-east-1_',
  'US-EAST-1_AbC',
  'us-east-1_A_B',
])('%p is no user pool', (value) => {
  expect(hostsIn(value)).toEqual([]);
});

test('hosts of several environments and of user pools come once each', () => {
  const environments: Record<string, string>[] = [
    { A: 'https://a.example/1', B: 'https://b.example' },
    { C: 'https://a.example/2' },
    {},
  ];
  expect(issuerHosts(environments, ['https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pp5'])).toEqual([
    'a.example',
    'b.example',
    'cognito-idp.eu-west-3.amazonaws.com',
    'issuer-cognito-idp.eu-west-3.amazonaws.com',
  ]);
});

test('JSON that goes deeper than anyone would write ends the search, not the gateway', () => {
  expect(hostsIn(`${'['.repeat(100)}"\\u0068ttps://deep.example"${']'.repeat(100)}`)).toEqual([]);
  expect(hostsIn('a-'.repeat(20_000))).toEqual([]);
});

const OIDC = {
  type: 'oidc',
  issuer: 'https://login.example.com/',
  jwksUri: 'https://login.example.com/keys',
  audiences: ['https://orders.example', 'second'],
  algorithms: ['RS256'],
  groupsClaim: 'groups',
};
const POOL = { type: 'user-pool', userPoolId: 'eu-west-2_Ab12', clients: ['web', 'batch'], tokenUse: 'access' };
const trusted = (config: unknown): ReturnType<typeof trustedIssuers> =>
  trustedIssuers({ OTHER: 'x', AUTHORIZER_CONFIG: typeof config === 'string' ? config : JSON.stringify(config) });

test('an OpenID Connect issuer of the authorizer is trusted for its first audience', () => {
  const [issuer, ...others] = trusted({ issuers: [OIDC] });
  expect(others).toEqual([]);
  expect(issuer).toEqual({
    issuer: 'https://login.example.com/',
    jwksUri: 'https://login.example.com/keys',
    audience: 'https://orders.example',
    algorithms: ['RS256'],
  });
  expect(defaultClaims(issuer)).toEqual({ sub: 'local-user', aud: 'https://orders.example' });
});

test('a user pool of the authorizer is trusted under both of its issuers', () => {
  const rest = { clients: ['web', 'batch'], tokenUse: 'access' };
  const original = 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_Ab12';
  const updated = 'https://issuer-cognito-idp.eu-west-2.amazonaws.com/eu-west-2_Ab12';
  expect(trusted({ issuers: [POOL] })).toEqual([
    { issuer: original, jwksUri: `${original}/.well-known/jwks.json`, ...rest },
    { issuer: updated, jwksUri: `${updated}/.well-known/jwks.json`, ...rest },
  ]);
});

test('issuers in files beside the code are trusted like those in the environment, and several may be alike', () => {
  const tenants = [1, 2].map((n) => ({
    issuer: `https://sts.example/${n}/`,
    jwksUri: `https://login.example/${n}/keys?appid=a`,
  }));
  const { issuer: _, jwksUri: __, type: ___, ...shared } = OIDC;
  const alike = { ...shared, type: 'oidc-issuers', issuers: tenants, clients: ['app'], algorithms: ['ES256'] };
  const bare = { ...OIDC, audiences: [], clients: ['spa'], clientClaims: ['azp', 'client_id'], withoutAudience: true };
  const files = [JSON.stringify({ version: 1, routes: {}, issuers: [alike, bare] }), 'not JSON', '{}'];
  const found = trustedIssuers({ AUTHORIZER_CONFIG: JSON.stringify({ issuers: [POOL] }) }, files);
  expect(found.slice(2)).toEqual([
    ...tenants.map((tenant) => ({
      ...tenant,
      audience: 'https://orders.example',
      clients: ['app'],
      clientClaim: 'client_id',
      algorithms: ['ES256'],
    })),
    { issuer: OIDC.issuer, jwksUri: OIDC.jwksUri, clients: ['spa'], clientClaim: 'azp', algorithms: ['RS256'] },
  ]);
  expect(defaultClaims(found[2])).toEqual({ sub: 'local-user', aud: 'https://orders.example', client_id: 'app' });
  expect(defaultClaims(found[4])).toEqual({ sub: 'local-user', azp: 'spa' });
});

test('the order of the issuers is kept', () => {
  expect(trusted({ issuers: [POOL, OIDC] }).map(({ issuer }) => new URL(issuer).hostname)).toEqual([
    'cognito-idp.eu-west-2.amazonaws.com',
    'issuer-cognito-idp.eu-west-2.amazonaws.com',
    'login.example.com',
  ]);
});

test.each([
  [{ tokenUse: 'access' }, { sub: 'local-user', token_use: 'access', client_id: 'web' }],
  [{ tokenUse: 'id' }, { sub: 'local-user', token_use: 'id', aud: 'web' }],
])('a token of a user pool with %p has the claims %p', (change, claims) => {
  expect(defaultClaims(trusted({ issuers: [{ ...POOL, ...change }] })[0])).toEqual(claims);
});

test('an issuer of which nothing else is known only gets a subject', () => {
  expect(defaultClaims({ issuer: 'https://x.example' })).toEqual({ sub: 'local-user' });
});

test.each([
  ['not JSON'],
  ['null'],
  ['[]'],
  ['7'],
  [{}],
  [{ issuers: null }],
  [{ issuers: {} }],
  [{ issuers: [null, 3, 'https://x.example', []] }],
  [{ issuers: [{ ...OIDC, type: 'saml' }] }],
  [{ issuers: [{ ...OIDC, issuer: 5 }] }],
  [{ issuers: [{ ...POOL, userPoolId: undefined }] }],
  [{ issuers: [{ ...POOL, userPoolId: 'evil.example/x_y' }] }],
  [{ issuers: [{ ...POOL, userPoolId: 'unresolved(Pool)' }] }],
  [{ issuers: [{ ...POOL, tokenUse: 'refresh' }] }],
])('the configuration %p trusts nobody', (config) => {
  expect(trusted(config)).toEqual([]);
});

test('a function without the variable trusts nobody that is known here', () => {
  expect(trustedIssuers({ ISSUER: 'https://login.example.com/' })).toEqual([]);
});
