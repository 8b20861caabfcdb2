import { type App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { LocalGateway, type Assumptions } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const FAR = 'arn:aws:wafv2:eu-west-1:999999999999:regional/webacl/far/11111111-2222-3333-4444-555555555555';
const visibilityConfig = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: 'm' };

function mockApi(stack: Stack, props: Partial<apigateway.RestApiProps> = {}): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', props);
  const integration = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [{ statusCode: '200' }],
  });
  api.root.addMethod('GET', integration, { methodResponses: [{ statusCode: '200' }] });
  return api;
}

function associate(stack: Stack, api: apigateway.RestApi, webAclArn: string): void {
  new wafv2.CfnWebACLAssociation(stack, 'Association', { webAclArn, resourceArn: api.deploymentStage.stageArn });
}

const STACKS: Readonly<Record<string, (stack: Stack, app: App) => void>> = {
  far: (stack) => associate(stack, mockApi(stack), FAR),
  unreadable: (stack) => {
    const rule = { name: 'r', priority: 0, action: { block: {} }, visibilityConfig };
    const acl = new wafv2.CfnWebACL(stack, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig,
      rules: [{ ...rule, statement: { sqliMatchStatement: { fieldToMatch: { body: {} }, textTransformations: [] } } }],
    });
    associate(stack, mockApi(stack), acl.attrArn);
  },
  managed: (stack) => {
    const acl = new wafv2.CfnWebACL(stack, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig,
      rules: [
        {
          name: 'common',
          priority: 0,
          overrideAction: { none: {} },
          visibilityConfig,
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
        },
      ],
    });
    associate(stack, mockApi(stack), acl.attrArn);
  },
  mutual: (stack) => {
    const api = mockApi(stack, { disableExecuteApiEndpoint: true });
    const domain = new apigateway.CfnDomainName(stack, 'Domain', {
      domainName: '*.api.example.com',
      mutualTlsAuthentication: { truststoreUri: 's3://b/k', truststoreVersion: '1' },
      regionalCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
    });
    new apigateway.CfnBasePathMapping(stack, 'Mapping', {
      domainName: domain.ref,
      restApiId: api.restApiId,
      stage: api.deploymentStage.stageName,
    });
  },
};

const assemblies: Assembly[] = [];

afterAll(() => assemblies.forEach((assembly) => assembly.remove()));

interface Result {
  readonly status: number;
  readonly findings: readonly string[];
}

async function serve(name: string, assume?: Assumptions, host?: string): Promise<Result> {
  const assembly = synthesize((app) => {
    const stack = new Stack(app, 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
    STACKS[name](stack, app);
    return stack;
  });
  assemblies.push(assembly);
  const gateway = await LocalGateway.start({ assembly: assembly.directory, assume });
  try {
    const { status } = await gateway.fetch('/', host === undefined ? {} : { host });
    return { status, findings: gateway.findings.map(({ subject, what, effect }) => `${effect} ${subject}: ${what}`) };
  } finally {
    await gateway.close();
  }
}

test('a web ACL of elsewhere refuses everything, unless it is assumed to allow', async () => {
  expect(await serve('far')).toMatchObject({
    status: 501,
    findings: expect.arrayContaining([`refused ${FAR}: the web ACL ${FAR} is not in the template`]),
  });
  expect(await serve('far', { webAcl: 'allows' })).toMatchObject({
    status: 200,
    findings: expect.arrayContaining([
      `declared ${FAR}: a web ACL that is not in the assembly: it is assumed to allow every request`,
    ]),
  });
  // Another assumption does not help.
  expect((await serve('far', { mutualTls: 'verified' })).status).toBe(501);
});

test('a web ACL of the assembly is evaluated whatever is assumed', async () => {
  expect((await serve('unreadable', { webAcl: 'allows' })).status).toBe(501);
  const managed = await serve('managed', { webAcl: 'allows' });
  expect(managed.status).toBe(200);
  expect(managed.findings).toEqual([expect.stringMatching(/^declared common: .*AWSManagedRulesCommonRuleSet/)]);
});

test.each(['localhost', 'a.api.example.com'])(
  'a domain with mutual TLS can be assumed to be passed: %s',
  async (host) => {
    const refused = await serve('mutual', undefined, host);
    expect(refused.status).toBe(501);
    expect(refused.findings).toContain('refused Domain: mutual TLS: certificates of clients are not checked');
    expect((await serve('mutual', { webAcl: 'allows' }, host)).status).toBe(501);
    const assumed = await serve('mutual', { mutualTls: 'verified' }, host);
    expect(assumed.status).toBe(200);
    expect(assumed.findings).toContain(
      'declared Domain: mutual TLS: certificates of clients are not checked, and assumed to be verified',
    );
  },
);

test.each<object>([
  { webAcl: 'blocks' },
  { webAcl: true },
  { iam: 'allows' },
  { mutualTls: 'allows' },
  { toString: 'x' },
])('%j cannot be assumed', async (assume) => {
  await expect(serve('managed', assume as Assumptions)).rejects.toMatchObject({
    code: 'AssumptionUnknown',
    message: expect.stringContaining('what can is webAcl=allows, mutualTls=verified [AssumptionUnknown]'),
  });
});
