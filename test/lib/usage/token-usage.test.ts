import { App, CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  ApiAuthorizer,
  ClaimPath,
  RouteTarget,
  type SecureApiGateway,
  TokenIssuer,
  UsageIdentity,
  type UsageTierOptions,
} from '../../../lib';
import { newGateway, newStack, onlyResource, propertiesOf, synthesizedRules } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const throttle = { rateLimit: 17, burstLimit: 34 };
const PLACE = '(at S/Api/UsageTiers/Extra) [';

function tokenGateway(stack: Stack): SecureApiGateway {
  const api = newGateway(stack, { authorizer: ApiAuthorizer.jwt({ issuers }), usageIdentity: UsageIdentity.TOKEN });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return api;
}

/** Two tiers by claim, a default one, a client whose id is known and one whose id is a token. */
function fullStack(): Stack {
  const stack = newStack();
  const api = tokenGateway(stack);
  const partner = api.addUsageTier('Partner', { throttle, claim: { name: 'plan', values: ['partner', 'gold'] } });
  partner.addClient('acme', 'client-acme');
  partner.addClient('late', new CfnParameter(stack, 'LateClient').valueAsString);
  api.addUsageTier('Internal', { throttle, claim: { name: 'groups', values: ['staff'] } });
  api.addUsageTier('Free', { throttle, isDefault: true });
  return stack;
}

function addExtra(options: Partial<UsageTierOptions>): void {
  const api = tokenGateway(newStack());
  api.addUsageTier('Partner', { throttle, claim: { name: 'plan', values: ['partner', 'gold'] } });
  api.addUsageTier('Free', { throttle, isDefault: true });
  api.addUsageTier('Extra', { throttle, ...options });
}

describe('tiers that tokens choose', () => {
  const template = Template.fromStack(fullStack());
  const keys = propertiesOf(template, 'AWS::ApiGateway::ApiKey');

  test('take the key from the authorizer, and no route asks callers for one', () => {
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties.ApiKeySourceType).toBe('AUTHORIZER');
    expect(onlyResource(template, 'AWS::ApiGateway::Method').Properties.ApiKeyRequired).toBe(true);
  });

  test('have a key each, and a client has one of its own in the same plan', () => {
    const plans = Object.values(propertiesOf(template, 'AWS::ApiGateway::UsagePlanKey'));
    const planOf = Object.fromEntries(
      plans.map(({ KeyId, UsagePlanId }) => [keys[KeyId.Ref].Description, UsagePlanId.Ref]),
    );
    expect(Object.keys(planOf).sort()).toEqual([
      'Key of acme',
      'Key of late',
      'Shared by the callers of Free',
      'Shared by the callers of Internal',
      'Shared by the callers of Partner',
    ]);
    expect(planOf['Key of acme']).toBe(planOf['Shared by the callers of Partner']);
    expect(planOf['Key of late']).toBe(planOf['Shared by the callers of Partner']);
    expect(new Set(Object.values(planOf)).size).toBe(3);
  });

  test('have key values that begin with a generated secret, encrypted by the key of the API', () => {
    const secret = onlyResource(template, 'AWS::SecretsManager::Secret');
    expect(secret.Properties).toMatchObject({
      GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true, IncludeSpace: false },
      KmsKeyId: { 'Fn::GetAtt': [onlyResource(template, 'AWS::KMS::Key').logicalId, 'Arn'] },
    });
    const reference = `{"Ref":"${secret.logicalId}"}`;
    const ends = Object.values(keys).map(({ Value }) => {
      const [before, middle, after] = Value['Fn::Join'][1];
      expect([before, JSON.stringify(middle)]).toEqual(['{{resolve:secretsmanager:', reference]);
      return /^:SecretString:::\}\}-([0-9a-f]{20})$/.exec(after as string)?.[1];
    });
    expect(new Set(ends).size).toBe(5);
    expect(ends).not.toContain(undefined);
  });

  test('reach the authorizer: what is known at synth by its rules, what is not by its environment', () => {
    const stack = fullStack();
    const [{ usage }] = synthesizedRules(stack);
    expect(usage?.tiers).toEqual([
      { tier: 'Partner', key: expect.any(String), claim: { name: 'plan', values: ['partner', 'gold'] } },
      { tier: 'Internal', key: expect.any(String), claim: { name: 'groups', values: ['staff'] } },
      { tier: 'Free', key: expect.any(String) },
    ]);
    expect(usage?.clients).toEqual([{ clientId: 'client-acme', tier: 'Partner', key: expect.any(String) }]);
    const [{ AUTHORIZER_CONFIG: config, USAGE_KEY_PREFIX: prefix }] = Object.values(
      propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function'),
    ).map(({ Environment }) => Environment.Variables);
    const text = config['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'late-id')).join('');
    expect(JSON.parse(text as string).usageClients).toEqual([
      { clientId: 'late-id', tier: 'Partner', key: expect.stringMatching(/^[0-9a-f]{20}$/) },
    ]);
    const ends = [...(usage?.tiers ?? []), ...(usage?.clients ?? [])].map(({ key }) => key);
    const values = Object.values(keys).map(({ Value }) => String(Value['Fn::Join'][1][2]));
    for (const end of ends) expect(values).toContain(`:SecretString:::}}-${end}`);
    expect(prefix['Fn::Join'][1][2]).toBe(':SecretString:::}}');
  });

  test('keep their keys when a client comes before them or goes', () => {
    const keysWith = (...clients: string[]): { [id: string]: any } => {
      const stack = newStack();
      const tier = tokenGateway(stack).addUsageTier('Free', { throttle, isDefault: true });
      for (const client of clients) tier.addClient(client, `id-of-${client}`);
      const synthesized = Template.fromStack(stack);
      return {
        ...propertiesOf(synthesized, 'AWS::ApiGateway::ApiKey'),
        ...propertiesOf(synthesized, 'AWS::ApiGateway::UsagePlanKey'),
      };
    };
    const before = keysWith('b', 'd');
    expect(keysWith('a', 'b', 'c', 'd')).toMatchObject(before);
    expect(before).toMatchObject(keysWith('d'));
    expect(before).toMatchObject(keysWith('b'));
  });

  test('are deployed anew when a client comes, because kept decisions hold the tier', () => {
    const idsOf = (clients: string[], type: string): string[] => {
      const stack = newStack();
      const tier = tokenGateway(stack).addUsageTier('Free', { throttle, isDefault: true });
      for (const client of clients) tier.addClient(client, `id-of-${client}`);
      const code = synthesizedRules(stack)[0].usage;
      const template = Template.fromStack(stack);
      return [JSON.stringify(code), ...Object.keys(template.findResources(type))];
    };
    const [rules, deployment] = idsOf([], 'AWS::ApiGateway::Deployment');
    const [rulesWith, deploymentWith] = idsOf(['acme'], 'AWS::ApiGateway::Deployment');
    expect(rulesWith).not.toBe(rules);
    expect(deploymentWith).not.toBe(deployment);
  });
});

