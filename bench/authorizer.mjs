// Measures the JWT authorizer beside handlers made of other libraries, in one run: `node bench/authorizer.mjs`.
// Prints a table and writes bench/results/authorizer.json. Numbers are for comparison in this run only.
import { fork } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generate } from 'selfsigned';

const ROUNDS = 25;
const TOKENS = 3_000;
const OURS = 'this authorizer';
const LOGGING = 'this authorizer, with its log line';
const HANDLERS = {
  [OURS]: 'lambda/jwt-authorizer/index.ts',
  'jsonwebtoken + jwks-rsa': 'bench/authorizer-peers/jsonwebtoken.mjs',
  jose: 'bench/authorizer-peers/jose.mjs',
  'aws-jwt-verify alone': 'bench/authorizer-peers/aws-jwt-verify.mjs',
};
const BASE = 'jsonwebtoken + jwks-rsa';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-authorizer-'));

/** The same options for all, those of scripts/build-lambda.mjs; CommonJS libraries need a `require` in an ES module. */
async function bundle(name, entryPoint) {
  const outfile = join(folder, `${name.replace(/\W+/g, '-')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
    ...(name === BASE && {
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    }),
  });
  return outfile;
}

async function startIssuer(jwks) {
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
  const server = createServer({ key, cert }, (_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks)),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, certFile, issuer: `https://127.0.0.1:${server.address().port}/` };
}

function issueTokens(issuer, privateKey) {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return Array.from({ length: TOKENS }, (_, index) => {
    const claims = { iss: issuer, aud: 'api', sub: `user-${index}`, scope: 'orders/read', iat: now, exp: now + 3_600 };
    const input = `${encode({ alg: 'RS256', kid: 'key-1', typ: 'JWT' })}.${encode(claims)}`;
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  });
}

/** The environment of every measured process: ours and the peers' settings, and the material of the tokens. */
function environmentFor({ issuer, certFile }, privateKey, jwk) {
  const jwksUri = `${issuer}jwks`;
  const route = (key) => [key, { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' }];
  const routes = Object.fromEntries(['GET /orders/{orderId}', 'GET /other'].map(route));
  writeFileSync(join(folder, 'routes.json'), JSON.stringify({ version: 1, routes }));
  const tokens = issueTokens(issuer, privateKey);
  writeFileSync(join(folder, 'material.json'), JSON.stringify({ tokens, jwk }));
  const oidc = { type: 'oidc', issuer, jwksUri, audiences: ['api'], algorithms: ['RS256'], groupsClaim: 'groups' };
  return {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: certFile,
    MATERIAL: join(folder, 'material.json'),
    TOKEN: tokens[0],
    ISSUER: issuer,
    AUDIENCE: 'api',
    JWKS_URI: jwksUri,
    LAMBDA_TASK_ROOT: folder,
    AUTHORIZER_CONFIG: JSON.stringify({ issuers: [oidc], contextClaims: [], clockToleranceSeconds: 0 }),
  };
}

function measure(env, mode, file) {
  return new Promise((resolve, reject) => {
    const child = fork(join(root, 'bench/authorizer-child.mjs'), [mode, file], {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${mode} ended with ${code}`)));
  });
}

/** Medians over fresh processes, one of each handler per round. */
async function measureProcesses(env, mode, bundles) {
  const samples = Object.fromEntries(Object.keys(bundles).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, file] of Object.entries(bundles)) samples[name].push(await measure(env, mode, file));
  }
  return Object.fromEntries(Object.entries(samples).map(([name, times]) => [name, median(times)]));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };
const running = await startIssuer({ keys: [jwk] });
try {
  const bundles = {};
  for (const [name, entryPoint] of Object.entries(HANDLERS)) bundles[name] = await bundle(name, entryPoint);
  const env = environmentFor(running, privateKey, jwk);
  const quiet = { ...env, POWERTOOLS_LOG_LEVEL: 'ERROR' };
  const bytes = Object.fromEntries(Object.entries(bundles).map(([name, file]) => [name, statSync(file).size]));
  const importMs = await measureProcesses(env, 'import', bundles);
  const firstDecisionMs = await measureProcesses(env, 'first', bundles);
  const { empty: emptyMs } = await measureProcesses(env, 'empty', { empty: '' });
  const warmMicroseconds = {};
  for (const [name, file] of Object.entries(bundles)) warmMicroseconds[name] = await measure(quiet, 'warm', file);
  warmMicroseconds[LOGGING] = await measure(env, 'warm', bundles[OURS]);

  const rows = Object.keys(bundles).map((name) => ({
    handler: name,
    'bundle bytes': bytes[name],
    'import ms': importMs[name].toFixed(1),
    'import ratio': (importMs[name] / importMs[BASE]).toFixed(2),
    'first decision ms': firstDecisionMs[name].toFixed(1),
    'first ratio': (firstDecisionMs[name] / firstDecisionMs[BASE]).toFixed(2),
  }));
  const warmRows = Object.entries(warmMicroseconds).map(([handler, { first, again, bare }]) => ({
    handler,
    'new token us': first.toFixed(1),
    'times bare verify': (first / bare).toFixed(2),
    'same token, other route us': again.toFixed(1),
    'again, times bare verify': (again / bare).toFixed(2),
    'bare verify us': bare.toFixed(1),
  }));
  console.log(`Node ${process.version}, ${cpus()[0]?.model}; medians of ${ROUNDS} processes; ratios to ${BASE}`);
  console.table(rows);
  console.log(`An empty process takes ${emptyMs.toFixed(1)} ms of each first decision.`);
  console.log(`Decisions in a warm process, RS256-2048, medians of ${TOKENS} tokens`);
  console.table(warmRows);

  mkdirSync(join(root, 'bench/results'), { recursive: true });
  const results = {
    node: process.version,
    rounds: ROUNDS,
    tokens: TOKENS,
    bytes,
    emptyMs,
    importMs,
    firstDecisionMs,
    warmMicroseconds,
  };
  writeFileSync(join(root, 'bench/results/authorizer.json'), `${JSON.stringify(results, undefined, 2)}\n`);
} finally {
  running.server.close();
  running.server.closeAllConnections();
  rmSync(folder, { recursive: true });
}
