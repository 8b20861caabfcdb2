import { CfnParameter, Duration, Lazy, type Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  Access,
  JwtAuthorizerFunction,
  type JwtAuthorizerFunctionProps,
  TokenIssuer,
  TokenTable,
  TokenUse,
} from '../../../lib';
import {
  importedClient,
  importedPool,
  newStack,
  onlyResource,
  REGION,
  synthesizedIssuers,
  synthesizedRules,
} from '../../support/synth';

const acme = TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] });

function authorizerIn(stack: Stack, props: Partial<JwtAuthorizerFunctionProps> = {}): JwtAuthorizerFunction {
  return new JwtAuthorizerFunction(stack, 'Authorizer', { issuers: [acme], ...props });
}

function functionWith(props: Partial<JwtAuthorizerFunctionProps>, stack = newStack()): any {
  authorizerIn(stack, props);
  return onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Properties;
}

function configWith(props: Partial<JwtAuthorizerFunctionProps>): Record<string, unknown> {
  return JSON.parse(functionWith(props).Environment.Variables.AUTHORIZER_CONFIG as string) as Record<string, unknown>;
}

describe('the function', () => {
  const stack = newStack();
  const authorizer = authorizerIn(stack);
  const template = Template.fromStack(stack);

  test('runs the bundled handler', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 8,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: stack.resolve(authorizer.logGroup.logGroupName) },
      ReservedConcurrentExecutions: Match.absent(),
      VpcConfig: Match.absent(),
      DeadLetterConfig: Match.absent(),
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'jwt-authorizer' } },
    });
    expect(stack.resolve(authorizer.function.functionName)).toEqual({
      Ref: onlyResource(template, 'AWS::Lambda::Function').logicalId,
    });
  });

  test('logs to a group that is kept for a year', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.absent() });
  });

  test('may write its log and its traces, and nothing else', () => {
    const { Properties } = onlyResource(template, 'AWS::IAM::ManagedPolicy');
    expect(Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: stack.resolve(authorizer.logGroup.logGroupArn),
      },
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
    ]);
    const role = onlyResource(template, 'AWS::IAM::Role');
    expect(Properties.Roles).toEqual([{ Ref: role.logicalId }]);
    expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('takes overrides', () => {
    const own = newStack();
    const key = new kms.Key(own, 'Key');
    const props = { memorySize: 1_024, reservedConcurrentExecutions: 17, encryptionKey: key };
    expect(functionWith(props, own)).toMatchObject({ MemorySize: 1_024, ReservedConcurrentExecutions: 17 });
    Template.fromStack(own).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: own.resolve(key.keyArn) });
  });

  test('takes a role of its own, and adds nothing to it', () => {
    const own = newStack();
    const role = iam.Role.fromRoleArn(own, 'Role', 'arn:aws:iam::210987654321:role/authorizer', { mutable: false });
    expect(functionWith({ role }, own).Role).toBe('arn:aws:iam::210987654321:role/authorizer');
    Template.fromStack(own).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('runs in a VPC', () => {
    const own = newStack();
    const vpc = new ec2.Vpc(own, 'Vpc', { maxAzs: 2 });
    const group = new ec2.SecurityGroup(own, 'Group', { vpc });
    const props = { vpc, vpcSubnets: { subnets: [vpc.privateSubnets[1]] }, securityGroups: [group] };
    const { VpcConfig, Role } = functionWith(props, own);
    expect(VpcConfig).toEqual({
      SubnetIds: [own.resolve(vpc.privateSubnets[1].subnetId)],
      SecurityGroupIds: [own.resolve(group.securityGroupId)],
    });
    const role = Template.fromStack(own).findResources('AWS::IAM::Role')[Role['Fn::GetAtt'][0] as string];
    expect(JSON.stringify(role.Properties.ManagedPolicyArns)).toContain('AWSLambdaVPCAccessExecutionRole');
  });

  test('may publish to its dead letter topic, and use its key', () => {
    const own = newStack();
    const masterKey = new kms.Key(own, 'Key');
    const deadLetterTopic = new sns.Topic(own, 'Dead', { masterKey });
    expect(functionWith({ deadLetterTopic }, own).DeadLetterConfig).toEqual({
      TargetArn: own.resolve(deadLetterTopic.topicArn),
    });
    const { Statement } = onlyResource(Template.fromStack(own), 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument;
    expect(Statement.slice(2)).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: own.resolve(deadLetterTopic.topicArn) },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: own.resolve(masterKey.keyArn) },
    ]);
  });
});

