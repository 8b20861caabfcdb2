import { decomposeJws } from '../../../lambda/jwt-authorizer/jws-segments';
import { encode } from '../../support/token-factory';

const HEADER = encode({ alg: 'ES256' });
const PAYLOAD = encode({ sub: 'user-7' });
const SIGNATURE = 'c2ln';

test('a JWS comes apart into its segments and their JSON', () => {
  expect(decomposeJws(`${HEADER}.${PAYLOAD}.${SIGNATURE}`, 100)).toEqual({
    header: { alg: 'ES256' },
    headerB64: HEADER,
    payload: { sub: 'user-7' },
    payloadB64: PAYLOAD,
    signatureB64: SIGNATURE,
  });
});

test('the length is counted in full and may be reached', () => {
  const jws = `${HEADER}.${PAYLOAD}.${SIGNATURE}`;
  expect(decomposeJws(jws, jws.length)).toBeDefined();
  expect(decomposeJws(jws, jws.length - 1)).toBeUndefined();
});

test.each<[string, string]>([
  ['nothing', ''],
  ['one segment', HEADER],
  ['two segments', `${HEADER}.${PAYLOAD}`],
  ['four segments', `${HEADER}.${PAYLOAD}.${SIGNATURE}.${SIGNATURE}`],
  ['an empty header', `.${PAYLOAD}.${SIGNATURE}`],
  ['an empty payload', `${HEADER}..${SIGNATURE}`],
  ['an empty signature', `${HEADER}.${PAYLOAD}.`],
  ['padding', `${HEADER}.${PAYLOAD}.c2lnbg==`],
  ['stray bits after two characters', `${HEADER}.${PAYLOAD}.AB`],
  ['stray bits after three characters', `${HEADER}.${PAYLOAD}.AAB`],
  ['a single character', `${HEADER}.${PAYLOAD}.A`],
  ['base64 that is not base64url', `${HEADER}.${PAYLOAD}.+/+/`],
  ['a blank before', ` ${HEADER}.${PAYLOAD}.${SIGNATURE}`],
  ['a line break after', `${HEADER}.${PAYLOAD}.${SIGNATURE}\n`],
  ['a header that is no JSON', `${encode('{alg}')}.${PAYLOAD}.${SIGNATURE}`],
  ['a header that is a list', `${encode([])}.${PAYLOAD}.${SIGNATURE}`],
  ['a header that is null', `${encode('null')}.${PAYLOAD}.${SIGNATURE}`],
  ['a payload that is text', `${HEADER}.${encode('"text"')}.${SIGNATURE}`],
  ['a payload that is a number', `${HEADER}.${encode('7')}.${SIGNATURE}`],
  ['a payload with something after it', `${HEADER}.${encode('{}{}')}.${SIGNATURE}`],
  ['a payload with a byte order mark', `${HEADER}.${encode('\ufeff{}')}.${SIGNATURE}`],
  ['bytes that are not UTF-8', `${HEADER}.${Buffer.from('7b2261223a22ff227d', 'hex').toString('base64url')}.AAAA`],
])('%s is no JWS', (_, jws) => {
  expect(decomposeJws(jws, 8_192)).toBeUndefined();
});

test('members that would reach into the prototype are dropped', () => {
  const jws = `${encode('{"__proto__":{"alg":"none"},"typ":"a"}')}.${encode('{"constructor":{"b":1},"c":2}')}.AAAA`;
  const decomposed = decomposeJws(jws, 8_192);
  expect(Object.keys(decomposed?.header ?? {})).toEqual(['typ']);
  expect(decomposed?.header.alg).toBeUndefined();
  expect(Object.keys(decomposed?.payload ?? {})).toEqual(['c']);
});
