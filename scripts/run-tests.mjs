// Runs jest and closes with the sum of its tests, read from jest's own report.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = `${root}/.test-results.json`;
const jest = fileURLToPath(import.meta.resolve('jest/bin/jest'));

rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [jest, '--ci', '--json', `--outputFile=${report}`, ...process.argv.slice(2)],
  // jest prints its report for machines on standard output, next to the file.
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'test' } },
);
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exit(numPassedTests === 0 ? 1 : (status ?? 1));
