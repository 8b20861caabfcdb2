import { AuthorizerCache } from '../../../local/src/authorization/authorizer-cache';
import { LambdaAuthorizers } from '../../../local/src/authorization/lambda-authorizer';
import type { Exchange } from '../../../local/src/chain/exchange';
import { Refusal } from '../../../local/src/chain/gateway-error';
import type { LambdaAuthorizerModel } from '../../../local/src/model/route-model';
import { API_ARN, exchange, failureOf } from '../support/exchanges';
import { HeldClock, route } from '../support/models';
import { FakeFunctions, output, returning } from './fake-functions';

const ALL = `${API_ARN}/prod/*`;

function authorizer(overrides: Partial<LambdaAuthorizerModel> = {}): LambdaAuthorizerModel {
  return {
    id: 'Auth',
    name: 'auth',
    kind: 'REQUEST',
    functionArn: 'arn:aws:lambda:eu-west-3:210987654321:function:auth',
    identitySources: ['method.request.header.Authorization'],
    ttlSeconds: 300,
    ...overrides,
  };
}

function call(path = '/orders', token: string | undefined = 'Bearer t1', method = 'GET'): Exchange {
  return exchange({ request: { path, method, headers: token === undefined ? [] : [['Authorization', token]] } });
}

const answered = {
  status: 401,
  message: 'Unauthorized',
  errorType: 'UnauthorizedException',
  responseType: 'UNAUTHORIZED',
};
const misconfigured = {
  status: 500,
  message: '',
  errorType: 'AuthorizerConfigurationException',
  responseType: 'AUTHORIZER_CONFIGURATION_ERROR',
};
const denied = (explicit: boolean): object => ({
  status: 403,
  responseType: 'ACCESS_DENIED',
  errorType: 'AccessDeniedException',
  layer: 'authorizer',
  message: `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`,
});

describe('what the function is asked', () => {
  test('a REQUEST authorizer gets all of the request but its body', async () => {
    const functions = returning(output('Allow', ALL));
    const one = exchange({
      request: {
        method: 'POST',
        path: '/orders/17',
        headers: [['Authorization', 'Bearer t1']],
        rawQuery: 'dry=1',
        body: Buffer.from('{"a":1}'),
      },
      route: route('POST /orders/{orderId}'),
      pathParameters: { orderId: '17' },
    });
    await new LambdaAuthorizers(functions, new HeldClock()).authorize(one, authorizer());
    expect(functions.arns).toEqual(['arn:aws:lambda:eu-west-3:210987654321:function:auth']);
    expect(Object.keys(functions.events[0]).sort()).toEqual(
      [
        'headers',
        'httpMethod',
        'methodArn',
        'multiValueHeaders',
        'multiValueQueryStringParameters',
        'path',
        'pathParameters',
        'queryStringParameters',
        'requestContext',
        'resource',
        'stageVariables',
        'type',
      ].sort(),
    );
    expect(functions.events[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: `${API_ARN}/prod/POST/orders/17`,
      resource: '/orders/{orderId}',
      path: '/orders/17',
      httpMethod: 'POST',
      headers: { Authorization: 'Bearer t1' },
      queryStringParameters: { dry: '1' },
      pathParameters: { orderId: '17' },
      stageVariables: { colour: 'teal' },
      requestContext: {
        resourcePath: '/orders/{orderId}',
        path: '/prod/orders/17',
        stage: 'prod',
        apiId: 'abc123defg',
      },
    });
  });

  test('empty maps are empty, not null', async () => {
    const functions = returning(output('Allow', ALL));
    await new LambdaAuthorizers(functions, new HeldClock()).authorize(exchange(), authorizer({ ttlSeconds: 0 }));
    expect(functions.events[0]).toMatchObject({ headers: {}, queryStringParameters: {}, pathParameters: {} });
  });

  test('a TOKEN authorizer gets the token and the method', async () => {
    const functions = returning(output('Allow', ALL));
    await new LambdaAuthorizers(functions, new HeldClock()).authorize(call(), authorizer({ kind: 'TOKEN' }));
    expect(functions.events).toEqual([
      { type: 'TOKEN', authorizationToken: 'Bearer t1', methodArn: `${API_ARN}/prod/GET/orders` },
    ]);
  });
});

