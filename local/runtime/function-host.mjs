// Runs one Lambda function, one invocation at a time. Speaks with the gateway by messages of its parent process:
// in  { type: 'load', … } then { type: 'invoke', … }; out { type: 'loaded' }, { type: 'returned', … }, { type: 'failed', … }.
import { setClock } from './function-clock.mjs';
import { loadHandler } from './function-handler.mjs';
import { errorReport, logError, markEnd, named } from './function-log.mjs';

const send = process.send.bind(process);
const exit = process.exit.bind(process);
const { channel } = process;
// The function has no part in this conversation.
process.send = undefined;

/** Exit codes of Lambda's own runtime. */
const EXIT_CODES = { exception: 129, rejection: 128 };

let load;
let handler;
let callbacks = false;
/** The invocation that is under way. */
let current;

process.on('message', (message) => {
  if (message.type === 'load') void start(message);
  if (message.type === 'invoke') void invoke(message);
});
// Without a gateway nobody would end this process.
process.on('disconnect', () => exit());

// What nobody catches ends the process, but not in silence.
process.on('uncaughtException', (error) => {
  logError('Uncaught Exception', error, current);
  fail(current, error, () => exit(EXIT_CODES.exception));
});
process.on('unhandledRejection', (reason) => {
  const error = Object.assign(
    named(
      'Runtime.UnhandledPromiseRejection',
      reason instanceof Error ? String(reason) : errorReport(reason).errorMessage,
    ),
    { reason, promise: {} },
  );
  logError('Unhandled Promise Rejection', error, current);
  fail(current, error, () => exit(EXIT_CODES.rejection));
});

async function start(message) {
  load = message;
  callbacks = message.callbacks;
  setClock(message.now);
  try {
    handler = await loadHandler(message.directory, message.handler);
    markEnd(load.marker);
    send({ type: 'loaded' });
  } catch (error) {
    logError('Uncaught Exception', error, undefined);
    fail(undefined, error);
  }
}

async function invoke({ requestId, now, event, timeoutMs }) {
  setClock(now);
  current = requestId;
  const context = handlerContext(requestId, performance.now() + timeoutMs);
  try {
    const result = await run(JSON.parse(event), context);
    if (current === requestId) answer(requestId, result);
  } catch (error) {
    if (current !== requestId) return;
    logError('Invoke Error', error, requestId);
    fail(requestId, error);
  }
}

function run(event, context) {
  if (!callbacks) {
    if (handler.length >= 3) {
      throw named('Runtime.CallbackHandlerDeprecated', 'callback-based handlers are not supported from nodejs24.x on');
    }
    return unlessIdle(handler(event, context));
  }
  return new Promise((resolve, reject) => {
    // As on Lambda: what a function without a promise returns is not looked at, and it ends when nothing is left to do.
    let settle = () => resolve(null);
    let isAsync = false;
    const callback = (error, result) => {
      settle = () => (error ? reject(error) : resolve(result));
      if (isAsync || !context.callbackWaitsForEmptyEventLoop) settle();
    };
    const returned = handler(event, Object.assign(context, legacyDone(callback)), callback);
    isAsync = typeof returned?.then === 'function';
    if (isAsync) unlessIdle(returned).then(resolve, reject);
    else whenIdle(() => settle());
  });
}

/** A promise that nothing is left to settle fails the invocation; it would be waited for in vain. */
async function unlessIdle(returned) {
  if (typeof returned?.then !== 'function') return returned;
  let forget;
  const idle = new Promise((_, reject) => {
    forget = whenIdle(() =>
      reject(
        named(
          'Runtime.NodeJsExit',
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled.',
        ),
      ),
    );
  });
  try {
    return await Promise.race([returned, idle]);
  } finally {
    forget();
  }
}

function legacyDone(callback) {
  return {
    done: callback,
    succeed: (result) => callback(null, result),
    fail: (error) => callback(error ?? named('Error', 'handled')),
  };
}

/**
 * Once there is nothing left that could run; the channel to the parent does not count.
 *
 * @returns takes it back
 */
function whenIdle(action) {
  const idle = () => {
    channel.ref();
    action();
  };
  channel.unref();
  process.once('beforeExit', idle);
  return () => {
    process.off('beforeExit', idle);
    channel.ref();
  };
}

function answer(requestId, result) {
  let payload;
  try {
    payload = JSON.stringify(result);
  } catch (error) {
    const failure = named(
      'Runtime.MarshalError',
      `Unable to stringify response body: ${errorReport(error).errorMessage}`,
      error,
    );
    logError('Invoke Error', failure, requestId);
    fail(requestId, failure);
    return;
  }
  finish({ type: 'returned', requestId, payload });
}

function fail(requestId, error, then) {
  finish({ type: 'failed', requestId, fatal: then !== undefined, ...errorReport(error) }, then);
}

function finish(report, then) {
  channel.ref();
  current = undefined;
  // Something may go wrong before it is known what to load.
  if (load) markEnd(load.marker);
  send(report, then);
}

function handlerContext(requestId, deadline) {
  return {
    ...load.context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}
