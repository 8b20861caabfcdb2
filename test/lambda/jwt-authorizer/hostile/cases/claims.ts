import { encode, signToken } from '../../../../support/token-factory';
import { NOW, OIDC, oidcClaims, poolClaims } from '../../fixtures';
import { CaseGroup } from '../hostile-case';
import { ES, HEADER, PARTNER, PARTNER_KEY, POOL_KEY, signSegments, token } from '../world';

export const time = new CaseGroup('time');
for (const exp of [NOW, NOW - 1, 0, -1, NOW - 0.001, 1e-9]) time.refuse(`exp ${exp}`, 'token_expired', token({ exp }));
for (const name of ['nbf', 'iat']) {
  for (const ahead of [1, 0.001, 3_600, NOW * 999]) {
    time.refuse(`${name} ahead by ${ahead}`, 'token_not_yet_valid', token({ [name]: NOW + ahead }));
  }
  for (const value of ['1', null, [], {}, true]) {
    time.refuse(`${name} ${JSON.stringify(value)}`, 'token_malformed', token({ [name]: value }));
  }
}
for (const exp of [undefined, null, String(NOW + 300), [NOW + 300], {}, true, 'never']) {
  time.refuse(`exp ${JSON.stringify(exp)}`, 'token_malformed', token({ exp }));
}
const endless = encode(JSON.stringify(oidcClaims({ exp: 1 })).replace('"exp":1', '"exp":1e999'));
time.refuse('exp beyond all numbers', 'token_malformed', signSegments(HEADER, endless));
time.allow('last second', token({ exp: NOW + 1, nbf: NOW, iat: NOW }));

export const audience = new CaseGroup('audience');
const AUDIENCES = [
  '',
  'https://api.acme.example/',
  'HTTPS://api.acme.example',
  'https://api.acme.example ',
  '*',
  'api',
];
for (const aud of [...AUDIENCES, [], ['x'], [''], undefined, 'https://partner-api.example']) {
  audience.refuse(JSON.stringify(aud) ?? 'missing', 'audience_mismatch', token({ aud }));
}
audience.allow('one of several', token({ aud: ['x', 'https://api.acme.example'] }));

export const claims = new CaseGroup('claims');
for (const name of ['sub', 'jti']) {
  for (const value of [1, null, ['user-7'], {}, true]) {
    claims.refuse(`${name} ${JSON.stringify(value)}`, 'token_malformed', token({ [name]: value }));
  }
}
for (const sub of ['a\nb', 'a\0', 'a\u2028b', 'a\u0085b', 'x'.repeat(1_025)]) {
  claims.refuse(`sub ${JSON.stringify(sub.slice(0, 5))}`, 'token_malformed', token({ sub }));
}
for (const scope of [1, true, {}, [1], ['orders/read', 7]]) {
  claims.refuse(`scope ${JSON.stringify(scope)}`, 'token_malformed', token({ scope }));
}
for (const scope of [
  '',
  'orders',
  'orders/rea',
  'orders/read2',
  'ORDERS/READ',
  'orders/*',
  'orders/read\t',
  'a,orders/read',
]) {
  claims.refuse(`scope is only like ours: ${scope}`, 'scope_missing', token({ scope }), 'deny');
}
claims.refuse('scope missing', 'scope_missing', token({ scope: undefined }), 'deny');
claims.refuse('scope of an object in scp', 'scope_missing', token({ scope: undefined, scp: { a: 1 } }), 'deny');
claims.allow('scope in a list', token({ scope: ['x', 'orders/read'] }));

