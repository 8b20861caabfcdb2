#!/usr/bin/env node
import { parseCommand, USAGE } from './arguments';
import { serve } from './serve';

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.type === 'help') {
    console.log(USAGE);
    return;
  }
  if (command.type === 'wrong') {
    console.error(`${command.problem}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const { type: _, ...options } = command;
  const coloured = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const gateway = await serve({ ...options, coloured, print: (line) => console.log(line) });
  const stop = (): void => {
    // A second signal finds no listener and ends the process at once.
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    void gateway.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
