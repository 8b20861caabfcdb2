import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { SignatureAlgorithm, TokenIssuer, TokenUse } from '../../../lib';
import { importedClient, importedPool, newStack, REGION } from '../../support/synth';

const audiences = ['https://api.acme.com'];

describe('TokenIssuer.userPool', () => {
  test('names the pool, its clients and the kind of token', () => {
    const stack = newStack();
    const clients = [importedClient(stack, 'Web'), importedClient(stack, 'Mobile')];
    expect(TokenIssuer.userPool(importedPool(stack, 'Staff'), { clients, tokenUse: TokenUse.ID })._config).toEqual({
      type: 'user-pool',
      userPoolId: `${REGION}_Staff`,
      clients: ['client-Web', 'client-Mobile'],
      tokenUse: 'id',
    });
    const access = TokenIssuer.userPool(importedPool(stack, 'Crew'), { clients, tokenUse: TokenUse.ACCESS });
    expect(access._config).toMatchObject({ userPoolId: `${REGION}_Crew`, tokenUse: 'access' });
  });

  test('fails when clients is empty', () => {
    const pool = importedPool(newStack(), 'Staff');
    expect(() => TokenIssuer.userPool(pool, { clients: [], tokenUse: TokenUse.ACCESS })).toThrow(
      "'clients' is []; it must name at least one; without one, a token of any app client of the pool would pass " +
        '(at TokenIssuer.userPool()) [IssuerClientsEmpty]',
    );
  });
});

