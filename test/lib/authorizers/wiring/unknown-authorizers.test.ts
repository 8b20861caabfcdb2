import { CfnParameter, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ACCOUNT, newStack, newStackIn, REGION } from '../../../support/synth';
import { handWired, l1, SAFE, uriOf, warningsOf } from './hand-wired';
import { arnOf, l2 } from './ways-to-wire';

const REFUSED = /the rule of 'POST \/payments' depends on who sends the token.*\[AuthorizerCacheUnsafe\]/;

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
  const other = new lambda.Function(wired.stack, 'JwtOther', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({});'),
  });
  l2(wired, Duration.seconds(60), other);
  l1(wired, { authorizerUri: uriOf(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:my-jwt-other`) });
  (wired.authorizer.function.node.defaultChild as lambda.CfnFunction).functionName = 'my-jwt';
  expect(() => wired.app.synth()).not.toThrow();
});

describe('what cannot be known does not pass in silence', () => {
  test.each<[string, (stack: Stack) => string]>([
    ['a parameter', (stack) => uriOf(new CfnParameter(stack, 'P').valueAsString)],
    ['an import of another app', () => uriOf(Fn.importValue('elsewhere'))],
    ['a dynamic reference', () => uriOf('{{resolve:ssm:/jwt/arn}}')],
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
