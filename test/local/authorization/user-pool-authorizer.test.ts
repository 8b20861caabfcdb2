import { UserPoolAuthorizers } from '../../../local/src/authorization/user-pool-authorizer';
import { Refusal } from '../../../local/src/chain/gateway-error';
import type { UserPoolAuthorizerModel } from '../../../local/src/model/route-model';
import { encode, generateSigningKey, hmacWithPublicKey, signParts, signToken } from '../../support/token-factory';
import { exchange, failureOf } from '../support/exchanges';
import { HeldClock } from '../support/models';

const ISSUER = 'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pool1';
const SECOND = 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Pool2';
const key = generateSigningKey('RS256', 'k1');
const otherKey = generateSigningKey('RS256', 'k1');
const secondKey = generateSigningKey('RS256', 'k2');
const weakKey = generateSigningKey('RS256', 'weak', 1024);
const ecKey = generateSigningKey('ES256', 'ec');
const clock = new HeldClock();
const now = clock.now() / 1_000;

const ID = {
  iss: ISSUER,
  token_use: 'id',
  aud: 'client-1',
  sub: 'user-17',
  'cognito:groups': ['admins', 'staff'],
  email_verified: true,
  address: { formatted: 'x' },
  auth_time: now - 60,
  iat: now - 60,
  exp: now + 600,
};
const ACCESS = {
  iss: ISSUER,
  token_use: 'access',
  client_id: 'client-1',
  sub: 'user-17',
  scope: 'orders/read orders/write',
  iat: now,
  exp: now + 600,
};

const model: UserPoolAuthorizerModel = {
  id: 'Pool',
  name: 'pool',
  userPoolArns: [
    'arn:aws:cognito-idp:eu-west-3:210987654321:userpool/eu-west-3_Pool1',
    'arn:aws-us-gov:cognito-idp:us-gov-west-1:210987654321:userpool/us-gov-west-1_Pool2',
  ],
  identitySource: 'Authorization',
};

const KEYS: Record<string, object[]> = { [ISSUER]: [key.jwk, weakKey.jwk, ecKey.jwk], [SECOND]: [secondKey.jwk] };

async function authorize(
  header: string | undefined,
  scopes: readonly string[] = [],
  overrides: Partial<UserPoolAuthorizerModel> = {},
): Promise<any> {
  const one = exchange({ request: { headers: header === undefined ? [] : [['authorization', header]] } });
  const authorizers = new UserPoolAuthorizers(async (issuer) => KEYS[issuer] as Record<string, unknown>[], clock);
  const outcome = await authorizers.authorize(one, { ...model, ...overrides }, scopes);
  return { outcome, one };
}

test.each(['', 'Bearer ', 'bearer '])(
  'an id token with the prefix "%s" is taken, its claims as text',
  async (prefix) => {
    const { outcome, one } = await authorize(prefix + signToken(key, ID));
    const claims = {
      iss: ISSUER,
      token_use: 'id',
      aud: 'client-1',
      sub: 'user-17',
      'cognito:groups': 'admins,staff',
      email_verified: 'true',
      address: '{"formatted":"x"}',
      auth_time: String(now - 60),
      iat: 'Wed Nov 25 07:07:09 UTC 2026',
      exp: 'Wed Nov 25 07:18:09 UTC 2026',
    };
    expect(outcome).toEqual({ context: { claims } });
    expect(one.context.authorizer).toEqual({ claims, status: 200, latency: 0 });
  },
);

test('an access token is taken with any one of the scopes', async () => {
  await expect(authorize(signToken(key, ACCESS), ['orders/admin', 'orders/write'])).resolves.toBeDefined();
});

test('every pool of the list counts, each with its own keys', async () => {
  await expect(authorize(signToken(secondKey, { ...ID, iss: SECOND }))).resolves.toBeDefined();
  expect(await failureOf(authorize(signToken(secondKey, ID)))).toMatchObject({ status: 401 });
  expect(await failureOf(authorize(signToken(key, { ...ID, iss: SECOND })))).toMatchObject({ status: 401 });
});

test('the audience must be what the validation expression describes', async () => {
  const token = signToken(key, ID);
  await expect(authorize(token, [], { validationExpression: 'client-[12]' })).resolves.toBeDefined();
  expect(await failureOf(authorize(token, [], { validationExpression: 'client' }))).toMatchObject({ status: 401 });
  const access = authorize(signToken(key, ACCESS), ['orders/read'], { validationExpression: '.*' });
  expect(await failureOf(access)).toMatchObject({ status: 401 });
});

const good = signToken(key, ID);
const [header64, payload64, signature64] = good.split('.');
/** The last character carries bits that are not part of the signature. */
const strayBits = signature64.slice(0, -1) + String.fromCharCode(signature64.charCodeAt(signature64.length - 1) + 1);

