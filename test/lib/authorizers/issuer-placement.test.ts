import { type App, CfnParameter, Lazy, type Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Template } from 'aws-cdk-lib/assertions';
import { authorizerConfig } from '../../../lambda/jwt-authorizer/config';
import {
  ApiAuthorizer,
  JwtAuthorizerFunction,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenUse,
} from '../../../lib';
import { importedClient, importedPool, newStack, onlyResource, synthesizedIssuers } from '../../support/synth';

const audiences = ['api://orders'];

/** A tenant of Entra ID. */
function tenant(index: number, audience = audiences): TokenIssuer {
  const base = `https://login.microsoftonline.com/${String(index).padStart(8, '0')}-86f1-41af-91ab-2d7cd011db47`;
  return TokenIssuer.oidc(`${base}/v2.0`, { audiences: audience, jwksUri: `${base}/discovery/v2.0/keys` });
}

function tenants(count: number): TokenIssuer[] {
  return Array.from({ length: count }, (_, index) => tenant(index));
}

/** What the function of the stack gets: its environment and its file. */
function written(stack: Stack, issuers: TokenIssuer[]): { config: any; file: any } {
  new JwtAuthorizerFunction(stack, 'Authorizer', { issuers });
  const [file] = synthesizedIssuers(stack);
  const { Environment } = onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Properties;
  const text: unknown = Environment.Variables.AUTHORIZER_CONFIG;
  return { config: typeof text === 'string' ? JSON.parse(text) : text, file };
}

test('300 tenants fit, and say once what they share', () => {
  const { config, file } = written(newStack(), tenants(300));
  expect(config.issuers).toEqual([]);
  expect(file.issuers).toHaveLength(1);
  expect(file.issuers[0]).toMatchObject({ type: 'oidc-issuers', audiences });
  expect(Object.keys(file.issuers[0].issuers[7])).toEqual(['issuer', 'jwksUri']);

  const known = authorizerConfig(config, file).issuers;
  const each = authorizerConfig(config, { version: 1, issuers: tenants(300).map(({ _config }) => _config) });
  expect(known).toHaveLength(300);
  expect(known).toEqual(each.issuers);
});

test('issuers that differ in anything stay apart', () => {
  const others = [tenant(1, ['api://other']), tenant(2), tenant(3)];
  const { file } = written(newStack(), others);
  expect(file.issuers.map(({ type, audiences: list }: any) => [type, list])).toEqual([
    ['oidc', ['api://other']],
    ['oidc-issuers', ['api://orders']],
  ]);
});

test('only those with tokens stand in the environment', () => {
  const stack = newStack();
  const late = new CfnParameter(stack, 'Audience').valueAsString;
  const pool = new cognito.UserPool(stack, 'Pool');
  const issuers = [
    tenant(1),
    tenant(2, [late]),
    TokenIssuer.userPool(pool, { clients: [pool.addClient('Web')], tokenUse: TokenUse.ACCESS }),
    TokenIssuer.userPool(importedPool(stack, 'Staff'), {
      clients: [importedClient(stack, 'C')],
      tokenUse: TokenUse.ID,
    }),
    TokenIssuer.oidc('https://list.acme.com', { audiences: Lazy.list({ produce: () => ['later'] }) }),
  ];
  const { config, file } = written(stack, issuers);
  expect(file.issuers.map(({ issuer, userPoolId }: any) => issuer ?? userPoolId)).toEqual([
    'https://login.microsoftonline.com/00000001-86f1-41af-91ab-2d7cd011db47/v2.0',
    'eu-west-3_Staff',
  ]);
  const text = JSON.stringify(config);
  expect(text).toContain('00000002-86f1');
  expect(text).toContain('{"Ref":"Audience"}');
  expect(text).toContain('list.acme.com');
  expect(text).not.toContain('00000001-86f1');
  expect(JSON.stringify(file)).not.toContain('Token[');
});

test('those with tokens that are alike say once what they share, and still have a limit', () => {
  const withTokens = (count: number): unknown => {
    const stack = newStack();
    const late = new CfnParameter(stack, 'Audience').valueAsString;
    return written(
      stack,
      Array.from({ length: count }, (_, index) => tenant(index, [late])),
    );
  };
  expect(() => withTokens(15)).not.toThrow();
  expect(() => withTokens(100)).toThrow(
    /^issuers with values that only the deployment knows, claims, tables and clients of usage tiers have \d+ characters together; they may have 3800, because they stand in the function's environment; write the URLs, audiences and client ids that you know as literal text: issuers without CDK tokens stand in a file, where there may be any number of them \(at S\/Authorizer\) \[IssuersTooLarge\]$/,
  );
});

test('both kinds of tokens of a pool are understood by the function', () => {
  const stack = newStack();
  const pool = importedPool(stack, 'Staff');
  const { config, file } = written(stack, [
    TokenIssuer.userPool(pool, { clients: [importedClient(stack, 'Web')], tokenUse: TokenUse.ACCESS }),
    TokenIssuer.userPool(pool, { clients: [importedClient(stack, 'Console')], tokenUse: TokenUse.ID }),
  ]);
  expect(authorizerConfig(config, file).issuers.map(({ userPool }) => userPool)).toEqual([
    { access: ['client-Web'], id: ['client-Console'] },
    { access: ['client-Web'], id: ['client-Console'] },
  ]);
});

test('an issuer without audience is understood by the function, and its reason is listed', () => {
  const stack = newStack();
  const clients = ['https://app.acme.com'];
  const reason = 'session tokens of Clerk have no aud';
  const { config, file } = written(stack, [
    TokenIssuer.oidcWithoutAudience('https://clerk.acme.com', { clients, reason }),
  ]);
  expect(authorizerConfig(config, file).issuers[0]).toMatchObject({ audiences: null, withoutAudience: true, clients });
  const { metadata } = stack.node.findChild('Authorizer').node;
  expect(metadata.map(({ type, data }) => [type, data])).toEqual([
    ['cdk-secure-api-gateway:issuer-without-audience', { issuer: 'https://clerk.acme.com', reason }],
  ]);
});

test('a change of an issuer in the file deploys the API anew', () => {
  const deploymentOf = (issuers: TokenIssuer[]): string => {
    const stack = newStack();
    new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) }).addPublicRoute(
      'GET /health',
      RouteTarget.mock({ statusCode: 200 }),
      { reason: 'probe' },
    );
    const { Resources } = (stack.node.root as App).synth().getStackByName('S').template;
    return Object.keys(Resources)
      .filter((id) => Resources[id].Type === 'AWS::ApiGateway::Deployment')
      .join();
  };
  const before = deploymentOf(tenants(100));
  expect(deploymentOf(tenants(100))).toBe(before);
  expect(deploymentOf(tenants(101))).not.toBe(before);
  expect(deploymentOf([...tenants(99), tenant(99, ['api://other'])])).not.toBe(before);
});
