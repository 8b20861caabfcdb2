import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FunctionPool, type FunctionPoolOptions } from '../../../local/src/functions/function-pool';
import type { FunctionCode, FunctionModel } from '../../../local/src/model/function-model';
import { HeldClock } from '../support/models';

const clock = new HeldClock();
const pools: FunctionPool[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function arnOf(name: string): string {
  return `arn:aws:lambda:eu-west-3:210987654321:function:${name}`;
}

function model(code: FunctionCode, overrides: Partial<FunctionModel> = {}): FunctionModel {
  const name = overrides.name ?? 'worker';
  return {
    id: 'Worker',
    name,
    arn: arnOf(name),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memorySize: 256,
    code,
    ...overrides,
  };
}

function pool(models: readonly FunctionModel[], options: Partial<FunctionPoolOptions> = {}): FunctionPool {
  const made = new FunctionPool(new Map(models.map((one) => [one.arn, one])), {
    clock,
    region: 'eu-west-3',
    account: '210987654321',
    network: { port: 1, hosts: [] },
    ...options,
  });
  pools.push(made);
  return made;
}

function inline(source: string, overrides: Partial<FunctionModel> = {}, options: Partial<FunctionPoolOptions> = {}) {
  return pool([model({ type: 'inline', source }, overrides)], options);
}

function directory(files: Record<string, string>): FunctionCode {
  const path = mkdtempSync(join(tmpdir(), 'function-test-'));
  folders.push(path);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { type: 'directory', path };
}

test.each<[string, Record<string, string>, string]>([
  ['CommonJS', { 'index.js': 'exports.handler = async (event) => ({ got: event.n });' }, 'index.handler'],
  [
    'an ES module by its ending',
    { 'index.mjs': 'export const handler = async (event) => ({ got: event.n });' },
    'index.handler',
  ],
  [
    'an ES module by package.json',
    { 'index.js': 'export const handler = async (event) => ({ got: event.n });', 'package.json': '{"type":"module"}' },
    'index.handler',
  ],
  ['a file in a folder', { 'src/app.cjs': 'exports.main = async (event) => ({ got: event.n });' }, 'src/app.main'],
])('a handler in %s is run', async (_, files, handler) => {
  const functions = pool([model(directory(files), { handler })]);
  expect(await functions.invoke(arnOf('worker'), { n: 41 })).toMatchObject({
    outcome: 'returned',
    payload: { got: 41 },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test.each<[string, string]>([
  ['calls back', 'exports.handler = (event, context, callback) => setTimeout(() => callback(null, { a: 1 }), 5);'],
  ['returns a promise', 'exports.handler = () => Promise.resolve({ a: 1 });'],
])('a handler of an older runtime that %s is run', async (_, source) => {
  const functions = inline(source, { runtime: 'nodejs22.x' });
  expect(await functions.invoke(arnOf('worker'), {})).toMatchObject({ outcome: 'returned', payload: { a: 1 } });
});

test('callbacks are gone with nodejs24.x', async () => {
  const functions = inline('exports.handler = (event, context, callback) => callback(null, {});');
  expect(await functions.invoke(arnOf('worker'), {})).toMatchObject({ outcome: 'failed' });
});

test('a function has its own environment and nothing of ours', async () => {
  process.env.SECRET_OF_THE_PARENT = 'visible';
  const functions = inline('exports.handler = async () => process.env;', { environment: { COLOUR: 'plum' } });
  const invocation = await functions.invoke(arnOf('worker'), {});
  delete process.env.SECRET_OF_THE_PARENT;
  expect(invocation).toMatchObject({
    payload: {
      COLOUR: 'plum',
      AWS_REGION: 'eu-west-3',
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      LAMBDA_TASK_ROOT: expect.any(String),
      TZ: ':UTC',
    },
  });
  expect(JSON.stringify(invocation)).not.toContain('SECRET_OF_THE_PARENT');
});

test('a process stays for the next invocation, and several work at the same time', async () => {
  const functions = inline(
    'let n = 0; exports.handler = async () => { await new Promise((r) => setTimeout(r, 50)); return { n: ++n, pid: process.pid }; };',
  );
  const pids = async (): Promise<{ n: number; pid: number }[]> =>
    (await Promise.all([1, 2].map(() => functions.invoke(arnOf('worker'), {})))).map((one: any) => one.payload);
  const [first, second] = await pids();
  expect(first.pid).not.toBe(second.pid);
  expect((await pids()).map(({ pid }) => pid).sort()).toEqual([first.pid, second.pid].sort());
});

test('more than the limit wait for their turn', async () => {
  const functions = inline('exports.handler = async () => process.pid;', {}, { maxProcesses: 1 });
  const all = await Promise.all([1, 2, 3, 4].map(() => functions.invoke(arnOf('worker'), {})));
  expect(new Set(all.map((one: any) => one.payload)).size).toBe(1);
});

test.each<[string, string, object]>([
  [
    'throws',
    'exports.handler = async () => { throw new TypeError("bad"); };',
    { outcome: 'failed', errorType: 'TypeError', errorMessage: 'bad' },
  ],
  ['throws no error', 'exports.handler = async () => { throw "text"; };', { outcome: 'failed', errorMessage: 'text' }],
  ['exits', 'exports.handler = async () => process.exit(0);', { outcome: 'failed', errorType: 'Runtime.ExitError' }],
  [
    'is killed',
    'exports.handler = async () => process.kill(process.pid, "SIGKILL");',
    { outcome: 'failed', errorType: 'Runtime.ExitError' },
  ],
  [
    'crashes beside its handler',
    'exports.handler = async () => { setImmediate(() => { throw new Error("x"); }); await new Promise(() => setInterval(() => {}, 99)); };',
    { outcome: 'failed' },
  ],
  ['cannot be loaded', 'throw new Error("at load");', { outcome: 'failed', errorMessage: 'at load' }],
  ['has no handler', 'exports.other = 1;', { outcome: 'failed' }],
  [
    'returns what JSON cannot hold',
    'exports.handler = async () => ({ n: 1n });',
    { outcome: 'failed', errorType: 'Runtime.MarshalError' },
  ],
  ['returns nothing', 'exports.handler = async () => undefined;', { outcome: 'returned', payload: undefined }],
  [
    'returns too much',
    'exports.handler = async () => "x".repeat(7e6);',
    { outcome: 'failed', errorType: 'Function.ResponseSizeTooLarge' },
  ],
])('a function that %s is told apart, and the next invocation is not harmed', async (_, source, expected) => {
  const good = model({ type: 'inline', source: 'exports.handler = async () => 7;' }, { name: 'good' });
  const functions = pool([model({ type: 'inline', source }), good]);
  expect(await functions.invoke(arnOf('worker'), {})).toMatchObject(expected);
  expect(await functions.invoke(arnOf('worker'), {})).toMatchObject(expected);
  expect(await functions.invoke(arnOf('good'), {})).toMatchObject({ payload: 7 });
});

test.each(['await new Promise(() => setInterval(() => {}, 99))', 'for (;;);'])(
  'a function that hangs in %s is ended',
  async (hang) => {
    const functions = inline(`exports.handler = async (event) => { if (event.hang) { ${hang} } return 'well'; };`, {
      timeoutSeconds: 0.3,
    });
    expect(await functions.invoke(arnOf('worker'), { hang: true })).toMatchObject({ outcome: 'timeout' });
    expect(await functions.invoke(arnOf('worker'), {})).toMatchObject({ outcome: 'returned', payload: 'well' });
  },
);

test.each<[string, FunctionModel, string]>([
  ['another runtime', model({ type: 'inline', source: 'x' }, { runtime: 'python3.13' }), arnOf('worker')],
  ['code that is elsewhere', model({ type: 'unavailable', why: 'its image is in ECR' }), arnOf('worker')],
  ['another name', model({ type: 'inline', source: 'x' }), arnOf('other')],
])('a function with %s is not available', async (_, one, arn) => {
  expect(await pool([one]).invoke(arn, {})).toMatchObject({ outcome: 'unavailable', why: expect.any(String) });
});

test('a version or an alias leads to the function', async () => {
  const functions = inline('exports.handler = async () => 8;');
  expect(await functions.invoke(`${arnOf('worker')}:live`, {})).toMatchObject({ payload: 8 });
});

test("the function's clock is the gateway's", async () => {
  const functions = inline('exports.handler = async () => [Date.now(), new Date().getTime(), new Date(5).getTime()];');
  const { payload } = (await functions.invoke(arnOf('worker'), {})) as { payload: number[] };
  expect(payload[0] - clock.now()).toBeGreaterThanOrEqual(0);
  expect(payload[0] - clock.now()).toBeLessThan(2_000);
  expect(Math.abs(payload[1] - payload[0])).toBeLessThan(1_000);
  expect(payload[2]).toBe(5);
  clock.advance(86_400);
  const later = (await functions.invoke(arnOf('worker'), {})) as { payload: number[] };
  expect(later.payload[0] - payload[0]).toBeGreaterThanOrEqual(86_399_000);
});

test('what a function prints is heard, line by line', async () => {
  const lines: string[] = [];
  const source = 'exports.handler = async () => { console.log("one\\ntwo"); console.error("three"); };';
  const functions = inline(source, {}, { onLog: (name, line) => lines.push(`${name}: ${line}`) });
  await functions.invoke(arnOf('worker'), {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines.sort()).toEqual(['worker: one', 'worker: three', 'worker: two']);
});

test('closing leaves no process and no file, and nothing starts afterwards', async () => {
  const functions = inline('exports.handler = async () => [process.pid, process.env.LAMBDA_TASK_ROOT];');
  const { payload } = (await functions.invoke(arnOf('worker'), {})) as { payload: [number, string] };
  const [pid, folder] = payload;
  expect(existsSync(folder)).toBe(true);
  await functions.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(existsSync(folder)).toBe(false);
  expect(await functions.invoke(arnOf('worker'), {})).toMatchObject({ outcome: 'unavailable' });
});
