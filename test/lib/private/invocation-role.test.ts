import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { InvocationRole } from '../../../lib/private/invocation-role';
import { functionArn, importedFunction, newFunction, newStack, onlyResource } from '../../support/synth';

const LONGEST_NAME = 64;

function roleIn(stack: Stack): InvocationRole {
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET');
  return new InvocationRole(stack, 'Role', { api });
}

function functions(stack: Stack, count: number): lambda.IFunction[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(4, '0');
    return importedFunction(stack, `f${number}`.padEnd(LONGEST_NAME, 'x'));
  });
}

/** The managed policies of a template, by logical id: description, roles and document. */
function policiesOf(template: Template): [string, any][] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).map(([id, resource]) => [
    id,
    resource.Properties,
  ]);
}

describe('the role', () => {
  test('can be assumed by API Gateway only', () => {
    const stack = newStack();
    roleIn(stack);
    expect(
      onlyResource(Template.fromStack(stack), 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement,
    ).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } }]);
  });

  test('has no policy before a function is named', () => {
    const stack = newStack();
    roleIn(stack);
    expect(policiesOf(Template.fromStack(stack))).toEqual([]);
  });

  test('may invoke the exact functions, versions and aliases that were named, each once', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const own = newFunction(stack, 'Own');
    const alias = new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: own.currentVersion });
    for (const handler of [own, importedFunction(stack, 'one'), alias, own]) role.uriFor(handler);
    const [[, policy], ...others] = policiesOf(Template.fromStack(stack));
    expect(others).toEqual([]);
    expect(policy).toMatchObject({
      Roles: [stack.resolve(role.role.roleName)],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: [stack.resolve(own.functionArn), functionArn('one'), stack.resolve(alias.functionArn)],
          },
        ],
      },
    });
  });

  test('is named in the URI of the function, of the same partition and region', () => {
    const stack = newStack();
    const uri = roleIn(stack).uriFor(importedFunction(stack, 'one'));
    expect(stack.resolve(uri)).toEqual({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':apigateway:',
          { Ref: 'AWS::Region' },
          `:lambda:path/2015-03-31/functions/${functionArn('one')}/invocations`,
        ],
      ],
    });
  });

  test('may invoke before the deployment is live', () => {
    const stack = newStack();
    const role = roleIn(stack);
    for (const handler of functions(stack, 60)) role.uriFor(handler);
    const template = Template.fromStack(stack);
    const { DependsOn } = onlyResource(template, 'AWS::ApiGateway::Deployment');
    expect(DependsOn).toEqual(expect.arrayContaining(policiesOf(template).map(([logicalId]) => logicalId)));
  });
});

describe('150 functions with long names', () => {
  const stack = newStack();
  const role = roleIn(stack);
  const handlers = functions(stack, 150);
  for (const handler of handlers) role.uriFor(handler);
  const policies = policiesOf(Template.fromStack(stack)).map(
    ([, policy]) => policy.PolicyDocument as { Statement: any },
  );

  test('are named in several policies, each within its 6,144 characters', () => {
    expect(policies).toHaveLength(3);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6_144);
  });

  test('are all named, each once', () => {
    const named = policies.flatMap((policy) => policy.Statement[0].Resource as string[]);
    expect(named).toEqual(handlers.map((handler) => handler.functionArn));
  });
});

describe('more functions than ten policies can name', () => {
  const PER_POLICY = 52;
  const LIMIT = 'more than 10 managed policies can name; serve several routes from one function, or split the API';

  function full(stack: Stack): InvocationRole {
    const role = roleIn(stack);
    for (const handler of functions(stack, 10 * PER_POLICY)) role.uriFor(handler);
    return role;
  }

  test('fail', () => {
    const stack = newStack();
    const role = full(stack);
    expect(() => role.uriFor(newFunction(stack, 'TooMany'))).toThrow(
      `the API invokes 521 functions, ${LIMIT} (at S/Role) [InvocationPolicyLimit]`,
    );
  });

  test('fail again when the same function is named again', () => {
    const stack = newStack();
    const role = full(stack);
    const tooMany = newFunction(stack, 'TooMany');
    expect(() => role.uriFor(tooMany)).toThrow('[InvocationPolicyLimit]');
    expect(() => role.uriFor(tooMany)).toThrow(
      `the API invokes 521 functions, ${LIMIT} (at S/Role) [InvocationPolicyLimit]`,
    );
  });
});

test('functions whose ARN is not known yet are counted at their longest', () => {
  const stack = newStack();
  const role = roleIn(stack);
  for (let index = 0; index < 60; index += 1) role.uriFor(newFunction(stack, `F${index}`));
  const resources = policiesOf(Template.fromStack(stack)).map(
    ([, policy]) => (policy.PolicyDocument.Statement[0].Resource as unknown[]).length,
  );
  const longest = 'arn:aws-iso-b:lambda:us-isob-central-1:123456789012:function:'.length + 64 + '"",'.length;
  expect(resources.reduce((sum, count) => sum + count)).toBe(60);
  for (const count of resources) expect(count * longest).toBeLessThanOrEqual(6_144 - 100);
});
