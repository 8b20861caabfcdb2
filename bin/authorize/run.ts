import { readText } from './files';
import { judge } from './judge';
import { HELP, type Options, readOptions, timeOf } from './options';
import { asText, reportOf } from './report';
import { eventOf } from './request';
import { trustOf } from './trust';
import { UsageError } from './usage-error';

/** Where the command reads and writes. */
export interface Terminal {
  readonly input: () => string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const EXIT_CODES = { allowed: 0, denied: 1, failed: 1, 'not-verified': 3 } as const;
const HELPED = 0;
const WRONG = 2;

/** @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const options = readOptions(args);
    if (options) return await answer(options, terminal);
    terminal.out(HELP);
    return HELPED;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.error(error.message);
    return WRONG;
  }
}

async function answer(options: Options, { input, out }: Terminal): Promise<number> {
  const now = timeOf(options);
  const token = tokenOf(options, input);
  const { settings, keySets, token: judged, unchecked } = trustOf(options, token);
  const event = eventOf(options.route, options.path, judged);
  const world = { settings, keySets, now };
  const judgement = await judge(event, judged, world);
  const pathParameters = event.pathParameters ?? {};
  const report = reportOf({ route: options.route, pathParameters, token, unchecked }, judgement, world);
  out(options.json ? JSON.stringify(report, undefined, 2) : asText(report));
  return EXIT_CODES[report.decision];
}

function tokenOf({ token, tokenFile }: Options, input: () => string): string {
  const read = tokenFile === undefined ? (token === '-' ? input() : token) : readText(tokenFile, '--token-file');
  const trimmed = read?.trim();
  if (!trimmed) throw new UsageError('the token is empty');
  return trimmed;
}
