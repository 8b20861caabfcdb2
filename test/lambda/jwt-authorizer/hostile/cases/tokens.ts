import {
  encode,
  generateEd448Key,
  generateSigningKey,
  hmacWithPublicKey,
  signToken,
} from '../../../../support/token-factory';
import { oidcClaims } from '../../fixtures';
import { CaseGroup } from '../hostile-case';
import { ED, HEADER, IMPOSTOR, PARTNER_KEY, POOL_KEY, RS, signSegments, token } from '../world';

const good = token();
const [header, payload, signature] = good.split('.');

export const structure = new CaseGroup('structure');
for (const [name, text] of Object.entries({
  'one part': header,
  'two parts': `${header}.${payload}`,
  'four parts': `${good}.${signature}`,
  'five parts, as a JWE': `${good}.${header}.${payload}`,
  'empty header': `.${payload}.${signature}`,
  'empty payload': `${header}..${signature}`,
  'empty signature': `${header}.${payload}.`,
  'only dots': '..',
  'leading dot': `.${good}`,
  'trailing dot': `${good}.`,
  'a nested token as payload': signSegments(header, encode(good)),
  'payload is an array': signSegments(header, encode([oidcClaims()])),
  'payload is null': signSegments(header, encode(null)),
  'payload is a number': signSegments(header, encode(7)),
  'payload is a JSON string': signSegments(header, encode('"text"')),
  'payload is cut JSON': signSegments(header, encode(JSON.stringify(oidcClaims()).slice(0, -1))),
  'two JSON values': signSegments(header, encode(`${JSON.stringify(oidcClaims())}{}`)),
  'header is an array': signSegments(encode([{ alg: 'ES256', kid: 'es-1' }]), payload),
  'header is null': signSegments(encode(null), payload),
  'header is no JSON': signSegments(encode('alg=ES256'), payload),
})) {
  structure.refuse(name, 'token_malformed', text);
}
structure.allow('three parts', good);

export const encodings = new CaseGroup('encodings');
for (const [name, text] of Object.entries({
  'padded signature': `${good}==`,
  'one padding sign': `${good}=`,
  'a plus sign': `${header}.${payload}.+${signature.slice(1)}`,
  'a slash': `${header}.${payload}./${signature.slice(1)}`,
  'stray bits': `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : String.fromCharCode(good.charCodeAt(good.length - 1) + 1)}`,
  'a space inside': `${header}. ${payload}.${signature}`,
  'a line break at the end': `${good}\n`,
  'CR LF at the end': `${good}\r\n`,
  'a tab at the end': `${good}\t`,
  'percent-encoded dots': good.replaceAll('.', '%2E'),
  'a NUL at the end': `${good}\0`,
  'a full-width dot': good.replaceAll('.', '．'),
  'JSON serialization': JSON.stringify({ protected: header, payload, signature }),
  'in quotes': `"${good}"`,
  'an impossible length': `${header}.${payload}.${signature}AAA`,
})) {
  encodings.refuse(name, 'token_malformed', text);
}
encodings.allow('canonical', good);

export const algorithm = new CaseGroup('algorithm');
for (const alg of [
  'none',
  'None',
  'NONE',
  '',
  'HS256',
  'HS384',
  'HS512',
  'es256',
  'ES256 ',
  'ES256K',
  'RS1',
  'PS256',
]) {
  algorithm.refuse(`'${alg}'`, 'algorithm_not_allowed', token({}, { alg }));
}
algorithm.refuse(
  'RS384, which the issuer does not use',
  'algorithm_not_allowed',
  token({}, { alg: 'RS384', kid: 'rs-1' }),
);
algorithm.refuse('RS256 with an EC key', 'algorithm_not_allowed', token({}, { alg: 'RS256' }));
algorithm.refuse('ES256 with an RSA key', 'algorithm_not_allowed', token({}, { kid: 'rs-1' }));
algorithm.refuse('EdDSA with an EC key', 'algorithm_not_allowed', token({}, { alg: 'EdDSA' }));
algorithm.refuse('ES384 with a P-256 key', 'algorithm_not_allowed', token({}, { alg: 'ES384' }));
for (const format of ['pem', 'der', 'jwk'] as const) {
  const text = hmacWithPublicKey(RS, oidcClaims(), format);
  algorithm.refuse(`HMAC with the public key as ${format}`, 'algorithm_not_allowed', text);
}
for (const [name, alg] of Object.entries({ number: 256, null: null, array: ['ES256'], object: {}, true: true })) {
  algorithm.refuse(`is of another type: ${name}`, 'token_malformed', token({}, { alg }));
}
algorithm.refuse('missing', 'token_malformed', token({}, { alg: undefined }));
algorithm.allow('ES256', good);
algorithm.allow('RS256', token({}, {}, RS));
algorithm.allow('EdDSA', token({}, {}, ED));