test.each<[string, string | undefined, string[]?]>([
  ['no header', undefined],
  ['an empty one', ''],
  ['a prefix only', 'Bearer '],
  ['another scheme', `Basic ${good}`],
  ['two prefixes', `Bearer Bearer ${good}`],
  ['text', 'not.a.token'],
  ['two parts', `${header64}.${payload64}`],
  ['four parts', `${good}.x`],
  ['no signature', `${header64}.${payload64}.`],
  ['padding', `${good}==`],
  ['stray bits', `${header64}.${payload64}.${strayBits}`],
  ['claims that were changed', `${header64}.${encode({ ...ID, sub: 'root' })}.${signature64}`],
  ['alg none', `${encode({ alg: 'none', kid: 'k1' })}.${payload64}.${signature64}`],
  ['an HMAC with the public key', hmacWithPublicKey(key, ID)],
  ['another algorithm of the same key', signToken({ ...key, alg: 'RS512' }, ID)],
  ['PSS with the same key', signToken({ ...key, alg: 'PS256' }, ID)],
  ['another kind of key', signToken(ecKey, ID)],
  ['a kind of key that is called RS256', signToken(ecKey, ID, { alg: 'RS256' })],
  ['another key with the same id', signToken(otherKey, ID)],
  ['a weak key', signToken(weakKey, ID)],
  ['an unknown key', signToken(key, ID, { kid: 'k9' })],
  ['no key id', signToken(key, ID, { kid: undefined })],
  ['a critical header', signToken(key, ID, { crit: ['exp'] })],
  ['an unencoded payload', signToken(key, ID, { b64: false })],
  ['a nested token', signToken(key, ID, { cty: 'JWT' })],
  ['another type', signToken(key, ID, { typ: 'logout+jwt' })],
  ['claims that are a list', signParts(key, { alg: 'RS256', kid: 'k1' }, [ID])],
  ['another issuer', signToken(key, { ...ID, iss: 'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pool9' })],
  ['an issuer with a slash', signToken(key, { ...ID, iss: `${ISSUER}/` })],
  ['issuers in a list', signToken(key, { ...ID, iss: [ISSUER] })],
  ['no issuer', signToken(key, { ...ID, iss: undefined })],
  ['no end', signToken(key, { ...ID, exp: undefined })],
  ['an end as text', signToken(key, { ...ID, exp: String(now + 600) })],
  ['a beginning in the future', signToken(key, { ...ID, nbf: now + 5 })],
  ['an issue in the future', signToken(key, { ...ID, iat: now + 5 })],
  ['an access token where no scope is asked for', signToken(key, ACCESS)],
  ['no use', signToken(key, { ...ID, token_use: undefined })],
  ['an id token where a scope is asked for', signToken(key, { ...ID, scope: 'orders/read' }), ['orders/read']],
  ['none of the scopes', signToken(key, ACCESS), ['orders/admin']],
  ['part of a scope', signToken(key, ACCESS), ['orders/rea']],
  ['scopes in a list', signToken(key, { ...ACCESS, scope: ['orders/read'] }), ['orders/read']],
  ['no scopes', signToken(key, { ...ACCESS, scope: undefined }), ['orders/read']],
])('%s is a 401', async (_what, header, scopes = []) => {
  expect(await failureOf(authorize(header, scopes))).toMatchObject({
    status: 401,
    responseType: 'UNAUTHORIZED',
    errorType: 'UnauthorizedException',
    message: 'Unauthorized',
    layer: 'authorizer',
    detail: expect.stringMatching(/^[a-z_]+$/),
  });
});

test.each<[string, string | undefined, string[]?]>([
  ['token_missing', undefined],
  ['token_malformed', 'not.a.token'],
  ['issuer_not_trusted', signToken(key, { ...ID, iss: 'https://x.example' })],
  ['signature_invalid', signToken(otherKey, ID)],
  ['token_not_yet_valid', signToken(key, { ...ID, nbf: now + 5 })],
  ['token_expired', signToken(key, { ...ID, exp: now })],
  ['token_use_mismatch', signToken(key, ACCESS)],
  ['scope_missing', signToken(key, ACCESS), ['orders/admin']],
])('the log says %s, in the words of the JWT authorizer', async (detail, header, scopes = []) => {
  expect(await failureOf(authorize(header, scopes))).toMatchObject({ status: 401, detail });
});

test('an expired token is a 401 that says so, from the very second on', async () => {
  expect(await failureOf(authorize(signToken(key, { ...ID, exp: now })))).toMatchObject({
    status: 401,
    message: 'The incoming token has expired',
  });
  await expect(authorize(signToken(key, { ...ID, exp: now + 1 }))).resolves.toBeDefined();
});

test('keys that cannot be had are a 500, and only for a token that asks for them', async () => {
  const authorizers = new UserPoolAuthorizers(async () => Promise.reject(new Error('offline')), clock);
  const one = exchange({ request: { headers: [['Authorization', good]] } });
  expect(await failureOf(authorizers.authorize(one, model, []))).toMatchObject({
    status: 500,
    responseType: 'AUTHORIZER_FAILURE',
  });
  expect(await failureOf(authorizers.authorize(exchange(), model, []))).toMatchObject({ status: 401 });
});

test('two keys of one id are no key', async () => {
  const authorizers = new UserPoolAuthorizers(async () => [key.jwk, otherKey.jwk], clock);
  const one = exchange({ request: { headers: [['Authorization', good]] } });
  expect(await failureOf(authorizers.authorize(one, model, []))).toMatchObject({ status: 401 });
});

test.each(['unresolved(Pool.Arn)', 'arn:aws:cognito-idp:eu-west-3:210987654321:userpool/', 'eu-west-3_Pool1'])(
  'the pool "%s" is refused, whatever else is in the list',
  async (arn) => {
    const work = authorize(good, [], { userPoolArns: [...model.userPoolArns, arn] });
    expect(await failureOf(work)).toBeInstanceOf(Refusal);
  },
);
