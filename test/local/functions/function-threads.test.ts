import { FunctionPool } from '../../../local/src/functions/function-pool';
import { HeldClock } from '../support/models';

const ARN = 'arn:aws:lambda:eu-west-3:210987654321:function:threads';

/** The thread only says that it runs: nothing of this test can reach a network, whether it passes or not. */
const THREAD = `"require('node:worker_threads').parentPort.postMessage('a thread ran')"`;

async function outcomeOf(source: string) {
  const model = {
    id: 'Threads',
    name: 'threads',
    arn: ARN,
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memorySize: 128,
    code: { type: 'inline', source },
  } as const;
  const functions = new FunctionPool(new Map([[ARN, model]]), {
    clock: new HeldClock(),
    region: 'eu-west-3',
    account: '210987654321',
    network: { port: 9, hosts: [] },
  });
  try {
    return await functions.invoke(ARN, {});
  } finally {
    await functions.close();
  }
}

const RUN = `new Promise((resolve, reject) => {
  const thread = new Worker(${THREAD}, { eval: true, execArgv: [], env: {} });
  thread.once('message', resolve);
  thread.once('error', reject);
})`;

test.each<[string, string]>([
  ['require', `const { Worker } = require('node:worker_threads');\nexports.handler = async () => ${RUN};`],
  ['import', `import { Worker } from 'node:worker_threads';\nexport const handler = async () => ${RUN};`],
  [
    'a dynamic import',
    `exports.handler = async () => { const { Worker } = await import('node:worker_threads'); return ${RUN}; };`,
  ],
])('a function gets no thread by %s, because the network guard would not be in it', async (_, source) => {
  expect(await outcomeOf(source)).toMatchObject({
    outcome: 'failed',
    errorMessage: 'functions reach loopback only here: a thread of their own',
  });
});

test('what else is in the module of threads stays', async () => {
  const source = `const { isMainThread } = require('node:worker_threads');\nexports.handler = async () => isMainThread;`;
  expect(await outcomeOf(source)).toMatchObject({ outcome: 'returned', payload: true });
});
