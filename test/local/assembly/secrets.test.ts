import { join } from 'node:path';
import { type App, NestedStack, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { readAssembly } from '../../../local/src/assembly/read-assembly';
import { type Assembly, synthesize } from '../../support/assembly';
import { folderWith, removeFolders, resolvedTemplate } from '../support/assembly-files';

const assemblies: Assembly[] = [];

afterAll(() => {
  removeFolders();
  for (const assembly of assemblies) assembly.remove();
});

const reference = (secret: unknown, rest = ':SecretString:::') => ({
  'Fn::Join': ['', ['{{resolve:secretsmanager:', secret, `${rest}}}`]],
});
const SECRET = { Ref: 'Secret' };
const VERBATIM = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:theirs-a1B2c3';

type Properties = Readonly<Record<string, unknown>>;

/** A template with one secret, a function with this variable, and whatever is added. */
function template(secret: object, variable: unknown, more: object = {}) {
  return {
    Parameters: { Open: { Type: 'String' } },
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] }, Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: secret },
      Worker: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'worker', Environment: { Variables: { IT: variable, COLOUR: 'plum' } } },
      },
      ...more,
    },
  };
}

function resolvedVariable(secret: object, variable: unknown = reference(SECRET), more: object = {}): string {
  const { resources } = resolvedTemplate(template(secret, variable, more));
  return variablesOf(resources.find(({ id }) => id === 'Worker')?.properties).IT;
}

function variablesOf(properties: Properties | undefined): Record<string, string> {
  return (properties?.Environment as { Variables: Record<string, string> }).Variables;
}

describe('a generated secret', () => {
  test.each<[string, object, RegExp]>([
    ['without settings', {}, /^[A-Za-z0-9]{32}$/],
    ['of a length', { PasswordLength: 41, ExcludePunctuation: true, IncludeSpace: false }, /^[A-Za-z0-9]{41}$/],
    ['of a length as text', { PasswordLength: '50' }, /^[A-Za-z0-9]{50}$/],
    [
      'of lower case',
      { ExcludeUppercase: true, ExcludeNumbers: 'true', PasswordLength: 300 },
      // With 300 characters each letter is there, or the test fails once in a thousand million runs.
      /^[a-z]{300}$/,
    ],
    ['of upper case', { ExcludeLowercase: true, ExcludeNumbers: true }, /^[A-Z]{32}$/],
    ['of digits', { ExcludeLowercase: true, ExcludeUppercase: true }, /^[0-9]{32}$/],
    ['without some characters', { ExcludeCharacters: '0123456789abc/@', PasswordLength: 400 }, /^[A-Zd-z]{400}$/],
  ])('%s', (_what, settings, expected) => {
    expect(resolvedVariable({ GenerateSecretString: settings })).toMatch(expected);
  });

  test('is another in each run', () => {
    const values = [1, 2, 3].map(() => resolvedVariable({ GenerateSecretString: {} }));
    expect(new Set(values).size).toBe(3);
  });

  test.each<[string, object]>([
    [
      'whose letters and digits are all excluded',
      { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true },
    ],
    ['of no length', { PasswordLength: 0 }],
    ['of too great a length', { PasswordLength: 4_097 }],
    ['of a length that is not known', { PasswordLength: { Ref: 'Open' } }],
    ['with an exclusion that is neither true nor false', { ExcludeNumbers: 'sometimes' }],
    ['with a setting that is not known', { Alphabet: 'xyz' }],
    ['with a template and no key', { SecretStringTemplate: '{"user":"u"}' }],
    ['with a key and no template', { GenerateStringKey: 'password' }],
    ['with a template that is not JSON', { SecretStringTemplate: 'user', GenerateStringKey: 'password' }],
  ])('%s is not known', (_what, settings) => {
    expect(resolvedVariable({ GenerateSecretString: settings })).toMatch(
      /^unresolved\(resolve:secretsmanager:arn:.*:SecretString:::\)$/,
    );
  });

  test('with a template has its members, and the key', () => {
    const settings = { SecretStringTemplate: '{"user":"kim","port":1}', GenerateStringKey: 'word', PasswordLength: 44 };
    const [whole, user, word, port, nothing] = ['::', 'user::', 'word::', 'port::', 'none::'].map((key) =>
      resolvedVariable({ GenerateSecretString: settings }, reference(SECRET, `:SecretString:${key}`)),
    );
    expect(JSON.parse(whole)).toEqual({ user: 'kim', port: 1, word: expect.stringMatching(/^[A-Za-z0-9]{44}$/) });
    expect([user, word]).toEqual(['kim', expect.stringMatching(/^[A-Za-z0-9]{44}$/)]);
    expect([port, nothing]).toEqual([
      expect.stringMatching(/^unresolved\(.*:port::\)$/),
      expect.stringMatching(/^unresolved\(.*:none::\)$/),
    ]);
  });
});

