import { CfnParameter } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import {
  Access,
  ApiAuthorizer,
  JwtAuthorizerFunction,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenUse,
} from '../../../lib';
import { importedClient, importedPool, newStack, synthesizedRules } from '../../support/synth';
import { warningsOf } from './wiring/hand-wired';

type Issuers = 'id' | 'access' | 'id and id' | 'id and access' | 'id and oidc' | 'oidc' | 'late';

function issuersOf(stack: ReturnType<typeof newStack>, kind: Issuers): TokenIssuer[] {
  const pool = (name: string, tokenUse: TokenUse, clients = [importedClient(stack, name)]): TokenIssuer =>
    TokenIssuer.userPool(importedPool(stack, `Pool${name}`), { clients, tokenUse });
  const oidc = TokenIssuer.oidc('https://login.example.com/', { audiences: ['orders'] });
  switch (kind) {
    case 'id':
      return [pool('web', TokenUse.ID)];
    case 'access':
      return [pool('web', TokenUse.ACCESS)];
    case 'id and id':
      return [pool('web', TokenUse.ID), pool('app', TokenUse.ID)];
    case 'id and access':
      return [pool('web', TokenUse.ID), pool('app', TokenUse.ACCESS)];
    case 'id and oidc':
      return [pool('web', TokenUse.ID), oidc];
    case 'oidc':
      return [oidc];
    case 'late': {
      const id = new CfnParameter(stack, 'Client').valueAsString;
      return [pool('web', TokenUse.ACCESS, [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Late', id)])];
    }
  }
}

function add(kind: Issuers, access: Access, stack = newStack()): JwtAuthorizerFunction {
  const authorizer = new JwtAuthorizerFunction(stack, 'Jwt', { issuers: issuersOf(stack, kind) });
  authorizer.addRule('GET /orders/{id}', access);
  return authorizer;
}

const scope = Access.scope('orders/read');
const group = Access.inGroup('staff');

describe('scopes where only ID tokens are accepted', () => {
  test('stop the synthesis', () => {
    expect(() => add('id', scope)).toThrow(
      "route 'GET /orders/{id}' asks for scope orders/read, and no token of the issuers can have that; ID tokens hold no scopes: " +
        'accept access tokens by TokenUse.ACCESS, or ask for groups or claims (at S/Jwt) [AccessUnsatisfiable]',
    );
  });

  test.each<[Issuers, Access]>([
    ['id', Access.anyScope('a', 'b')],
    ['id', Access.allScopes('a', 'b')],
    ['id', Access.allOf(group, scope)],
    ['id', Access.anyOf(scope, Access.scope('other'))],
    ['id', Access.anyOf(scope, Access.allOf(group, Access.anyOf(Access.scope('b'))))],
    ['id', Access.allOf(group, Access.anyOf(scope, Access.allScopes('c')))],
    ['id and id', scope],
    ['id and id', Access.allOf(Access.authenticated(), scope)],
  ])('of %s do so in %s', (kind, access) => {
    expect(() => add(kind, access)).toThrow('[AccessUnsatisfiable]');
  });

  test('leave no rule behind', () => {
    const stack = newStack();
    const authorizer = add('id', group, stack);
    expect(() => authorizer.addRule('GET /b', scope)).toThrow('[AccessUnsatisfiable]');
    expect(Object.keys(synthesizedRules(stack)[0].routes)).toEqual(['GET /orders/{id}']);
  });

  test('stop the route of a gateway and the method of an attached authorizer', () => {
    const stack = newStack();
    const authorizer = ApiAuthorizer.jwt({ issuers: issuersOf(stack, 'id') });
    const api = new SecureApiGateway(stack, 'Api', { authorizer });
    expect(() => api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: scope })).toThrow(
      /\(at S\/Api\/Authorizer\/Function\) \[AccessUnsatisfiable\]/,
    );
    expect(api.routes).toEqual([]);
  });
});

test.each<[Issuers, Access]>([
  ['id', group],
  ['id', Access.authenticated()],
  ['id', Access.claim('email', 'a@example.com')],
  ['id', Access.claim('aud', 'client-web')],
  ['id', Access.claim('token_use', 'id')],
  ['id', Access.allOf(group, Access.claimEqualsPathParameter('custom:order', 'id'))],
  ['id', Access.authenticationMethods('mfa', 'pwd')],
  ['id', Access.claim('scope', 'written by a trigger')],
  ['access', scope],
  ['access', Access.claim('client_id', 'client-web')],
  ['access', Access.claimOneOf('client_id', 'client-other', 'client-web')],
  ['late', Access.claim('client_id', 'anything')],
  ['id and access', scope],
  ['id and access', Access.claim('client_id', 'client-app')],
  ['id and oidc', Access.allOf(scope, group)],
  ['oidc', Access.allOf(scope, Access.claim('client_id', 'x'), Access.claim('token_use', 'x'))],
  ['oidc', Access.claim('iss', 'https://login.example.com/')],
  ['oidc', Access.allOf(Access.claimOneOf('plan', 'a', 'b'), Access.claimOneOf('plan', 'b', 'c'))],
  ['oidc', Access.allOf(Access.claimContains('roles', 'a'), Access.claimContains('roles', 'b'))],
])('tokens of %s can satisfy %s', (kind, access) => {
  const stack = newStack();
  expect(() => add(kind, access, stack)).not.toThrow();
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[Issuers, Access]>([
  ['oidc', Access.allOf(Access.claim('plan', 'a'), Access.claim('plan', 'b'))],
  ['oidc', Access.allOf(Access.claimOneOf('plan', 'a', 'b'), Access.claimOneOf('plan', 'c', 'd'))],
  ['oidc', Access.allOf(Access.claim('plan', 'a'), Access.claimContains('plan', 'a'))],
  ['oidc', Access.allOf(Access.claimContains('t', 'a'), Access.claimEqualsPathParameter('t', 'id'))],
  ['oidc', Access.allOf(Access.claim('plan', 'a'), Access.anyOf(Access.claim('plan', 'b'), Access.claim('plan', 'c')))],
  ['oidc', Access.claim('iss', 'https://login.example.com')],
  ['id', Access.claim('token_use', 'access')],
  ['id', Access.claim('client_id', 'client-web')],
  ['id', Access.claimEqualsPathParameter('client_id', 'id')],
  ['id', Access.claimContains('client_id', 'client-web')],
  ['id', Access.claim('aud', 'client-other')],
  ['access', Access.claim('token_use', 'id')],
  ['access', Access.claim('client_id', 'client-other')],
  ['access', Access.claimContains('client_id', 'client-web')],
  // Each half of it some token has, but no one token has both.
  ['id and access', Access.allOf(scope, Access.claim('aud', 'client-web'), Access.claim('token_use', 'id'))],
])('no token of %s can satisfy %s', (kind, access) => {
  expect(() => add(kind, access)).toThrow(
    `route 'GET /orders/{id}' asks for ${access.toString()}, and no token of the issuers can have that; `,
  );
});

describe('a part that nobody can satisfy', () => {
  test.each<[Access, string[]]>([
    [Access.anyOf(scope, group), ['{"type":"anyScope","scopes":["orders/read"]}']],
    [
      Access.anyOf(group, Access.allOf(group, Access.allScopes('a', 'b'))),
      ['{"type":"allOf","rules":[{"type":"group","group":"staff"},{"type":"allScopes","scopes":["a","b"]}]}'],
    ],
    [
      Access.allOf(group, Access.anyOf(Access.claim('email', 'e'), scope)),
      ['{"type":"anyScope","scopes":["orders/read"]}'],
    ],
    [Access.anyOf(group, Access.authenticated()), []],
  ])('of %s is warned of while others can be satisfied', (access, parts) => {
    const stack = newStack();
    add('id', access, stack);
    expect(warningsOf(stack)).toEqual(
      parts.map(
        (part) =>
          `route 'GET /orders/{id}' asks for ${access.toString()}, and no token of the issuers can have ${part} [ack: cdk-secure-api-gateway:accessPartUnsatisfiable]`,
      ),
    );
  });
});

test('a rule with more ways than are looked at is taken for possible', () => {
  const wide = Array.from({ length: 10 }, (_, index) =>
    Access.anyOf(Access.claim(`c${index}`, 'a'), Access.claim(`c${index}`, 'b')),
  );
  expect(() => add('oidc', Access.allOf(...wide))).not.toThrow();
});
