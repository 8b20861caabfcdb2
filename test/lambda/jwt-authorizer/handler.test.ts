import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { ConfigError } from '../../../lambda/jwt-authorizer/checks';
import type { Settings } from '../../../lambda/jwt-authorizer/config';
import { DecisionLog } from '../../../lambda/jwt-authorizer/decision-log';
import { createHandler, type Handler } from '../../../lambda/jwt-authorizer/handler';
import { routeRules } from '../../../lambda/jwt-authorizer/route-rules';
import { encode, generateSigningKey, jwksOf, signToken } from '../../support/token-factory';
import { event, NOW, OIDC, oidcClaims, trusted } from './fixtures';

const key = generateSigningKey('ES256', 'key-1');
const otherKey = generateSigningKey('ES256', 'key-1');

const SETTINGS: Settings = {
  issuers: trusted(OIDC),
  contextClaims: [],
  clockToleranceSeconds: 0,
  routes: routeRules({
    version: 1,
    routes: {
      'GET /orders/{orderId}': { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' },
      'GET /admin': { access: { type: 'group', group: 'admins' }, decision: 'route' },
    },
  }),
};

const CONTEXT = {
  awsRequestId: 'lambda-1',
  functionName: 'authorizer',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:authorizer',
  memoryLimitInMB: '256',
} as Context;

let lines: Record<string, unknown>[];
let texts: string[];
beforeEach(() => {
  texts = [];
  lines = [];
  const write = (...[line]: unknown[]) => {
    texts.push(String(line));
    lines.push(JSON.parse(String(line)));
  };
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(write);
});
afterEach(() => jest.restoreAllMocks());

function start(options: { settings?: () => Settings; jwks?: () => Promise<Buffer>; now?: () => number } = {}): Handler {
  process.env.POWERTOOLS_DEV = 'true';
  process.env.AWS_LAMBDA_INITIALIZATION_TYPE = 'on-demand';
  const logger = new Logger({ serviceName: 'jwt-authorizer' });
  delete process.env.POWERTOOLS_DEV;
  delete process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
  return createHandler({
    loadSettings: options.settings ?? (() => SETTINGS),
    fetchJwks: options.jwks ?? (async () => Buffer.from(JSON.stringify(jwksOf(key)))),
    now: options.now ?? (() => NOW * 1_000),
    log: new DecisionLog(logger),
  });
}

const admin = { resource: '/admin', requestContext: { httpMethod: 'GET', resourcePath: '/admin' } };

test('a good token with enough access is allowed', async () => {
  const answer = await start()(event(signToken(key, oidcClaims())), CONTEXT);

  expect(answer).toEqual({
    principalId: 'user-7',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/orders/*',
        },
      ],
    },
    context: {
      sub: 'user-7',
      iss: 'https://login.acme.example/',
      clientId: 'spa-client',
      scope: 'orders/read orders/write',
    },
  });
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'INFO',
      message: 'authorization decision',
      service: 'jwt-authorizer',
      outcome: 'allow',
      route: 'GET /orders/{orderId}',
      issuer: 'https://login.acme.example/',
      clientId: 'spa-client',
      sub: 'user-7',
      apiRequestId: 'request-1',
      apiExtendedRequestId: 'extended-1',
      function_request_id: 'lambda-1',
      cold_start: true,
    }),
  ]);
  expect(lines[0]).not.toHaveProperty('reason');
});

test('a good token without enough access gets an explicit denial', async () => {
  const answer = await start()(event(signToken(key, oidcClaims()), admin), CONTEXT);

  expect(answer.policyDocument.Statement[0].Effect).toBe('Deny');
  expect(answer.context).toEqual({ reason: 'group_missing' });
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'WARN',
      outcome: 'deny',
      reason: 'group_missing',
      route: 'GET /admin',
      sub: 'user-7',
    }),
  ]);
});

describe('a bad token is answered with exactly Unauthorized', () => {
  test.each<[string, string | undefined, Record<string, unknown>]>([
    ['missing', undefined, { reason: 'token_missing' }],
    ['malformed', 'a.b.c', { reason: 'token_malformed' }],
    ['expired', signToken(key, oidcClaims({ exp: NOW })), { reason: 'token_expired', issuer: OIDC.issuer }],
    ['forged', signToken(otherKey, oidcClaims()), { reason: 'signature_invalid', issuer: OIDC.issuer }],
    ['for others', signToken(key, oidcClaims({ aud: 'x' })), { reason: 'audience_mismatch', issuer: OIDC.issuer }],
    [
      'of another issuer',
      signToken(key, oidcClaims({ iss: 'https://evil.example/' })),
      { reason: 'issuer_not_trusted' },
    ],
  ])('%s', async (_, token, logged) => {
    await expect(start()(event(token), CONTEXT)).rejects.toThrow(/^Unauthorized$/);

    expect(lines).toEqual([
      expect.objectContaining({ level: 'WARN', outcome: 'deny', route: 'GET /orders/{orderId}', ...logged }),
    ]);
    // What an unverified token says about itself is not written down.
    for (const name of ['sub', 'clientId', ...(logged.issuer ? [] : ['issuer'])])
      expect(lines[0]).not.toHaveProperty(name);
  });

  test('also on a route that is not known', async () => {
    const unknown = { resource: '/x', requestContext: { httpMethod: 'GET', resourcePath: '/x' } };

    await expect(start()(event(undefined, unknown))).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('a failure is neither an allow nor a 401', () => {
  const good = event(signToken(key, oidcClaims()));

  test('keys that cannot be fetched', async () => {
    const handler = start({ jwks: () => Promise.reject(new Error('ETIMEDOUT')) });

    await expect(handler(good, CONTEXT)).rejects.toThrow(/^keys_unavailable$/);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', outcome: 'failure', reason: 'keys_unavailable', issuer: OIDC.issuer }),
    ]);
  });

  test.each<[string, () => Settings, string]>([
    [
      'a broken configuration',
      () => {
        throw new ConfigError('issuers', 'not be empty');
      },
      'issuers must not be empty',
    ],
    [
      'a missing file',
      () => {
        throw new Error('ENOENT: no such file');
      },
      'ENOENT: no such file',
    ],
  ])('%s, told once at start', async (_, settings, problem) => {
    const handler = start({ settings });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'authorizer configuration broken, every request is refused',
        problem,
      }),
    ]);

    lines = [];
    await expect(handler(good, CONTEXT)).rejects.toThrow(/^configuration_broken$/);
    await expect(handler(event(undefined), CONTEXT)).rejects.toThrow(/^configuration_broken$/);
    expect(lines.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failure', 'configuration_broken'],
      ['failure', 'configuration_broken'],
    ]);
  });

  test.each<[string, unknown]>([
    ['no event', undefined],
    ['an empty event', {}],
    ['an event without method ARN', event(signToken(key, oidcClaims()), { methodArn: undefined })],
    [
      'an event with a stage pattern',
      event(signToken(key, oidcClaims()), { methodArn: 'arn:aws:execute-api:r:1:a/*/GET/x' }),
    ],
  ])('%s', async (_, broken) => {
    await expect(start()(broken as never, CONTEXT)).rejects.toThrow(/^internal$/);
    expect(lines).toEqual([
      expect.objectContaining({ outcome: 'failure', reason: 'internal', errorName: 'TypeError' }),
    ]);
  });

  test('an error inside', async () => {
    let clockWorks = true;
    const handler = start({
      now: () => {
        if (clockWorks) return NOW * 1_000;
        throw new RangeError('clock');
      },
    });
    await expect(handler(good)).resolves.toHaveProperty('principalId', 'user-7');

    lines = [];
    clockWorks = false;
    const outcome = await handler(good, CONTEXT).catch((error: Error) => error.message);

    expect(outcome).toBe('internal');
    expect(lines).toEqual([
      expect.objectContaining({ outcome: 'failure', reason: 'internal', errorName: 'RangeError' }),
    ]);
  });
});

