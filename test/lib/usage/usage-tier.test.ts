import { CfnParameter } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, UsageTier, type UsageTierOptions } from '../../../lib';
import { newGateway, newStack, newStackIn, onlyResource, propertiesOf } from '../../support/synth';

const throttle = { rateLimit: 31, burstLimit: 62 };
const UNIT = "(above it the account's own quota decides; raise 'accountThrottle' if AWS raised yours)";

function tierWith(options: Partial<UsageTierOptions> = {}, clients: string[] = []): Template {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const tier = api.addUsageTier('Partner', { throttle, ...options });
  for (const client of clients) tier.addApiKey(client);
  return Template.fromStack(stack);
}

describe('a tier', () => {
  test("is a usage plan of the gateway's stage, without a quota by default", () => {
    const template = tierWith();
    const stage = onlyResource(template, 'AWS::ApiGateway::Stage');
    expect(onlyResource(template, 'AWS::ApiGateway::UsagePlan').Properties).toEqual({
      Throttle: { RateLimit: 31, BurstLimit: 62 },
      ApiStages: [
        {
          ApiId: { Ref: onlyResource(template, 'AWS::ApiGateway::RestApi').logicalId },
          Stage: { Ref: stage.logicalId },
          Throttle: {},
        },
      ],
    });
  });

  test('takes a quota and a description', () => {
    const quota = { limit: 100_001, period: apigateway.Period.WEEK };
    const { Properties } = onlyResource(tierWith({ quota, description: 'Paying ones' }), 'AWS::ApiGateway::UsagePlan');
    expect(Properties).toMatchObject({ Description: 'Paying ones', Quota: { Limit: 100_001, Period: 'WEEK' } });
  });

  test('takes limits that are tokens', () => {
    const stack = newStack();
    const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
    const api = newGateway(stack);
    api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    const quota = { limit, period: apigateway.Period.DAY };
    api.addUsageTier('Partner', { throttle: { rateLimit: limit, burstLimit: 2 }, quota });
    expect(onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::UsagePlan').Properties).toMatchObject({
      Throttle: { RateLimit: { Ref: 'Limit' }, BurstLimit: 2 },
      Quota: { Limit: { Ref: 'Limit' } },
    });
  });

  test.each([[0], [-5], [1.5], [2_147_483_648], [NaN]])('fails when its quota is %p', (limit) => {
    expect(() => tierWith({ quota: { limit, period: apigateway.Period.DAY } })).toThrow(
      `'quota.limit' is ${limit}; it must be a whole number from 1 to 2147483647 requests ` +
        '(at S/Api/UsageTiers/Partner) [QuotaOutOfRange]',
    );
  });

  test.each([
    [{ rateLimit: 0, burstLimit: 1 }, `'throttle.rateLimit' is 0; it must be a number from 1 to 10000 ${UNIT}`],
    [
      { rateLimit: 1, burstLimit: 0.5 },
      `'throttle.burstLimit' is 0.5; it must be a whole number from 1 to 5000 ${UNIT}`,
    ],
  ])('fails when its throttle is %j', (wrong, message) => {
    expect(() => tierWith({ throttle: wrong })).toThrow(
      `${message} (at S/Api/UsageTiers/Partner) [ThrottleOutOfRange]`,
    );
  });
});

