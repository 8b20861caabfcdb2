import { CfnParameter } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, Firewall, RouteTarget, type SecureApiGateway, type SecureApiGatewayProps } from '../../../lib';
import { accessLogFormat } from '../../../lib/logging/access-log-format';
import { newGateway, newStack, onlyResource, propertiesOf } from '../../support/synth';

function gatewayWith(
  props: Partial<SecureApiGatewayProps>,
  stack = newStack(),
): { api: SecureApiGateway; template: Template } {
  const api = newGateway(stack, { firewall: Firewall.none('a test of the other logs'), ...props });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return { api, template: Template.fromStack(stack) };
}

/** The log group with a name of its own: the execution log. */
function executionLog(template: Template): [string, any] {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup'));
  return groups.find(([, resource]) => resource.Properties.LogGroupName !== undefined) ?? ['none', {}];
}

const stack = newStack();
const { api, template } = gatewayWith({}, stack);

describe('the access log', () => {
  test("is the stage's, by an ARN without wildcard", () => {
    expect(onlyResource(template, 'AWS::ApiGateway::Stage').Properties.AccessLogSetting).toEqual({
      DestinationArn: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':logs:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':log-group:',
            stack.resolve(api.accessLogGroup.logGroupName),
          ],
        ],
      },
      Format: accessLogFormat(),
    });
  });
});

describe('the execution log', () => {
  const [logicalId, { Properties, DeletionPolicy, UpdateReplacePolicy }] = executionLog(template);

  test('is named as API Gateway names it, and stays when the stack goes', () => {
    const restApiId: unknown = stack.resolve(api.restApi.restApiId);
    expect(Properties.LogGroupName).toEqual({
      'Fn::Join': ['', ['API-Gateway-Execution-Logs_', restApiId, '/prod']],
    });
    // Kept when the stack goes; not when the deployment that made it is rolled back.
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test('is there before the stage, which would make it unencrypted', () => {
    expect(onlyResource(template, 'AWS::ApiGateway::Stage').DependsOn).toContain(logicalId);
  });

  test('follows the name of the stage', () => {
    const [, named] = executionLog(gatewayWith({ stageName: 'beta' }).template);
    expect(named.Properties.LogGroupName['Fn::Join'][1][2]).toBe('/beta');
  });

  test('follows a name that is a token', () => {
    const own = newStack();
    const stageName = new CfnParameter(own, 'Stage').valueAsString;
    const [, unnamed] = executionLog(gatewayWith({ stageName }, own).template);
    expect(unnamed.Properties.LogGroupName['Fn::Join'][1]).toContainEqual({ Ref: 'Stage' });
  });
});

describe('the access and the execution log', () => {
  test('are encrypted with the one key and kept for a year', () => {
    const groups = Object.values(propertiesOf(template, 'AWS::Logs::LogGroup'));
    expect(groups).toHaveLength(2);
    const KmsKeyId: unknown = stack.resolve(api.encryptionKey.keyArn);
    for (const group of groups) expect(group).toMatchObject({ KmsKeyId, RetentionInDays: 365 });
  });

  test('take a key and a retention', () => {
    const own = newStack();
    const encryptionKey = new kms.Key(own, 'OwnKey');
    const groups = gatewayWith({ encryptionKey, logRetention: logs.RetentionDays.TEN_YEARS }, own);
    groups.template.allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: own.resolve(encryptionKey.keyArn),
      RetentionInDays: 3_653,
    });
    expect(groups.api.encryptionKey).toBe(encryptionKey);
  });

  test('can be kept for ever', () => {
    const groups = gatewayWith({ logRetention: logs.RetentionDays.INFINITE }).template;
    for (const group of Object.values(propertiesOf(groups, 'AWS::Logs::LogGroup'))) {
      expect(group).not.toHaveProperty('RetentionInDays');
    }
  });
});
