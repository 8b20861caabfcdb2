// Measures the JWT authorizer beside handlers made of other libraries, in one run: `node bench/authorizer.mjs`.
// Prints tables and writes bench/results/authorizer.json. Numbers are for comparison in this run only.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './authorizer-bundles.mjs';
import { environmentFor, startIssuer } from './authorizer-material.mjs';
import { measureRounds } from './authorizer-rounds.mjs';
import { printTables } from './authorizer-tables.mjs';
import { printTargets } from './authorizer-targets.mjs';

const START_ROUNDS = 15;
const WARM_ROUNDS = 5;
const MEMORY_ROUNDS = 5;
const WARM_TOKENS = 3_000;
const MEMORY_TOKENS = 10_000;
const OURS = 'this authorizer';
const BASE = 'jsonwebtoken + jwks-rsa';
const FAST_JWT = 'fast-jwt, plain fetch of keys';
const LOGGING = `${OURS}, with its log line`;
const HANDLERS = {
  [OURS]: {
    entryPoint: 'lambda/jwt-authorizer/index.ts',
    alsoAtStart: ['handler', 'decision-logger'].map((name) => `lambda/jwt-authorizer/${name}.ts`),
  },
  [BASE]: { entryPoint: 'bench/authorizer-peers/jsonwebtoken.mjs', commonJs: true },
  jose: { entryPoint: 'bench/authorizer-peers/jose.mjs' },
  [FAST_JWT]: { entryPoint: 'bench/authorizer-peers/fast-jwt.mjs', commonJs: true },
  'aws-jwt-verify alone': { entryPoint: 'bench/authorizer-peers/aws-jwt-verify.mjs' },
};
/** Measured warm besides: a handler in another environment. */
const VARIANTS = {
  [LOGGING]: { of: OURS, variables: { POWERTOOLS_LOG_LEVEL: 'INFO' } },
  [`${BASE}, parsed keys`]: { of: BASE, variables: { PARSED_KEYS: 'on' } },
  [`${FAST_JWT}, parsed keys`]: { of: FAST_JWT, variables: { PARSED_KEYS: 'on' } },
  [`${FAST_JWT}, its cache on`]: { of: FAST_JWT, variables: { FAST_JWT_CACHE: 'on' } },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-authorizer-'));

async function measureAll(running) {
  const bundles = {};
  for (const [name, handler] of Object.entries(HANDLERS))
    bundles[name] = await bundle(root, folder, { name, ...handler });
  const all = (env) => mapValues(bundles, ({ file }) => ({ file, env }));
  const environments = {};
  for (const algorithm of Object.keys(running.keys)) {
    const count = algorithm === 'RS256' ? MEMORY_TOKENS : WARM_TOKENS;
    environments[algorithm] = { ...environmentFor(running, folder, algorithm, count), WARM_TOKENS };
  }
  const env = environments.RS256;
  const importMs = await measureRounds(START_ROUNDS, 'import', all(env));
  const firstDecisionMs = await measureRounds(START_ROUNDS, 'first', all(env));
  const { empty: emptyMs } = await measureRounds(START_ROUNDS, 'empty', { empty: { env } });
  const withVariants = (environment) => {
    const quiet = all({ ...environment, POWERTOOLS_LOG_LEVEL: 'ERROR' });
    const vary = ({ of, variables }) => ({ ...quiet[of], env: { ...quiet[of].env, ...variables } });
    return { ...quiet, ...mapValues(VARIANTS, vary) };
  };
  const warmMicroseconds = {};
  for (const [algorithm, environment] of Object.entries(environments)) {
    warmMicroseconds[algorithm] = await measureRounds(WARM_ROUNDS, 'warm', withVariants(environment));
  }
  const memory = await measureRounds(MEMORY_ROUNDS, 'memory', { 'no handler': { env }, ...withVariants(env) });
  return {
    sizes: mapValues(bundles, ({ bytes, lazy }) => ({ bytes, lazy })),
    emptyMs,
    importMs,
    firstDecisionMs,
    warmMicroseconds,
    memory,
  };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

const running = await startIssuer(folder);
try {
  const results = {
    node: process.version,
    cpu: cpus()[0]?.model,
    rounds: { start: START_ROUNDS, warm: WARM_ROUNDS, memory: MEMORY_ROUNDS },
    tokens: { warm: WARM_TOKENS, memory: MEMORY_TOKENS },
    ...(await measureAll(running)),
  };
  printTables(results, BASE);
  printTargets(results, { ours: OURS, logging: LOGGING, base: BASE });
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/authorizer.json'), `${JSON.stringify(results, undefined, 2)}\n`);
} finally {
  running.server.close();
  running.server.closeAllConnections();
  rmSync(folder, { recursive: true });
}
