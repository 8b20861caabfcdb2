import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, JwtAuthorizerFunction, RouteTarget, SecureApiGateway, TokenIssuer } from '../../../lib';
import { newGateway, newStack, synthesizedRules } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const target = RouteTarget.mock({ statusCode: 200 });

describe('the rules beside the handler', () => {
  test('are those of all routes, in one order whatever the order of the code', () => {
    const rules = [
      ['POST /orders', Access.allScopes('orders/write', 'orders/audit')],
      ['GET /orders/{orderId}', Access.claimEqualsPathParameter('order', 'orderId')],
      ['GET /', Access.authenticated()],
    ] as const;
    const synthesize = (order: readonly (typeof rules)[number][]): unknown => {
      const stack = newStack();
      const authorizer = new JwtAuthorizerFunction(stack, 'Authorizer', { issuers });
      for (const [key, access] of order) authorizer.addRule(key, access);
      return synthesizedRules(stack)[0];
    };
    const expected = {
      version: 1,
      routes: {
        'GET /': { access: { type: 'authenticated' }, decision: 'path' },
        'GET /orders/{orderId}': {
          access: { type: 'claimEqualsPathParameter', claim: 'order', parameter: 'orderId' },
          decision: 'path',
        },
        'POST /orders': {
          access: { type: 'allScopes', scopes: ['orders/write', 'orders/audit'] },
          decision: 'path',
        },
      },
    };
    expect(synthesize(rules)).toEqual(expected);
    expect(JSON.stringify(synthesize([...rules].reverse()))).toBe(JSON.stringify(expected));
  });

  test('hold a rule that looks at the path inside of another as a decision of its path', () => {
    const stack = newStack();
    const authorizer = new JwtAuthorizerFunction(stack, 'Authorizer', { issuers });
    const tenant = Access.claimEqualsPathParameter('tenant_id', 'tenantId');
    authorizer.addRule('GET /{tenantId}', Access.anyOf(Access.inGroup('ops'), Access.allOf(Access.scope('s'), tenant)));
    expect(synthesizedRules(stack)[0].routes['GET /{tenantId}'].decision).toBe('path');
  });

  test('hold the routes of a gateway without its public ones', () => {
    const stack = newStack();
    const api = newGateway(stack, { authorizer: ApiAuthorizer.jwt({ issuers }) });
    api.addRoute('GET /orders', target, { access: Access.scope('orders/read') });
    api.addPublicRoute('GET /health', target, { reason: 'probe' });
    api.addRoute('DELETE /orders/{orderId}', target, { access: Access.inGroup('admins') });
    expect(synthesizedRules(stack)).toEqual([
      {
        version: 1,
        routes: {
          'DELETE /orders/{orderId}': { access: { type: 'group', group: 'admins' }, decision: 'route' },
          'GET /orders': { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' },
        },
      },
    ]);
  });

  test('change the code of the function, and the same rules do not', () => {
    const keyOf = (access: Access): unknown => {
      const stack = newStack();
      new JwtAuthorizerFunction(stack, 'Authorizer', { issuers }).addRule('GET /orders', access);
      return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))[0].Properties.Code;
    };
    expect(keyOf(Access.scope('a'))).toEqual(keyOf(Access.scope('a')));
    expect(keyOf(Access.scope('a'))).not.toEqual(keyOf(Access.scope('b')));
  });
});

describe('a rule is refused when', () => {
  test('its route has one already', () => {
    const authorizer = new JwtAuthorizerFunction(newStack(), 'Authorizer', { issuers });
    authorizer.addRule('GET /orders', Access.scope('a'));
    expect(() => authorizer.addRule('GET /orders', Access.authenticated())).toThrow(
      "route 'GET /orders' has a rule already; give each route one rule; combine several with Access.allOf() or " +
        'Access.anyOf() (at S/Authorizer) [RouteDuplicate]',
    );
  });

  test.each([
    ['GET /{tenantId}/orders/{orderId}', "it must name one of the path's: tenantId, orderId"],
    ['GET /orders', "it must name one of the path's: it has none"],
  ])('it names a parameter that %s does not have', (routeKey, rule) => {
    const authorizer = new JwtAuthorizerFunction(newStack(), 'Authorizer', { issuers });
    const access = Access.allOf(Access.authenticated(), Access.claimEqualsPathParameter('tenant_id', 'tenant'));
    expect(() => authorizer.addRule(routeKey, access)).toThrow(
      `the access rule of '${routeKey}' names the path parameter 'tenant'; ${rule} (at S/Authorizer) [AccessPathParameterUnknown]`,
    );
  });

  test('its route key is none', () => {
    const authorizer = new JwtAuthorizerFunction(newStack(), 'Authorizer', { issuers });
    expect(() => authorizer.addRule('ANY /orders', Access.authenticated())).toThrow(
      'route key is "ANY /orders"; the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE; name each method that ' +
        "you serve instead of ANY, and let 'cors' answer OPTIONS (at S/Authorizer) [RouteMethodNotAllowed]",
    );
  });

  test("something has resolved the function's code", () => {
    const stack = newStack();
    const authorizer = new JwtAuthorizerFunction(stack, 'Authorizer', { issuers });
    const cfnFunction = authorizer.function.node.defaultChild as unknown as { code: unknown };
    stack.resolve(cfnFunction.code);
    expect(() => authorizer.addRule('GET /late', Access.authenticated())).toThrow(
      "route 'GET /late' came after the rules had been written; add every route before something resolves the template " +
        '(at S/Authorizer) [AuthorizerRulesSealed]',
    );
  });

  test('the template has been synthesized', () => {
    const stack = newStack();
    const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) });
    api.addRoute('GET /early', target, { access: Access.authenticated() });
    Template.fromStack(stack);
    expect(() => api.addRoute('GET /late', target, { access: Access.authenticated() })).toThrow(
      "route 'GET /late' came after the rules had been written; add every route before something resolves the template " +
        '(at S/Api/Authorizer/Function) [AuthorizerRulesSealed]',
    );
  });
});
