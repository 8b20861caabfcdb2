import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, UsageIdentity } from '../../../lib';
import { newGateway, newStack, onlyResource, propertiesOf } from '../../support/synth';

const throttle = { rateLimit: 3, burstLimit: 4 };

test('each tier has a usage plan of its own', () => {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  api.addUsageTier('Free', { throttle });
  api.addUsageTier('Paid', { throttle: { rateLimit: 5, burstLimit: 6 } });
  const plans = Object.values(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::UsagePlan'));
  expect(plans.map((plan) => plan.Throttle as unknown)).toEqual([
    { RateLimit: 3, BurstLimit: 4 },
    { RateLimit: 5, BurstLimit: 6 },
  ]);
});

test('keys come in the header, and with API_KEY_HEADER as well', () => {
  for (const usageIdentity of [undefined, UsageIdentity.API_KEY_HEADER]) {
    const stack = newStack();
    const api = newGateway(stack, { usageIdentity });
    api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::RestApi');
    expect(Properties.ApiKeySourceType).toBe('HEADER');
  }
});

test('fails when a name is taken', () => {
  const api = newGateway(newStack());
  api.addUsageTier('Partner', { throttle });
  expect(() => api.addUsageTier('Partner', { throttle })).toThrow(
    "the usage tier 'Partner' has been added already; each tier needs a name of its own " +
      '(at S/Api/UsageTiers) [UsageTierDuplicate]',
  );
});

test.each(['', 'Partner Plus', 'a/b', 'Größe', 'x'.repeat(65)])('fails when the name is %j', (name) => {
  expect(() => newGateway(newStack()).addUsageTier(name, { throttle })).toThrow(
    `'name' is ${JSON.stringify(name)}; it must be 1 to 64 letters, digits, '-' or '_', and no word of JavaScript's own ` +
      '(at S/Api/UsageTiers) [UsageTierNameInvalid]',
  );
});

test('a tier that was rejected can be added right after', () => {
  const api = newGateway(newStack());
  expect(() => api.addUsageTier('Partner', { throttle: { rateLimit: 0, burstLimit: 1 } })).toThrow(
    '[ThrottleOutOfRange]',
  );
  expect(() => api.addUsageTier('Partner', { throttle })).not.toThrow();
});

test('a tier that was rejected asks no route for a key', () => {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  expect(() => api.addUsageTier('Partner', { throttle: { rateLimit: 0, burstLimit: 1 } })).toThrow(
    '[ThrottleOutOfRange]',
  );
  const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Method');
  expect(Properties).not.toHaveProperty('ApiKeyRequired');
});