export const key = new CaseGroup('key');
key.refuse('impostor', 'signature_invalid', token({}, {}, IMPOSTOR));
key.refuse('key of the partner', 'signature_invalid', token({}, {}, PARTNER_KEY));
key.refuse('key of the partner under our name', 'signature_invalid', token({}, { kid: 'es-1' }, PARTNER_KEY));
key.refuse('key of the user pool', 'signature_invalid', token({}, {}, POOL_KEY));
key.refuse('another RSA key', 'signature_invalid', token({}, {}, generateSigningKey('RS256', 'rs-1')));
key.refuse('another Ed25519 key', 'signature_invalid', token({}, {}, generateSigningKey('EdDSA', 'ed-1')));
key.refuse('an Ed448 key', 'signature_invalid', signToken(generateEd448Key('ed-1'), oidcClaims()));
key.refuse('no kid', 'signature_invalid', token({}, { kid: undefined }));
key.refuse('signature of zeros', 'signature_invalid', `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`);
const other = token({ sub: 'other' }).split('.');
key.refuse('signature of another token', 'signature_invalid', `${header}.${payload}.${other[2]}`);
key.refuse('payload of another token', 'signature_invalid', `${header}.${other[1]}.${signature}`);
key.refuse('short signature', 'signature_invalid', `${header}.${payload}.${signature.slice(0, 40)}`);
key.allow('published', token({ sub: 'published' }));

export const headerInjection = new CaseGroup('header injection');
const NAMES = [
  '../../etc/passwd',
  "' OR '1'='1",
  '__proto__',
  'constructor',
  'toString',
  'es-1\0',
  'ES-1',
  'еs-1',
  ' es-1',
];
for (const kid of [...NAMES, '', '*', 'x'.repeat(3_000), 'https://evil.example/key', 'es-1,rs-1', '/dev/null']) {
  headerInjection.refuse(`kid ${JSON.stringify(kid.slice(0, 30))}`, 'signature_invalid', token({}, { kid }));
}
for (const kid of [1, null, ['es-1'], { kid: 'es-1' }, true]) {
  headerInjection.refuse(`kid of another type: ${JSON.stringify(kid)}`, 'token_malformed', token({}, { kid }));
}
const HINTS = {
  jwk: IMPOSTOR.jwk,
  jku: 'https://evil.example/keys',
  x5u: 'https://evil.example/cert',
  x5c: ['MIIB'],
  x5t: 'AAAA',
  'x5t#S256': 'AAAA',
};
for (const [hint, value] of Object.entries(HINTS)) {
  headerInjection.refuse(`${hint} of an impostor`, 'signature_invalid', token({}, { [hint]: value }, IMPOSTOR));
  const unknown = token({}, { [hint]: value, kid: 'evil' }, IMPOSTOR);
  headerInjection.refuse(`${hint} with an unknown kid`, 'signature_invalid', unknown);
  headerInjection.allow(`${hint} is not looked at`, token({}, { [hint]: value }));
}

export const criticalHeaders = new CaseGroup('critical headers');
for (const [name, members] of Object.entries({
  'crit empty': { crit: [] },
  'crit exp': { crit: ['exp'], exp: 1 },
  'crit b64': { crit: ['b64'], b64: false },
  'crit null': { crit: null },
  'b64 false': { b64: false },
  'b64 true': { b64: true },
  'cty JWT': { cty: 'JWT' },
  'cty application/jwt': { cty: 'application/JWT' },
  'cty number': { cty: 1 },
  'cty null': { cty: null },
})) {
  criticalHeaders.refuse(name, 'token_malformed', token({}, members));
}
const TYPES = ['dpop+jwt', 'logout+jwt', 'secevent+jwt', 'JOSE', '', 'JWT ', 'application/', 1, null, ['JWT']];
for (const typ of TYPES) {
  criticalHeaders.refuse(`typ ${JSON.stringify(typ)}`, 'token_use_mismatch', token({}, { typ }));
}
criticalHeaders.allow('typ at+jwt', token({}, { typ: 'at+jwt' }));
criticalHeaders.allow('cty of no nested token', token({}, { cty: 'text/plain' }));

export const oversized = new CaseGroup('oversized');
for (const size of [8_200, 10_000, 100_000, 1_000_000]) {
  oversized.refuse(`${size} characters of claims`, 'token_malformed', token({ filler: 'x'.repeat(size) }));
}
oversized.refuse('large header', 'token_malformed', token({}, { filler: 'x'.repeat(10_000) }));
oversized.refuse('large signature', 'token_malformed', `${good}${'A'.repeat(10_000)}`);
const deep = `{"iss":"x","a":${'['.repeat(6_000)}${']'.repeat(6_000)}}`;
oversized.refuse('deep nesting', 'token_malformed', signSegments(HEADER, encode(deep)));
oversized.allow('large but within bounds', token({ filler: 'x'.repeat(5_000) }));