describe('requests that the function is not asked about', () => {
  test.each<[string, Partial<LambdaAuthorizerModel>, string | undefined]>([
    ['no identity source', {}, undefined],
    ['an empty one', {}, ''],
    [
      'one of two',
      { identitySources: ['method.request.header.Authorization', 'method.request.header.X-Tenant'] },
      'Bearer t1',
    ],
    ['no token', { kind: 'TOKEN' }, undefined],
    ['no token, without a cache', { kind: 'TOKEN', ttlSeconds: 0 }, undefined],
    ['an empty token, without a cache', { kind: 'TOKEN', ttlSeconds: 0 }, ''],
    ['a token of another form', { kind: 'TOKEN', validationExpression: 'Bearer [a-z]+' }, 'Bearer t1'],
    ['a token that only begins well', { kind: 'TOKEN', validationExpression: 'Bearer t' }, 'Bearer t1'],
    ['a token with one alternative in it', { kind: 'TOKEN', validationExpression: 'x|Bearer|y' }, 'Bearer t1'],
  ])('%s is a 401', async (_what, overrides, token) => {
    const functions = returning(output('Allow', ALL));
    // A parameter's default would stand in for undefined.
    const one = token === undefined ? exchange() : call('/orders', token);
    const error = await failureOf(
      new LambdaAuthorizers(functions, new HeldClock()).authorize(one, authorizer(overrides)),
    );
    expect(error).toMatchObject(answered);
    expect(functions.events).toHaveLength(0);
    expect(one.context.authorizer).toMatchObject({ status: 401, error: 'Unauthorized' });
  });

  test('without a cache, a REQUEST authorizer is asked whatever is missing', async () => {
    const functions = returning(output('Deny', ALL));
    const work = new LambdaAuthorizers(functions, new HeldClock()).authorize(exchange(), authorizer({ ttlSeconds: 0 }));
    expect(await failureOf(work)).toMatchObject(denied(true));
    expect(functions.events).toHaveLength(1);
  });

  test('a token of the right form is asked about', async () => {
    const functions = returning(output('Allow', ALL));
    const model = authorizer({ kind: 'TOKEN', validationExpression: '^Bearer t\\d$' });
    await new LambdaAuthorizers(functions, new HeldClock()).authorize(call(), model);
    expect(functions.events).toHaveLength(1);
  });

  test.each<[string, Partial<LambdaAuthorizerModel>]>([
    ['a validation expression of Java', { kind: 'TOKEN', validationExpression: '(?i)bearer .*+' }],
    ['an unknown identity source', { identitySources: ['method.request.path.orderId'] }],
    ['a cache without identity', { identitySources: [] }],
    ['a TOKEN from a query', { kind: 'TOKEN', identitySources: ['method.request.querystring.t'] }],
    [
      'a TOKEN from two headers',
      {
        kind: 'TOKEN',
        identitySources: ['method.request.header.Authorization', 'method.request.header.B'],
      },
    ],
    ['an unknown function', { functionArn: 'unresolved(Function.Arn)' }],
    ['an unknown lifetime', { ttlSeconds: NaN }],
  ])('%s is refused', async (_what, overrides) => {
    const functions = returning(output('Allow', ALL));
    const work = new LambdaAuthorizers(functions, new HeldClock()).authorize(call(), authorizer(overrides));
    expect(await failureOf(work)).toBeInstanceOf(Refusal);
    expect(functions.events).toHaveLength(0);
  });
});

