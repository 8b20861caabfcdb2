import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { DecisionLogger } from '../../../lambda/jwt-authorizer/decision-logger';

const CONTEXT = {
  awsRequestId: 'lambda-1',
  functionName: 'authorizer',
  functionVersion: '3',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:authorizer',
  memoryLimitInMB: '256',
} as Context;
const ENTRY = {
  outcome: 'deny',
  reason: 'scope_missing',
  sub: '',
  route: 'GET /a',
  clientId: undefined,
  text: 'a"\n\u2028',
};

/** What a logger writes, and where, for a context, each level and no context. */
function written(create: () => Logger): string[] {
  const lines: string[] = [];
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => lines.push(`${name} ${String(text)}`) > 0),
  );
  jest.useFakeTimers({ now: 1_800_000_000_000 });
  const logger = create();
  logger.info('first', ENTRY);
  logger.addContext(CONTEXT);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]('authorization decision', ENTRY);
  logger.addContext({ ...CONTEXT, awsRequestId: 'lambda-2', tenantId: 'acme' });
  logger.error('second', { problem: 'x' });
  jest.useRealTimers();
  for (const spy of spies) spy.mockRestore();
  return lines;
}

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

test.each<[string, Record<string, string>]>([
  ['by default', {}],
  ['with a trace', { _X_AMZN_TRACE_ID: 'Root=1-2-3;Parent=4;Sampled=1' }],
  ['at WARN', { POWERTOOLS_LOG_LEVEL: 'WARN' }],
  ['at DEBUG', { POWERTOOLS_LOG_LEVEL: 'DEBUG' }],
  ['at the level of the function', { AWS_LAMBDA_LOG_LEVEL: 'ERROR' }],
  ['in another time zone', { TZ: 'Europe/Berlin' }],
])('lines are those of Powertools: %s', (_, variables) => {
  Object.assign(process.env, variables, { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' });
  const lines = written(() => new DecisionLogger());
  expect(lines).toEqual(written(() => new Logger({ serviceName: 'jwt-authorizer' })));
  expect(lines.length).toBeGreaterThan(0);
});
