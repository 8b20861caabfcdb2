import { Aspects, Fn } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { importedFunction } from '../../../support/synth';
import { uriOf, warningsOf } from './hand-wired';
import { attached, gateway, type Owned, synth } from './owned';

describe.each([
  ['SecureApiGateway', gateway],
  ['attachTo', attached],
])('%s', (_name, make) => {
  test('that is left alone passes, without a warning', () => {
    const api = make();
    expect(warningsOf(api.stack).filter((text) => text.includes('secure-api-gateway:'))).toEqual([]);
  });

  test.each<[string, (api: Owned) => void]>([
    ['by a typed property', (api) => (api.method('DELETE /payments').authorizerId = api.authorizer('ByRoute').ref)],
    ['to the one by path', (api) => (api.method('DELETE /payments').authorizerId = api.authorizer('ByPath').ref)],
    [
      'by an override',
      (api) => {
        const Ref: unknown = api.stack.resolve(api.authorizer('ByPath').logicalId);
        api.method('DELETE /payments').addPropertyOverride('AuthorizerId', { Ref });
      },
    ],
    [
      'by an aspect',
      (api) =>
        Aspects.of(api.stack).add({
          visit: (node) => {
            if (node instanceof apigateway.CfnMethod && node.authorizationType === 'CUSTOM') {
              node.authorizerId = api.authorizer('ByRoute').ref;
            }
          },
        }),
    ],
  ])('a method with a rule about the sender that is moved %s is found', (_how, move) => {
    const api = make();
    move(api);
    expect(() => synth(api)).toThrow(
      /the method DELETE \/payments asks S\/.*\/By(?:Route|Path), where decisions are cached for 300 seconds under .*, and its rule depends on who sends the token; leave it at the authorizer that it got with its rule \(at S\/.*\) \[AuthorizerCacheUnsafe\]/,
    );
  });

  test('a method with a rule about its path that is moved is found', () => {
    const api = make();
    api.method('GET /tenants/{tenant}').authorizerId = api.authorizer('ByRoute').ref;
    expect(() => synth(api)).toThrow(
      /the method GET \/tenants\/\{tenant\} asks S\/.*\/ByRoute, .* its rule depends on more than that.*\[AuthorizerCacheUnsafe\]/,
    );
  });

  test.each<[string, 'ByPath' | 'Uncached']>([
    ['by path', 'ByPath'],
    ['uncached', 'Uncached'],
  ])('a method can be moved to an authorizer that is %s', (_what, id) => {
    const api = make();
    api.method('GET /orders/{id}').authorizerId = api.authorizer(id).ref;
    expect(() => synth(api)).not.toThrow();
  });

  test('a method whose HTTP method becomes ANY counts for each of its path', () => {
    const api = make();
    api.method('GET /tenants/{tenant}').addPropertyOverride('HttpMethod', 'ANY');
    api.method('GET /tenants/{tenant}').authorizerId = api.authorizer('ByRoute').ref;
    expect(() => synth(api)).toThrow('[AuthorizerCacheUnsafe]');
  });

  test('a method whose path is not known could have a rule about the sender', () => {
    const api = make();
    new apigateway.CfnMethod(api.stack, 'Other', {
      restApiId: api.restApi.restApiId,
      resourceId: Fn.importValue('resource'),
      httpMethod: 'GET',
      authorizationType: 'CUSTOM',
      authorizerId: api.authorizer('ByRoute').ref,
      integration: { type: 'MOCK' },
    });
    expect(() => synth(api)).toThrow(
      /the method GET of an unknown path asks .* so it could be 'DELETE \/payments'.*\(at S\/Other\) \[AuthorizerCacheUnsafe\]/,
    );
  });

  test.each<[string, (method: apigateway.CfnMethod, api: Owned) => void]>([
    ['IAM', (method) => (method.authorizationType = 'AWS_IAM')],
    ['an override', (method) => method.addPropertyOverride('AuthorizationType', 'AWS_IAM')],
    [
      'the authorizer of another function',
      (method, { stack, restApi }) => {
        const { ref } = new apigateway.CfnAuthorizer(stack, 'Foreign', {
          restApiId: restApi.restApiId,
          name: 'foreign',
          type: 'REQUEST',
          authorizerUri: uriOf(importedFunction(stack, 'foreign').functionArn),
          authorizerResultTtlInSeconds: 0,
        });
        method.authorizerId = ref;
      },
    ],
    ['no authorizer', (method) => (method.authorizerId = undefined)],
    ['a literal id', (method) => (method.authorizerId = 'a1b2c3')],
  ])('a method that asks %s instead is found', (_what, move) => {
    const api = make();
    move(api.method('DELETE /payments'), api);
    expect(() => synth(api)).toThrow(
      /the method DELETE \/payments has an access rule and no longer asks the authorizer that knows it.*\[AuthorizerReplaced\]/,
    );
  });
});
