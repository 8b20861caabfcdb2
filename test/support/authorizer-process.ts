import { fork } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AuthorizerConfig, RouteRules } from '../../lib/private/authorizer-contract';

const BUNDLE = join(__dirname, '../../lambda-dist/jwt-authorizer');

export type LogLine = Readonly<Record<string, unknown>>;

export interface AuthorizerAnswer {
  readonly result?: {
    readonly principalId: string;
    readonly policyDocument: { readonly Statement: readonly { readonly Effect: string; readonly Resource: string }[] };
    readonly context: Readonly<Record<string, string>>;
  };
  /** Message of the error that the handler threw. */
  readonly error?: string;
  /** The line that was logged for it. */
  readonly line: LogLine;
}

/** The built authorizer in a process of its own. */
export interface AuthorizerProcess {
  authorize(event: object): Promise<AuthorizerAnswer>;
  /** The log so far. */
  readonly text: string;
  readonly lines: readonly LogLine[];
  close(): Promise<void>;
}

export interface AuthorizerProcessOptions {
  readonly config: AuthorizerConfig | string;
  readonly rules?: RouteRules;
  /** PEM file of the certificate authority that the process trusts besides the usual ones. */
  readonly certFile?: string;
}

export async function startAuthorizer({
  config,
  rules,
  certFile,
}: AuthorizerProcessOptions): Promise<AuthorizerProcess> {
  if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: run npm run build:lambda first`);
  const root = mkdtempSync(join(tmpdir(), 'jwt-authorizer-'));
  cpSync(BUNDLE, root, { recursive: true });
  if (rules) writeFileSync(join(root, 'routes.json'), JSON.stringify(rules));
  const child = fork(join(__dirname, 'authorizer-process-runner.mjs'), [join(root, 'index.mjs')], {
    execArgv: [],
    silent: true,
    env: {
      PATH: process.env.PATH,
      LAMBDA_TASK_ROOT: root,
      AUTHORIZER_CONFIG: typeof config === 'string' ? config : JSON.stringify(config),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      ...(certFile && { NODE_EXTRA_CA_CERTS: certFile }),
    },
  });
  let text = '';
  const waiting = new Map<number, Partial<AuthorizerAnswer> & { resolve: (answer: AuthorizerAnswer) => void }>();
  // Answer and log line come by different ways, in any order.
  const received = (id: number, part: Partial<AuthorizerAnswer>) => {
    const request = waiting.get(id);
    if (!request) return;
    const { resolve, ...answer } = Object.assign(request, part);
    if (answer.line && (answer.result || answer.error)) resolve(answer as AuthorizerAnswer);
  };
  const logged = (line: string) => {
    text += `${line}\n`;
    const entry: LogLine = line.startsWith('{') ? JSON.parse(line) : {};
    received(Number(String(entry.function_request_id).replace('lambda-', '')), { line: entry });
  };
  // Warnings and errors go to the other stream, as Node's console has it; Lambda collects both.
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream as Readable }).on('line', logged);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the authorizer ended with ${code}: ${text}`)));
    child.once('message', () => resolve());
  });
  child.on('message', ({ id, ...answer }: AuthorizerAnswer & { id: number }) => received(id, answer));
  let requests = 0;
  return {
    authorize: (event) =>
      new Promise((resolve) => {
        const id = (requests += 1);
        waiting.set(id, { resolve });
        child.send({ id, event, context: { awsRequestId: `lambda-${id}` } });
      }),
    get text() {
      return text;
    },
    get lines() {
      return text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(root, { recursive: true });
          resolve();
        });
        child.disconnect();
      }),
  };
}
