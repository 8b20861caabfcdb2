// Runs the measurements of bench/authorizer-child.mjs: every contestant once in each round, and the medians of them all.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('authorizer-child.mjs', import.meta.url));

/** Medians by contestant; each has a bundle's `file` and the `env` of its process. */
export async function measureRounds(rounds, mode, contestants) {
  const samples = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Each round begins with another one: who comes first has the colder machine.
    const order = Object.entries(contestants);
    for (const [name, contestant] of [...order.slice(round % order.length), ...order.slice(0, round % order.length)]) {
      samples[name].push(await measure(mode, contestant));
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, results]) => [name, medianOf(results)]));
}

function measure(mode, { env, file = '' }) {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [mode, file], {
      env,
      execArgv: mode === 'memory' ? ['--expose-gc'] : [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${mode} ended with ${code}`)));
  });
}

/** Of numbers, or of each member of objects by itself. */
function medianOf(results) {
  if (typeof results[0] === 'number') return results.toSorted((a, b) => a - b)[Math.floor(results.length / 2)];
  const member = (name) => [name, medianOf(results.map((result) => result[name]))];
  return Object.fromEntries(Object.keys(results[0]).map(member));
}
