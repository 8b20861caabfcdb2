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
    'http://login.acme.com',
    'login.acme.com',
    'ftp://login.acme.com',
    'https://login.acme.com?tenant=1',
    'https://login.acme.com?',
    'https://login.acme.com#top',
    'https://login.acme.com#',
    'https://user@login.acme.com',
    'https://user:secret@login.acme.com',
    'https:// login.acme.com',
    'https://login.acme.com ',
    'https://',
    '',
  ];
  const rule =
    'it must be an https URL without user name, query and fragment (at TokenIssuer.oidc()) [IssuerUrlInvalid]';

  test.each(BAD_URLS)('fails when the issuer is %j', (url) => {
    expect(() => TokenIssuer.oidc(url, { audiences })).toThrow(`'url' is ${JSON.stringify(url)}; ${rule}`);
  });

  test.each(BAD_URLS)('fails when jwksUri is %j', (jwksUri) => {
    expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences, jwksUri })).toThrow(
      `'jwksUri' is ${JSON.stringify(jwksUri)}; ${rule}`,
    );
  });

  test('fails when the issuer is missing', () => {
    expect(() => TokenIssuer.oidc(undefined as unknown as string, { audiences })).toThrow(
      `'url' is undefined; ${rule}`,
    );
  });

  test('fails when audiences is empty', () => {
    expect(() => TokenIssuer.oidc('https://login.acme.com', { audiences: [] })).toThrow(
      "'audiences' is []; it must name at least one; without one, a token that the issuer made for another API would pass " +
        '(at TokenIssuer.oidc()) [IssuerAudiencesEmpty]',
    );
  });

  test('fails when audiences is missing', () => {
    const options = {} as { audiences: string[] };
    expect(() => TokenIssuer.oidc('https://login.acme.com', options)).toThrow(
      "'audiences' is undefined; it must name at least one; without one, a token that the issuer made for another API " +
        'would pass (at TokenIssuer.oidc()) [IssuerAudiencesEmpty]',
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