describe('a reference', () => {
  const generated = { Name: 'pear', GenerateSecretString: { PasswordLength: 36 } };

  test.each<[string, unknown, RegExp]>([
    ['with text around it', { 'Fn::Sub': 'a-{{resolve:secretsmanager:${Secret}:SecretString:::}}-z' }, /^a-\w{36}-z$/],
    ['by its attribute', reference({ 'Fn::GetAtt': ['Secret', 'Id'] }), /^\w{36}$/],
    ['to all of it', reference(SECRET, ''), /^\w{36}$/],
    ['without an end', reference(SECRET, ':SecretString'), /^\w{36}$/],
  ])('%s gets the value', (_what, variable, expected) => {
    expect(resolvedVariable(generated, variable)).toMatch(expected);
  });

  test('twice in one text gets one value twice', () => {
    const twice = { 'Fn::Join': ['=', [reference(SECRET), reference(SECRET)]] };
    const [left, right] = resolvedVariable(generated, twice).split('=');
    expect(left).toMatch(/^\w{36}$/);
    expect(right).toBe(left);
  });

  test.each<[string, unknown]>([
    ['to a secret of nobody', reference(VERBATIM)],
    ['by a part of the ARN', reference('arn:aws:secretsmanager:us-east-1:123456789012:secret:pear')],
    ['by its name', reference('pear')],
    ['to a stage', reference(SECRET, ':SecretString::AWSPREVIOUS:')],
    ['to a version', reference(SECRET, ':SecretString:::0b3c')],
    ['to a version of the stage', reference(SECRET, ':SecretString::AWSCURRENT:0b3c')],
    ['to its binary', reference(SECRET, ':SecretBinary:::')],
    ['to a member of what is no JSON', reference(SECRET, ':SecretString:user::')],
    ['to nothing of it', reference(SECRET, ':')],
    ['to the Parameter Store', { 'Fn::Join': ['', ['{{resolve:ssm:', SECRET, ':SecretString:::}}']] }],
    ['to a secure parameter', '{{resolve:ssm-secure:/key:1}}'],
    ['that is cut', { 'Fn::Select': [0, { 'Fn::Split': ['-', reference(SECRET)] }] }],
    ['that is encoded', { 'Fn::Base64': reference(SECRET) }],
  ])('%s stays one', (_what, variable) => {
    expect(resolvedVariable(generated, variable)).toMatch(/^unresolved\(resolve:/);
  });

  test('beside another that is not known gets its value, and the other its mark', () => {
    const both = { 'Fn::Join': ['', [reference(SECRET), '-{{resolve:ssm:/fig}}']] };
    expect(resolvedVariable(generated, both)).toMatch(/^\w{36}-unresolved\(resolve:ssm:\/fig\)$/);
  });

  test('anywhere else than in a key or a variable stays one', () => {
    const probe = { Type: 'AWS::ApiGateway::Stage', Properties: { Variables: { IT: reference(SECRET) } } };
    const { resources, findings } = resolvedTemplate(
      template(generated, reference(SECRET), { Probe: { ...probe, Properties: { ...probe.Properties } } }),
    );
    const value = variablesOf(resources.find(({ id }) => id === 'Worker')?.properties).IT;
    const variables = resources.find(({ id }) => id === 'Probe')?.properties.Variables;
    expect(variables).toEqual({ IT: expect.stringMatching(/^unresolved\(resolve:secretsmanager:/) });
    expect(findings).toEqual([expect.stringMatching(/^Probe: Variables\.IT: resolve:secretsmanager:/)]);
    expect(JSON.stringify(findings)).not.toContain(value);
  });
});

describe('a secret', () => {
  test('with a text in the template has that text, and its members', () => {
    expect(resolvedVariable({ SecretString: { 'Fn::Sub': 'for-${AWS::Region}' } })).toBe('for-us-east-1');
    const member = reference(SECRET, ':SecretString:fruit::');
    expect(resolvedVariable({ SecretString: '{"fruit":"quince","n":1}' }, member)).toBe('quince');
  });

  test.each<[string, object, object]>([
    ['without a text', { Name: 'empty' }, {}],
    ['with two texts', { SecretString: 'a', GenerateSecretString: {} }, {}],
    ['with a text that only AWS knows', { SecretString: { Ref: 'Open' } }, {}],
    ['with a text that refers to another', { SecretString: '{{resolve:ssm:/key}}' }, {}],
    ['with a text that begins a reference', { SecretString: 'a{{resolve:ssm:' }, {}],
    [
      'that is rotated',
      { GenerateSecretString: {} },
      { Turn: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId: SECRET } } },
    ],
    [
      'that is attached by its name',
      { Name: 'pear', GenerateSecretString: {} },
      { Bond: { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: 'pear' } } },
    ],
  ])('%s is not known', (_what, secret, more) => {
    expect(resolvedVariable(secret, reference(SECRET), more)).toMatch(/^unresolved\(resolve:/);
  });

  test('that another is rotated changes nothing', () => {
    const turn = { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId: 'apple' } };
    expect(resolvedVariable({ Name: 'pear', GenerateSecretString: {} }, reference(SECRET), { Turn: turn })).toMatch(
      /^\w{32}$/,
    );
  });

  test.each([
    ['Maybe', 'resolve:secretsmanager:'],
    ['Never', 'resolve:secretsmanager:unresolvedSecret:'],
  ])('under the condition %s is not known', (Condition, cause) => {
    const { resources } = resolvedTemplate({
      ...template({}, reference(SECRET), {
        Secret: { Type: 'AWS::SecretsManager::Secret', Condition, Properties: { GenerateSecretString: {} } },
      }),
    });
    expect(variablesOf(resources.find(({ id }) => id === 'Worker')?.properties).IT).toContain(`unresolved(${cause}`);
  });
});