describe('a key', () => {
  test('belongs to its client and to the plan, and has no value in the template', () => {
    const template = tierWith({}, ['acme']);
    const key = onlyResource(template, 'AWS::ApiGateway::ApiKey');
    expect(key.Properties).toEqual({ Description: 'Key of acme', Enabled: true });
    expect(onlyResource(template, 'AWS::ApiGateway::UsagePlanKey').Properties).toEqual({
      KeyId: { Ref: key.logicalId },
      KeyType: 'API_KEY',
      UsagePlanId: { Ref: onlyResource(template, 'AWS::ApiGateway::UsagePlan').logicalId },
    });
    expect(Object.keys(template.toJSON().Outputs as object)).toEqual([
      expect.stringMatching(/^ApiEndpoint[0-9A-F]{8}$/),
    ]);
  });

  test.each([
    [
      ['acme', 'globex', 'initech'],
      ['acme', 'initech'],
    ],
    [
      ['globex', 'initech'],
      ['acme', 'globex', 'initech'],
    ],
    [
      ['acme', 'globex'],
      ['globex', 'acme'],
    ],
  ])('stays when others come and go: %j to %j', (before, after) => {
    const resources = (clients: string[]): { [logicalId: string]: unknown } => {
      const template = tierWith({}, clients);
      return {
        ...propertiesOf(template, 'AWS::ApiGateway::ApiKey'),
        ...propertiesOf(template, 'AWS::ApiGateway::UsagePlanKey'),
      };
    };
    const [old, current] = [resources(before), resources(after)];
    const kept = before.filter((client) => after.includes(client));
    expect(Object.keys(old).filter((logicalId) => logicalId in current)).toHaveLength(2 * kept.length);
    for (const [logicalId, properties] of Object.entries(old)) {
      if (logicalId in current) expect(current[logicalId]).toEqual(properties);
    }
  });

  test.each(['', 'acme corp', 'acme/eu', 'ä', 'a'.repeat(65)])('fails when its client is named %j', (client) => {
    expect(() => tierWith({}, [client])).toThrow(
      `'client' is ${JSON.stringify(client)}; it must be 1 to 64 letters, digits, '-' or '_', and no word of JavaScript's own ` +
        '(at S/Api/UsageTiers/Partner) [UsageTierNameInvalid]',
    );
  });

  test('can be that of a client named like a construct', () => {
    expect(Object.keys(propertiesOf(tierWith({}, ['Resource', 'Default']), 'AWS::ApiGateway::ApiKey'))).toHaveLength(2);
  });

  test('fails when its client has one already', () => {
    expect(() => tierWith({}, ['acme', 'acme'])).toThrow(
      "the client 'acme' has a key already; each client needs a name of its own " +
        '(at S/Api/UsageTiers/Partner) [UsageClientDuplicate]',
    );
  });

  test('is the one that is returned', () => {
    const stack = newStack();
    const key = newGateway(stack).addUsageTier('Partner', { throttle }).addApiKey('acme');
    expect(key.node.path).toBe('S/Api/UsageTiers/Partner/Clients/acme');
  });
});

describe('a tier by itself', () => {
  function tierIn(
    region: string,
    rateLimit: number,
    accountThrottle?: { rateLimit: number; burstLimit: number },
  ): UsageTier {
    const stack = newStackIn(region);
    const api = new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false });
    api.root.addMethod('GET');
    const limits = { throttle: { rateLimit, burstLimit: 1 }, accountThrottle };
    return new UsageTier(stack, 'Tier', { stage: api.deploymentStage, ...limits });
  }

  test('is a usage plan of any stage', () => {
    const { usagePlan } = tierIn('eu-west-3', 10_000);
    const template = Template.fromStack(usagePlan.stack);
    expect(onlyResource(template, 'AWS::ApiGateway::UsagePlan').Properties.ApiStages[0].Stage).toEqual({
      Ref: onlyResource(template, 'AWS::ApiGateway::Stage').logicalId,
    });
  });

  test.each([
    ['eu-west-3', 10_001, 10_000],
    ['af-south-1', 2_501, 2_500],
  ])('fails above what AWS gives to new accounts in %s', (region, rateLimit, most) => {
    expect(() => tierIn(region, rateLimit)).toThrow(
      `'throttle.rateLimit' is ${rateLimit}; it must be a number from 1 to ${most} ${UNIT} (at S/Tier) [ThrottleOutOfRange]`,
    );
  });

  test("fails above the account's own throttle", () => {
    expect(() => tierIn('eu-west-3', 51, { rateLimit: 50, burstLimit: 50 })).toThrow(
      `'throttle.rateLimit' is 51; it must be a number from 1 to 50 ${UNIT} (at S/Tier) [ThrottleOutOfRange]`,
    );
  });
});