describe('a tier is refused', () => {
  test.each<[string, Partial<UsageTierOptions>, string]>([
    [
      'as second default',
      { isDefault: true },
      `'isDefault' is true, and 'Free' is the default tier already; one tier takes the tokens that no other does ${PLACE}UsageTierDefaultDuplicate]`,
    ],
    [
      'with the value of another tier',
      { claim: { name: 'plan', values: ['silver', 'gold'] } },
      `'claim' is {"name":"plan","values":["silver","gold"]}; 'Partner' takes one of these values already; a token has one tier ${PLACE}UsageTierClaimInvalid]`,
    ],
    ['without a value', { claim: { name: 'plan', values: [] } }, `${PLACE}UsageTierClaimInvalid]`],
    ['with an empty value', { claim: { name: 'plan', values: [''] } }, `${PLACE}UsageTierClaimInvalid]`],
    ['without a name', { claim: { name: '', values: ['a'] } }, `${PLACE}UsageTierClaimInvalid]`],
    [
      'with the value of another tier, by another way to name the claim',
      { claim: { name: ClaimPath.of('plan'), values: ['gold'] } },
      "'Partner' takes one of these values already; a token has one tier",
    ],
    [
      'with a claim that could be a path or a name',
      { claim: { name: 'acme.plan', values: ['gold'] } },
      `'claim.name' is "acme.plan"; it could be a path or a name: write ClaimPath.of("acme", "plan") for a claim inside of another one, ClaimPath.of("acme.plan") for a claim of this very name ${PLACE}ClaimNameAmbiguous]`,
    ],
    ['with half a path', { claim: { name: '["acme"', values: ['gold'] } }, `${PLACE}ClaimPathInvalid]`],
    ['with text for values', { claim: { name: 'plan', values: 'gold' as never } }, `${PLACE}UsageTierClaimInvalid]`],
    [
      'with a claim, as default',
      { claim: { name: 'plan', values: ['silver'] }, isDefault: true },
      "'isDefault' takes every token that no other tier takes; choose one of both",
    ],
  ])('%s', (_, options, message) => {
    expect(() => addExtra(options)).toThrow(message);
  });

  test('but not with the same value of a claim inside of another one', () => {
    const stack = newStack();
    const api = tokenGateway(stack);
    api.addUsageTier('Partner', { throttle, claim: { name: 'plan', values: ['gold'] } });
    api.addUsageTier('Nested', { throttle, claim: { name: ClaimPath.of('acme', 'plan'), values: ['gold'] } });
    api.addUsageTier('Free', { throttle, isDefault: true });
    const [{ usage }] = synthesizedRules(stack);
    expect(usage?.tiers.map(({ claim }) => claim?.name)).toEqual(['plan', ['acme', 'plan'], undefined]);
  });

  test('but not with the same value of another claim', () => {
    expect(() => addExtra({ claim: { name: 'level', values: ['gold'] } })).not.toThrow();
  });

  test('and leaves nothing behind', () => {
    const stack = newStack();
    const api = tokenGateway(stack);
    api.addUsageTier('Free', { throttle, isDefault: true });
    expect(() => api.addUsageTier('Extra', { throttle, isDefault: true })).toThrow('[UsageTierDefaultDuplicate]');
    api.addUsageTier('Extra', { throttle, claim: { name: 'plan', values: ['x'] } });
    expect(synthesizedRules(stack)[0].usage?.tiers.map(({ tier }) => tier)).toEqual(['Extra', 'Free']);
  });
});

