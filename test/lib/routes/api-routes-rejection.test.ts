import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  type PublicRouteOptions,
  RequestBody,
  type RouteOptions,
  RouteTarget,
  type SecureApiGateway,
  TokenIssuer,
} from '../../../lib';
import { newFunction, newGateway, newStack, synthesizedRules } from '../../support/synth';

const access = Access.scope('orders/read');
const order = RequestBody.json({ type: 'object', properties: { sku: { type: 'string' } } });
const largest = { type: 'string', enum: ['x'.repeat(200 * 1_024)] };

interface World {
  readonly stack: Stack;
  readonly api: SecureApiGateway;
  readonly target: RouteTarget;
}

/** A gateway with a route, so that a rejected one could do harm to it. */
function newWorld(): World {
  const stack = newStack();
  const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
  const api = newGateway(stack, {
    authorizer: ApiAuthorizer.jwt({ issuers }),
    cors: { allowOrigins: ['https://app.acme.com'] },
  });
  api.addRoute('GET /orders/{orderId}', RouteTarget.lambda(newFunction(stack, 'Get')), { access });
  return { stack, api, target: RouteTarget.lambda(newFunction(stack, 'Handler')) };
}

const untouched = newWorld();
const untouchedTemplate = Template.fromStack(untouched.stack).toJSON();
const untouchedRules = synthesizedRules(untouched.stack);

/** What is wrong, the route key, the wrong options, the code, and right options. */
type Case = [string, string, Partial<RouteOptions & PublicRouteOptions>, string, Partial<RouteOptions>];

const wrong: Case[] = [
  [
    'an unknown path parameter',
    'GET /a/{b}',
    { access: Access.claimEqualsPathParameter('t', 'c') },
    'AccessPathParameterUnknown',
    {},
  ],
  ['a query parameter that is none', 'GET /a', { requiredQueryParameters: ['a b'] }, 'ParameterNameInvalid', {}],
  ['a header that is none', 'GET /a', { requiredHeaders: ['a b'] }, 'HeaderNameInvalid', {}],
  [
    'a header that is none, with a rule over the path',
    'GET /a/{b}',
    { requiredHeaders: ['a b'], access: Access.claimEqualsPathParameter('t', 'b') },
    'HeaderNameInvalid',
    {},
  ],
  ['no body', 'POST /a', {}, 'BodyMissing', { body: order }],
  ['a body on GET', 'GET /a', { body: order }, 'BodyNotAllowed', {}],
  ['a wrong schema', 'POST /a', { body: RequestBody.json({ type: 'strin' }) }, 'SchemaInvalid', { body: order }],
  [
    'a schema that cannot be enforced',
    'PUT /a',
    { body: RequestBody.json({ if: {}, contentEncoding: 'base64', unevaluatedItems: false }) },
    'SchemaKeywordUnsupported',
    { body: order },
  ],
  [
    'a reference to nowhere',
    'PUT /a',
    { body: RequestBody.json({ $ref: '#/definitions/none' }) },
    'SchemaReferenceUnresolved',
    { body: order },
  ],
  [
    'models over the quota',
    'PUT /a',
    { body: RequestBody.json({ ...largest, description: 'y'.repeat(210 * 1_024) }) },
    'ModelsTooLarge',
    { body: RequestBody.json(largest) },
  ],
  [
    'a throttle over the account',
    'GET /a',
    { throttle: { rateLimit: 10_001, burstLimit: 1 } },
    'ThrottleOutOfRange',
    {},
  ],
  ['a catch-all without reason', 'GET /a/{b+}', {}, 'RouteCatchAllReasonMissing', { catchAllReason: 'files' }],
];

describe.each(wrong)('a route that was rejected for %s', (_what, routeKey, options, code, right) => {
  test('leaves the template and the rules as they were', () => {
    const { stack, api, target } = newWorld();
    expect(() => api.addRoute(routeKey, target, { access, ...options })).toThrow(`[${code}]`);
    expect(Template.fromStack(stack).toJSON()).toEqual(untouchedTemplate);
    expect(synthesizedRules(stack)).toEqual(untouchedRules);
    expect(api.routes.map((route) => route.path)).toEqual(['/orders/{orderId}']);
  });

  test('can be added right after, and is the same as if added at once', () => {
    const { stack, api, target } = newWorld();
    expect(() => api.addRoute(routeKey, target, { access, ...options })).toThrow(`[${code}]`);
    api.addRoute(routeKey, target, { access, ...right });
    const atOnce = newWorld();
    atOnce.api.addRoute(routeKey, atOnce.target, { access, ...right });
    expect(Template.fromStack(stack).toJSON()).toEqual(Template.fromStack(atOnce.stack).toJSON());
    expect(synthesizedRules(stack)).toEqual(synthesizedRules(atOnce.stack));
  });
});

describe('a rejected route leaves the template as it was when', () => {
  test.each<[string, (world: World) => void, string]>([
    ['its key is wrong', ({ api, target }) => api.addRoute('GET /a/', target, { access }), 'RoutePathInvalid'],
    ['it is there', ({ api, target }) => api.addRoute('GET /orders/{orderId}', target, { access }), 'RouteDuplicate'],
    [
      'its parameter has another name',
      ({ api, target }) => api.addRoute('GET /orders/{id}/lines', target, { access }),
      'RouteVariableConflict',
    ],
    [
      'it is public without a reason',
      ({ api, target }) => api.addPublicRoute('GET /health', target, { reason: ' ' }),
      'ReasonMissing',
    ],
  ])('%s', (_what, add, code) => {
    const world = newWorld();
    expect(() => add(world)).toThrow(`[${code}]`);
    expect(Template.fromStack(world.stack).toJSON()).toEqual(untouchedTemplate);
    expect(synthesizedRules(world.stack)).toEqual(untouchedRules);
  });

  test('the authorizer cannot enforce its access', () => {
    const [rejected, plain] = [newStack(), newStack()];
    const target = RouteTarget.mock({ statusCode: 200 });
    const api = newGateway(rejected);
    for (const gateway of [api, newGateway(plain)]) {
      gateway.addRoute('GET /b', target, { access: Access.authenticated() });
    }
    expect(() => api.addRoute('GET /a', target, { access })).toThrow('[AccessNotEnforceable]');
    expect(Template.fromStack(rejected).toJSON()).toEqual(Template.fromStack(plain).toJSON());
  });
});
