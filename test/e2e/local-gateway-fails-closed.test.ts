import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '../../local/src';

type Resource = { Type: string; Properties?: Record<string, unknown>; Condition?: string };
type Resources = Record<string, Resource>;

const ACL_ARN = { 'Fn::GetAtt': ['Acl', 'Arn'] };
const visibility = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'm' };
const none = [{ Priority: 0, Type: 'NONE' }];

/** An API with one open mock, `GET /x`, that answers 200. */
function base(method: Record<string, unknown> = {}, api: Record<string, unknown> = {}): Resources {
  return {
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Name: 'x', EndpointConfiguration: { Types: ['REGIONAL'] }, ...api },
    },
    Path: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'x' },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { Ref: 'Path' },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode":200}' },
          IntegrationResponses: [{ StatusCode: '200' }],
        },
        ...method,
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'v1' },
    },
  };
}

function authorizer(properties: Record<string, unknown>): Resources {
  return {
    ...base({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'a',
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.Authorization',
        ...properties,
      },
    },
  };
}

function uriOf(functionArn: unknown): Record<string, unknown> {
  const path = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/';
  return { AuthorizerUri: { 'Fn::Join': ['', [path, functionArn, '/invocations']] } };
}

function withFunction(resources: Resources, properties: Record<string, unknown>): Resources {
  const Properties = { Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/r', ...properties };
  return { ...resources, Fn: { Type: 'AWS::Lambda::Function', Properties } };
}

function firewall(statement: unknown, action: unknown = { Block: {} }, associated: unknown = ACL_ARN): Resources {
  return {
    ...base(),
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        Name: 'acl',
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: visibility,
        Rules: [{ Name: 'rule', Priority: 0, Action: action, Statement: statement, VisibilityConfig: visibility }],
      },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: associated,
        ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1::/restapis/${Api}/stages/${Stage}' },
      },
    },
  };
}

function integration(properties: Record<string, unknown>): Resources {
  return base({ Integration: { IntegrationHttpMethod: 'POST', ...properties } });
}

function policy(statement: Record<string, unknown>): Resources {
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', ...statement }];
  return base({}, { Policy: { Version: '2012-10-17', Statement } });
}

const matchBody = { FieldToMatch: { Body: {} }, TextTransformations: none };
const fn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const lambdaUri = {
  'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', fn, '/invocations']],
};

/** What is served of a template: the status of `GET /x`, or the code of why it does not start. */
async function outcome(resources: Resources, extra: Record<string, unknown> = {}): Promise<number | string> {
  const folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
  const assembly = join(folder, 'X.template.json');
  writeFileSync(assembly, JSON.stringify({ Resources: resources, ...extra }));
  let gateway: LocalGateway | undefined;
  try {
    gateway = await LocalGateway.start({ assembly });
    const headers = { Authorization: 'Bearer token', 'User-Agent': 'test' };
    const response = await gateway.fetch('/v1/x', { headers });
    // A refusal of one route is also said before anything is served.
    if (response.status === 501) {
      expect(gateway.findings.some(({ effect }) => effect === 'refused')).toBe(true);
    }
    return response.status;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await gateway?.close();
    rmSync(folder, { recursive: true });
  }
}

test.each<[string, Resources]>([
  ['nothing unknown', base()],
  [
    'a web ACL that is evaluated',
    firewall({ ByteMatchStatement: { SearchString: 'zzz', PositionalConstraint: 'CONTAINS', ...matchBody } }),
  ],
  [
    'a managed rule group, which is declared',
    firewall({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } }, undefined),
  ],
  ['a resource policy that allows everybody', policy({})],
  ['an unknown statement in a rule that only counts', firewall({ SqliMatchStatement: matchBody }, { Count: {} })],
])('control: a template with %s answers', async (_, resources) => {
  expect(await outcome(resources)).toBe(200);
});

