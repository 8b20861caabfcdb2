import { parseArgs } from 'node:util';
import { parsedAssumption } from '../gateway/checked-assumptions';
import type { Assumptions } from '../model/assumptions';

export const USAGE = `Usage: secure-api-local serve <cdk.out> [options]

Serves the REST API of a synthesized cloud assembly on loopback HTTPS.

  --stack NAME   the stack, where several have a REST API
  --api ID       logical id of the REST API, where the stack has several
  --stage NAME   the stage, where the API has several
  --port N       port on 127.0.0.1; any free one without it
  --assume X=Y   take for granted what is not in the assembly: webAcl=allows, mutualTls=verified
  --help         this text`;

export type Command =
  | { readonly type: 'help' }
  | {
      readonly type: 'serve';
      readonly assembly: string;
      readonly stack?: string;
      readonly api?: string;
      readonly stage?: string;
      readonly port?: number;
      readonly assume?: Assumptions;
    }
  /** The words are off; `problem` says how. */
  | { readonly type: 'wrong'; readonly problem: string };

/** @param words the command line behind the program's name */
export function parseCommand(words: readonly string[]): Command {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        stack: { type: 'string' },
        api: { type: 'string' },
        stage: { type: 'string' },
        port: { type: 'string' },
        assume: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return { type: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: 'help' };
  const [verb, assembly, ...rest] = positionals;
  if (verb !== 'serve') return { type: 'wrong', problem: `the command must be 'serve', got '${verb ?? ''}'` };
  if (assembly === undefined)
    return { type: 'wrong', problem: 'name the folder of the cloud assembly, for example cdk.out' };
  if (rest.length > 0) return { type: 'wrong', problem: `'${rest.join(' ')}' is too much` };
  const { stack, api, stage, port } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    return { type: 'wrong', problem: `'--port' must be a whole number from 0 to 65535, got '${port}'` };
  }
  let assume: Assumptions | undefined;
  try {
    for (const text of values.assume ?? []) assume = { ...assume, ...parsedAssumption(text) };
  } catch (error) {
    return { type: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
  const number = port === undefined ? undefined : Number(port);
  return { type: 'serve', assembly, stack, api, stage, port: number, ...(assume && { assume }) };
}
