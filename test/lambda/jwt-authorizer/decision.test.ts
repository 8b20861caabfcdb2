import type { AccessRule, ClaimName, RouteRule } from '../../../lib/private/authorizer-contract';
import { decide } from '../../../lambda/jwt-authorizer/decision';
import { readRequest } from '../../../lambda/jwt-authorizer/request';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { event, OIDC, trusted } from './fixtures';

const [issuer] = trusted(OIDC);
const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/';
const ANYONE: AccessRule = { type: 'authenticated' };
const WRITERS: AccessRule = { type: 'anyScope', scopes: ['orders/write'] };

interface Case {
  readonly route?: string;
  readonly rule?: RouteRule;
  readonly path?: string;
  readonly claims?: Record<string, unknown>;
  readonly clientId?: string;
  readonly contextClaims?: readonly ClaimName[];
}

/** Decides a request for `route` whose concrete path is `path`. */
function decideFor({ route = 'GET /orders/{orderId}', rule, path = 'orders/42', claims = {}, ...rest }: Case) {
  const [method, resource] = route.split(' ');
  const request = readRequest(
    event('t', {
      methodArn: `${STAGE}${method}/${path}`,
      httpMethod: method,
      resource,
      requestContext: { httpMethod: method, resourcePath: resource },
    }),
  );
  const token = { issuer, claims: { sub: 'user-7', ...claims }, clientId: rest.clientId } as unknown as VerifiedToken;
  const routes = new Map(rule ? [[route, rule]] : []);
  const { reason, result } = decide(
    request,
    { token, binding: {} },
    { routes, contextClaims: rest.contextClaims ?? [], clockToleranceSeconds: 0 },
    0,
  );
  const [statement, ...others] = result.policyDocument.Statement;
  expect(others).toEqual([]);
  return { ...result, reason, statement };
}

