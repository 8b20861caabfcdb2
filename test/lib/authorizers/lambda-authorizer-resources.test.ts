import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { AuthorizationCacheKey } from '../../../lib';
import { cacheTtlSeconds, LambdaAuthorizerResources } from '../../../lib/authorizers/lambda-authorizer-resources';
import { InvocationRole } from '../../../lib/private/invocation-role';
import { importedFunction, newStack, propertiesOf } from '../../support/synth';

function resourcesIn(stack: Stack): { api: apigateway.RestApi; resources: LambdaAuthorizerResources } {
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  const invocationRole = new InvocationRole(stack, 'Role', { api });
  const resources = new LambdaAuthorizerResources(stack, 'Authorizers', {
    context: { api, invocationRole },
    handler: importedFunction(stack, 'authorizer'),
    cache: { ttlSeconds: 123, identityHeaders: ['X-One', 'X-Two'] },
  });
  return { api, resources };
}

test('there is no authorizer before a method asks for one', () => {
  const stack = newStack();
  const { api } = resourcesIn(stack);
  api.root.addMethod('GET');
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 0);
});

test('there is one authorizer per cache key, however many methods ask', () => {
  const stack = newStack();
  const { api, resources } = resourcesIn(stack);
  const [first, again] = [1, 2].map(() => resources.methodOptions(AuthorizationCacheKey.ROUTE));
  const byPath = resources.methodOptions(AuthorizationCacheKey.PATH);
  expect(first).toEqual(again);
  expect(first.authorizationType).toBe('CUSTOM');
  expect(first.authorizer?.authorizerId).not.toBe(byPath.authorizer?.authorizerId);
  api.root.addMethod('GET', undefined, first);
  const authorizers = Object.values(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::Authorizer'));
  expect(authorizers.map((props) => [props.IdentitySource, props.AuthorizerResultTtlInSeconds])).toEqual([
    ['method.request.header.X-One,method.request.header.X-Two,context.httpMethod,context.resourcePath', 123],
    ['method.request.header.X-One,method.request.header.X-Two,context.httpMethod,context.path', 123],
  ]);
});

test('the deployment waits for the authorizers', () => {
  const stack = newStack();
  const { api, resources } = resourcesIn(stack);
  api.root.addMethod('GET', undefined, resources.methodOptions(AuthorizationCacheKey.PATH));
  const template = Template.fromStack(stack);
  const [deployment] = Object.values(template.findResources('AWS::ApiGateway::Deployment'));
  expect(deployment.DependsOn).toContain(Object.keys(template.findResources('AWS::ApiGateway::Authorizer'))[0]);
});

describe('the time that results are kept', () => {
  test('has a default', () => {
    expect(cacheTtlSeconds('somewhere', undefined, 42)).toBe(42);
  });

  test.each([
    [Duration.seconds(0), 0],
    [Duration.minutes(2), 120],
    [Duration.hours(1), 3_600],
  ])('can be %s', (ttl, seconds) => {
    expect(cacheTtlSeconds('somewhere', ttl, 42)).toBe(seconds);
  });

  test('can be a token', () => {
    const stack = newStack();
    const ttl = Duration.seconds(Lazy.number({ produce: () => 55 }));
    expect(stack.resolve(cacheTtlSeconds('somewhere', ttl, 42))).toBe(55);
  });

  test.each([
    [Duration.seconds(3_601), 3_601],
    [Duration.seconds(0.5), 0.5],
    [Duration.days(2), 172_800],
  ])('fails when it is %s', (ttl, seconds) => {
    expect(() => cacheTtlSeconds('somewhere', ttl, 42)).toThrow(
      `'cacheTtl' is ${seconds}; it must be a whole number from 0 to 3600 seconds (at somewhere) [CacheTtlOutOfRange]`,
    );
  });
});