test('the log never holds a token, a header or another claim', async () => {
  const handler = start();
  const secret = { email: 'secret@acme.example', jti: 'secret-jti' };
  const tokens = [
    signToken(key, oidcClaims(secret)),
    signToken(otherKey, oidcClaims(secret)),
    signToken(key, oidcClaims({ ...secret, iss: 'https://secret.example/' })),
    signToken(key, oidcClaims({ ...secret, sub: 'secret\u0000' })),
    `${encode({ alg: 'none' })}.${encode(secret)}.secret`,
  ];
  for (const token of tokens) await handler(event(token), CONTEXT).catch(() => undefined);

  expect(texts).toHaveLength(5);
  for (const text of texts) {
    expect(text).not.toMatch(/secret|Bearer/);
    for (const token of tokens) for (const part of token.split('.')) expect(text).not.toContain(part);
  }
});

test('a line is written for each decision, with cold_start on the first only', async () => {
  const handler = start();
  const good = event(signToken(key, oidcClaims()));
  await handler(good, CONTEXT);
  await handler(good, CONTEXT);
  await handler(good);

  expect(lines.map(({ cold_start }) => cold_start)).toEqual([true, false, false]);
});

test('keys are fetched after start, before any request', async () => {
  const fetched: string[] = [];
  start({ jwks: async () => (fetched.push('jwks'), Buffer.from('{"keys":[]}')) });
  expect(fetched).toEqual([]);

  await new Promise(setImmediate);
  expect(fetched).toEqual(['jwks']);
});

test('the handler takes no callback', () => {
  expect(start().length).toBeLessThan(3);
});
