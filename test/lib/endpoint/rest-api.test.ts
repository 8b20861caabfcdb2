import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, SecureApiGateway, ApiAuthorizer, type SecureApiGatewayProps } from '../../../lib';
import { newApp, newGateway, newStack, onlyResource } from '../../support/synth';

function templateWith(props: Partial<SecureApiGatewayProps> = {}, stack = newStack()): Template {
  const api = newGateway(stack, props);
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return Template.fromStack(stack);
}

describe('the REST API', () => {
  const template = templateWith();

  test('is regional, with strict TLS, its keys in the header and its own endpoint open', () => {
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties).toEqual({
      Name: 'S-Api-9B7BB00C',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      ApiKeySourceType: 'HEADER',
      DisableExecuteApiEndpoint: false,
    });
  });

  test('takes a name and a description', () => {
    const { Properties } = onlyResource(
      templateWith({ apiName: 'orders-api', description: 'What customers buy' }),
      'AWS::ApiGateway::RestApi',
    );
    expect([Properties.Name, Properties.Description]).toEqual(['orders-api', 'What customers buy']);
  });

  test('has a name of its own by default, for metrics carry the name only', () => {
    const app = newApp();
    const names = ['Dev', 'Prod'].flatMap((stackId) => {
      const stack = new Stack(app, stackId);
      return ['One', 'Two'].map((id) => {
        const { restApi } = new SecureApiGateway(stack, id, { authorizer: ApiAuthorizer.iam() });
        return (restApi.node.defaultChild as apigateway.CfnRestApi).name;
      });
    });
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toMatch(/^Dev-One-[0-9A-F]{8}$/);
  });

  test("leaves the region's logging role alone, and writes no output but the URL", () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    expect(Object.keys(template.toJSON().Outputs as object)).toEqual([
      expect.stringMatching(/^ApiEndpoint[0-9A-F]{8}$/),
    ]);
  });

  test('keeps no role or policy of its own', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

describe('the stage', () => {
  const template = templateWith();

  test('is traced, logged and shows HTTP integrations a certificate', () => {
    const { Properties } = onlyResource(template, 'AWS::ApiGateway::Stage');
    expect(Properties).toMatchObject({
      StageName: 'prod',
      TracingEnabled: true,
      RestApiId: { Ref: onlyResource(template, 'AWS::ApiGateway::RestApi').logicalId },
      DeploymentId: { Ref: onlyResource(template, 'AWS::ApiGateway::Deployment').logicalId },
      ClientCertificateId: { Ref: onlyResource(template, 'AWS::ApiGateway::ClientCertificate').logicalId },
    });
    expect(Properties).not.toHaveProperty('CacheClusterEnabled');
  });

  test('logs every method at ERROR without bodies, and counts it', () => {
    const { MethodSettings } = onlyResource(template, 'AWS::ApiGateway::Stage').Properties;
    expect(MethodSettings).toEqual([
      {
        ResourcePath: '/*',
        HttpMethod: '*',
        LoggingLevel: 'ERROR',
        MetricsEnabled: true,
        DataTraceEnabled: false,
        ThrottlingRateLimit: 100,
        ThrottlingBurstLimit: 200,
      },
    ]);
  });

  test('takes a name', () => {
    const { Properties } = onlyResource(templateWith({ stageName: 'v2_beta-1' }), 'AWS::ApiGateway::Stage');
    expect(Properties.StageName).toBe('v2_beta-1');
  });
});