describe('a client is refused', () => {
  test.each<[string, string, string, string]>([
    [
      'with an id that another tier has',
      'other',
      'client-acme',
      "the client 'client-acme' is in the tier 'Partner' already; a client has one tier and one key (at S/Api/UsageTiers/Free) [UsageClientDuplicate]",
    ],
    [
      'with an empty id',
      'other',
      '',
      `'clientId' is ""; it must be text of at least one character (at S/Api/UsageTiers/Free) [TextEmpty]`,
    ],
    ['with a name that is no id', 'a b', 'client-x', '(at S/Api/UsageTiers/Free) [UsageTierNameInvalid]'],
  ])('%s', (_, name, clientId, message) => {
    const api = tokenGateway(newStack());
    const partner = api.addUsageTier('Partner', { throttle, claim: { name: 'plan', values: ['partner'] } });
    partner.addClient('acme', 'client-acme');
    const free = api.addUsageTier('Free', { throttle, isDefault: true });
    expect(() => free.addClient(name, clientId)).toThrow(message);
    expect(() => free.addClient('other', 'client-other')).not.toThrow();
  });
});

describe('what belongs to the other way of knowing clients is refused', () => {
  test.each<[string, Partial<UsageTierOptions>, string]>([
    ['claim', { claim: { name: 'plan', values: ['a'] } }, "'claim' is set"],
    ['isDefault', { isDefault: true }, "'isDefault' is set"],
  ])('%s with keys in a header', (_, options, problem) => {
    expect(() => newGateway(newStack()).addUsageTier('Partner', { throttle, ...options })).toThrow(
      `${problem} while 'usageIdentity' is not UsageIdentity.TOKEN; an API key chooses the tier then; give each client one by addApiKey() (at S/Api/UsageTiers/Partner) [UsageTierOptionNotAllowed]`,
    );
  });

  test('addClient with keys in a header', () => {
    const tier = newGateway(newStack()).addUsageTier('Partner', { throttle });
    expect(() => tier.addClient('acme', 'client-acme')).toThrow(
      "'addClient' was called for 'acme' while 'usageIdentity' is not UsageIdentity.TOKEN; clients are known by their API keys then; give it one by addApiKey() (at S/Api/UsageTiers/Partner) [UsageTierOptionNotAllowed]",
    );
  });

  test('addApiKey with tokens', () => {
    const tier = tokenGateway(newStack()).addUsageTier('Free', { throttle, isDefault: true });
    expect(() => tier.addApiKey('acme')).toThrow(
      "'addApiKey' was called for 'acme' while 'usageIdentity' is UsageIdentity.TOKEN; callers send no keys then; name the client by addClient() (at S/Api/UsageTiers/Free) [UsageTierOptionNotAllowed]",
    );
  });

  test('tokens with an authorizer that names no tier', () => {
    expect(() => newGateway(newStack(), { usageIdentity: UsageIdentity.TOKEN })).toThrow(
      "'usageIdentity' is UsageIdentity.TOKEN and 'authorizer' names no usage tier in its answers; use ApiAuthorizer.jwt() with it, or UsageIdentity.API_KEY_HEADER (at S/Api) [UsageIdentityNotEnforceable]",
    );
  });
});

