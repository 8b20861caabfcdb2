import { AssemblyError } from '../../../local/src/assembly/assembly-error';
import { removeFolders } from '../support/assembly-files';
import { findingsAbout, method, modelOf, own, type Resources } from '../support/model-of';

afterAll(removeFolders);

const stage = (properties: object = {}) => own('Stage', { StageName: 'v1', ...properties });

test('a stage has its settings, with paths as the router knows them', () => {
  const { stage: model } = modelOf({
    Stage: stage({
      DeploymentId: 'd7',
      Variables: { a: 'b' },
      TracingEnabled: true,
      AccessLogSetting: { Format: '$context.requestId' },
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
        { ResourcePath: '/~1orders~1{id}', HttpMethod: 'get', ThrottlingRateLimit: '3' },
        { ResourcePath: '/~1a~0b', HttpMethod: 'PUT', ThrottlingBurstLimit: 4 },
        { ResourcePath: '/~1', HttpMethod: 'PUT', ThrottlingRateLimit: -1, ThrottlingBurstLimit: -1 },
        { ResourcePath: '/plain/path', HttpMethod: 'PUT' },
      ],
    }),
  });
  expect(model).toEqual({
    name: 'v1',
    variables: { a: 'b' },
    deploymentId: 'd7',
    tracing: true,
    accessLogFormat: '$context.requestId',
    methodSettings: [
      { resourcePath: '/*', httpMethod: '*', throttle: { rateLimit: 10, burstLimit: 20 } },
      { resourcePath: '/orders/{id}', httpMethod: 'GET', throttle: { rateLimit: 3, burstLimit: 5_000 } },
      { resourcePath: '/a~b', httpMethod: 'PUT', throttle: { rateLimit: 10_000, burstLimit: 4 } },
      { resourcePath: '/', httpMethod: 'PUT', throttle: undefined },
      { resourcePath: '/plain/path', httpMethod: 'PUT', throttle: undefined },
    ],
  });
});

test('a deployment with a stage name makes the stage', () => {
  const { stage: model } = modelOf({
    Stage: { Type: 'AWS::SNS::Topic' },
    Deployment: own('Deployment', {
      StageName: 'v3',
      StageDescription: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6 },
    }),
  });
  expect(model).toMatchObject({
    name: 'v3',
    methodSettings: [{ resourcePath: '/*', httpMethod: '*', throttle: { rateLimit: 5, burstLimit: 6 } }],
  });
});

test.each<[string, object, string]>([
  ['a canary', { CanarySetting: {} }, 'canary: all requests go to the main deployment'],
  ['a client certificate', { ClientCertificateId: 'c' }, 'client certificate: integrations do not see it'],
  ['a cache', { CacheClusterEnabled: true }, 'cache: every request goes to its integration'],
  ['a cached method', { MethodSettings: [{ CachingEnabled: true }] }, 'cache: every request goes to its integration'],
  [
    'a log format that is not known',
    { AccessLogSetting: { Format: { Ref: 'Open' } } },
    'the format of the access log is not known without AWS',
  ],
])('%s is declared', (_what, properties, what) => {
  expect(findingsAbout(modelOf({ Stage: stage(properties) }), 'Stage')).toEqual([{ what, effect: 'declared' }]);
});

test.each<[string, Resources, object, string]>([
  [
    'no stage',
    { Stage: { Type: 'AWS::SNS::Topic' } },
    {},
    'REST API Api has no stage; it must have one in the assembly [StageMissing]',
  ],
  [
    'two stages',
    { Second: stage({ StageName: 'v2' }) },
    {},
    'REST API Api has several stages: v1, v2; `stage` must be the name of one [StageAmbiguous]',
  ],
  ['another stage', {}, { stage: 'v9' }, 'REST API Api has no stage v9; it has v1 [StageUnknown]'],
  [
    'a body that is not here',
    {},
    { api: { BodyS3Location: { Key: 'k' } } },
    'the body of REST API Api, k, is not in the assembly; it must be an OpenAPI document in JSON, in the template or as an asset [BodyUnsupported]',
  ],
  [
    'a body that a macro makes',
    {},
    { api: { Body: { 'Fn::Transform': {} } } },
    'the body of REST API Api is not in the template; it must be an OpenAPI document in JSON, in the template or as an asset [BodyUnsupported]',
  ],
])('%s is an error', (_what, resources, options, message) => {
  expect(() => modelOf(resources, options)).toThrow(expect.objectContaining({ name: AssemblyError.name, message }));
});

test('one of several stages can be chosen', () => {
  expect(modelOf({ Second: stage({ StageName: 'v2' }) }, { stage: 'v2' }).stage.name).toBe('v2');
});

const PLAN = {
  UsagePlanName: 'partners',
  ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'v1', Throttle: { '/orders/GET': { RateLimit: 1, BurstLimit: 2 } } }],
  Throttle: { RateLimit: 3, BurstLimit: 4 },
  Quota: { Limit: 5, Period: 'WEEK', Offset: 1 },
};
const plan = (properties: object = {}) => ({
  Type: 'AWS::ApiGateway::UsagePlan',
  Properties: { ...PLAN, ...properties },
});
const key = (properties: object) => ({ Type: 'AWS::ApiGateway::ApiKey', Properties: properties });
const planKey = (KeyId: unknown) => ({
  Type: 'AWS::ApiGateway::UsagePlanKey',
  Properties: { KeyId, UsagePlanId: { Ref: 'Plan' }, KeyType: 'API_KEY' },
});

