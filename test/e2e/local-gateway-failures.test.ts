import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LocalGateway, type RequestLogEntry } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

interface Sample {
  readonly source: string;
  /** In the request's reason, behind the 502's `Internal server error: `. */
  readonly reason: RegExp;
  /** In one line of the function's log; absent where Lambda prints none. */
  readonly line?: RegExp;
  readonly runtime?: lambda.Runtime;
  readonly handler?: string;
}

const NODE_24 = new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
const NODE_22 = lambda.Runtime.NODEJS_22_X;
const TIME = String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tERROR\t`;
const LOAD = String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z\tundefined\tERROR\t`;

function line(start: string, title: string, json: string): RegExp {
  return new RegExp(`${start}${title} \\t\\{${json}`);
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  throws: {
    source: 'exports.handler = async () => { const order = undefined; return order.id; };',
    reason: /^TypeError: Cannot read properties of undefined \(reading 'id'\)$/,
    line: line(
      TIME,
      'Invoke Error',
      '"errorType":"TypeError","errorMessage":"Cannot read.*"stack":\\["TypeError: .*index.cjs:1',
    ),
  },
  throwsAtOnce: {
    source: 'exports.handler = () => { throw new RangeError("at once"); };',
    reason: /^RangeError: at once$/,
    line: line(TIME, 'Invoke Error', '"errorType":"RangeError","errorMessage":"at once".*"stack":\\["RangeError'),
  },
  throwsText: {
    source: 'exports.handler = async () => { throw "no error"; };',
    reason: /^string: no error$/,
    line: line(TIME, 'Invoke Error', '"errorType":"Error","errorMessage":"no error"'),
  },
  throwsNull: {
    source: 'exports.handler = async () => { throw null; };',
    reason: /^object: null$/,
    line: /Invoke Error/,
  },
  throwsWhatCannotBeRead: {
    source: 'exports.handler = async () => { throw { get message() { throw 1; } }; };',
    reason: /^handled: /,
    line: /Invoke Error/,
  },
  throwsACircle: {
    source: 'exports.handler = async () => { const e = new Error("round"); e.self = { e, n: 1n }; throw e; };',
    reason: /^Error: round$/,
    line: line(TIME, 'Invoke Error', '"errorType":"Error","errorMessage":"round","stack":\\["Error: round'),
  },
  callsBackWithAnError: {
    source: 'exports.handler = (event, context, callback) => callback(new Error("called back"));',
    runtime: NODE_22,
    reason: /^Error: called back$/,
    line: /Invoke Error/,
  },
  crashesBeside: {
    source: 'exports.handler = () => new Promise(() => { setTimeout(() => { throw new Error("beside"); }, 1); });',
    reason: /^Error: beside$/,
    line: line(TIME, 'Uncaught Exception', '"errorType":"Error","errorMessage":"beside","stack":\\['),
  },
  rejectsBeside: {
    source: 'exports.handler = () => new Promise(() => { setTimeout(() => Promise.reject(new Error("lost")), 1); });',
    reason: /^Runtime\.UnhandledPromiseRejection: Error: lost$/,
    line: line(
      TIME,
      'Unhandled Promise Rejection',
      '"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: lost","reason":\\{"errorType":"Error"',
    ),
  },
  hangs: {
    source: 'exports.handler = () => new Promise(() => setInterval(() => {}, 99));',
    reason: /^Task timed out after 1\.00 seconds$/,
    line: /^\d{4}-[\d-]+T[\d:.]+Z [0-9a-f-]{36} Task timed out after 1\.00 seconds$/,
  },
  loops: {
    source: 'exports.handler = async () => { for (;;); };',
    reason: /^Task timed out/,
    line: /Task timed out after 1\.00/,
  },
  neverSettles: {
    source: 'exports.handler = async () => { await new Promise(() => {}); };',
    reason: /^Runtime\.NodeJsExit: .*Promise that was never settled/,
    line: line(TIME, 'Invoke Error', '"errorType":"Runtime.NodeJsExit"'),
  },
  neverSettlesInAnOlderRuntime: {
    source: 'exports.handler = async () => { await new Promise(() => {}); };',
    runtime: NODE_22,
    reason: /^Runtime\.NodeJsExit/,
    line: /Runtime\.NodeJsExit/,
  },
  exits: {
    source: 'exports.handler = async () => { console.log("last words"); process.exit(7); };',
    reason: /^Runtime\.ExitError: Runtime exited with error: exit status 7$/,
    line: /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7$/,
  },
  exitsWell: {
    source: 'exports.handler = async () => process.exit(0);',
    reason: /^Runtime\.ExitError: Runtime exited without providing a reason$/,
    line: /Runtime exited without providing a reason/,
  },
  isKilled: {
    source: 'exports.handler = async () => process.kill(process.pid, "SIGKILL");',
    reason: /signal: killed$/,
    line: /Error: Runtime exited with error: signal: killed$/,
  },
  needsTooMuchMemory: {
    source: 'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };',
    reason: /^Runtime\.OutOfMemory: .*signal: aborted: JavaScript heap out of memory, the function has 128 MB$/,
    line: /^RequestId: .*JavaScript heap out of memory/,
  },
  hasASyntaxError: {
    source: 'exports.handler = async () => { return {;',
    reason: /^Runtime\.UserCodeSyntaxError: SyntaxError: Unexpected token/,
    line: line(
      LOAD,
      'Uncaught Exception',
      '"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"SyntaxError: .*"stack":\\[".*index.cjs:1',
    ),
  },
  missesAModule: {
    source: 'const gone = require("a-module-that-is-not-there"); exports.handler = async () => gone;',
    reason: /^Runtime\.ImportModuleError: Error: Cannot find module 'a-module-that-is-not-there'/,
    line: /Uncaught Exception \t\{"errorType":"Runtime\.ImportModuleError"/,
  },
  missesAModuleOfImport: {
    source: 'import gone from "a-package-that-is-not-there";\nexport const handler = async () => gone;',
    reason: /^Runtime\.ImportModuleError: Error.*Cannot find package/,
    line: /"errorType":"Runtime\.ImportModuleError"/,
  },
  exportsNoHandler: {
    source: 'exports.other = async () => ({});',
    reason: /^Runtime\.HandlerNotFound: index\.handler is undefined or not exported$/,
    line: /Uncaught Exception \t\{"errorType":"Runtime\.HandlerNotFound"/,
  },
  exportsNoFunction: {
    source: 'exports.handler = 7;',
    reason: /^Runtime\.HandlerNotFound: index\.handler is not a function$/,
    line: /Runtime\.HandlerNotFound/,
  },
  hasABadHandlerName: {
    source: 'exports.handler = async () => ({});',
    handler: 'index',
    reason: /^Runtime\.MalformedHandlerName: Bad handler$/,
    line: /Runtime\.MalformedHandlerName/,
  },
  namesAFileThatIsNotThere: {
    source: 'exports.handler = async () => ({});',
    handler: 'app.handler',
    reason: /^Runtime\.ImportModuleError: Cannot find module '.*app'$/,
    line: /Runtime\.ImportModuleError/,
  },
  throwsAtLoad: {
    source: 'throw new EvalError("at load");',
    reason: /^EvalError: at load$/,
    line: /Uncaught Exception \t\{"errorType":"EvalError","errorMessage":"at load","stack":\[/,
  },
  returnsACircle: {
    source: 'exports.handler = async () => { const a = { statusCode: 200 }; a.a = a; return a; };',
    reason: /^Runtime\.MarshalError: Unable to stringify response body/,
    line: /Invoke Error \t\{"errorType":"Runtime\.MarshalError"/,
  },
  returnsABigInt: {
    source: 'exports.handler = async () => ({ statusCode: 200n });',
    reason: /^Runtime\.MarshalError: /,
    line: /Runtime\.MarshalError/,
  },
  returnsTooMuch: {
    source: 'exports.handler = async () => ({ statusCode: 200, body: "x".repeat(7e6) });',
    reason: /^Function\.ResponseSizeTooLarge: Response payload size exceeded/,
    line: /Response payload size exceeded maximum allowed payload size/,
  },
  returnsAnotherShape: {
    source: 'exports.handler = async () => ({ message: "secret-message" });',
    reason: /^Malformed Lambda proxy response: "message" is none of its members, statusCode, headers,/,
  },
  returnsText: {
    source: 'exports.handler = async () => "secret-message";',
    reason: /^Malformed Lambda proxy response: it is a string, not an object$/,
  },
  returnsNothing: {
    source: 'exports.handler = async () => {};',
    reason: /^Malformed Lambda proxy response: it is nothing, not an object$/,
  },
  returnsAList: { source: 'exports.handler = async () => [1];', reason: /it is a list, not an object$/ },
  returnsABadStatus: {
    source: 'exports.handler = async () => ({ statusCode: "ok" });',
    reason: /^Malformed Lambda proxy response: statusCode is not a number from 200 to 599$/,
  },
  returnsAnObjectAsBody: {
    source: 'exports.handler = async () => ({ statusCode: 200, body: { a: 1 } });',
    reason: /^Malformed Lambda proxy response: body is an object, not a string$/,
  },
  returnsANumberInAHeader: {
    source: 'exports.handler = async () => ({ statusCode: 200, headers: { "X-Total": 3 } });',
    reason: /^Malformed Lambda proxy response: the value of header "X-Total" is a number$/,
  },
};

let assembly: Assembly;
let gateway: LocalGateway;

interface Answer {
  readonly status: number;
  readonly body: string;
}

const answers = new Map<string, Answer>();
const entries = new Map<string, RequestLogEntry>();

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: 900 } });
    const add = (path: string, { source, runtime = NODE_24, handler = 'index.handler' }: Partial<Sample>): void => {
      const fn = new lambda.Function(stack, path, {
        functionName: path,
        runtime,
        handler,
        code: lambda.Code.fromInline(source ?? ''),
        timeout: Duration.seconds(path === 'hangs' || path === 'loops' ? 1 : 20),
        memorySize: 128,
      });
      api.root.addResource(path).addMethod('GET', new apigateway.LambdaIntegration(fn));
    };
    for (const [path, sample] of Object.entries(SAMPLES)) add(path, sample);
    add('well', {
      source: 'exports.handler = async () => { console.log("fine\\nthank you"); return { statusCode: 200 }; };',
    });
    add('talks', {
      source: `exports.handler = async (event) => {
        console.log(event.headers.Authorization);
        throw new Error('cannot use ' + event.headers.Authorization + ' nor ' + event.headers['x-api-key']);
      };`,
    });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory });
  // A few at the same time: each starts a process.
  const paths = Object.keys(SAMPLES);
  const worker = async (): Promise<void> => {
    for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
      const response = await gateway.fetch(`/${path}`);
      answers.set(path, { status: response.status, body: await response.text() });
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  for (const entry of gateway.log.all) entries.set(entry.path.slice(1), entry);
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  assembly?.remove();
});