describe('the configuration', () => {
  test('holds no literal issuer, no claims for the backend, and a clock tolerance for new tokens only', () => {
    const stack = newStack();
    const pool = TokenIssuer.userPool(importedPool(stack, 'Staff'), {
      clients: [importedClient(stack, 'Web')],
      tokenUse: TokenUse.ACCESS,
    });
    const props = { issuers: [pool, acme] };
    expect(configWith(props)).toEqual({
      issuers: [],
      issuersFile: 'issuers.json',
      contextClaims: [],
      clockToleranceSeconds: 0,
      notBeforeToleranceSeconds: 10,
    });
    authorizerIn(stack, props);
    expect(synthesizedIssuers(stack)).toEqual([
      {
        version: 1,
        issuers: [
          { type: 'user-pool', userPoolId: `${REGION}_Staff`, clients: ['client-Web'], tokenUse: 'access' },
          {
            type: 'oidc',
            issuer: 'https://acme.eu.auth0.com/',
            jwksUri: 'https://acme.eu.auth0.com/.well-known/jwks.json',
            audiences: ['https://api.acme.com'],
            algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
            groupsClaim: 'groups',
            requireAccessTokenType: false,
            requiredClaims: [],
          },
        ],
      },
    ]);
  });

  test('takes claims for the backend and a clock tolerance', () => {
    const props = { contextClaims: ['email', 'tenant_id'], clockTolerance: Duration.seconds(42) };
    expect(configWith(props)).toEqual({
      issuers: [],
      issuersFile: 'issuers.json',
      contextClaims: ['email', 'tenant_id'],
      clockToleranceSeconds: 42,
    });
  });

  test('holds the references of a pool that the stack makes', () => {
    const stack = newStack();
    const pool = new cognito.UserPool(stack, 'Pool');
    const client = pool.addClient('Web');
    const issuer = TokenIssuer.userPool(pool, { clients: [client], tokenUse: TokenUse.ID });
    const variable = functionWith({ issuers: [issuer] }, stack).Environment.Variables.AUTHORIZER_CONFIG;
    expect(variable).toEqual({
      'Fn::Join': [
        '',
        [
          '{"issuers":[{"type":"user-pool","userPoolId":"',
          stack.resolve(pool.userPoolId),
          '","clients":["',
          stack.resolve(client.userPoolClientId),
          '"],"tokenUse":"id"}],"contextClaims":[],"clockToleranceSeconds":0,"notBeforeToleranceSeconds":10}',
        ],
      ],
    });
  });

  test('takes a clock tolerance that is a token', () => {
    const clockTolerance = Duration.seconds(Lazy.number({ produce: () => 33 }));
    const { notBeforeToleranceSeconds, ...config } = configWith({ clockTolerance });
    expect([config.clockToleranceSeconds, notBeforeToleranceSeconds]).toEqual([33, undefined]);
  });

  test.each([[0], [60]])('takes a clock tolerance of %p seconds', (seconds) => {
    const clockTolerance = Duration.seconds(seconds);
    const { notBeforeToleranceSeconds, ...config } = configWith({ clockTolerance });
    expect([config.clockToleranceSeconds, notBeforeToleranceSeconds]).toEqual([seconds, undefined]);
  });
});

