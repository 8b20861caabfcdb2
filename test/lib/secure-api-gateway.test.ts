import { type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, Firewall, RequestBody, RouteTarget, SecureApiGateway, TokenIssuer } from '../../lib';
import { importedFunction, methodsOf, newGateway, newStack, onlyResource } from '../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const target = RouteTarget.mock({ statusCode: 203 });
const order = { type: 'object', properties: { sku: { type: 'string' } } };

describe('the gateway with its defaults', () => {
  const stack = newStack();
  const api = new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.jwt({ issuers }) });
  api.addRoute('GET /orders', RouteTarget.lambda(importedFunction(stack, 'list')), {
    access: Access.scope('orders/read'),
  });
  const template = Template.fromStack(stack);

  test('shows its parts as members', () => {
    const members: [unknown, string][] = [
      [api.restApi, 'AWS::ApiGateway::RestApi'],
      [api.stage, 'AWS::ApiGateway::Stage'],
      [api.encryptionKey, 'AWS::KMS::Key'],
      [api.alarmTopic, 'AWS::SNS::Topic'],
    ];
    for (const [member, type] of members) {
      const cfn = (member as { node: { defaultChild?: unknown } }).node.defaultChild as CfnResource;
      expect([type, stack.resolve(cfn.ref)]).toEqual([type, { Ref: onlyResource(template, type).logicalId }]);
    }
    expect(stack.resolve(api.webAcl?.ref)).toEqual({ Ref: onlyResource(template, 'AWS::WAFv2::WebACL').logicalId });
    expect(api.domainName).toBeUndefined();
  });

  test('has a URL with a trailing slash', () => {
    expect(stack.resolve(api.url)).toEqual({
      'Fn::Join': [
        '',
        [
          'https://',
          stack.resolve(api.restApi.restApiId),
          '.execute-api.',
          { Ref: 'AWS::Region' },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/prod/',
        ],
      ],
    });
  });

  test('leaves no permission, no inline policy, no account setting and no output but its URL behind', () => {
    for (const type of ['AWS::Lambda::Permission', 'AWS::IAM::Policy', 'AWS::ApiGateway::Account']) {
      template.resourceCountIs(type, 0);
    }
    expect(Object.keys(template.toJSON().Outputs as object)).toEqual([
      expect.stringMatching(/^ApiEndpoint[0-9A-F]{8}$/),
    ]);
  });

  test('has these children, whose names are a contract', () => {
    expect(api.node.children.map((child) => child.node.id).sort()).toEqual([
      'AccessLog',
      'Authorizer',
      'ClientCertificate',
      'Endpoint',
      'ExecutionLog',
      'Firewall',
      'InvocationRole',
      'Key',
      'Monitoring',
      'Responses',
      'RestApi',
      'Routes',
      'UsageTiers',
    ]);
  });
});

describe('the list of routes', () => {
  const api = newGateway(newStack());
  const throttle = { rateLimit: 5, burstLimit: 6 };
  api.addRoute('POST /orders', target, {
    access: Access.authenticated(),
    body: RequestBody.json(order),
    throttle,
    apiKeyRequired: true,
  });
  api.addPublicRoute('PUT /avatars/{name+}', target, {
    reason: 'a signed link',
    body: RequestBody.unvalidated('an image'),
    catchAllReason: 'folders',
  });
  api.addRoute('GET /orders', target, { access: Access.authenticated() });

  const expected = [
    {
      method: 'POST',
      path: '/orders',
      access: 'any valid token',
      apiKeyRequired: true,
      body: 'json',
      target: 'mock 203',
      throttle,
    },
    {
      method: 'PUT',
      path: '/avatars/{name+}',
      access: 'public',
      apiKeyRequired: false,
      body: 'unvalidated',
      target: 'mock 203',
      publicReason: 'a signed link',
      unvalidatedReason: 'an image',
      catchAllReason: 'folders',
    },
    {
      method: 'GET',
      path: '/orders',
      access: 'any valid token',
      apiKeyRequired: false,
      body: 'none',
      target: 'mock 203',
    },
  ];

  test('holds each with its protection, in the order of the code', () => {
    expect(api.routes).toEqual(expected);
  });

  test('is metadata of the gateway as well', () => {
    const entries = api.node.metadata.filter((entry) => entry.type === 'cdk-secure-api-gateway:route');
    const data = entries.map((entry) => api.restApi.stack.resolve(entry.data) as unknown);
    expect(data).toEqual(expected.map((route) => JSON.parse(JSON.stringify(route)) as unknown));
  });

  test('knows of a tier that came later', () => {
    const late = newGateway(newStack());
    late.addRoute('GET /orders', target, { access: Access.authenticated() });
    expect(late.routes[0].apiKeyRequired).toBe(false);
    late.addUsageTier('Partner', { throttle });
    expect(late.routes[0].apiKeyRequired).toBe(true);
  });
});

describe('stageName', () => {
  test.each(['', 'my stage', 'a/b', 'v1.0', 'größe', 'x'.repeat(31)])('fails when it is %j', (stageName) => {
    expect(() => newGateway(newStack(), { stageName })).toThrow(
      `'stageName' is ${JSON.stringify(stageName)}; it must be 1 to 30 letters, digits, '-' or '_' (at S/Api) [StageNameInvalid]`,
    );
  });

  test.each(['a', 'v1_beta-2', 'x'.repeat(30)])('can be %s', (stageName) => {
    expect(() => newGateway(newStack(), { stageName })).not.toThrow();
  });
});

test('routes can be added after the construct, by whoever holds it', () => {
  const stack = newStack();
  const api = newGateway(stack);
  for (const name of ['a', 'b', 'c']) api.addRoute(`GET /${name}`, target, { access: Access.authenticated() });
  expect(Object.keys(methodsOf(Template.fromStack(stack)))).toEqual(['GET /a', 'GET /b', 'GET /c']);
});

test('the throttle of the stage is metadata for local tools', () => {
  const api = newGateway(newStack(), { throttle: { rateLimit: 13, burstLimit: 14 } });
  const entries = api.node.metadata.filter((entry) => entry.type === 'cdk-secure-api-gateway:throttle');
  expect(entries.map((entry) => entry.data as unknown)).toEqual([{ rateLimit: 13, burstLimit: 14 }]);
});

test('a value of each kind serves two gateways of one stack', () => {
  const stack = newStack();
  const [authorizer, firewall] = [ApiAuthorizer.jwt({ issuers }), Firewall.standard()];
  for (const id of ['One', 'Two']) {
    const api = new SecureApiGateway(stack, id, { authorizer, firewall });
    api.addRoute('GET /a', target, { access: Access.authenticated() });
  }
  const template = Template.fromStack(stack);
  for (const type of ['AWS::ApiGateway::RestApi', 'AWS::WAFv2::WebACL', 'AWS::Lambda::Function', 'AWS::KMS::Key']) {
    template.resourceCountIs(type, 2);
  }
});