test.each<[string, Resources]>([
  ['IAM authorization', base({ AuthorizationType: 'AWS_IAM' })],
  ['a property of a method that is not known', base({ GuardPolicy: { Who: 'staff' } })],
  ['a flag that is neither yes nor no', base({ ApiKeyRequired: 'yes' })],
  ['a property of the API that is not known', base({}, { BouncerMode: 'STRICT' })],
  [
    'a property of the stage that is not known',
    { ...base(), Stage: { ...base().Stage, Properties: { ...base().Stage.Properties, AuthMode: 'STRICT' } } },
  ],
  ['an unknown kind of authorization', base({ AuthorizationType: 'PASSKEY' })],
  ['an authorizer that is not there', base({ AuthorizationType: 'CUSTOM', AuthorizerId: 'abc123' })],
  ['no authorizer where one is due', base({ AuthorizationType: 'CUSTOM' })],
  ['an unknown type of authorizer', authorizer({ Type: 'GRAPHQL', ...uriOf(fn) })],
  ['an authorizer without a function', authorizer({})],
  ['an authorizer that another stack exports', authorizer(uriOf({ 'Fn::ImportValue': 'TheAuthorizer' }))],
  [
    'an authorizer function of another account',
    authorizer(uriOf('arn:aws:lambda:us-east-1:999999999999:function:far')),
  ],
  ['an authorizer in Python', withFunction(authorizer(uriOf(fn)), { Runtime: 'python3.13', Code: { ZipFile: 'x' } })],
  [
    'a user pool that is not known',
    {
      ...authorizer({ Type: 'COGNITO_USER_POOLS', ProviderARNs: [{ 'Fn::ImportValue': 'Pool' }] }),
      Method: base({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' } }).Method,
    },
  ],
  ['a validator that is not there', base({ RequestValidatorId: 'gone99' })],
  ['SQL injection in the web ACL', firewall({ SqliMatchStatement: matchBody })],
  ['cross-site scripting in the web ACL', firewall({ XssMatchStatement: matchBody })],
  ['an ASN in the web ACL', firewall({ AsnMatchStatement: { AsnList: [64512] } })],
  ['a statement of the future', firewall({ AuraMatchStatement: { Colour: 'red' } })],
  ['what is not an unknown statement', firewall({ NotStatement: { Statement: { SqliMatchStatement: matchBody } } })],
  ['a country that nobody said', firewall({ GeoMatchStatement: { CountryCodes: ['AQ'] } })],
  [
    'an IP set that is not there',
    firewall({ IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:us-east-1:1:regional/ipset/a/b' } }),
  ],
  [
    'a rule group that is not there',
    firewall({ RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:us-east-1:1:regional/rulegroup/a/b' } }, undefined),
  ],
  [
    'a puzzle',
    firewall(
      {
        ByteMatchStatement: {
          SearchString: 'v1',
          PositionalConstraint: 'CONTAINS',
          FieldToMatch: { UriPath: {} },
          TextTransformations: none,
        },
      },
      { Captcha: {} },
    ),
  ],
  ['a web ACL of elsewhere', firewall({}, { Block: {} }, 'arn:aws:wafv2:us-east-1:999999999999:regional/webacl/far/1')],
  [
    'a VPC link',
    integration({ Type: 'HTTP_PROXY', Uri: 'http://localhost:1/', ConnectionType: 'VPC_LINK', ConnectionId: 'v' }),
  ],
  ['an HTTP backend of the outside', integration({ Type: 'HTTP_PROXY', Uri: 'https://example.com/' })],
  [
    'an integration with mapped AWS actions',
    integration({ Type: 'AWS', Uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' }),
  ],
  [
    'a function that is not there',
    integration({
      Type: 'AWS_PROXY',
      Uri: {
        'Fn::Join': [
          '',
          [
            'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
            'arn:aws:lambda:us-east-1:123456789012:function:gone',
            '/invocations',
          ],
        ],
      },
    }),
  ],
  [
    'a function in Python',
    withFunction(integration({ Type: 'AWS_PROXY', Uri: lambdaUri }), { Runtime: 'python3.13', Code: { ZipFile: 'x' } }),
  ],
  [
    'a function with layers',
    withFunction(integration({ Type: 'AWS_PROXY', Uri: lambdaUri }), {
      Runtime: 'nodejs22.x',
      Code: { ZipFile: 'exports.handler=async()=>({})' },
      Layers: ['arn:aws:lambda:us-east-1:1:layer:l:1'],
    }),
  ],
  [
    'a resource of the service that is not known',
    { ...base(), Extra: { Type: 'AWS::ApiGateway::TurnstileV3', Properties: { RestApiId: { Ref: 'Api' } } } },
  ],
  [
    'an OpenAPI scheme that is not known',
    {
      ...base(),
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          EndpointConfiguration: { Types: ['REGIONAL'] },
          Body: {
            openapi: '3.0.1',
            info: { title: 't', version: '1' },
            paths: { '/x': { get: { security: [{ odd: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } } } },
          },
        },
      },
      Method: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    },
  ],
])('%s is refused', async (_, resources) => {
  expect(await outcome(resources)).toBe(501);
});

test.each<[string, Resources]>([
  ['a policy with a condition that is not known', policy({ Condition: { MoonPhase: { 'aws:Moon': 'full' } } })],
  ['a policy for VPC endpoints', policy({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
  [
    'a denial with a condition that is not known',
    policy({ Effect: 'Deny', Condition: { MoonPhase: { 'aws:Moon': 'new' } } }),
  ],
  [
    'a policy for an address that is imported',
    policy({ Condition: { IpAddress: { 'aws:SourceIp': { 'Fn::ImportValue': 'Office' } } } }),
  ],
])('%s lets nobody in', async (_, resources) => {
  expect([403, 501]).toContain(await outcome(resources));
});

test.each<[string, Resources, Record<string, unknown>?]>([
  ['a TLS policy that is not known', base({}, { SecurityPolicy: 'TLS_9_9', EndpointAccessMode: 'STRICT' })],
  [
    'a method on a condition that only AWS knows',
    { ...base(), Method: { ...base().Method, Condition: 'Far' } },
    { Conditions: { Far: { 'Fn::Equals': [{ 'Fn::ImportValue': 'Stage' }, 'prod'] } } },
  ],
  ['a macro over the resources', { ...base() }, { Transform: ['MyMacro'] }],
])('with %s nothing is let through', async (_, resources, extra = {}) => {
  const result = await outcome(resources, extra);
  expect([result, result === 501 || typeof result === 'string']).toEqual([result, true]);
});