describe('TokenIssuer.oidc', () => {
  test('looks for the keys below the issuer, and takes every asymmetric algorithm', () => {
    expect(TokenIssuer.oidc('https://login.acme.com/tenant-1', { audiences: ['a', 'b'] })._config).toEqual({
      type: 'oidc',
      issuer: 'https://login.acme.com/tenant-1',
      jwksUri: 'https://login.acme.com/tenant-1/.well-known/jwks.json',
      audiences: ['a', 'b'],
      algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
      groupsClaim: 'groups',
      requireAccessTokenType: false,
      requiredClaims: [],
    });
  });

  test('keeps the trailing slash of the issuer, but not twice in the URL of its keys', () => {
    expect(TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences })._config).toMatchObject({
      issuer: 'https://acme.eu.auth0.com/',
      jwksUri: 'https://acme.eu.auth0.com/.well-known/jwks.json',
    });
  });

  test('takes keys, algorithms and a groups claim of its own', () => {
    const issuer = TokenIssuer.oidc('https://login.acme.com', {
      audiences,
      jwksUri: 'https://keys.acme.com/jwks',
      algorithms: [SignatureAlgorithm.ES384, SignatureAlgorithm.EDDSA],
      groupsClaim: 'https://acme.com/roles',
    });
    expect(issuer._config).toMatchObject({
      jwksUri: 'https://keys.acme.com/jwks',
      algorithms: ['ES384', 'EdDSA'],
      groupsClaim: 'https://acme.com/roles',
    });
  });

  test('offers no symmetric algorithm', () => {
    expect(Object.values(SignatureAlgorithm).filter((name) => /^(HS|none)/i.test(name))).toEqual([]);
  });

  test('takes tokens', () => {
    const stack = newStack();
    const url = new CfnParameter(stack, 'Issuer').valueAsString;
    const jwksUri = new CfnParameter(stack, 'Jwks').valueAsString;
    const audience = new CfnParameter(stack, 'Audience').valueAsString;
    const list = Lazy.list({ produce: () => ['later'] });
    const { _config } = TokenIssuer.oidc(url, { audiences: [audience], jwksUri });
    expect(stack.resolve(_config)).toMatchObject({
      issuer: { Ref: 'Issuer' },
      jwksUri: { Ref: 'Jwks' },
      audiences: [{ Ref: 'Audience' }],
    });
    expect(stack.resolve(TokenIssuer.oidc(url, { audiences: list })._config)).toMatchObject({
      audiences: ['later'],
      jwksUri: { 'Fn::Join': ['', [{ Ref: 'Issuer' }, '/.well-known/jwks.json']] },
    });
  });

  const BAD_URLS = [
    'HTTPS://login.acme.com',
    'login.acme.com',
    'ftp://login.acme.com',
    'https://login.acme.com#top',
    'https://login.acme.com#',
    'https://login.acme.com/?p=b2c#top',
    'https://user@login.acme.com',
    'https://user:secret@login.acme.com',
    'https://user@login.acme.com?p=b2c',
    'https://@login.acme.com/',
    'https:// login.acme.com',
    'https://login.acme.com ',
    'https://login.acme.com/\u00e9',
    'https://login.acme.com:99999',
    'https://',
    '',
  ];
  const QUERIES = ['https://login.acme.com?tenant=1', 'https://login.acme.com/?', 'https://login.acme.com/a?p=b'];
  const rule =
    'it must be an https URL without user name, query and fragment, exactly as in the iss claim; a query belongs into jwksUri (at TokenIssuer.oidc()) [IssuerUrlInvalid]';

  test('fails when the issuer is not https, with a word to users of AD FS', () => {
    const url = 'http://fs.acme.com/adfs/services/trust';
    expect(() => TokenIssuer.oidc(url, { audiences })).toThrow(
      'a query belongs into jwksUri; if it is that of AD FS, change the identifier of the federation service to https (at',
    );
  });

  test.each([...BAD_URLS, ...QUERIES])('fails when the issuer is %j', (url) => {
    expect(() => TokenIssuer.oidc(url, { audiences })).toThrow(`'url' is ${JSON.stringify(url)}; ${rule}`);
  });

  test.each(['http://login.acme.com', ...BAD_URLS])('fails when jwksUri is %j', (jwksUri) => {
    expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences, jwksUri })).toThrow(
      `'jwksUri' is ${JSON.stringify(jwksUri)}; it must be an https URL without user name and fragment, as jwks_uri in the metadata of the issuer (at TokenIssuer.oidc()) [IssuerUrlInvalid]`,
    );
  });

  test.each([
    ...QUERIES,
    'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/discovery/keys?appid=6731de76-14a6-49ae-97bc-6eba6914391e',
    'https://acme.b2clogin.com/acme.onmicrosoft.com/discovery/v2.0/keys?p=b2c_1_sign_in',
    'https://acme.b2clogin.com/acme.onmicrosoft.com/b2c_1_sign_in/discovery/v2.0/keys',
    'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    'https://keys.acme.com:8443/a%20b/jwks?list=a,b&name=%C3%A9&at=x@y',
  ])('takes the keys at %s as they are written', (jwksUri) => {
    expect(TokenIssuer.oidc('https://login.acme.com/', { audiences, jwksUri })._config).toMatchObject({
      issuer: 'https://login.acme.com/',
      jwksUri,
    });
  });

  test.each<[(token: string) => string, boolean, boolean]>([
    [(token) => token, true, true],
    [(token) => `${token}/v2.0`, true, true],
    [(token) => `https://login.acme.com/${token}/v2.0`, true, true],
    [(token) => `https://${token}:8443/`, true, true],
    [(token) => `https://login.acme.com/keys?appid=${token}`, false, true],
    [(token) => `${token}?appid=7`, false, true],
    [(token) => `http://${token}/`, false, false],
    [(token) => `https://user@${token}/`, false, false],
    [(token) => `https://${token}@login.acme.com/`, false, false],
    [(token) => `https://login.acme.com/${token}#top`, false, false],
    [(token) => `https://login.acme.com/ ${token}`, false, false],
  ])('looks at what is known of a URL with tokens: %s', (url, issuer, keys) => {
    const text = url(new CfnParameter(newStack(), 'P').valueAsString);
    const thrown = (call: () => TokenIssuer): boolean => {
      try {
        return !call();
      } catch (error) {
        return (error as { code: string }).code === 'IssuerUrlInvalid';
      }
    };
    expect(!thrown(() => TokenIssuer.oidc(text, { audiences }))).toBe(issuer);
    expect(!thrown(() => TokenIssuer.oidc('https://a.acme.com', { audiences, jwksUri: text }))).toBe(keys);
  });

  test('fails when the issuer is missing', () => {
    expect(() => TokenIssuer.oidc(undefined as unknown as string, { audiences })).toThrow(
      `'url' is undefined; ${rule}`,
    );
  });

  test('fails when audiences is empty', () => {
    expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences: [] })).toThrow(
      "'audiences' is []; it must name at least one; without one, a token that the issuer made for another API would pass; " +
        'TokenIssuer.oidcWithoutAudience() is for issuers that write none (at TokenIssuer.oidc()) [IssuerAudiencesEmpty]',
    );
  });

  test('fails when audiences is missing', () => {
    const options = {} as { audiences: string[] };
    expect(() => TokenIssuer.oidc('https://login.acme.com', options)).toThrow(
      "'audiences' is undefined; it must name at least one; without one, a token that the issuer made for another API " +
        'would pass; TokenIssuer.oidcWithoutAudience() is for issuers that write none (at TokenIssuer.oidc()) [IssuerAudiencesEmpty]',
    );
  });

  test('fails when algorithms is empty', () => {
    expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences, algorithms: [] })).toThrow(
      "'algorithms' is []; it must name at least one; no token could pass (at TokenIssuer.oidc()) [IssuerAlgorithmsEmpty]",
    );
  });
});

