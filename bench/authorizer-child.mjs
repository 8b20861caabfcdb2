// One measurement of bench/authorizer.mjs, in a process of its own. Sends its result to the parent.
//   empty                    time from the start of the process to here: what every other figure of a start contains
//   import BUNDLE            time of the import
//   first BUNDLE             time from the start of the process to the first decision, key fetch included
//   warm BUNDLE              medians of a decision about a token seen for the first time, about the same token on another
//                            route, and of the bare signature check of the same token
//   memory [BUNDLE]          bytes after the import and after every token of the material; without a bundle, those of the
//                            measurement itself
import { createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [mode, bundle] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(file).href);
const CONTEXT = { awsRequestId: 'lambda-1', functionName: 'authorizer', memoryLimitInMB: '256' };

const measurements = {
  async empty() {
    return performance.now();
  },

  async import() {
    const begin = performance.now();
    await load(bundle);
    return performance.now() - begin;
  },

  async first() {
    const { handler } = await load(bundle);
    await allowed(handler, eventOf(process.env.TOKEN, '/orders/{orderId}'));
    // The time origin is the start of the process.
    return performance.now();
  },

  async warm() {
    const { handler } = await load(bundle);
    await allowed(handler, eventOf(process.env.TOKEN, '/orders/{orderId}'));
    const key = createPublicKey({ key: JSON.parse(process.env.JWK), format: 'jwk' });
    const samples = { first: [], again: [], bare: [] };
    const tokens = readFileSync(process.env.TOKENS, 'utf8').split('\n').slice(0, Number(process.env.WARM_TOKENS));
    for (const token of tokens) {
      const event = eventOf(token, '/orders/{orderId}');
      const other = eventOf(token, '/other');
      samples.bare.push(await timeOf(() => bareVerify(token, key)));
      samples.first.push(await timeOf(() => handler(event, CONTEXT)));
      samples.again.push(await timeOf(() => handler(other, CONTEXT)));
    }
    // The first quarter is for the compiler.
    const warm = ([name, times]) => [name, median(times.slice(times.length / 4))];
    return Object.fromEntries(Object.entries(samples).map(warm));
  },

  async memory() {
    const handler = bundle && (await load(bundle)).handler;
    const imported = memory();
    // Read as a stream: ten thousand tokens held at once would be most of what is measured.
    for await (const token of createInterface({ input: createReadStream(process.env.TOKENS) })) {
      const event = eventOf(token, '/orders/{orderId}');
      if (handler) await allowed(handler, event);
    }
    return { imported, used: memory() };
  },
};

function memory() {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}

async function timeOf(call) {
  const begin = process.hrtime.bigint();
  await call();
  return Number(process.hrtime.bigint() - begin) / 1_000;
}

function bareVerify(token, publicKey) {
  const at = token.lastIndexOf('.');
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' };
  const signature = Buffer.from(token.slice(at + 1), 'base64url');
  if (!verify('sha256', Buffer.from(token.slice(0, at)), key, signature)) throw new Error('control failed');
}

async function allowed(handler, event) {
  const { policyDocument } = await handler(event, CONTEXT);
  if (policyDocument.Statement[0].Effect !== 'Allow') throw new Error('control failed');
}

function eventOf(token, resource) {
  const headers = { Authorization: `Bearer ${token}` };
  return {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/orders/42',
    resource,
    httpMethod: 'GET',
    headers,
    multiValueHeaders: { Authorization: [headers.Authorization] },
    pathParameters: { orderId: '42' },
    requestContext: { httpMethod: 'GET', resourcePath: resource, requestId: 'r', extendedRequestId: 'x' },
  };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const result = await measurements[mode]();
process.send(result, () => process.exit());