export const issuerConfusion = new CaseGroup('issuer confusion');
const LIKE = OIDC.issuer;
const ISSUERS = [
  LIKE.slice(0, -1),
  `${LIKE}/`,
  LIKE.toUpperCase(),
  LIKE.replace('https', 'http'),
  ` ${LIKE}`,
  `${LIKE}?`,
];
const OTHERS = [
  `${LIKE}#`,
  LIKE.replace('acme', 'аcme'),
  LIKE.replace('.example', '.example.'),
  `${LIKE}\0`,
  '\ud800',
  '',
];
const TYPES = [
  undefined,
  null,
  1,
  [LIKE],
  {},
  'https://evil.example',
  '__proto__',
  LIKE.replace('.example/', '.example:443/'),
];
for (const iss of [...ISSUERS, ...OTHERS, ...TYPES]) {
  issuerConfusion.refuse(`iss ${JSON.stringify(iss) ?? 'missing'}`, 'issuer_not_trusted', token({ iss }));
}
const partner = { iss: PARTNER.issuer, aud: PARTNER.audiences[0], tenant: 't' };
const AT = { typ: 'at+jwt' };
issuerConfusion.refuse('partner named, our key', 'signature_invalid', token(partner, AT, ES));
issuerConfusion.refuse('our name, partner key', 'signature_invalid', token({}, AT, PARTNER_KEY));
issuerConfusion.refuse(
  'partner with our audience',
  'audience_mismatch',
  token({ ...partner, aud: OIDC.audiences[0] }, AT, PARTNER_KEY),
);
issuerConfusion.refuse('partner without its type', 'token_use_mismatch', token(partner, {}, PARTNER_KEY));
const poor = token({ ...partner, tenant: null }, AT, PARTNER_KEY);
issuerConfusion.refuse('partner without its claim', 'claim_missing', poor);
const pool = (changes: object): string => signToken(POOL_KEY, poolClaims(changes));
issuerConfusion.refuse('pool id token', 'token_use_mismatch', pool({ token_use: 'id', aud: 'web-client' }));
issuerConfusion.refuse('pool client of others', 'client_not_allowed', pool({ client_id: 'evil' }));
issuerConfusion.refuse('pool client in a list', 'client_not_allowed', pool({ client_id: ['web-client'] }));
issuerConfusion.refuse('pool without client', 'client_not_allowed', pool({ client_id: undefined }));
issuerConfusion.allow('partner', token(partner, AT, PARTNER_KEY));
issuerConfusion.allow('pool', pool({}));

export const duplicates = new CaseGroup('unicode and duplicates');
const json = (from: string): string => signSegments(HEADER, encode(from));
const body = JSON.stringify(oidcClaims());
const bytes = (...inserted: number[]): string =>
  signSegments(
    HEADER,
    Buffer.concat([Buffer.from(`${body.slice(0, -1)},"x":"`), Buffer.from(inserted), Buffer.from('"}')]).toString(
      'base64url',
    ),
  );
const last = (member: string): string => json(`${body.slice(0, -1)},${member}}`);
duplicates.refuse('the last exp counts', 'token_expired', last('"exp":1'));
duplicates.refuse('the last iss counts', 'issuer_not_trusted', last('"iss":"https://evil.example"'));
duplicates.refuse('the last aud counts', 'audience_mismatch', last('"aud":"evil"'));
duplicates.refuse('an escaped name is the same name', 'token_expired', last('"\\u0065xp":1'));
duplicates.refuse('a BOM', 'token_malformed', json(`\ufeff${body}`));
duplicates.refuse('overlong slash', 'token_malformed', bytes(0xc0, 0xaf));
duplicates.refuse('lone continuation', 'token_malformed', bytes(0x80));
duplicates.refuse('encoded surrogate', 'token_malformed', bytes(0xed, 0xa0, 0x80));
duplicates.refuse('beyond Unicode', 'token_malformed', bytes(0xf4, 0x90, 0x80, 0x80));
duplicates.refuse('cut sequence', 'token_malformed', bytes(0xe2, 0x82));
const bare = JSON.stringify(oidcClaims({ scope: undefined })).slice(0, -1);
for (const name of ['__proto__', 'constructor', 'prototype', 'Scope', 'ѕcope']) {
  const inherited = json(`${bare},"${name}":{"scope":"orders/read"}}`);
  duplicates.refuse(`scope within ${name}`, 'scope_missing', inherited, 'deny');
}
duplicates.allow('well-formed UTF-8', bytes(0xe2, 0x82, 0xac));
