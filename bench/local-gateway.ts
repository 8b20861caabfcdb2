// Throughput and latency of the local gateway at 50 connections, as ratios to a bare HTTPS server that answers the same
// bytes in the same run, and its memory after 10,000 and after 100,000 requests. Loopback only.
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { synthesizeBenchApp } from './local-gateway-app';

const CONNECTIONS = 50;
const REQUESTS = 20_000;

interface Started {
  readonly gateway: string;
  readonly bare: string;
  readonly ca: string[];
  readonly token: string;
}

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  synthesizeBenchApp(directory);
  const child = fork(join(__dirname, 'local-gateway-child.ts'), [directory], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  });
  const next = <T>(): Promise<T> => new Promise((resolve) => child.once('message', (message) => resolve(message as T)));
  const memory = (): Promise<Memory> => {
    child.send('memory');
    return next<Memory>();
  };
  try {
    const { gateway, bare, ca, token } = await next<Started>();
    const run = async (url: string, amount: number): Promise<autocannon.Result> => {
      const result = await autocannon({
        url,
        amount,
        connections: CONNECTIONS,
        headers: { authorization: `Bearer ${token}` },
        tlsOptions: { ca },
      });
      if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
      return result;
    };
    const targets = {
      'bare node:https': bare,
      'gateway, mock': `${gateway}/mock`,
      'gateway, Lambda': `${gateway}/lambda`,
    };
    for (const url of Object.values(targets)) await run(url, 2_000);
    const results = new Map<string, autocannon.Result>();
    for (const [name, url] of Object.entries(targets)) results.set(name, await run(url, REQUESTS));
    const base = results.get('bare node:https') as autocannon.Result;
    const rate = (result: autocannon.Result): number => REQUESTS / result.duration;
    const rows = [...results].map(([name, result]) => ({
      server: name,
      'requests/s': Math.round(rate(result)),
      'rate ratio': (rate(result) / rate(base)).toFixed(2),
      'p50 ms': result.latency.p50,
      'p99 ms': result.latency.p99,
    }));
    console.log(`Node ${process.version}, ${cpus()[0]?.model}; ${CONNECTIONS} connections, ${REQUESTS} requests each`);
    console.table(rows);

    await run(`${gateway}/mock`, 10_000);
    const before = await memory();
    await run(`${gateway}/mock`, 90_000);
    const after = await memory();
    const ratio = { rss: after.rss / before.rss, heapUsed: after.heapUsed / before.heapUsed };
    console.log('Memory after 10,000 requests more, and after 100,000');
    console.table([
      { requests: 10_000, 'rss MB': megabytes(before.rss), 'heap MB': megabytes(before.heapUsed) },
      { requests: 100_000, 'rss MB': megabytes(after.rss), 'heap MB': megabytes(after.heapUsed) },
      { requests: 'ratio', 'rss MB': ratio.rss.toFixed(2), 'heap MB': ratio.heapUsed.toFixed(2) },
    ]);
    mkdirSync(join(__dirname, 'results'), { recursive: true });
    const json = { node: process.version, connections: CONNECTIONS, rows, memory: { before, after, ratio } };
    writeFileSync(join(__dirname, 'results/local-gateway.json'), `${JSON.stringify(json, undefined, 2)}\n`);
  } finally {
    child.send('stop');
    rmSync(directory, { recursive: true });
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

void main();