describe('what the function answers', () => {
  test('context, principal and key reach the request as text', async () => {
    const context = { tier: 'gold', limit: 7, beta: false, status: '999', error: 'made up', requestId: 'made up' };
    const functions = returning(output('Allow', ALL, { context, usageIdentifierKey: 'key-value-123' }));
    const one = call();
    const outcome = await new LambdaAuthorizers(functions, new HeldClock()).authorize(one, authorizer());
    expect(outcome).toMatchObject({ principalId: 'user-17', usageIdentifierKey: 'key-value-123' });
    expect(outcome.context).toEqual({
      ...context,
      limit: '7',
      beta: 'false',
      principalId: 'user-17',
      integrationLatency: 0,
    });
    expect(one.context.authorizer).toEqual({
      tier: 'gold',
      limit: '7',
      beta: 'false',
      principalId: 'user-17',
      status: 200,
      integrationStatus: 200,
      integrationLatency: 0,
      requestId: 'invocation-1',
      latency: 0,
    });
  });

  test('latency is what the clock says', async () => {
    const clock = new HeldClock();
    const functions = new FakeFunctions(() => {
      clock.advance(0.25);
      return { outcome: 'returned', payload: output('Allow', ALL) };
    });
    const one = call();
    await new LambdaAuthorizers(functions, clock).authorize(one, authorizer());
    expect(one.context.authorizer).toMatchObject({ latency: 250, integrationLatency: 250 });
  });

  test.each<[string, unknown, object]>([
    ['an explicit denial', output('Deny', ALL), denied(true)],
    ['a policy for another method', output('Allow', `${API_ARN}/prod/POST/orders`), denied(false)],
    ['a policy without statements', { principalId: 'u', policyDocument: { Statement: [] } }, denied(false)],
  ])('%s is a 403', async (_what, payload, expected) => {
    const one = call();
    const context = { reason: 'scope missing' };
    const functions = returning({ ...(payload as object), context });
    const error = await failureOf(new LambdaAuthorizers(functions, new HeldClock()).authorize(one, authorizer()));
    expect(error).toMatchObject(expected);
    expect(one.context.authorizer).toMatchObject({ ...context, status: 403, error: error.message });
    expect(one.authorizer).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', '{"principalId":"u"}'],
    ['a list', [output('Allow', '*')]],
    ['the answer of an HTTP API', { isAuthorized: true }],
    ['no principal', { ...output('Allow', '*'), principalId: undefined }],
    ['an empty principal', { ...output('Allow', '*'), principalId: '' }],
    ['a principal that is no text', { ...output('Allow', '*'), principalId: { id: 7 } }],
    ['no policy', { principalId: 'u' }],
    ['a policy as text', { principalId: 'u', policyDocument: '{"Statement":[]}' }],
    ['a policy without a statement', { principalId: 'u', policyDocument: {} }],
    ['an effect of another name', output('allow', '*')],
    ['a resource that is none', output('Allow', 7)],
    ['no resource', output('Allow', [])],
    ['a resource that is too long', output('Allow', `${ALL}${'x'.repeat(512)}`)],
    ['a nested context', output('Allow', '*', { context: { roles: ['admin'] } })],
    ['an object in the context', output('Allow', '*', { context: { user: { id: 1 } } })],
    ['null in the context', output('Allow', '*', { context: { user: null } })],
    ['a context that is no object', output('Allow', '*', { context: 'tier=gold' })],
    ['a key that is no text', output('Allow', '*', { usageIdentifierKey: 7 })],
  ])('%s is a 500, and is not kept', async (_what, payload) => {
    const functions = returning(payload);
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    expect(await failureOf(authorizers.authorize(call(), authorizer()))).toMatchObject(misconfigured);
    functions.answer = () => ({ outcome: 'returned', payload: output('Allow', ALL) });
    await expect(authorizers.authorize(call(), authorizer())).resolves.toMatchObject({ principalId: 'user-17' });
  });

  test.each<[string, Record<string, unknown>, object]>([
    ['exactly Unauthorized', { outcome: 'failed', errorType: 'Error', errorMessage: 'Unauthorized' }, answered],
    [
      'unauthorized in lower case',
      { outcome: 'failed', errorType: 'Error', errorMessage: 'unauthorized' },
      misconfigured,
    ],
    ['Unauthorized and more', { outcome: 'failed', errorType: 'Error', errorMessage: 'Unauthorized.' }, misconfigured],
    ['any other error', { outcome: 'failed', errorType: 'TypeError', errorMessage: 'x is undefined' }, misconfigured],
    ['a type of that name', { outcome: 'failed', errorType: 'Unauthorized', errorMessage: 'no' }, misconfigured],
    ['a timeout', { outcome: 'timeout' }, misconfigured],
  ])('%s fails, and is asked again', async (_what, answer, expected) => {
    const functions = new FakeFunctions(() => answer);
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    const one = call();
    expect(await failureOf(authorizers.authorize(one, authorizer()))).toMatchObject(expected);
    expect(await failureOf(authorizers.authorize(call(), authorizer()))).toMatchObject(expected);
    expect(functions.events).toHaveLength(2);
    expect(one.context.authorizer).toMatchObject({ requestId: 'invocation-1', integrationStatus: 200 });
  });

  test('a function that cannot be run is refused, one that cannot be reached fails', async () => {
    const unavailable = new FakeFunctions(() => ({ outcome: 'unavailable', why: 'its runtime is java21' }));
    const refusal = await failureOf(
      new LambdaAuthorizers(unavailable, new HeldClock()).authorize(call(), authorizer()),
    );
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal.message).toContain('java21');
    const broken = new FakeFunctions(() => {
      throw new Error('ECONNREFUSED');
    });
    expect(
      await failureOf(new LambdaAuthorizers(broken, new HeldClock()).authorize(call(), authorizer())),
    ).toMatchObject({
      status: 500,
      responseType: 'AUTHORIZER_FAILURE',
    });
  });
});

