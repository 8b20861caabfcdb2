// Builds the wheel of the library as jsii-pacmak makes it and runs test/package/python with it, in a folder outside of the
// repository: what crosses from another language is seen nowhere else. Says so, and passes, where there is no Python.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const JSII_PACMAK = 'jsii-pacmak@1.140.0';
const BUILD_TOOLS = ['setuptools~=80.9', 'wheel~=0.45'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, version, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'python-')));
const python = join(scratch, 'venv', 'bin', 'python');
const pip = [python, '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet'];

try {
  const missing = await whatIsMissing();
  if (missing) {
    console.log(`\n*** SKIPPED: the library was NOT checked from Python: ${missing} ***\n`);
  } else {
    await check();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function whatIsMissing() {
  try {
    await run(['python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))'], root);
    await run(['python3', '-m', 'venv', join(scratch, 'venv')], root);
    return undefined;
  } catch (error) {
    return `python3 from 3.9 on, with venv, is needed (${error.message})`;
  }
}

async function check() {
  // What the wheel stands on is fetched while the wheel is made.
  const floor = (peer) => peerDependencies[peer].replace('^', '');
  const dependencies = [`aws-cdk-lib>=${floor('aws-cdk-lib')},<3`, `constructs>=${floor('constructs')},<11`];
  const [sources] = await Promise.all([pythonSources(), run([...pip, ...dependencies, ...BUILD_TOOLS], scratch)]);
  await run([...pip, '--no-build-isolation', sources], scratch);
  const tests = join(scratch, 'tests');
  cpSync(join(root, 'test', 'package', 'python'), tests, { recursive: true });
  const env = { ...process.env, README: join(root, 'README.md'), JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1' };
  await run([python, '-m', 'unittest', 'discover', '--start-directory', tests], tests, { env, stdio: 'inherit' });
  console.log(`python consumer: ok with ${name} ${version}`);
}

/** What jsii-pacmak generates from the package as it would be published. */
async function pythonSources() {
  const folder = join(scratch, 'package');
  const packed = JSON.parse(
    await run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', scratch], root),
  );
  mkdirSync(folder);
  await run(['tar', '-xzf', join(scratch, packed[0].filename), '-C', folder, '--strip-components=1'], scratch);
  // The assemblies of the peers are read from here.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const outdir = join(scratch, 'out');
  const options = ['--targets', 'python', '--code-only', '--rosetta-unknown-snippets=verbatim', '--outdir', outdir];
  await run(['npx', '--yes', '--package', JSII_PACMAK, 'jsii-pacmak', ...options, folder], scratch);
  return join(outdir, 'python');
}

/** Resolves to what the command printed; rejects, with all of its output, if it failed. */
function run([command, ...args], cwd, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream]?.setEncoding('utf8').on('data', (text) => (printed[stream] += text));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed.stdout);
      else reject(new Error(`${command} ended with ${code}\n${printed.stdout}${printed.stderr}`));
    });
  });
}
