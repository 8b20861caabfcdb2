// What the measured processes of bench/authorizer.mjs work with: an issuer on loopback, its keys, tokens and settings.
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const PAIRS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

/** Serves one key of each algorithm at `/ALGORITHM`. */
export async function startIssuer(folder) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const certFile = join(folder, 'cert.pem');
  writeFileSync(certFile, cert);
  const keys = Object.fromEntries(
    Object.entries(PAIRS).map(([algorithm, create]) => [algorithm, keyOf(create(), algorithm)]),
  );
  const server = createServer({ key, cert }, ({ url }, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [keys[url.slice(1)].jwk] })),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, certFile, keys, issuer: `https://127.0.0.1:${server.address().port}/` };
}

function keyOf({ privateKey, publicKey }, algorithm) {
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: algorithm, use: 'sig' } };
}

function issueTokens(issuer, algorithm, privateKey, count) {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return Array.from({ length: count }, (_, index) => {
    const claims = { iss: issuer, aud: 'api', sub: `user-${index}`, scope: 'orders/read', iat: now, exp: now + 3_600 };
    const input = `${encode({ alg: algorithm, kid: 'key-1', typ: 'JWT' })}.${encode(claims)}`;
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' };
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  });
}

/** The environment of every measured process: ours and the peers' settings, and the material of the tokens. */
export function environmentFor({ issuer, certFile, keys }, folder, algorithm, count) {
  const home = join(folder, algorithm);
  mkdirSync(home);
  const jwksUri = issuer + algorithm;
  const route = (key) => [key, { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' }];
  const routes = Object.fromEntries(['GET /orders/{orderId}', 'GET /other'].map(route));
  writeFileSync(join(home, 'routes.json'), JSON.stringify({ version: 1, routes }));
  const { privateKey, jwk } = keys[algorithm];
  const [first, ...tokens] = issueTokens(issuer, algorithm, privateKey, count + 1);
  writeFileSync(join(home, 'tokens.txt'), tokens.join('\n'));
  const oidc = {
    type: 'oidc',
    issuer,
    jwksUri,
    audiences: ['api'],
    algorithms: [algorithm],
    groupsClaim: 'groups',
    requireAccessTokenType: false,
    requiredClaims: [],
  };
  return {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: certFile,
    JWK: JSON.stringify(jwk),
    TOKENS: join(home, 'tokens.txt'),
    // Not among the others, each of which is to be new once.
    TOKEN: first,
    ALGORITHM: algorithm,
    ISSUER: issuer,
    AUDIENCE: 'api',
    JWKS_URI: jwksUri,
    LAMBDA_TASK_ROOT: home,
    AUTHORIZER_CONFIG: JSON.stringify({ issuers: [oidc], contextClaims: [], clockToleranceSeconds: 0 }),
  };
}