test.each(Object.keys(SAMPLES))('a function that %s says so in its log and as the reason', (name) => {
  const { reason, line: wanted } = SAMPLES[name];
  expect(answers.get(name)).toEqual({ status: 502, body: '{"message":"Internal server error"}' });
  const entry = entries.get(name);
  expect(entry).toMatchObject({ path: `/${name}`, status: 502, layer: 'integration' });
  const [told, ...why] = (entry?.reason ?? '').split(': ');
  expect(told).toBe('Internal server error');
  expect(why.join(': ')).toMatch(reason);
  const lines = (entry?.functionLog ?? []).map((one) => {
    expect(one).toMatchObject({ functionName: name, requestId: entry?.requestId });
    return one.line;
  });
  if (wanted) expect(lines.filter((one) => wanted.test(one))).toHaveLength(1);
  else expect(lines).toEqual([]);
  expect(JSON.stringify(entry)).not.toContain('secret-message');
});

test('a function that works has its own lines in the log, and no others', async () => {
  await gateway.fetch('/well');
  expect(gateway.log.last).toMatchObject({ reason: 'ok', status: 200 });
  expect(gateway.log.last?.functionLog.map((one) => one.line)).toEqual(['fine', 'thank you']);
});

test('what a function prints before it ends is there, too', async () => {
  await gateway.fetch('/exits');
  expect(gateway.log.last?.functionLog.map((one) => one.line)).toEqual([
    'last words',
    expect.stringContaining('exit status 7'),
    'Runtime.ExitError',
  ]);
});

