import { Fn } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, ApiAuthorizer, AuthorizationCacheKey, TokenIssuer } from '../../../../lib';
import { newStack } from '../../../support/synth';
import { SAFE, uriOf, warningsOf } from './hand-wired';
import { attached, type Owned, RULES, synth } from './owned';

describe('the function behind another authorizer', () => {
  const rules = RULES.slice(0, 2);
  const behind = ({ stack, restApi, jwt }: Owned, props: Partial<apigateway.CfnAuthorizerProps>) =>
    new apigateway.CfnAuthorizer(stack, 'Foreign', {
      restApiId: restApi.restApiId,
      name: 'foreign',
      type: 'REQUEST',
      authorizerUri: uriOf(jwt.function.functionArn),
      ...props,
    });

  test('must not be keyed by the token alone: its policies cover whole routes', () => {
    const api = attached({ rules });
    behind(api, { identitySource: 'method.request.header.Authorization' });
    expect(() => synth(api)).toThrow(
      `decisions are cached for 300 seconds, the default, under "method.request.header.Authorization", and the decision about 'GET /orders/{id}' covers its whole route; it would be one about other routes, too: set the identity sources to '${SAFE}', or the TTL to 0 seconds (at S/Foreign) [AuthorizerCacheUnsafe]`,
    );
  });

  test.each([
    ['method and path', { identitySource: SAFE }],
    ['nothing, while nothing is cached', { authorizerResultTtlInSeconds: 0 }],
  ])('can be keyed by %s', (_what, props) => {
    const api = attached({ rules });
    behind(api, props);
    expect(() => synth(api)).not.toThrow();
  });

  test('must not cache where a rule is about the sender', () => {
    const api = attached();
    behind(api, { identitySource: SAFE });
    expect(() => synth(api)).toThrow(/'DELETE \/payments' depends on who sends the token.*\(at S\/Foreign\)/);
  });

  test('that only the deployment knows is warned of', () => {
    const api = attached();
    behind(api, { identitySource: SAFE, authorizerUri: uriOf(Fn.importValue('elsewhere')) });
    expect(warningsOf(api.stack)).toEqual([expect.stringContaining('cdk-secure-api-gateway:authorizerUnknown')]);
  });

  test('takes rules by hand, which are decided path by path', () => {
    const api = attached({ rules });
    api.jwt.addRule('GET /more/{id}', Access.authenticated());
    const more = api.restApi.root.resourceForPath('/more/{id}');
    const authorizer = {
      authorizerId: api.authorizer('ByRoute').ref,
      authorizationType: apigateway.AuthorizationType.CUSTOM,
    };
    more.addMethod('GET', undefined, { authorizer, authorizationType: apigateway.AuthorizationType.CUSTOM });
    expect(() => synth(api)).toThrow(/the method GET \/more\/\{id\} asks .*\[AuthorizerCacheUnsafe\]/);
  });
});

describe('a method that has no rule', () => {
  const stray = (api: Owned): void => {
    api.restApi.root.addResource('stray').addMethod('GET', undefined, {
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: {
        authorizerId: api.authorizer('ByRoute').ref,
        authorizationType: apigateway.AuthorizationType.CUSTOM,
      },
    });
  };

  test('is warned of: nobody can call it', () => {
    const api = attached();
    stray(api);
    expect(warningsOf(api.stack)).toEqual([
      'the method GET /stray asks the JWT authorizer and has no rule; nobody can call it: ask for its options by the route key that it has in the API (at S/Rest/Default/stray/GET/Resource) [ack: cdk-secure-api-gateway:routeWithoutRule]',
    ]);
  });

  test('is an error where a resource policy allows what its denial does not name', () => {
    const api = attached();
    stray(api);
    const cfnApi = api.restApi.node.defaultChild as apigateway.CfnRestApi;
    cfnApi.policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] };
    expect(() => synth(api)).toThrow(
      /the method GET \/stray asks .* it has no rule while the resource policy.*\[AuthorizerCacheUnsafe\]/,
    );
  });
});

test('methods of nested resources and of another cache key pass', () => {
  const stack = newStack();
  const issuers = [TokenIssuer.oidc('https://login.example.com/', { audiences: ['orders'] })];
  const restApi = new apigateway.RestApi(stack, 'Rest', { cloudWatchRole: false });
  const guard = ApiAuthorizer.jwt({ issuers, cacheKey: AuthorizationCacheKey.PATH }).attachTo(stack, 'Guard', restApi);
  const access = Access.authenticated();
  restApi.root.addMethod('GET', undefined, guard.methodOptions('GET /', access));
  restApi.root.resourceForPath('/a/{b}/c').addMethod('GET', undefined, guard.methodOptions('GET /a/{b}/c', access));
  expect(warningsOf(stack)).toEqual([]);
});