test.each<[string, object, string]>([
  [
    'text for a flag',
    { requireAccessTokenType: 'yes' },
    `'requireAccessTokenType' is "yes"; it must be true or false (at TokenIssuer.oidc()) [IssuerTokenTypeInvalid]`,
  ],
  [
    'text for a list',
    { requiredClaims: 'sub' },
    `'requiredClaims' is "sub"; it must be a list of texts (at TokenIssuer.oidc()) [TextEmpty]`,
  ],
  [
    'an empty claim',
    { requiredClaims: ['sub', ''] },
    `'requiredClaims' is ""; it must be text of at least one character (at TokenIssuer.oidc()) [TextEmpty]`,
  ],
])('an OIDC issuer is refused with %s', (_, options, message) => {
  expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences, ...options })).toThrow(message);
});

test('an OIDC issuer takes a token type and required claims', () => {
  const options = { audiences, requireAccessTokenType: true, requiredClaims: ['sub', 'jti'] };
  expect(TokenIssuer.oidc('https://login.acme.com', options)._config).toMatchObject({
    requireAccessTokenType: true,
    requiredClaims: ['sub', 'jti'],
  });
});

describe('the clients of an OIDC issuer', () => {
  const url = 'https://login.acme.com';

  test('are all, and looked up where they commonly are, if nothing is said', () => {
    const { _config } = TokenIssuer.oidc(url, { audiences });
    expect(Object.keys(_config)).toEqual(expect.not.arrayContaining(['clients', 'clientClaims', 'withoutAudience']));
  });

  test('may be listed, and looked up elsewhere', () => {
    const options = { audiences, clients: ['web', 'mobile'], clientClaims: ['azp', 'https://acme.com/app'] };
    expect(TokenIssuer.oidc(url, options)._config).toMatchObject({
      audiences,
      clients: ['web', 'mobile'],
      clientClaims: ['azp', 'https://acme.com/app'],
    });
  });

  test.each<[string, object, string]>([
    ['no clients', { clients: [] }, "'clients' is []; it must name at least one; no token could pass (at"],
    ['clients in text', { clients: 'web' }, `'clients' is "web"; it must name at least one; no token could pass (at`],
    ['an empty client', { clients: ['web', ''] }, `'clients' is ""; it must be text of at least one character (at`],
    [
      'no claims',
      { clientClaims: [] },
      "'clientClaims' is []; it must name at least one; leave it out for those that are common (at TokenIssuer.oidc()) [IssuerClientClaimsEmpty]",
    ],
    ['an empty claim', { clientClaims: [''] }, `'clientClaims' is ""; it must be text of at least one character (at`],
    [
      'claims that only the deployment knows',
      { clientClaims: Lazy.list({ produce: () => ['azp'] }) },
      "'clientClaims' is a list that is unknown until deployment; write the list",
    ],
  ])('cannot be %s', (_, options, message) => {
    expect(() => TokenIssuer.oidc(url, { audiences, ...options })).toThrow(message);
  });
});

describe('TokenIssuer.oidcWithoutAudience', () => {
  const url = 'https://clerk.acme.com';
  const good = { clients: ['https://app.acme.com'], reason: 'session tokens of Clerk have no aud' };

  test('asks for clients instead of audiences', () => {
    const issuer = TokenIssuer.oidcWithoutAudience(url, { ...good, algorithms: [SignatureAlgorithm.RS256] });
    expect(issuer._config).toEqual({
      type: 'oidc',
      issuer: url,
      jwksUri: `${url}/.well-known/jwks.json`,
      audiences: [],
      withoutAudience: true,
      clients: ['https://app.acme.com'],
      algorithms: ['RS256'],
      groupsClaim: 'groups',
      requireAccessTokenType: false,
      requiredClaims: [],
    });
  });

  test.each<[string, object, string]>([
    [
      'no clients',
      { clients: [] },
      `'clients' is []; it must name at least one; without one, any token of the issuer would pass (at TokenIssuer.oidcWithoutAudience()) [IssuerClientsEmpty]`,
    ],
    [
      'clients left out',
      { clients: undefined },
      `'clients' is undefined; it must name at least one; without one, any token`,
    ],
    [
      'no reason',
      { reason: '' },
      `'reason' is ""; it must say why the protection is not needed here (at TokenIssuer.oidcWithoutAudience()) [ReasonMissing]`,
    ],
    ['a reason that says nothing', { reason: ' - ' }, '[ReasonMissing]'],
    ['a reason left out', { reason: undefined }, '[ReasonMissing]'],
  ])('fails with %s', (_, options, message) => {
    expect(() => TokenIssuer.oidcWithoutAudience(url, { ...good, ...options })).toThrow(message);
  });

  test('fails with a URL that is no issuer', () => {
    expect(() => TokenIssuer.oidcWithoutAudience('https://clerk.acme.com?a=b', good)).toThrow('[IssuerUrlInvalid]');
  });
});