describe('what JavaScript callers may pass', () => {
  test.each<[string, unknown, string]>([
    ['a claim that is null', { throttle, claim: null }, '[UsageTierClaimInvalid]'],
    ['text for isDefault', { throttle, isDefault: 'false' }, `'isDefault' is "false"; it must be true or false`],
  ])('%s', (_, options, message) => {
    expect(() => addExtra(options as UsageTierOptions)).toThrow(message);
  });

  test('no options', () => {
    const api = tokenGateway(newStack());
    expect(() => api.addUsageTier('Free', undefined as never)).toThrow('[ThrottleOutOfRange]');
  });

  test('text for usageIdentity', () => {
    expect(() => newGateway(newStack(), { usageIdentity: 'TOKEN' as never })).toThrow(
      `'usageIdentity' is "TOKEN"; it must be UsageIdentity.API_KEY_HEADER or UsageIdentity.TOKEN (at S/Api) [UsageIdentityNotEnforceable]`,
    );
  });

  test('values that are unknown until deployment', () => {
    const values = new CfnParameter(newStack(), 'Plans', { type: 'CommaDelimitedList' }).valueAsList;
    expect(() => addExtra({ claim: { name: 'plan', values } })).toThrow(
      "'claim.values' is a list that is unknown until deployment",
    );
  });
});

test('a tier that nobody can be in is found at synth', () => {
  const build = (named: boolean): Stack => {
    const stack = newStack();
    const api = tokenGateway(stack);
    api.addUsageTier('Free', { throttle, isDefault: true });
    const empty = api.addUsageTier('Empty', { throttle });
    if (named) empty.addClient('acme', 'client-acme');
    return stack;
  };
  expect(() => App.of(build(true))?.synth()).not.toThrow();
  expect(() => App.of(build(false))?.synth()).toThrow(
    "no token can be in the tier 'Empty'; give it a 'claim', make it the default, or add a client [UsageTierUnreachable]",
  );
});

test('more clients than CloudFormation can resolve keys for are found at synth', () => {
  const build = (clients: number): Stack => {
    const stack = newStack();
    const free = tokenGateway(stack).addUsageTier('Free', { throttle, isDefault: true });
    for (let client = 0; client < clients; client += 1) free.addClient(`c${client}`, `id-${client}`);
    return stack;
  };
  const references = (stack: Stack): number =>
    JSON.stringify(Template.fromStack(stack).toJSON()).split('{{resolve:secretsmanager').length - 1;
  expect(references(build(58))).toBe(60);
  expect(() => App.of(build(59))?.synth()).toThrow(
    "tiers and clients have 60 keys together; they may have 59, because CloudFormation resolves 60 dynamic references in a template; let more clients share their tier's bucket [UsageClientsTooMany]",
  );
});

test('a tier or client that comes after the rules were written is refused, not left out', () => {
  const stack = newStack();
  const api = tokenGateway(stack);
  const free = api.addUsageTier('Free', { throttle, isDefault: true });
  synthesizedRules(stack);
  expect(() => free.addClient('late', 'late-id')).toThrow(
    'a client came after the rules had been written; add every tier and client before something resolves the template (at S/Api/UsageTiers/Free) [AuthorizerRulesSealed]',
  );
  expect(() => api.addUsageTier('Late', { throttle, claim: { name: 'a', values: ['b'] } })).toThrow(
    "the tier 'Late' came after the rules had been written",
  );
});

test.each([
  ['no tier', () => undefined],
  [
    'no default tier',
    (api: SecureApiGateway) => void api.addUsageTier('P', { throttle, claim: { name: 'a', values: ['b'] } }),
  ],
])('an API with %s for its tokens is not synthesized', (_, add) => {
  const stack = newStack();
  add(tokenGateway(stack));
  expect(() => App.of(stack)?.synth()).toThrow(
    "'usageIdentity' is UsageIdentity.TOKEN and no usage tier is the default; add one with 'isDefault: true', for the tokens that no other tier takes [UsageTierDefaultMissing]",
  );
});
