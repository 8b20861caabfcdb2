import { setTimeout as sleepFor } from 'node:timers/promises';
import { putAnswer } from './answer';
import { connect } from './aws-services';
import { createHandler } from './handler';

const sleep = async (milliseconds: number): Promise<void> => {
  await sleepFor(milliseconds);
};

/** Custom resource `Custom::ApiGatewayAccountLogging`. */
export const handler = createHandler({
  connect,
  clock: { now: () => Date.now(), sleep },
  putAnswer: (url, response) => putAnswer(url, response, sleep),
  log: (entry) => console.log(JSON.stringify(entry)),
});
