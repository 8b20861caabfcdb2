import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, RouteTarget } from '../../../lib';
import { methodsOf, newGateway, newStack } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });

test('methods ask for a signature, and there is neither authorizer nor function', () => {
  const stack = newStack();
  const api = newGateway(stack, { authorizer: ApiAuthorizer.iam() });
  api.addRoute('GET /a', target, { access: Access.authenticated() });
  const template = Template.fromStack(stack);
  expect(methodsOf(template)['GET /a']).toMatchObject({ AuthorizationType: 'AWS_IAM' });
  expect(methodsOf(template)['GET /a']).not.toHaveProperty('AuthorizerId');
  template.resourceCountIs('AWS::ApiGateway::Authorizer', 0);
  template.resourceCountIs('AWS::Lambda::Function', 0);
});

test.each<[Access]>([
  [Access.scope('a')],
  [Access.anyScope('a', 'b')],
  [Access.allScopes('a', 'b')],
  [Access.inGroup('g')],
  [Access.claim('c', 'v')],
  [Access.claimEqualsPathParameter('c', 'p')],
  [Access.allOf(Access.scope('a'), Access.inGroup('g'))],
  [Access.anyOf(Access.authenticated(), Access.inGroup('g'))],
])('fails when a route asks for %s', (access) => {
  const api = newGateway(newStack(), { authorizer: ApiAuthorizer.iam() });
  expect(() => api.addRoute('GET /a/{p}', target, { access })).toThrow(
    `route 'GET /a/{p}' asks for ${access.toString()}; ApiAuthorizer.iam() knows IAM policies only, not claims; use ` +
      'Access.authenticated() with it, or ApiAuthorizer.jwt(), which enforces every rule ' +
      '(at S/Api/Authorizer) [AccessNotEnforceable]',
  );
});
