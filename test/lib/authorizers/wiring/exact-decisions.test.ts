import { NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { synthesizedRules } from '../../../support/synth';
import { handWired, type HandWired, l1, SAFE, uriOf, warningsOf } from './hand-wired';
import { arnOf } from './ways-to-wire';

const AUTHORIZATION = 'method.request.header.Authorization';

test('rules added by hand are decided path by path, those about the sender request by request', () => {
  const { stack, authorizer } = handWired(true);
  const { routes } = synthesizedRules(stack)[0];
  expect(Object.entries(routes).map(([routeKey, { decision }]) => [routeKey, decision])).toEqual([
    ['GET /orders/{id}', 'path'],
    ['GET /orders/{id}/refunds', 'path'],
    ['POST /payments', 'request'],
  ]);
  expect(authorizer.node.path).toBe('S/Jwt');
});

/** As the issue has it: CDK's own authorizer, keyed by the token, with its own default TTL. */
function byToken({ stack, api, authorizer }: HandWired): void {
  const byHand = new apigateway.RequestAuthorizer(stack, 'ByHand', {
    handler: authorizer.function,
    identitySources: [apigateway.IdentitySource.header('Authorization')],
  });
  api.root.addResource('orders').addMethod('GET', undefined, { authorizer: byHand });
}

test('an authorizer that is keyed by the token alone is warned of, by the identity sources to set', () => {
  const wired = handWired(false);
  byToken(wired);
  expect(warningsOf(wired.stack)).toEqual([
    `decisions are cached for 300 seconds under "${AUTHORIZATION}"; a decision is about one method and path, so all others answer 403 to the same token while it is cached: set the identity sources to '${SAFE}', or the TTL to 0 seconds (at S/ByHand/Resource) [ack: cdk-secure-api-gateway:authorizerCacheKey]`,
  ]);
});

test.each<[string, (wired: HandWired) => Stack]>([
  ['another stack', ({ app }) => new Stack(app, 'Other')],
  ['a nested stack', ({ stack }) => new NestedStack(stack, 'Nested')],
])('an API in %s is known, and its authorizer warned of', (_what, scopeOf) => {
  const wiredTo = (policy: unknown): [HandWired, Stack] => {
    const wired = handWired(false);
    const scope = scopeOf(wired);
    const api = new apigateway.RestApi(scope, 'Elsewhere', { cloudWatchRole: false });
    api.root.addMethod('GET');
    (api.node.defaultChild as apigateway.CfnRestApi).policy = policy;
    l1(wired, { restApiId: api.restApiId }, scope);
    return [wired, scope instanceof NestedStack ? wired.stack : scope];
  };
  const [, stack] = wiredTo(undefined);
  expect(warningsOf(stack).filter((text) => text.includes('authorizerCacheKey'))).toHaveLength(1);
  const [wired] = wiredTo({ Statement: [{ Effect: 'Allow' }] });
  expect(() => wired.app.synth()).toThrow(
    /the resource policy of .*Elsewhere\/Resource may allow.*\[AuthorizerCacheUnsafe\]/,
  );
});

test.each([
  ['method and path', SAFE, 300],
  ['method and path, whatever the case of the header', SAFE.replace('Authorization', 'authorization'), 300],
  ['method, path and more', `${SAFE}, method.request.header.DPoP`, 300],
  ['the token, while nothing is cached', AUTHORIZATION, 0],
  ['nothing, while nothing is cached', undefined, 0],
])('an authorizer that is keyed by %s is not warned of', (_what, identitySource, ttl) => {
  const wired = handWired(false);
  l1(wired, { identitySource, authorizerResultTtlInSeconds: ttl });
  expect(warningsOf(wired.stack)).toEqual([]);
});

test.each([
  ['the path', 'context.path'],
  ['the method', 'context.httpMethod'],
])('%s cannot be left out in silence', (_what, source) => {
  const wired = handWired(false);
  l1(wired, {
    identitySource: SAFE.split(',')
      .filter((one) => one !== source)
      .join(','),
  });
  expect(warningsOf(wired.stack)).toEqual([expect.stringContaining('authorizerCacheKey')]);
});

test('the resource path is no path', () => {
  const wired = handWired(false);
  l1(wired, { identitySource: SAFE.replace('context.path', 'context.resourcePath') });
  expect(warningsOf(wired.stack)).toEqual([expect.stringContaining('authorizerCacheKey')]);
});

test.each<[string, string | undefined]>([
  ['another header', 'method.request.header.X-Tenant,context.httpMethod,context.path'],
  ['a query parameter of that name', 'method.request.querystring.Authorization,context.httpMethod,context.path'],
  ['a header with a longer name', 'method.request.header.Authorization-Info,context.httpMethod,context.path'],
  ['the path alone', 'context.path'],
  ['nothing', undefined],
  ['an empty text', ''],
])('an authorizer that caches under %s is an error', (_what, identitySource) => {
  const wired = handWired(false);
  l1(wired, { identitySource });
  expect(() => wired.app.synth()).toThrow(
    `without the Authorization header one caller's decision would be everybody's: set the identity sources to '${SAFE}', or the TTL to 0 seconds (at S/L1) [AuthorizerCacheUnsafe]`,
  );
});

test('identity sources that only the deployment knows are none', () => {
  const wired = handWired(false);
  l1(wired, {}).addPropertyOverride('IdentitySource', { 'Fn::ImportValue': 'sources' });
  expect(() => wired.app.synth()).toThrow('[AuthorizerCacheUnsafe]');
});

test('identity sources that are taken away are none', () => {
  const wired = handWired(false);
  l1(wired, { identitySource: SAFE }).addPropertyDeletionOverride('IdentitySource');
  expect(() => wired.app.synth()).toThrow('[AuthorizerCacheUnsafe]');
});

describe('an API with a resource policy', () => {
  const TRAP =
    /cached for 300 seconds under .* API Gateway lets in whom the resource policy allows.*\[AuthorizerCacheUnsafe\]/;
  const cfnApi = ({ api }: HandWired) => api.node.defaultChild as apigateway.CfnRestApi;
  const statement = (Effect: unknown) => ({ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' });

  test.each<[string, unknown]>([
    ['that allows', { Statement: [statement('Deny'), statement('Allow')] }],
    ['of one statement that allows', { Statement: statement('Allow') }],
    ['whose effect only the deployment knows', { Statement: [statement({ Ref: 'Effect' })] }],
    ['that only the deployment knows', { 'Fn::ImportValue': 'policy' }],
    ['without statements', { Version: '2012-10-17' }],
  ])('%s cannot have decisions cached by the token alone', (_what, policy) => {
    const wired = handWired(false);
    byToken(wired);
    cfnApi(wired).policy = policy;
    expect(() => wired.app.synth()).toThrow(TRAP);
  });

  test('that allows can have them cached by method and path', () => {
    const wired = handWired(false);
    cfnApi(wired).policy = { Statement: [statement('Allow')] };
    l1(wired, { identitySource: SAFE });
    expect(() => wired.app.synth()).not.toThrow();
  });

  test('that only denies is no way in', () => {
    const wired = handWired(false);
    byToken(wired);
    cfnApi(wired).policy = { Statement: [statement('Deny')] };
    expect(() => wired.app.synth()).not.toThrow();
  });

  test('by an override, by L2 or in its body is found', () => {
    for (const change of [
      (wired: HandWired) => cfnApi(wired).addPropertyOverride('Policy', { Statement: [statement('Allow')] }),
      (wired: HandWired) =>
        cfnApi(wired).addPropertyOverride('Body', {
          'x-amazon-apigateway-policy': { Statement: [statement('Allow')] },
        }),
      (wired: HandWired) =>
        wired.api.addToResourcePolicy(
          new iam.PolicyStatement({
            principals: [new iam.AnyPrincipal()],
            actions: ['execute-api:Invoke'],
            resources: ['*'],
          }),
        ),
    ]) {
      const wired = handWired(false);
      byToken(wired);
      change(wired);
      expect(() => wired.app.synth()).toThrow(TRAP);
    }
  });

  test('that is outside of the app is not known', () => {
    const wired = handWired(false);
    l1(wired, { restApiId: 'a1b2c3' });
    expect(() => wired.app.synth()).toThrow(
      /the resource policy of its API is not known here.*\[AuthorizerCacheUnsafe\]/,
    );
  });
});

describe('an authorizer that the function cannot understand', () => {
  test('is one of type TOKEN', () => {
    const wired = handWired(false);
    const authorizer = new apigateway.TokenAuthorizer(wired.stack, 'Token', { handler: wired.authorizer.function });
    wired.api.root.addResource('orders').addMethod('GET', undefined, { authorizer });
    expect(() => wired.app.synth()).toThrow(
      'an authorizer of type TOKEN does not say which route is called; the function lets nobody in by it: use type REQUEST (at S/Token/Resource) [AuthorizerEventUnsupported]',
    );
  });

  test('is one of payload format 2.0', () => {
    const wired = handWired(false);
    new apigatewayv2.CfnAuthorizer(wired.stack, 'V2', {
      apiId: 'http',
      name: 'n',
      authorizerType: 'REQUEST',
      authorizerPayloadFormatVersion: '2.0',
      authorizerUri: uriOf(arnOf(wired)),
      authorizerResultTtlInSeconds: 0,
    });
    expect(() => wired.app.synth()).toThrow(/payload format 2\.0 has no method ARN.*\[AuthorizerEventUnsupported\]/);
  });
});
