import { type App, CfnOutput, CfnParameter, CfnResource, Duration, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ACCOUNT, newStack, newStackIn, REGION } from '../../../support/synth';
import { handWired, l1, SAFE, uriOf, warningsOf } from './hand-wired';
import { arnOf, l2 } from './ways-to-wire';

const REFUSED = /the rule of 'POST \/payments' depends on who sends the token.*\[AuthorizerCacheUnsafe\]/;

/** A function that is not ours. */
function plainFunction(scope: Stack): lambda.Function {
  return new lambda.Function(scope, 'JwtOther', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({});'),
  });
}

/** An authorizer that calls the handler, with a cache; an L2 would let it by a permission that makes stacks wait in a circle. */
function cachedAuthorizer(scope: Stack, { functionArn }: lambda.IFunction): void {
  new apigateway.CfnAuthorizer(scope, 'Auth', {
    restApiId: 'api',
    name: 'other',
    type: 'REQUEST',
    authorizerUri: uriOf(functionArn),
    identitySource: 'method.request.header.Authorization',
  });
}

function sibling(stack: Stack, id: string): Stack {
  return new Stack(stack.node.root, id, { env: { account: stack.account, region: stack.region } });
}

test('a function in another region is found', () => {
  const stack = newStackIn('eu-west-3');
  const wired = handWired(true, stack);
  const other = new Stack(wired.app, 'Other', {
    env: { account: ACCOUNT, region: 'us-west-2' },
    crossRegionReferences: true,
  });
  l1(wired, { restApiId: 'api' }, other);
  expect(() => wired.app.synth()).toThrow(REFUSED);
});

test.each<[string, (stack: Stack) => Partial<apigateway.CfnAuthorizerProps>]>([
  ['no TTL', () => ({ authorizerResultTtlInSeconds: undefined })],
  [
    'a TTL that is a parameter',
    (stack) => ({
      authorizerResultTtlInSeconds: new CfnParameter(stack, 'P', { type: 'Number', default: 0 }).valueAsNumber,
    }),
  ],
])('%s is no TTL of 0', (_what, props) => {
  const wired = handWired(true);
  l1(wired, props(wired.stack));
  expect(() => wired.app.synth()).toThrow(REFUSED);
});

test('a TTL that is text is no TTL of 0', () => {
  const wired = handWired(true);
  l1(wired).addPropertyOverride('AuthorizerResultTtlInSeconds', '0');
  expect(() => wired.app.synth()).toThrow(REFUSED);
});

test('a TTL that is taken away is one of 300 seconds', () => {
  const wired = handWired(true);
  l1(wired, { authorizerResultTtlInSeconds: 0 }).addPropertyDeletionOverride('AuthorizerResultTtlInSeconds');
  expect(() => wired.app.synth()).toThrow(
    /decisions are cached for 300 seconds, the default, under .*\[AuthorizerCacheUnsafe\]/,
  );
});

test('each of several authorizers is looked at', () => {
  const wired = handWired(true);
  l1(wired, { authorizerResultTtlInSeconds: 0 });
  l2(wired, Duration.seconds(60));
  expect(() => wired.app.synth()).toThrow(
    `decisions are cached for 60 seconds under "${SAFE}", and the rule of 'POST /payments' depends on who sends the token; a cached decision would let in whoever stole the token: set the TTL to 0 seconds, as a literal number (at S/L2/Resource) [AuthorizerCacheUnsafe]`,
  );
});

