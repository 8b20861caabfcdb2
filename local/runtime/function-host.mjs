// Runs one Lambda function, one invocation at a time. Speaks with the gateway by messages of its parent process:
// in  { type: 'load', … } then { type: 'invoke', … }; out { type: 'loaded' }, { type: 'returned', … }, { type: 'failed', … }.
import { setClock } from './function-clock.mjs';
import { loadHandler } from './function-handler.mjs';

const send = process.send.bind(process);
const { channel } = process;
// The function has no part in this conversation.
process.send = undefined;

let load;
let handler;
let callbacks = false;

process.on('message', (message) => {
  if (message.type === 'load') void start(message);
  if (message.type === 'invoke') void invoke(message);
});
// Without a gateway nobody would end this process.
process.on('disconnect', () => process.exit());

async function start(message) {
  load = message;
  callbacks = message.callbacks;
  setClock(message.now);
  try {
    handler = await loadHandler(message.directory, message.handler);
    send({ type: 'loaded' });
  } catch (error) {
    fail(undefined, error);
  }
}

async function invoke({ requestId, now, event, timeoutMs }) {
  setClock(now);
  const context = handlerContext(requestId, performance.now() + timeoutMs);
  try {
    answer(requestId, await run(JSON.parse(event), context));
  } catch (error) {
    fail(requestId, error);
  }
}

function run(event, context) {
  if (!callbacks) {
    if (handler.length >= 3) {
      throw named('Runtime.CallbackHandlerDeprecated', 'callback-based handlers are not supported from nodejs24.x on');
    }
    return handler(event, context);
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
    if (isAsync) returned.then(resolve, reject);
    else whenIdle(() => settle());
  });
}

function legacyDone(callback) {
  return {
    done: callback,
    succeed: (result) => callback(null, result),
    fail: (error) => callback(error ?? named('Error', 'handled')),
  };
}

/** Once there is nothing left that could run; the channel to the parent does not count. */
function whenIdle(action) {
  channel.unref();
  process.once('beforeExit', () => {
    channel.ref();
    action();
  });
}

function answer(requestId, result) {
  channel.ref();
  let payload;
  try {
    payload = JSON.stringify(result);
  } catch (error) {
    fail(requestId, named('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`));
    return;
  }
  send({ type: 'returned', requestId, payload });
}

function fail(requestId, error) {
  channel.ref();
  const isError = error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error);
  send({
    type: 'failed',
    requestId,
    errorType: isError ? String(error.name) : typeof error,
    errorMessage: isError ? String(error.message) : String(error),
  });
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

function named(name, message) {
  return Object.assign(new Error(message), { name });
}
