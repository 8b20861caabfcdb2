import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, type Throttle } from '../../../lib';
import { checkThrottle, DEFAULT_THROTTLE, defaultAccountThrottle } from '../../../lib/usage/throttle';
import { newGateway, newStack, newStackIn, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const account: Throttle = { rateLimit: 300, burstLimit: 150 };
const UNIT = "(above it the account's own quota decides; raise 'accountThrottle' if AWS raised yours)";

test('a stage has 100 requests per second and bursts of 200 by default', () => {
  expect(DEFAULT_THROTTLE).toEqual({ rateLimit: 100, burstLimit: 200 });
});

describe('a throttle fails when', () => {
  test.each([[0], [-1], [0.5], [300.5], [301], [NaN], [Infinity]])('its rate is %p', (rateLimit) => {
    expect(() => checkThrottle(newStack(), 'limits', { rateLimit, burstLimit: 5 }, account)).toThrow(
      `'limits.rateLimit' is ${rateLimit}; it must be a number from 1 to 300 ${UNIT} (at S) [ThrottleOutOfRange]`,
    );
  });

  test.each([[0], [-1], [1.5], [151], [NaN], [Infinity]])('its burst is %p', (burstLimit) => {
    expect(() => checkThrottle(newStack(), 'limits', { rateLimit: 5, burstLimit }, account)).toThrow(
      `'limits.burstLimit' is ${burstLimit}; it must be a whole number from 1 to 150 ${UNIT} (at S) [ThrottleOutOfRange]`,
    );
  });

  test('its rate is a string', () => {
    const throttle = { rateLimit: '5' as unknown as number, burstLimit: 5 };
    expect(() => checkThrottle(newStack(), 'limits', throttle, account)).toThrow(
      `'limits.rateLimit' is "5"; it must be a number from 1 to 300 ${UNIT} (at S) [ThrottleOutOfRange]`,
    );
  });
});

test.each([
  [1, 1],
  [2.5, 2],
  [300, 150],
])('a throttle can have a rate of %p and a burst of %p', (rateLimit, burstLimit) => {
  expect(() => checkThrottle(newStack(), 'limits', { rateLimit, burstLimit }, account)).not.toThrow();
});

test('a throttle can be tokens', () => {
  const stack = newStack();
  const [rate, burst] = ['Rate', 'Burst'].map((id) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber);
  newGateway(stack, { throttle: { rateLimit: rate, burstLimit: burst } }).addRoute('GET /a', target, { access });
  const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Stage');
  expect(Properties.MethodSettings[0]).toMatchObject({
    ThrottlingRateLimit: { Ref: 'Rate' },
    ThrottlingBurstLimit: { Ref: 'Burst' },
  });
});

describe("the account's throttle", () => {
  test.each([
    ['eu-west-3', 10_000, 5_000],
    ['us-east-1', 10_000, 5_000],
    ['af-south-1', 2_500, 1_250],
    ['eu-central-2', 2_500, 1_250],
    ['mx-central-1', 2_500, 1_250],
    ['ap-southeast-7', 2_500, 1_250],
  ])('is that of new accounts in %s', (region, rateLimit, burstLimit) => {
    expect(defaultAccountThrottle(newStackIn(region))).toEqual({ rateLimit, burstLimit });
  });

  test('is the usual one where the region is not known', () => {
    expect(defaultAccountThrottle(newStack())).toEqual({ rateLimit: 10_000, burstLimit: 5_000 });
  });

  const tooMuch = { rateLimit: 3_000, burstLimit: 10 };

  test.each<[string, (throttle: Throttle) => void, string]>([
    ['stage', (throttle) => newGateway(newStackIn('eu-south-1'), { throttle }), "'throttle.rateLimit'"],
    [
      'route',
      (throttle) => newGateway(newStackIn('eu-south-1')).addRoute('GET /a', target, { access, throttle }),
      "'throttle of GET /a.rateLimit'",
    ],
    [
      'public route',
      (throttle) =>
        newGateway(newStackIn('eu-south-1')).addPublicRoute('GET /h', target, { reason: 'probe', throttle }),
      "'throttle of GET /h.rateLimit'",
    ],
  ])('is the ceiling of a %s in a small region', (_what, use, name) => {
    expect(() => use(tooMuch)).toThrow(
      `${name} is 3000; it must be a number from 1 to 2500 ${UNIT} (at S/Api) [ThrottleOutOfRange]`,
    );
  });

  test('is the ceiling of a tier in a small region', () => {
    expect(() => newGateway(newStackIn('eu-south-1')).addUsageTier('Gold', { throttle: tooMuch })).toThrow(
      `'throttle.rateLimit' is 3000; it must be a number from 1 to 2500 ${UNIT} (at S/Api/UsageTiers/Gold) [ThrottleOutOfRange]`,
    );
  });

  test('can be raised', () => {
    const stack = newStackIn('eu-south-1');
    const throttle = { rateLimit: 20_000, burstLimit: 9_000 };
    const api = newGateway(stack, { throttle, accountThrottle: throttle });
    api.addRoute('GET /a', target, { access, throttle });
    api.addUsageTier('Gold', { throttle });
    expect(() => api.addRoute('GET /b', target, { access, throttle: { rateLimit: 20_001, burstLimit: 1 } })).toThrow(
      `'throttle of GET /b.rateLimit' is 20001; it must be a number from 1 to 20000 ${UNIT} (at S/Api) [ThrottleOutOfRange]`,
    );
    expect(() => api.addUsageTier('Max', { throttle: { rateLimit: 1, burstLimit: 9_001 } })).toThrow(
      `'throttle.burstLimit' is 9001; it must be a whole number from 1 to 9000 ${UNIT} ` +
        '(at S/Api/UsageTiers/Max) [ThrottleOutOfRange]',
    );
  });
});