test('authorizers of other functions are their own business', () => {
  const wired = handWired(true);
  l2(wired, Duration.seconds(60), plainFunction(wired.stack));
  l1(wired, { authorizerUri: uriOf(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:my-jwt-other`) });
  (wired.authorizer.function.node.defaultChild as lambda.CfnFunction).functionName = 'my-jwt';
  expect(() => wired.app.synth()).not.toThrow();
});

describe.each<[string, (stack: Stack) => [functions: Stack, api: Stack]]>([
  ['in another stack', (stack) => [sibling(stack, 'A'), sibling(stack, 'B')]],
  ['in the parent', (stack) => [stack, new NestedStack(stack, 'N')]],
  ['two parents up', (stack) => [stack, new NestedStack(new NestedStack(stack, 'N'), 'M')]],
  ['in another stack, of a nested stack', (stack) => [sibling(stack, 'A'), new NestedStack(sibling(stack, 'B'), 'N')]],
])('a function %s', (_where, stacks) => {
  test.each<[string, (own: lambda.Function, api: Stack) => lambda.IFunction]>([
    ['itself', (own) => own],
    ['its version', (own) => own.currentVersion],
    ['its alias', (own) => new lambda.Alias(own, 'Live', { aliasName: 'live', version: own.currentVersion })],
    [
      'as an import',
      (own, api) =>
        lambda.Function.fromFunctionAttributes(api, 'I', { functionArn: own.functionArn, sameEnvironment: true }),
    ],
  ])('is known: %s', (_how, handler) => {
    const wired = handWired(true);
    const [functions, api] = stacks(wired.stack);
    cachedAuthorizer(api, handler(plainFunction(functions), api));
    expect(() => wired.app.synth()).not.toThrow();
  });

  test('is found where it is ours', () => {
    const stack = newStack();
    const [functions, api] = stacks(stack);
    const wired = handWired(true, functions);
    cachedAuthorizer(api, wired.authorizer.function);
    expect(() => (stack.node.root as App).synth()).toThrow(REFUSED);
  });
});

describe('each security scheme of a body is looked at', () => {
  const body = (schemes: [arn: string, ttl: number][]) => ({
    openapi: '3.0.1',
    info: { title: 'Orders', version: '1' },
    paths: {},
    components: {
      securitySchemes: Object.fromEntries(
        schemes.map(([arn, authorizerResultTtlInSeconds], index) => [
          `Scheme${index}`,
          {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authorizer': {
              type: 'request',
              identitySource: 'method.request.header.Authorization',
              authorizerUri: uriOf(arn),
              authorizerResultTtlInSeconds,
            },
          },
        ]),
      ),
    },
  });
  const spec = (scope: Stack, schemes: [string, number][]) =>
    new apigateway.SpecRestApi(scope, 'Spec', {
      cloudWatchRole: false,
      deploy: false,
      apiDefinition: apigateway.ApiDefinition.fromInline(body(schemes)),
    });
  const second = /\(at .*, security scheme 'Scheme1'\) \[AuthorizerCacheUnsafe\]/;

  test('when it calls the current version', () => {
    const wired = handWired(true);
    const own = wired.authorizer.function;
    spec(wired.stack, [
      [own.functionArn, 0],
      [own.currentVersion.functionArn, 300],
    ]);
    expect(() => wired.app.synth()).toThrow(second);
  });

  test('when it refers to another region beside a literal name', () => {
    const wired = handWired(true, newStackIn('eu-west-3'));
    const own = wired.authorizer.function;
    (own.node.defaultChild as lambda.CfnFunction).functionName = 'my-jwt';
    const env = { account: ACCOUNT, region: 'us-west-2' };
    spec(new Stack(wired.app, 'Other', { env, crossRegionReferences: true }), [
      [`arn:aws:lambda:eu-west-3:${ACCOUNT}:function:my-jwt`, 0],
      [own.functionArn, 300],
    ]);
    expect(() => wired.app.synth()).toThrow(second);
  });

  test('but not one that calls another function', () => {
    const wired = handWired(true);
    spec(wired.stack, [
      [wired.authorizer.function.functionArn, 0],
      [plainFunction(wired.stack).functionArn, 300],
    ]);
    expect(() => wired.app.synth()).not.toThrow();
  });
});

test('a function whose logical id is overridden is found by it', () => {
  const wired = handWired(true);
  (wired.authorizer.function.node.defaultChild as lambda.CfnFunction).overrideLogicalId('Auth');
  l1(wired, { authorizerUri: uriOf(Fn.getAtt('Auth', 'Arn').toString()) });
  expect(() => wired.app.synth()).toThrow(REFUSED);
});

describe('what cannot be known does not pass in silence', () => {
  test.each<[string, (stack: Stack) => string]>([
    ['a parameter', (stack) => uriOf(new CfnParameter(stack, 'P').valueAsString)],
    ['an import of another app', () => uriOf(Fn.importValue('elsewhere'))],
    ['a dynamic reference', () => uriOf('{{resolve:ssm:/jwt/arn}}')],
    ['a stage variable', () => uriOf(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:\${stageVariables.auth}`)],
    [
      'literal text that another stack of the app exports',
      (stack) => {
        new CfnOutput(stack, 'Out', { value: 'arn:literal', exportName: 'literal' });
        return uriOf(Fn.importValue('literal'));
      },
    ],
    [
      'an export of another region, of the same name',
      (stack) => {
        const far = new Stack(stack.node.root, 'Far', { env: { account: ACCOUNT, region: 'us-west-2' } });
        new CfnOutput(far, 'Out', { value: plainFunction(far).functionArn, exportName: 'auth' });
        return uriOf(Fn.importValue('auth'));
      },
    ],
    ['a mapping', () => Fn.findInMap('M', 'a', 'b')],
  ])('an authorizer whose function is %s', (_what, uri) => {
    const wired = handWired(true);
    l1(wired, { authorizerUri: uri(wired.stack) });
    expect(() => wired.app.synth()).toThrow(
      /which function the authorizer calls is known at deployment only.*\(at S\/L1\) \[AuthorizerCacheUnsafe\]/,
    );
    const plain = handWired(false);
    l1(plain, { authorizerUri: uri(plain.stack) });
    expect(() => plain.app.synth()).not.toThrow();
  });

  test('a nested template that gets the function', () => {
    const wired = handWired(true);
    new CfnResource(wired.stack, 'Template', {
      type: 'AWS::CloudFormation::Stack',
      properties: { TemplateURL: 'https://example.com', Parameters: { Arn: arnOf(wired) } },
    });
    expect(() => wired.app.synth()).toThrow(
      /a resource of type AWS::CloudFormation::Stack names the function.*\[AuthorizerCacheUnsafe\]/,
    );
  });

  test('an API of the serverless transform', () => {
    const wired = handWired(true);
    const { Auth } = {
      Auth: { Authorizers: { Jwt: { FunctionArn: arnOf(wired), Identity: { ReauthorizeEvery: 300 } } } },
    };
    new CfnResource(wired.stack, 'Sam', { type: 'AWS::Serverless::Api', properties: { StageName: 'p', Auth } });
    expect(() => wired.app.synth()).toThrow(/type AWS::Serverless::Api names the function.*\[AuthorizerCacheUnsafe\]/);
  });

  test('a definition that is not in the template is warned of', () => {
    const wired = handWired(true);
    new apigateway.CfnRestApi(wired.stack, 'Spec', { bodyS3Location: { bucket: 'b', key: 'k' } });
    expect(warningsOf(wired.stack)).toEqual([
      expect.stringContaining('the definition of the API is not in the template'),
    ]);
  });
});

test('a stack without a rule about the sender says nothing of it', () => {
  expect(warningsOf(newStack())).toEqual([]);
});
