import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { uriOf } from './hand-wired';
import { attached, gateway, type Owned, synth } from './owned';

describe.each([
  ['SecureApiGateway', gateway],
  ['attachTo', attached],
])('%s', (_name, make) => {
  test.each<[string, string, (authorizer: apigateway.CfnAuthorizer, api: Owned) => void]>([
    ['type', 'AuthorizerReplaced', (authorizer) => (authorizer.type = 'TOKEN')],
    ['type by override', 'AuthorizerReplaced', (authorizer) => authorizer.addPropertyOverride('Type', 'TOKEN')],
    ['resource type', 'AuthorizerReplaced', (authorizer) => authorizer.addOverride('Type', 'AWS::SSM::Parameter')],
    [
      'function',
      'AuthorizerReplaced',
      (authorizer) => (authorizer.authorizerUri = uriOf('arn:aws:lambda:eu-west-3:1:function:f')),
    ],
    ['API', 'AuthorizerReplaced', (authorizer) => (authorizer.restApiId = 'a1b2c3')],
    [
      'identity sources',
      'AuthorizerCacheKeyChanged',
      (authorizer) => (authorizer.identitySource = 'method.request.header.Authorization'),
    ],
    [
      'identity sources, gone,',
      'AuthorizerCacheKeyChanged',
      (authorizer) => authorizer.addPropertyDeletionOverride('IdentitySource'),
    ],
    [
      'place, by another of its id,',
      'AuthorizerReplaced',
      (authorizer, { restApi, jwt }) => {
        const scope = authorizer.node.scope as unknown as Stack;
        scope.node.tryRemoveChild(authorizer.node.id);
        new apigateway.CfnAuthorizer(scope, authorizer.node.id, {
          restApiId: restApi.restApiId,
          name: 'same-place',
          type: 'REQUEST',
          authorizerUri: uriOf(jwt.function.functionArn),
          identitySource: 'method.request.header.Authorization',
        });
      },
    ],
  ])("an authorizer's %s that is changed is found", (_what, code, change) => {
    const api = make();
    change(api.authorizer('ByRoute'), api);
    expect(() => synth(api)).toThrow(`[${code}]`);
  });

  test.each<[string, (authorizer: apigateway.CfnAuthorizer) => void]>([
    [
      'taken away, which means 300 seconds',
      (authorizer) => authorizer.addPropertyDeletionOverride('AuthorizerResultTtlInSeconds'),
    ],
    ['taken away by its property', (authorizer) => (authorizer.authorizerResultTtlInSeconds = undefined)],
    ['set', (authorizer) => (authorizer.authorizerResultTtlInSeconds = 1)],
    ['text', (authorizer) => authorizer.addPropertyOverride('AuthorizerResultTtlInSeconds', '0')],
  ])('the TTL of 0 that is %s is found', (_what, change) => {
    const api = make();
    change(api.authorizer('Uncached'));
    expect(() => synth(api)).toThrow('they must not be kept, because they depend on who sends the token (at S/');
  });
});
