import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { functionEnvironment } from '../../../local/src/functions/function-environment';
import { FunctionPool } from '../../../local/src/functions/function-pool';
import { moduleFolders } from '../../../local/src/functions/module-folders';
import type { FunctionModel } from '../../../local/src/model/function-model';
import { HeldClock } from '../support/models';

const ARN = 'arn:aws:lambda:eu-west-3:210987654321:function:worker';
const PACKAGE = 'made-for-this-test';
const ROOT = resolve(__dirname, '../../../node_modules');
const before = process.cwd();
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'module-folders-')));
  for (const [place, answer] of [
    ['node_modules', 'outer'],
    ['app/node_modules', 'inner'],
  ]) {
    const directory = join(folder, place, place === 'node_modules' ? 'outer-only' : PACKAGE);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'index.js'), `module.exports = '${answer}';`);
  }
  mkdirSync(join(folder, 'app/src'));
  process.chdir(join(folder, 'app/src'));
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function model(source: string, environment: FunctionModel['environment'] = {}): FunctionModel {
  return {
    id: 'Worker',
    name: 'worker',
    arn: ARN,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    environment,
    timeoutSeconds: 5,
    memorySize: 128,
    code: { type: 'inline', source },
  };
}

async function run(source: string, environment?: FunctionModel['environment']): Promise<any> {
  const functions = new FunctionPool(new Map([[ARN, model(source, environment)]]), {
    clock: new HeldClock(),
    region: 'eu-west-3',
    account: '210987654321',
    network: { port: 1, hosts: [] },
  });
  const invocation = await functions.invoke(ARN, {});
  await functions.close();
  return invocation;
}

test('the folders are those of the working directory upwards, then those of this package', () => {
  const folders = moduleFolders().split(delimiter);
  expect(folders.slice(0, 2)).toEqual([join(folder, 'app/node_modules'), join(folder, 'node_modules')]);
  expect(folders).toContain(ROOT);
  expect(folders.filter((path) => path.endsWith(join('node_modules', 'node_modules')))).toEqual([]);
});

test.each([
  ['require', `exports.handler = async () => [require('${PACKAGE}'), require('outer-only')];`],
  [
    'createRequire',
    `import { createRequire } from 'node:module';
     const load = createRequire(import.meta.url);
     export const handler = async () => [load('${PACKAGE}'), load('outer-only')];`,
  ],
])('a function finds them by %s', async (_way, source) => {
  expect(await run(source)).toMatchObject({ outcome: 'returned', payload: ['inner', 'outer'] });
});

test('an import does not find them', async () => {
  expect(await run(`import it from '${PACKAGE}'; export const handler = async () => it;`)).toMatchObject({
    outcome: 'failed',
    errorType: 'Runtime.ImportModuleError',
  });
});

test("a function's own NODE_PATH takes their place, as on Lambda", async () => {
  const source = `exports.handler = async () => require('${PACKAGE}');`;
  expect(await run(source, { NODE_PATH: '/opt/nodejs' })).toMatchObject({ outcome: 'failed' });
});

test('DynamoDB is named only where there is a table, and nothing of this machine is configuration', () => {
  const of = (tables?: { url: string; accessKeyId: string }) =>
    functionEnvironment(model('x'), '/code', { region: 'eu-west-3', tables });
  const without = of();
  expect(without).not.toHaveProperty('AWS_ENDPOINT_URL_DYNAMODB');
  expect(without).toMatchObject({
    AWS_ACCESS_KEY_ID: 'local',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  expect(of({ url: 'http://127.0.0.1:7', accessKeyId: 'LOCALKEY' })).toMatchObject({
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:7',
    AWS_ACCESS_KEY_ID: 'LOCALKEY',
  });
});