test('a usage plan has its limits and its keys', () => {
  const { usagePlans } = modelOf(
    {
      Plan: plan(),
      Own: key({ Name: 'own', Value: 'a-value-of-the-template', Enabled: true }),
      Made: key({ Enabled: 'true' }),
      Off: key({ Value: 'another-value-altogether' }),
      Unbound: key({ Value: 'a-third-value-of-nobody', Enabled: true }),
      P1: planKey({ Ref: 'Own' }),
      P2: planKey({ Ref: 'Made' }),
      P3: planKey({ Ref: 'Off' }),
    },
    { generateApiKey: () => 'made-for-this-run' },
  );
  const [id, ownId, madeId, offId] = [/^[a-z0-9]{6}$/, ...[1, 2, 3].map(() => /^[a-z0-9]{10}$/)].map((shape) =>
    expect.stringMatching(shape),
  );
  expect(usagePlans).toEqual([
    {
      id,
      name: 'partners',
      throttle: { rateLimit: 3, burstLimit: 4 },
      quota: { limit: 5, period: 'WEEK', offset: 1 },
      methodThrottles: { '/orders/GET': { rateLimit: 1, burstLimit: 2 } },
      keys: [
        { id: ownId, name: 'own', value: 'a-value-of-the-template', enabled: true },
        { id: madeId, name: 'Made', value: 'made-for-this-run', enabled: true },
        { id: offId, name: 'Off', value: 'another-value-altogether', enabled: false },
      ],
    },
  ]);
});

test('keys that are made are 40 letters and digits, each another', () => {
  const { usagePlans } = modelOf({
    Plan: plan(),
    A: key({}),
    B: key({}),
    P1: planKey({ Ref: 'A' }),
    P2: planKey({ Ref: 'B' }),
  });
  const values = usagePlans[0].keys.map(({ value }) => value);
  expect(new Set(values).size).toBe(2);
  for (const value of values) expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
});

test('a plan of another stage is left out, a key that is not here is refused', () => {
  expect(modelOf({ Plan: plan({ ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'v2' }] }) }).usagePlans).toEqual([]);
  const model = modelOf({ Plan: plan(), P: planKey('elsewhere') });
  expect(model.usagePlans[0].keys).toEqual([]);
  expect(findingsAbout(model, 'P')).toEqual([{ what: 'the API key is not in the assembly', effect: 'refused' }]);
});

test('limits that are not known refuse every route', () => {
  const { routes } = modelOf({ Method: method(), Plan: plan({ Throttle: { RateLimit: { Ref: 'Open' } } }) });
  expect(routes[0].refusal).toBe('Plan: limits of the usage plan are not known without AWS');
});

test('domains are found by both kinds of mapping', () => {
  const { domains } = modelOf({
    Domain: {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: { DomainName: 'a.example.com', SecurityPolicy: 'TLS_1_0' },
    },
    Mapping: own('BasePathMapping', { DomainName: { Ref: 'Domain' }, BasePath: '(none)', Stage: { Ref: 'Stage' } }),
    Second: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'b.example.com' } },
    SecondMapping: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Second' }, Stage: 'v1', ApiMappingKey: 'orders/v1' },
    },
    OtherStage: own('BasePathMapping', { DomainName: { Ref: 'Domain' }, BasePath: 'x', Stage: 'v2' }),
  });
  expect(domains).toEqual([
    { domainName: 'a.example.com', basePath: '', securityPolicy: 'TLS_1_0', mutualTls: false },
    { domainName: 'b.example.com', basePath: 'orders/v1', securityPolicy: 'TLS_1_2', mutualTls: false },
  ]);
});

test.each<[string, Resources, string, boolean]>([
  [
    'mutual TLS',
    {
      Domain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { DomainName: 'd', MutualTlsAuthentication: { TruststoreUri: 's3://a/b' } },
      },
      Mapping: own('BasePathMapping', { DomainName: 'd', Stage: 'v1' }),
    },
    'mutual TLS: certificates of clients are not checked',
    true,
  ],
  [
    'a stage in the path',
    { Mapping: own('BasePathMapping', { DomainName: 'd' }) },
    'a base path that is followed by the stage is not served',
    false,
  ],
  [
    'a domain that is not known',
    { Mapping: own('BasePathMapping', { DomainName: { Ref: 'Open' }, Stage: 'v1' }) },
    'the domain name or its base path is not known without AWS, and is not served',
    false,
  ],
])('%s is refused', (_what, resources, what, served) => {
  const model = modelOf(resources);
  expect(model.findings).toEqual([expect.objectContaining({ what, effect: 'refused' })]);
  expect(model.domains.map(({ mutualTls }) => mutualTls)).toEqual(served ? [true] : []);
});
