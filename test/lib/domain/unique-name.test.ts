import { type App, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import { Access, ApiAuthorizer, ApiDomain, Firewall, RouteTarget, SecureApiGateway } from '../../../lib';
import { ACCOUNT, newApp } from '../../support/synth';

const PARIS = { account: ACCOUNT, region: 'eu-west-3' };
const DUBLIN = { account: ACCOUNT, region: 'eu-west-1' };

function addApi(scope: Construct, id: string, domainName = 'api.acme.com', basePath?: string): void {
  const region = Stack.of(scope).region;
  const arn = `arn:aws:acm:${region}:${ACCOUNT}:certificate/0`;
  const certificate = acm.Certificate.fromCertificateArn(scope, `${id}Certificate`, arn);
  const api = new SecureApiGateway(scope, id, {
    authorizer: ApiAuthorizer.iam(),
    firewall: Firewall.none('a test'),
    domain: ApiDomain.withCertificate({ domainName, certificate, basePath }),
  });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
}

function message(name: string, other: string, at: string): string {
  return (
    `'domainName' is ${name}, and so is the name of '${other}'; a region has each name once, whatever the base paths: ` +
    `serve both from one SecureApiGateway, give each its own, or, if the stacks go to different regions, give them their 'env' (at ${at}) [DomainNameDuplicate]`
  );
}

const NAME = '"api.acme.com"';

test.each<[string, (app: App) => void, string, string]>([
  [
    'in one stack, with different base paths',
    (app) => {
      const stack = new Stack(app, 'S', { env: PARIS });
      addApi(stack, 'One', 'api.acme.com', 'v1');
      addApi(stack, 'Two', 'api.acme.com', 'v2');
    },
    'S/Two/Domain/Name/Resource',
    'S/One/Domain/Name',
  ],
  [
    'in two stacks',
    (app) => ['S', 'T'].forEach((id) => addApi(new Stack(app, id, { env: PARIS }), 'Api')),
    'T/Api/Domain/Name/Resource',
    'S/Api/Domain/Name',
  ],
  [
    'in two stacks without an environment',
    (app) => ['S', 'T'].forEach((id) => addApi(new Stack(app, id), 'Api')),
    'S/Api/Domain/Name/Resource',
    'T/Api/Domain/Name',
  ],
  [
    'in a nested stack',
    (app) => {
      const stack = new Stack(app, 'S', { env: PARIS });
      addApi(stack, 'Api');
      addApi(new NestedStack(stack, 'N'), 'Api');
    },
    'S/N/Api/Domain/Name/Resource',
    'S/Api/Domain/Name',
  ],
  [
    'in two stages of one environment',
    (app) => ['A', 'B'].forEach((id) => addApi(new Stack(new Stage(app, id), 'S', { env: PARIS }), 'Api')),
    'B/S/Api/Domain/Name/Resource',
    'A/S/Api/Domain/Name',
  ],
  [
    'of a domain that somebody else makes, in capitals',
    (app) => {
      const stack = new Stack(app, 'S', { env: PARIS });
      addApi(stack, 'Api');
      new apigateway.CfnDomainName(stack, 'Own', { domainName: 'API.acme.com' });
    },
    'S/Own',
    'S/Api/Domain/Name',
  ],
  [
    'of an HTTP API',
    (app) => {
      const stack = new Stack(app, 'S', { env: PARIS });
      new apigatewayv2.CfnDomainName(stack, 'Http', { domainName: 'api.acme.com' });
      addApi(stack, 'Api');
    },
    'S/Http',
    'S/Api/Domain/Name',
  ],
])('the same name twice fails: %s', (_where, build, other, at) => {
  const app = newApp();
  build(app);
  expect(() => app.synth()).toThrow(message(NAME, other, at));
});

test.each<[string, (app: App) => void]>([
  ['in two regions', (app) => [PARIS, DUBLIN].forEach((env, i) => addApi(new Stack(app, `S${i}`, { env }), 'Api'))],
  [
    'in two accounts',
    (app) =>
      [ACCOUNT, '111122223333'].forEach((account, i) =>
        addApi(new Stack(app, `S${i}`, { env: { account, region: 'eu-west-3' } }), 'Api'),
      ),
  ],
  [
    'in two stages without an environment',
    (app) => ['A', 'B'].forEach((id) => addApi(new Stack(new Stage(app, id), 'S'), 'Api')),
  ],
  [
    'as a token that each stack resolves for itself',
    (app) =>
      ['S', 'T'].forEach((id) => {
        const stack = new Stack(app, id, { env: PARIS });
        addApi(stack, 'Api', new CfnParameter(stack, 'Domain').valueAsString);
      }),
  ],
  [
    'as a wildcard beside one of its hosts',
    (app) => {
      const stack = new Stack(app, 'S', { env: PARIS });
      addApi(stack, 'One', '*.acme.com');
      addApi(stack, 'Two', 'api.acme.com');
    },
  ],
])('the same name passes %s', (_where, build) => {
  const app = newApp();
  build(app);
  expect(() => app.synth()).not.toThrow();
});

test('the same token twice in one stack fails', () => {
  const app = newApp();
  const stack = new Stack(app, 'S', { env: PARIS });
  const name = new CfnParameter(stack, 'Domain').valueAsString;
  addApi(stack, 'One', name);
  addApi(stack, 'Two', name);
  expect(() => app.synth()).toThrow(message('{"Ref":"Domain"}', 'S/Two/Domain/Name/Resource', 'S/One/Domain/Name'));
});
