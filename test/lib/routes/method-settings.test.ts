import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget } from '../../../lib';
import { newGateway, newStack, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const COMMON = { MetricsEnabled: true, LoggingLevel: 'ERROR', DataTraceEnabled: false };

test('the default stands alone when no route has a throttle of its own', () => {
  const stack = newStack();
  newGateway(stack).addRoute('GET /orders', target, { access: Access.authenticated() });
  const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Stage');
  expect(Properties.MethodSettings).toEqual([
    { ResourcePath: '/*', HttpMethod: '*', ...COMMON, ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
  ]);
});

test('a route with a throttle repeats what is common, with its path escaped', () => {
  const stack = newStack();
  const api = newGateway(stack, { throttle: { rateLimit: 21, burstLimit: 22 } });
  const access = Access.authenticated();
  api.addRoute('GET /', target, { access, throttle: { rateLimit: 31, burstLimit: 32 } });
  api.addRoute('GET /free', target, { access });
  const nested = 'DELETE /tenants/{tenantId}/orders:batch';
  api.addRoute(nested, target, { access, throttle: { rateLimit: 41, burstLimit: 42 } });
  api.addPublicRoute('GET /health', target, { reason: 'probe', throttle: { rateLimit: 51.5, burstLimit: 52 } });
  const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Stage');
  expect(Properties.MethodSettings).toEqual([
    { ResourcePath: '/*', HttpMethod: '*', ...COMMON, ThrottlingRateLimit: 21, ThrottlingBurstLimit: 22 },
    { ResourcePath: '/~1', HttpMethod: 'GET', ...COMMON, ThrottlingRateLimit: 31, ThrottlingBurstLimit: 32 },
    {
      ResourcePath: '/~1tenants~1{tenantId}~1orders:batch',
      HttpMethod: 'DELETE',
      ...COMMON,
      ThrottlingRateLimit: 41,
      ThrottlingBurstLimit: 42,
    },
    { ResourcePath: '/~1health', HttpMethod: 'GET', ...COMMON, ThrottlingRateLimit: 51.5, ThrottlingBurstLimit: 52 },
  ]);
});

test('throttles that are tokens reach the stage', () => {
  const stack = newStack();
  const rate = new CfnParameter(stack, 'Rate', { type: 'Number' });
  const throttle = { rateLimit: rate.valueAsNumber, burstLimit: 62 };
  newGateway(stack).addRoute('GET /orders', target, { access: Access.authenticated(), throttle });
  const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Stage');
  expect(Properties.MethodSettings[1]).toMatchObject({
    ThrottlingRateLimit: { Ref: 'Rate' },
    ThrottlingBurstLimit: 62,
  });
});
