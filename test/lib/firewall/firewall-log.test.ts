import * as logs from 'aws-cdk-lib/aws-logs';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget } from '../../../lib';
import { newGateway, newStack, onlyResource, propertiesOf } from '../../support/synth';

const CREDENTIALS = [
  'authorization',
  'client-cert',
  'client-cert-chain',
  'cookie',
  'dpop',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
];

const stack = newStack();
const api = newGateway(stack, { logRetention: logs.RetentionDays.FIVE_YEARS });
api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
const template = Template.fromStack(stack);

const [logId, log] =
  Object.entries(propertiesOf(template, 'AWS::Logs::LogGroup')).find(([, properties]) =>
    JSON.stringify(properties.LogGroupName ?? '').includes('aws-waf-logs-'),
  ) ?? [];

test('the log group has a name that WAF accepts, the key and the retention of the gateway', () => {
  expect(log).toMatchObject({
    LogGroupName: { 'Fn::Join': ['', ['aws-waf-logs-', stack.resolve(api.webAcl?.attrId)]] },
    KmsKeyId: stack.resolve(api.encryptionKey.keyArn),
    RetentionInDays: 1_827,
  });
});

test('the web ACL logs to it, by an ARN without wildcard, with the credentials redacted', () => {
  expect(onlyResource(template, 'AWS::WAFv2::LoggingConfiguration').Properties).toEqual({
    ResourceArn: stack.resolve(api.webAcl?.attrArn),
    LogDestinationConfigs: [
      {
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
            { Ref: logId },
          ],
        ],
      },
    ],
    RedactedFields: CREDENTIALS.map((name) => ({ SingleHeader: { Name: name } })),
  });
});