describe('the cache', () => {
  /** Lets the caller invoke exactly the method that it asks about first: the classic mistake. */
  const onlyThis = (): FakeFunctions =>
    new FakeFunctions(({ methodArn }) => ({ outcome: 'returned', payload: output('Allow', methodArn) }));

  /** Lets everyone read, and denies everything else by name. */
  const readOnly = (): FakeFunctions =>
    new FakeFunctions(({ httpMethod, methodArn }) => ({
      outcome: 'returned',
      payload: output(httpMethod === 'GET' ? 'Allow' : 'Deny', methodArn),
    }));

  const BY_ROUTE = ['method.request.header.Authorization', 'context.httpMethod', 'context.resourcePath'];

  test('asks once for one identity, until the time is over', async () => {
    const clock = new HeldClock();
    const functions = returning(
      output('Allow', ALL, { usageIdentifierKey: 'key-value-123', context: { tier: 'gold' } }),
    );
    const authorizers = new LambdaAuthorizers(functions, clock);
    await authorizers.authorize(call(), authorizer());
    clock.advance(299.999);
    const one = call('/invoices');
    const outcome = await authorizers.authorize(one, authorizer());
    expect(functions.events).toHaveLength(1);
    expect(outcome).toMatchObject({ usageIdentifierKey: 'key-value-123', context: { tier: 'gold' } });
    expect(one.context.authorizer).toMatchObject({ integrationLatency: 0, requestId: undefined, status: 200 });
    clock.advance(0.001);
    await authorizers.authorize(call(), authorizer());
    expect(functions.events).toHaveLength(2);
  });

  test('is off with a lifetime of 0', async () => {
    const functions = returning(output('Allow', ALL));
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    for (const kind of ['REQUEST', 'TOKEN'] as const) {
      await authorizers.authorize(call(), authorizer({ kind, ttlSeconds: 0 }));
      await authorizers.authorize(call(), authorizer({ kind, ttlSeconds: 0 }));
    }
    expect(functions.events).toHaveLength(4);
  });

  test('a policy that names the first method only shuts the caller out of the second', async () => {
    const functions = onlyThis();
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    await authorizers.authorize(call('/orders'), authorizer());
    expect(await failureOf(authorizers.authorize(call('/invoices'), authorizer()))).toMatchObject(denied(false));
    await authorizers.authorize(call('/orders'), authorizer());
    expect(functions.events).toHaveLength(1);
  });

  test('with the route in the identity, every route is asked about by itself', async () => {
    const functions = onlyThis();
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    const model = authorizer({ identitySources: BY_ROUTE });
    for (const path of ['/orders', '/invoices', '/orders']) await authorizers.authorize(call(path), model);
    expect(functions.events.map(({ path }) => path)).toEqual(['/orders', '/invoices']);
  });

  test.each([
    ['without the route in the identity', ['method.request.header.Authorization'], false],
    ['with it', BY_ROUTE, true],
  ])('an allowed read never allows a write, %s', async (_what, identitySources, explicit) => {
    const authorizers = new LambdaAuthorizers(readOnly(), new HeldClock());
    const model = authorizer({ identitySources });
    await authorizers.authorize(call('/orders'), model);
    const write = authorizers.authorize(call('/orders', 'Bearer t1', 'DELETE'), model);
    expect(await failureOf(write)).toMatchObject(denied(explicit));
  });

  test('a denied write does not deny the read if the route is in the identity, and hides it if not', async () => {
    const withRoute = new LambdaAuthorizers(readOnly(), new HeldClock());
    const byRoute = authorizer({ identitySources: BY_ROUTE });
    expect(await failureOf(withRoute.authorize(call('/orders', 'Bearer t1', 'DELETE'), byRoute))).toMatchObject(
      denied(true),
    );
    await expect(withRoute.authorize(call('/orders'), byRoute)).resolves.toBeDefined();

    const without = new LambdaAuthorizers(readOnly(), new HeldClock());
    expect(await failureOf(without.authorize(call('/orders', 'Bearer t1', 'DELETE'), authorizer()))).toMatchObject(
      denied(true),
    );
    // The Deny is about DELETE only, and nothing allows GET.
    expect(await failureOf(without.authorize(call('/orders'), authorizer()))).toMatchObject(denied(false));
  });

  test('conditions of a cached policy are asked again for every caller', async () => {
    const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: ALL };
    const Condition = { IpAddress: { 'aws:SourceIp': '198.51.100.7' } };
    const policyDocument = { Statement: [{ ...statement, Condition }] };
    const functions = returning({ principalId: 'u', policyDocument });
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    await authorizers.authorize(call(), authorizer());
    const elsewhere = exchange({ request: { headers: [['Authorization', 'Bearer t1']], sourceIp: '203.0.113.4' } });
    expect(await failureOf(authorizers.authorize(elsewhere, authorizer()))).toMatchObject(denied(false));
    expect(functions.events).toHaveLength(1);
  });

  test.each<[string, [string, string][], [string, string][]]>([
    [
      'values that run together',
      [
        ['A', 'x'],
        ['B', 'yz'],
      ],
      [
        ['A', 'xy'],
        ['B', 'z'],
      ],
    ],
    [
      'values with a separator in them',
      [
        ['A', 'x,y'],
        ['B', 'z'],
      ],
      [
        ['A', 'x'],
        ['B', 'y,z'],
      ],
    ],
    [
      'values with quotes in them',
      [
        ['A', 'x","y'],
        ['B', 'z'],
      ],
      [
        ['A', 'x'],
        ['B', 'y","z'],
      ],
    ],
    [
      'values that change places',
      [
        ['A', 'x'],
        ['B', 'y'],
      ],
      [
        ['A', 'y'],
        ['B', 'x'],
      ],
    ],
    [
      'one value and two',
      [
        ['A', 'x'],
        ['B', 'y'],
      ],
      [
        ['A', 'w'],
        ['A', 'x'],
        ['B', 'y'],
      ],
    ],
  ])('%s are different identities', async (_what, first, second) => {
    const functions = returning(output('Allow', ALL));
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    const model = authorizer({ identitySources: ['method.request.header.A', 'method.request.header.B'] });
    for (const headers of [first, second, first, second]) {
      await authorizers.authorize(exchange({ request: { headers } }), model);
    }
    expect(functions.events).toHaveLength(2);
  });

  test('two authorizers do not share their answers', async () => {
    const functions = returning(output('Allow', ALL));
    const authorizers = new LambdaAuthorizers(functions, new HeldClock());
    await authorizers.authorize(call(), authorizer({ id: 'One' }));
    await authorizers.authorize(call(), authorizer({ id: 'Two' }));
    expect(functions.events).toHaveLength(2);
  });

  test('keeps no more than its limit: the oldest make room', async () => {
    const clock = new HeldClock();
    const functions = returning(output('Allow', ALL));
    const authorizers = new LambdaAuthorizers(functions, clock, new AuthorizerCache(clock, 2));
    for (const token of ['a', 'b', 'c']) await authorizers.authorize(call('/orders', token), authorizer());
    await authorizers.authorize(call('/orders', 'c'), authorizer());
    await authorizers.authorize(call('/orders', 'b'), authorizer());
    expect(functions.events).toHaveLength(3);
    await authorizers.authorize(call('/orders', 'a'), authorizer());
    expect(functions.events).toHaveLength(4);
  });
});