test('a secret of CDK has one value in keys and functions of its stack, of nested stacks and of other stacks', () => {
  const assembly = synthesize((app: App) => {
    const shared = new Stack(app, 'Shared');
    const secret = new secretsmanager.Secret(shared, 'Prefix', {
      generateSecretString: { passwordLength: 40, excludePunctuation: true, includeSpace: false },
    });
    const stack = new Stack(app, 'Orders');
    const worker = (scope: Stack, id: string): lambda.Function =>
      new lambda.Function(scope, id, {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = async () => 1;'),
        environment: { PREFIX: secret.secretValue.unsafeUnwrap() },
      });
    worker(shared, 'Near');
    worker(new NestedStack(stack, 'Inner'), 'Deep');
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET', new apigateway.LambdaIntegration(worker(stack, 'Far')));
    const value = `${secret.secretValue.unsafeUnwrap()}-Partner.acme`;
    new apigateway.ApiKey(stack, 'Key', { value });
    new apigateway.ApiKey(stack, 'Foreign', { value: SecretValue.secretsManager(VERBATIM).unsafeUnwrap() });
    return stack;
  });
  assemblies.push(assembly);
  const { resources, findings } = readAssembly(assembly.directory).stack;
  const prefixes = resources
    .filter(({ type, properties }) => type === 'AWS::Lambda::Function' && properties.Environment !== undefined)
    .map(({ properties }) => variablesOf(properties).PREFIX);
  const [key, foreign] = ['Key', 'Foreign'].map(
    (name) => resources.find(({ id, type }) => type === 'AWS::ApiGateway::ApiKey' && id.startsWith(name))?.properties,
  );
  expect(prefixes).toHaveLength(3);
  expect(new Set(prefixes).size).toBe(1);
  expect(prefixes[0]).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(key?.Value).toBe(`${prefixes[0]}-Partner.acme`);
  expect(foreign?.Value).toBe(`unresolved(resolve:secretsmanager:${VERBATIM}:SecretString:::)`);
  expect(findings).toHaveLength(1);
});

test('two secrets have two values', () => {
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
  const folder = folderWith({
    't.json': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi' },
        A: secret,
        B: secret,
        KeyA: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: reference({ Ref: 'A' }) } },
        KeyB: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: reference({ Ref: 'B' }) } },
      },
    },
  });
  const { resources } = readAssembly(join(folder, 't.json')).stack;
  const [a, b] = ['KeyA', 'KeyB'].map((name) => resources.find(({ id }) => id === name)?.properties.Value);
  expect(a).toMatch(/^\w{32}$/);
  expect(b).toMatch(/^\w{32}$/);
  expect(a).not.toBe(b);
});