describe('an allowed request', () => {
  test('gets a policy for its whole route', () => {
    const { reason, statement, policyDocument } = decideFor({ rule: { access: ANYONE, decision: 'route' } });

    expect(reason).toBeUndefined();
    expect(policyDocument.Version).toBe('2012-10-17');
    expect(statement).toEqual({ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${STAGE}GET/orders/*` });
  });

  test.each([
    ['GET /', '', 'GET/'],
    ['DELETE /orders', 'orders', 'DELETE/orders'],
    ['PUT /a/{b}/c/{d}/e', 'a/1/c/2/e', 'PUT/a/*/c/*/e'],
    ['GET /files/{path+}', 'files/x/y', 'GET/files/*'],
    ['GET /a/{b-c.d:e}', 'a/1', 'GET/a/*'],
  ])('of %s names that route only', (route, path, resource) => {
    expect(decideFor({ route, path, rule: { access: ANYONE, decision: 'route' } }).statement).toEqual({
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
      Resource: `${STAGE}${resource}`,
    });
  });

  test('gets a policy for its exact path where the route says so', () => {
    expect(decideFor({ rule: { access: ANYONE, decision: 'path' } }).statement).toEqual({
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
      Resource: `${STAGE}GET/orders/42`,
    });
  });
});

describe('a refused request', () => {
  test('gets an explicit denial, with the reason', () => {
    const { reason, statement, context, principalId } = decideFor({ rule: { access: WRITERS, decision: 'route' } });

    expect(reason).toBe('scope_missing');
    expect(statement).toEqual({ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${STAGE}*` });
    expect(context).toEqual({
      reason: 'scope_missing',
      challenge: 'Bearer error="insufficient_scope", scope="orders/write"',
    });
    expect(principalId).toBe('user-7');
  });

  // A denial of `GET/orders/42` alone would say nothing about `GET/orders/42/`, and then a resource policy decides.
  test.each(['route', 'path', 'request'] as const)('is denied whatever the spelling of its path: %s', (decision) => {
    expect(decideFor({ rule: { access: WRITERS, decision } }).statement).toMatchObject({
      Effect: 'Deny',
      Resource: `${STAGE}*`,
    });
  });

  test('of an unknown route is denied', () => {
    const { reason, statement } = decideFor({});

    expect(reason).toBe('route_unknown');
    expect(statement).toMatchObject({ Effect: 'Deny', Resource: `${STAGE}*` });
  });

  test('whose event contradicts itself is denied', () => {
    const request = readRequest(event('t', { httpMethod: 'DELETE' }));
    const token = { issuer, claims: {} } as unknown as VerifiedToken;
    const routes = new Map<string, RouteRule>([
      ['GET /orders/{orderId}', { access: ANYONE, decision: 'route' }],
      ['DELETE /orders/{orderId}', { access: ANYONE, decision: 'route' }],
    ]);

    expect(
      decide(request, { token, binding: {} }, { routes, contextClaims: [], clockToleranceSeconds: 0 }, 0).reason,
    ).toBe('route_unknown');
  });
});

describe('the time of the sign-in', () => {
  const request = readRequest(event('t'));
  const rule = { access: { type: 'authenticationAge', maxSeconds: 60 }, decision: 'route' } as const;
  const reasonAt = (authTime: number, tolerances: object): string | undefined => {
    const token = { issuer, claims: { auth_time: authTime } } as unknown as VerifiedToken;
    const routes = new Map<string, RouteRule>([['GET /orders/{orderId}', rule]]);
    const policy = { routes, contextClaims: [], clockToleranceSeconds: 0, ...tolerances };
    return decide(request, { token, binding: {} }, policy, 1_000_000).reason;
  };

  test.each<[number, object, string | undefined]>([
    [1_000, {}, undefined],
    [1_001, {}, 'claim_mismatch'],
    [1_010, { notBeforeToleranceSeconds: 10 }, undefined],
    [1_011, { notBeforeToleranceSeconds: 10 }, 'claim_mismatch'],
    [940, { notBeforeToleranceSeconds: 10 }, undefined],
    [939, { notBeforeToleranceSeconds: 10 }, 'claim_mismatch'],
    [1_007, { clockToleranceSeconds: 7 }, undefined],
    [1_001, { clockToleranceSeconds: 7, notBeforeToleranceSeconds: 0 }, 'claim_mismatch'],
  ])('%d s with %j: %p', (authTime, tolerances, reason) => {
    expect(reasonAt(authTime, tolerances)).toBe(reason);
  });
});

describe('a path that a policy cannot name exactly', () => {
  const rule: RouteRule = { access: ANYONE, decision: 'path' };

  test.each(['*', 'orders/*', 'orders/4?', 'orders/${aws:username}', 'orders/${*}', `orders/${'4'.repeat(512)}`])(
    '%s is denied for the whole stage',
    (path) => {
      const { reason, statement } = decideFor({ rule, path });

      expect(reason).toBe('route_unknown');
      expect(statement).toEqual({ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${STAGE}*` });
    },
  );

  test('of 512 characters is allowed, of 513 denied', () => {
    const room = 512 - `${STAGE}GET/`.length;

    expect(decideFor({ rule, path: 'x'.repeat(room) }).reason).toBeUndefined();
    expect(decideFor({ rule, path: 'x'.repeat(room + 1) }).reason).toBe('route_unknown');
  });

  test('does not matter to a decision about the whole route', () => {
    const route: RouteRule = { access: ANYONE, decision: 'route' };

    expect(decideFor({ rule: route, path: `orders/*${'4'.repeat(600)}` }).statement).toMatchObject({
      Effect: 'Allow',
      Resource: `${STAGE}GET/orders/*`,
    });
  });
});

describe('the principal', () => {
  test.each<[string, Case, string]>([
    ['is the subject', { claims: { sub: 'user-8' }, clientId: 'spa' }, 'user-8'],
    ['else the client', { claims: { sub: undefined }, clientId: 'spa' }, 'spa'],
    ['else the client, for an empty subject', { claims: { sub: '' }, clientId: 'spa' }, 'spa'],
    ['else unknown', { claims: { sub: undefined } }, 'unknown'],
    ['is never a client with control characters', { claims: { sub: undefined }, clientId: 'a\nb' }, 'unknown'],
  ])('%s', (_, input, principalId) => {
    expect(decideFor({ ...input, rule: { access: ANYONE, decision: 'route' } }).principalId).toBe(principalId);
  });
});

describe('the context', () => {
  const contextOf = (claims: Record<string, unknown>, contextClaims: ClaimName[] = [], clientId?: string) =>
    decideFor({ claims, contextClaims, clientId, rule: { access: ANYONE, decision: 'route' } }).context;

  test('holds subject, issuer, client and scope', () => {
    expect(contextOf({ scope: ['a', 'b'] }, [], 'spa')).toEqual({
      sub: 'user-7',
      iss: 'https://login.acme.example/',
      clientId: 'spa',
      scope: 'a b',
    });
  });

  test('holds no other claim', () => {
    expect(contextOf({ email: 'x@acme.example', scp: 'a' })).toEqual({
      sub: 'user-7',
      iss: 'https://login.acme.example/',
      scope: 'a',
    });
  });

  test.each(['sub', 'iss', 'clientId', 'scope', 'principalId'])('is not overwritten by a claim named %s', (name) => {
    const context = contextOf({ [name]: 'forged', sub: 'user-7', scope: 'a' }, [name], 'spa');

    expect(context).toEqual({ sub: 'user-7', iss: 'https://login.acme.example/', clientId: 'spa', scope: 'a' });
  });

  test.each(['__proto__', 'constructor', 'toString'])('does not take %s from the prototype', (name) => {
    expect(Object.keys(contextOf({}, [name]) ?? {})).toEqual(['sub', 'iss']);
  });
});
