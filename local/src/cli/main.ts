#!/usr/bin/env node
import { parseCommand, USAGE } from './arguments';
import { serve } from './serve';
import { onEndSignal } from './signals';

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
  // Until it serves there is nothing to close, but files that the process's end takes away.
  let end = (): void => process.exit(130);
  // One listener from start to end: a signal that comes while one takes the place of another would be lost.
  onEndSignal(() => end());
  // Whoever read the output is gone.
  process.stdout.on('error', () => process.exit(0));
  const gateway = await serve({ ...options, coloured, print: (line) => console.log(line) });
  end = () => void gateway.close();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
