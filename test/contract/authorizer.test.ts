import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { authorizerConfig } from '../../lambda/jwt-authorizer/config';
import { routeRules } from '../../lambda/jwt-authorizer/route-rules';
import {
  Access,
  ApiAuthorizer,
  RouteTarget,
  SecureApiGateway,
  SignatureAlgorithm,
  TokenIssuer,
  TokenUse,
} from '../../lib';
import { importedClient, importedFunction, importedPool, newApp, newStack } from '../support/synth';

/** What the function of a synthesized gateway reads at its start. */
function deployed(
  build: (api: SecureApiGateway, target: RouteTarget) => void,
): Record<'config' | 'issuers' | 'rules', unknown> {
  const app = newApp();
  const stack = newStack({}, app);
  const api = new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [
        TokenIssuer.userPool(importedPool(stack, 'Pool1'), {
          clients: [importedClient(stack, 'web')],
          tokenUse: TokenUse.ID,
        }),
        TokenIssuer.oidc('https://login.example.org/realms/one', {
          audiences: ['api-1', 'api-2'],
          algorithms: [SignatureAlgorithm.ES384, SignatureAlgorithm.EDDSA],
          groupsClaim: 'roles',
        }),
      ],
      contextClaims: ['tenant_id'],
      clockTolerance: Duration.seconds(9),
    }),
  });
  build(api, RouteTarget.lambda(importedFunction(stack, 'handler')));
  const assembly = app.synth();
  const { Resources } = assembly.getStackByName('S').template;
  const [fn] = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const asset = join(assembly.directory, fn.Metadata['aws:asset:path']);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(asset, file), 'utf8'));
  return {
    config: JSON.parse(fn.Properties.Environment.Variables.AUTHORIZER_CONFIG),
    issuers: read('issuers.json'),
    rules: read('routes.json'),
  };
}

const every: [string, Access][] = [
  ['GET /', Access.authenticated()],
  ['GET /a.b:c-d_e', Access.scope("orders/read!#[]^_`{|}~'")],
  ['HEAD /things', Access.anyScope('a', 'b')],
  ['GET /things/{thing.id}', Access.allScopes('c', 'd')],
  ['DELETE /things/{thing.id}', Access.inGroup('the "admins", all * of them')],
  ['GET /claims', Access.claim('https://example.org/claim', '${aws:username}')],
  ['GET /plans', Access.claimOneOf('plan', 'gold', '7')],
  ['GET /amr', Access.authenticationMethods('mfa', 'hwk')],
  ['GET /acr', Access.authenticationContext('urn:gold')],
  ['GET /fresh', Access.authenticatedWithin(Duration.minutes(15))],
  ['GET /tenants/{tenant-id}', Access.claimEqualsPathParameter('tenant_id', 'tenant-id')],
  [
    'GET /mixed/{id}',
    Access.anyOf(Access.allOf(Access.scope('e'), Access.claimEqualsPathParameter('f', 'id')), Access.inGroup('g')),
  ],
];

test('the handler understands every rule that can be written, and every route', () => {
  const { rules } = deployed((api, target) => {
    for (const [key, access] of every) api.addRoute(key, target, { access });
    const catchAllReason = 'a file system';
    api.addRoute('GET /files/{path+}', target, { access: Access.scope('h'), catchAllReason });
  });
  const table = routeRules(rules);
  expect([...table.keys()].sort()).toEqual([...every.map(([key]) => key), 'GET /files/{path+}'].sort());
  for (const [key, access] of every) expect(table.get(key)?.access).toEqual(access._rule);
  expect([...table].filter(([, { decision }]) => decision === 'path').map(([key]) => key)).toEqual([
    'GET /mixed/{id}',
    'GET /tenants/{tenant-id}',
  ]);
});

test('the handler understands the configuration', () => {
  const deployment = deployed((api, target) => api.addRoute('GET /', target, { access: Access.authenticated() }));
  const { config, issuers: file } = deployment;
  const { issuers, contextClaims, clockToleranceSeconds } = authorizerConfig(config, file);
  expect(issuers.map(({ issuer }) => issuer)).toEqual([
    'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pool1',
    'https://issuer-cognito-idp.eu-west-3.amazonaws.com/eu-west-3_Pool1',
    'https://login.example.org/realms/one',
  ]);
  expect(issuers[0].userPool).toEqual({ id: ['client-web'] });
  expect(issuers[2]).toMatchObject({
    jwksUri: 'https://login.example.org/realms/one/.well-known/jwks.json',
    audiences: ['api-1', 'api-2'],
    algorithms: ['ES384', 'EdDSA'],
    groupsClaim: 'roles',
  });
  expect([contextClaims, clockToleranceSeconds]).toEqual([['tenant_id'], 9]);
});
