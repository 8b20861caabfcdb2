// Packs the library and the local gateway and uses them the way a consumer would: in an empty folder outside of the
// repository, from TypeScript at the oldest supported CDK, and from plain JavaScript at the newest one that was tested with.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'consumer-')));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

/** The lowest version that a caret range allows. */
const floor = (range) => range.replace('^', '');

const consumers = [
  {
    name: 'typescript',
    packages: {
      'aws-cdk-lib': floor(manifest.peerDependencies['aws-cdk-lib']),
      constructs: floor(manifest.peerDependencies.constructs),
      typescript: manifest.devDependencies.typescript,
      '@types/node': manifest.devDependencies['@types/node'],
    },
    steps: [
      [
        'node_modules/.bin/tsc',
        ['--strict', '--target', 'es2022', '--module', 'commonjs', '--types', 'node', 'app.ts'],
      ],
      [process.execPath, ['app.js']],
    ],
  },
  {
    name: 'javascript',
    packages: {
      'aws-cdk-lib': manifest.devDependencies['aws-cdk-lib'],
      constructs: manifest.devDependencies.constructs,
    },
    steps: [[process.execPath, ['app.js']]],
  },
  {
    name: 'local',
    packages: {
      'aws-cdk-lib': manifest.devDependencies['aws-cdk-lib'],
      constructs: manifest.devDependencies.constructs,
      '@aws-sdk/client-dynamodb': manifest.devDependencies['@aws-sdk/client-dynamodb'],
    },
    withLocal: true,
    steps: [[process.execPath, ['app.js']]],
  },
];

try {
  const packed = pack(root);
  checkContents(packed.files.map((file) => file.path));
  const local = pack(join(root, 'local'));
  checkLocalContents(local.files.map((file) => file.path));
  for (const { name, packages, withLocal, steps } of consumers) {
    const folder = join(scratch, name);
    cpSync(join(root, 'test', 'package', name), folder, { recursive: true });
    const dependencies = {
      ...packages,
      [manifest.name]: tarball(packed),
      ...(withLocal && { [local.name]: tarball(local) }),
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, dependencies }));
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], folder);
    for (const [command, args] of steps) process.stdout.write(run(command, args, folder));
    console.log(`${name} consumer: ok with aws-cdk-lib ${packages['aws-cdk-lib']}`);
  }
  for (const { name, files, size, unpackedSize } of [packed, local]) {
    console.log(`${name}: ${files.length} files, ${size} bytes packed, ${unpackedSize} unpacked`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function pack(folder) {
  const options = ['--json', '--ignore-scripts', '--pack-destination', scratch];
  const [packed] = JSON.parse(run('npm', ['pack', ...options], folder));
  return packed;
}

function tarball({ filename }) {
  return `file:${join(scratch, filename)}`;
}

function checkLocalContents(paths) {
  const required = ['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js', 'runtime/function-host.mjs', 'README.md'];
  const missing = required.filter((path) => !paths.includes(path));
  const foreign = paths.filter((path) => !/^(dist|runtime)\/|^(package\.json|README\.md|LICENSE)$/.test(path));
  if (missing.length > 0 || foreign.length > 0) {
    throw new Error(`the local gateway misses ${JSON.stringify(missing)}, and holds ${JSON.stringify(foreign)}`);
  }
}

/** What must be in the package, and what must not: sources, tests, and anything that is not the library. */
function checkContents(paths) {
  const required = ['lib/index.js', 'lib/index.d.ts', '.jsii', 'LICENSE', 'README.md', 'CHANGELOG.md'];
  const handlers = ['jwt-authorizer', 'account-logging'].map((name) => `lambda-dist/${name}/index.mjs`);
  const notices = 'lambda-dist/THIRD-PARTY-NOTICES';
  const missing = [...required, ...handlers, notices].filter((path) => !paths.includes(path));
  const foreign = paths.filter(
    (path) =>
      !/^(lib|lambda-dist|docs)\/|^(package\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|\.jsii)$/.test(path) ||
      (path.endsWith('.ts') && !path.endsWith('.d.ts')),
  );
  if (missing.length > 0 || foreign.length > 0) {
    throw new Error(`package misses ${JSON.stringify(missing)}, and holds ${JSON.stringify(foreign)}`);
  }
  const text = readFileSync(join(root, notices), 'utf8');
  for (const name of ['aws-jwt-verify', '@aws-lambda-powertools/logger', '@aws/lambda-invoke-store']) {
    if (!text.includes(`- ${name} `)) throw new Error(`${notices} does not name ${name}`);
  }
  const { dependencies = {} } = manifest;
  if (Object.keys(dependencies).length > 0)
    throw new Error('the library must have no runtime dependencies but its peers');
}