test('no token and no key gets into the log, whatever the function does with them', async () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(86)}`;
  await gateway.fetch('/talks', { headers: { Authorization: `Bearer ${token}`, 'x-api-key': 'key-of-a-partner-17' } });
  await gateway.fetch('/talks', { headers: { Authorization: 'opaque-credentials-of-somebody' } });
  const kept = JSON.stringify([gateway.log.all, gateway.log.functionLines]);
  for (const secret of ['a'.repeat(40), 'b'.repeat(86), 'key-of-a-partner-17', 'opaque-credentials-of-somebody']) {
    expect(kept).not.toContain(secret);
  }
  expect(gateway.log.last?.reason).toBe('Internal server error: Error: cannot use [redacted] nor undefined');
  expect(gateway.log.last?.functionLog[0].line).toBe('[redacted]');
});

test('requests at the same time keep their lines apart', async () => {
  const paths = ['throws', 'well', 'exits', 'well', 'crashesBeside'];
  const before = gateway.log.all.length;
  await Promise.all(paths.map((path) => gateway.fetch(`/${path}`)));
  for (const { requestId, path, functionLog } of gateway.log.all.slice(before)) {
    for (const one of functionLog) expect(one).toMatchObject({ requestId, functionName: path.slice(1) });
    expect(functionLog.length).toBeGreaterThan(0);
  }
});
