import { join } from 'node:path';
import { LocalGateway } from 'cdk-secure-api-gateway-local';
import { runTour, type TourRow } from './run-tour';
import { Samples } from './samples';
import { STOPS } from './stops';

/** Serves the synthesized orders API and takes the tour; with `--once` it stops then, and says whether all was as expected. */
async function main(once: boolean): Promise<void> {
  let end = (): void => process.exit(130);
  onEndSignal(() => end());
  const gateway = await LocalGateway.start({ assembly: join(__dirname, '../../cdk.out'), stack: 'Orders' });
  const rows = await runTour(gateway, STOPS).catch(async (error: unknown) => {
    await gateway.close();
    throw error;
  });
  console.log(`\nThe orders API on ${gateway.url}: ${rows.length} requests\n`);
  console.log(table(rows));
  const left = gateway.findings.map(({ subject, what }) => `  ${subject}: ${what}`);
  if (left.length > 0) console.log(`\nNot evaluated here:\n${left.join('\n')}`);
  const wrong = rows.filter(({ asExpected }) => !asExpected);
  console.log(`\n${rows.length - wrong.length} of ${rows.length} answers are as expected`);
  if (wrong.length > 0) process.exitCode = 1;
  if (once) return gateway.close();
  end = stayUp(gateway);
}

/** @returns ends it */
function stayUp(gateway: LocalGateway): () => void {
  const samples = new Samples(gateway);
  console.log(`\nTry it, from another terminal; Ctrl+C ends it:\n\n${samples.commands.join('\n')}\n`);
  gateway.log.onEntry(({ status, method, path, layer, reason, functionLog }) => {
    console.log(`${status}  ${method} ${shown(path)}  ${layer}: ${shown(reason)}`);
    // Of a function that failed, all that it printed.
    if (status < 500) return;
    for (const { functionName, line } of functionLog) console.error(`  ${functionName}: ${shown(line)}`);
  });
  return () => {
    samples.remove();
    void gateway.close();
  };
}

/** What a client wrote must not steer the terminal. */
function shown(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Calls `action` at the first signal that asks the process to end; another one ends it at once. */
function onEndSignal(action: () => void): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const once = (): void => {
    for (const signal of signals) process.off(signal, once);
    action();
  };
  for (const signal of signals) process.on(signal, once);
}

function table(rows: readonly TourRow[]): string {
  const header = ['', 'REQUEST', 'STATUS', 'LAYER', 'WHY'];
  const cells = rows.map((row) => [row.asExpected ? 'ok' : '!!', row.title, String(row.status), row.layer, row.reason]);
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

main(process.argv.includes('--once')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
