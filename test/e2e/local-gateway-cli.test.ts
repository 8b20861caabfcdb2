import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type Assembly, synthesize } from '../support/assembly';

const CLI = join(__dirname, '../../local/dist/cli/main.js');

let assembly: Assembly;
const children: ChildProcess[] = [];

beforeAll(() => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const requestTemplates = { 'application/json': '{"statusCode":200}' };
    const integration = new apigateway.MockIntegration({
      requestTemplates,
      integrationResponses: [{ statusCode: '200' }],
    });
    new apigateway.RestApi(stack, 'Api').root.addMethod('GET', integration, {
      methodResponses: [{ statusCode: '200' }],
    });
    return stack;
  });
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  assembly.remove();
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function run(env: object, ...words: string[]): Run {
  const child = spawn(process.execPath, [CLI, ...words], { env: { ...process.env, NO_COLOR: '1', ...env } });
  children.push(child);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 500 && !done(); turns += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done()).toBe(true);
}

test('help is an answer', async () => {
  const help = run({}, '--help');
  expect(await help.ended).toBe(0);
  expect(help.output()).toContain('secure-api-local serve <cdk.out>');
});

test.each<[string[], number, string]>([
  [[], 2, "the command must be 'serve'"],
  [['serve'], 2, 'name the folder of the cloud assembly'],
  [['serve', '/nowhere/cdk.out'], 1, '[AssemblyMissing]'],
])('%p ends with %i', async (words, code, text) => {
  const failed = run({}, ...words);
  expect(await failed.ended).toBe(code);
  expect(failed.output()).toContain(text);
  expect(failed.output()).not.toContain('    at ');
});

test('serve shows the routes and each request, and leaves nothing when it is ended', async () => {
  const serving = run({}, 'serve', assembly.directory);
  await until(() => serving.output().includes('--cacert'));
  expect(serving.output()).toMatch(/^GET +\/ +NONE +- +- +mock$/m);
  const [, caFile, url] = /curl --cacert (\S+) (\S+)\//.exec(serving.output()) ?? [];
  const status = await new Promise((resolve, reject) => {
    const options = { ca: readFileSync(caFile), agent: false };
    get(`${url}/prod/?secret=1`, options, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(200);
  await until(() => /^200 {2}GET {5}\/prod\/ {2}[\d.]+ ms$/m.test(serving.output()));
  expect(serving.output()).not.toContain('secret');
  serving.child.kill('SIGTERM');
  expect(await serving.ended).toBe(0);
  expect(existsSync(caFile)).toBe(false);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends it, whenever it comes, and no file is left',
  async (signal) => {
    const scratch = mkdtempSync(join(tmpdir(), 'signals-'));
    const left = (): string[] => readdirSync(scratch).filter((name) => name.startsWith('secure-api-'));
    const early = run({ TMPDIR: scratch }, 'serve', assembly.directory);
    await until(() => left().length > 0);
    early.child.kill(signal);
    await early.ended;
    const late = run({ TMPDIR: scratch }, 'serve', assembly.directory);
    await until(() => late.output().includes('--cacert'));
    late.child.kill(signal);
    expect(await late.ended).toBe(0);
    expect(left()).toEqual([]);
    rmSync(scratch, { recursive: true });
  },
);

test('whoever closes the pipe ends it, and no file is left', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pipe-'));
  const serving = run({ TMPDIR: scratch }, 'serve', assembly.directory);
  await until(() => serving.output().includes('--cacert'));
  const [, caFile, url] = /curl --cacert (\S+) (\S+)\//.exec(serving.output()) ?? [];
  serving.child.stdout?.destroy();
  get(url, { ca: readFileSync(caFile), agent: false }, (response) => response.resume()).on('error', () => undefined);
  await serving.ended;
  expect(readdirSync(scratch).filter((name) => name.startsWith('secure-api-'))).toEqual([]);
  rmSync(scratch, { recursive: true });
});
