import { App, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, ApiAuthorizer, RouteTarget, TokenIssuer } from '../../../lib';
import { newGateway, newStack } from '../../support/synth';

function synthAfter(change: (authorizer: apigateway.CfnAuthorizer) => void, cacheTtl?: Duration): void {
  const stack = newStack();
  const issuers = [TokenIssuer.oidc('https://login.example.com', { audiences: ['orders'] })];
  const api = newGateway(stack, { authorizer: ApiAuthorizer.jwt({ issuers, cacheTtl }) });
  api.addRoute('GET /', RouteTarget.mock({ statusCode: 204 }), { access: Access.authenticated() });
  const found = api.node.findAll().find((node) => node instanceof apigateway.CfnAuthorizer);
  change(found as apigateway.CfnAuthorizer);
  App.of(stack)?.synth();
}

test('an authorizer that is left alone passes', () => {
  expect(() => synthAfter(() => undefined)).not.toThrow();
});

test.each<[string, (authorizer: apigateway.CfnAuthorizer) => void]>([
  ['the token alone', (authorizer) => (authorizer.identitySource = 'method.request.header.Authorization')],
  ['no source', (authorizer) => (authorizer.identitySource = undefined)],
  ['another header', (authorizer) => authorizer.addPropertyOverride('IdentitySource', 'method.request.header.Host')],
])('fails when decisions are kept under %s', (_, change) => {
  expect(() => synthAfter(change)).toThrow(/identity sources .* they must be .* \[AuthorizerCacheKeyChanged\]/);
});

test('passes with any source while nothing is kept', () => {
  const source = 'method.request.header.Authorization';
  expect(() => synthAfter((authorizer) => (authorizer.identitySource = source), Duration.seconds(0))).not.toThrow();
});