describe('fails when', () => {
  test.each([
    [Duration.seconds(61), 61],
    [Duration.minutes(5), 300],
    [Duration.millis(1_500), 1.5],
  ])('the clock tolerance is %s', (clockTolerance, seconds) => {
    expect(() => authorizerIn(newStack(), { clockTolerance })).toThrow(
      `'clockTolerance' is ${seconds}; it must be a whole number from 0 to 60 seconds (at S/Authorizer) [ClockToleranceOutOfRange]`,
    );
  });

  test('there is no issuer', () => {
    expect(() => authorizerIn(newStack(), { issuers: [] })).toThrow(
      "'issuers' is []; it must name at least one; no token could pass (at S/Authorizer) [IssuersEmpty]",
    );
  });

  const once =
    'it must name each issuer once, with all its clients or audiences, and a user pool once for each kind of token (at S/Authorizer) [IssuerDuplicate]';

  test('an issuer is named twice', () => {
    const again = TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['another'] });
    expect(() => authorizerIn(newStack(), { issuers: [acme, again] })).toThrow(
      `'issuers' is "https://acme.eu.auth0.com/"; ${once}`,
    );
  });

  test('a user pool of the stack is named twice', () => {
    const stack = newStack();
    const pool = new cognito.UserPool(stack, 'Pool');
    const [web, mobile] = [pool.addClient('Web'), pool.addClient('Mobile')];
    const issuers = [
      TokenIssuer.userPool(pool, { clients: [web], tokenUse: TokenUse.ID }),
      TokenIssuer.userPool(pool, { clients: [mobile], tokenUse: TokenUse.ID }),
    ];
    expect(() => authorizerIn(stack, { issuers })).toThrow(`'issuers' is "the same issuer twice"; ${once}`);
  });

  test.each([
    `https://cognito-idp.${REGION}.amazonaws.com/${REGION}_Staff`,
    `https://issuer-cognito-idp.${REGION}.amazonaws.com/${REGION}_Staff`,
  ])('a user pool is named by its URL %s, too', (url) => {
    const stack = newStack();
    const options = { clients: [importedClient(stack, 'Web')], tokenUse: TokenUse.ACCESS };
    const pool = TokenIssuer.userPool(importedPool(stack, 'Staff'), options);
    const other = TokenIssuer.userPool(importedPool(stack, 'taff'), options);
    const oidc = TokenIssuer.oidc(url, { audiences: ['a'] });
    expect(() => authorizerIn(newStack(), { issuers: [pool, oidc] })).toThrow(`'issuers' is "${url}"; ${once}`);
    expect(() => authorizerIn(newStack(), { issuers: [oidc, pool] })).toThrow(
      `'issuers' is "${REGION}_Staff"; ${once}`,
    );
    expect(() => authorizerIn(newStack(), { issuers: [other, oidc] })).not.toThrow();
  });

  test('two issuers are equal parameters, or not when they are different ones', () => {
    const stack = newStack();
    const [one, two] = ['One', 'Two'].map((id) => new CfnParameter(stack, id).valueAsString);
    const issuers = [one, two].map((url) => TokenIssuer.oidc(url, { audiences: ['a'] }));
    expect(() => authorizerIn(stack, { issuers })).not.toThrow();
  });
});

test('the rules can be empty: then every route is denied', () => {
  const stack = newStack();
  authorizerIn(stack);
  expect(synthesizedRules(stack)).toEqual([{ version: 1, routes: {} }]);
  expect(() => authorizerIn(newStack()).addRule('GET', Access.authenticated())).toThrow('[RouteKeyInvalid]');
});

test.each(['sub', 'iss', 'clientId', 'scope', 'tier', 'principalId'])(
  'the claim %s for the backend is refused: the authorizer writes a member of this name itself',
  (claim) => {
    expect(() => authorizerIn(newStack(), { contextClaims: ['email', claim] })).toThrow(
      `'contextClaims' is "${claim}"; the authorizer writes it itself, where there is one; name others (at S/Authorizer) [ContextClaimReserved]`,
    );
  },
);

test('ARNs of tables count, too', () => {
  const withAudiences = (length: number, tables: boolean): unknown => {
    const stack = newStack();
    const [revocationTable, dpopProofTable] = ['R', 'P'].map((id) => new TokenTable(stack, id).table);
    const late = Lazy.string({ produce: () => 'b' });
    const issuers = [TokenIssuer.oidc('https://a.acme.com', { audiences: ['a'.repeat(length), late] })];
    return functionWith({ issuers, ...(tables && { revocationTable, dpopProofTable }) }, stack);
  };
  expect(() => withAudiences(3_300, false)).not.toThrow();
  expect(() => withAudiences(3_300, true)).toThrow('[IssuersTooLarge]');
  expect(() => withAudiences(3_000, true)).not.toThrow();
});

test('what CDK tokens stand for counts with the length that it may have', () => {
  const withClients = (count: number): unknown => {
    const stack = newStack();
    const clients = Array.from({ length: count }, (_, index) =>
      cognito.UserPoolClient.fromUserPoolClientId(
        stack,
        `C${index}`,
        new CfnParameter(stack, `P${index}`).valueAsString,
      ),
    );
    const pool = importedPool(stack, 'Staff');
    return functionWith({ issuers: [TokenIssuer.userPool(pool, { clients, tokenUse: TokenUse.ACCESS })] }, stack);
  };
  expect(() => withClients(80)).not.toThrow();
  expect(() => withClients(90)).toThrow('[IssuersTooLarge]');
});
