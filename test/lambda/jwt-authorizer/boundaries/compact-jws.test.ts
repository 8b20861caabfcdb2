import { AuthError } from '../../../../lambda/jwt-authorizer/auth-error';
import { MAX_TOKEN_LENGTH, parseCompactJws } from '../../../../lambda/jwt-authorizer/compact-jws';
import { encode } from '../../../support/token-factory';

const SIGNATURE = 'c2ln';

function outcome(header: object, payload: object): string {
  try {
    parseCompactJws(`${encode({ alg: 'ES256', ...header })}.${encode({ exp: 1, ...payload })}.${SIGNATURE}`);
    return 'accepted';
  } catch (error) {
    return error instanceof AuthError ? error.reason : String(error);
  }
}

test('what is signed is handed on as it came', () => {
  const [header, payload] = [encode({ alg: 'ES256' }), encode({ exp: 1 })];
  expect(parseCompactJws(`${header}.${payload}.${SIGNATURE}`)).toEqual({
    header: { alg: 'ES256' },
    headerB64: header,
    payload: { exp: 1 },
    payloadB64: payload,
    signatureB64: SIGNATURE,
  });
});

test('a token has at most 8 KB', () => {
  const [header, payload] = [encode({ alg: 'ES256' }), encode({ exp: 1 })];
  const rest = MAX_TOKEN_LENGTH - header.length - payload.length - 2;
  // A length that no base64url has would be refused for that reason.
  const signature = 'A'.repeat(rest - (rest % 4));
  expect(MAX_TOKEN_LENGTH).toBe(10_240);
  expect(() => parseCompactJws(`${header}.${payload}.${signature}`)).not.toThrow();
  expect(() => parseCompactJws(`${header}.${payload}.${signature}AAAA`)).toThrow(AuthError);
});

test.each<[object, string]>([
  [{ alg: undefined }, 'token_malformed'],
  [{ alg: 7 }, 'token_malformed'],
  [{ kid: 'key-1' }, 'accepted'],
  [{ kid: 7 }, 'token_malformed'],
  [{ kid: null }, 'token_malformed'],
  [{ crit: [] }, 'token_malformed'],
  [{ b64: true }, 'token_malformed'],
  [{ cty: 'text' }, 'accepted'],
  [{ cty: 'jwt' }, 'token_malformed'],
  [{ cty: 'application/JWT' }, 'token_malformed'],
  [{ cty: 'jwt2' }, 'accepted'],
  [{ cty: 'xjwt' }, 'accepted'],
  [{ cty: 'x/jwt' }, 'accepted'],
  [{ cty: 7 }, 'token_malformed'],
  [{ cty: null }, 'token_malformed'],
  [{ typ: 'JWT' }, 'accepted'],
  [{ typ: 'at+jwt' }, 'accepted'],
  [{ typ: 'application/at+JWT' }, 'accepted'],
  [{ typ: 'application/jwt' }, 'accepted'],
  [{ typ: 'dpop+jwt' }, 'token_use_mismatch'],
  [{ typ: 'xjwt' }, 'token_use_mismatch'],
  [{ typ: 'jwtx' }, 'token_use_mismatch'],
  [{ typ: 'atjwt' }, 'token_use_mismatch'],
  [{ typ: '' }, 'token_use_mismatch'],
  [{ typ: 7 }, 'token_use_mismatch'],
  [{ typ: ['jwt'] }, 'token_use_mismatch'],
  [{ typ: null }, 'token_use_mismatch'],
])('the header %j is %s', (header, expected) => {
  expect(outcome(header, {})).toBe(expected);
});

test.each<[object, string]>([
  [{ exp: undefined }, 'token_malformed'],
  [{ exp: null }, 'token_malformed'],
  [{ exp: '1' }, 'token_malformed'],
  [{ nbf: 1.5, iat: 0 }, 'accepted'],
  [{ nbf: '1' }, 'token_malformed'],
  [{ nbf: null }, 'token_malformed'],
  [{ iat: '1' }, 'token_malformed'],
  [{ iat: null }, 'token_malformed'],
  [{ nbf: 1, iat: '1' }, 'token_malformed'],
  [{ sub: '', jti: '' }, 'accepted'],
  [{ sub: 7 }, 'token_malformed'],
  [{ sub: null }, 'token_malformed'],
  [{ jti: 7 }, 'token_malformed'],
  [{ sub: 'a', jti: null }, 'token_malformed'],
  [{ scope: 'a' }, 'accepted'],
  [{ scope: ['a', 'b'] }, 'accepted'],
  [{ scope: [] }, 'accepted'],
  [{ scope: 7 }, 'token_malformed'],
  [{ scope: null }, 'token_malformed'],
  [{ scope: ['a', 7] }, 'token_malformed'],
])('the payload %j is %s', (payload, expected) => {
  expect(outcome({}, payload)).toBe(expected);
});
