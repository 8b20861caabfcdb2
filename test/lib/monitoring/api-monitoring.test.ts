import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, RouteTarget, TokenIssuer } from '../../../lib';
import { ACCOUNT, newGateway, newStack, newStackIn, onlyResource, propertiesOf, REGION } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const stack = newStackIn(REGION);
const api = newGateway(stack, { authorizer: ApiAuthorizer.jwt({ issuers }), stageName: 'live', apiName: 'orders-api' });
api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
const template = Template.fromStack(stack);

describe('the topic', () => {
  const topic = onlyResource(template, 'AWS::SNS::Topic');

  test('is encrypted with the key of the gateway, and is its member', () => {
    expect(topic.Properties).toEqual({ KmsMasterKeyId: stack.resolve(api.encryptionKey.keyArn) });
    expect(stack.resolve(api.alarmTopic.topicArn)).toEqual({ Ref: topic.logicalId });
  });

  test('takes the alarms of this account, over TLS only', () => {
    const { Properties } = onlyResource(template, 'AWS::SNS::TopicPolicy');
    expect(Properties.Topics).toEqual([{ Ref: topic.logicalId }]);
    expect(Properties.PolicyDocument.Statement).toEqual([
      {
        Sid: 'AllowPublishThroughSSLOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: { Ref: topic.logicalId },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'AccountAlarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: topic.logicalId },
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
    ]);
  });
});

describe('the alarms', () => {
  const alarms = Object.values(propertiesOf(template, 'AWS::CloudWatch::Alarm'));

  test('go to the topic, and need data to go off', () => {
    expect(alarms).toHaveLength(2);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        AlarmActions: [stack.resolve(api.alarmTopic.topicArn)],
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        EvaluationPeriods: 1,
        Period: 60,
        Statistic: 'Sum',
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('go off at five server errors in a minute', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The API answered with a server error',
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Dimensions: [
        { Name: 'ApiName', Value: 'orders-api' },
        { Name: 'Stage', Value: stack.resolve(api.stage.stageName) },
      ],
      Threshold: 5,
    });
  });

  test('go off when the authorizer cannot decide once', () => {
    const { Properties } = onlyResource(template, 'AWS::Logs::MetricFilter');
    const transformation = Properties.MetricTransformations[0];
    expect(Properties.FilterPattern).toBe('{ $.outcome = "failure" }');
    expect(transformation).toEqual({
      MetricNamespace: 'SecureApiGateway',
      MetricName: transformation.MetricName,
      MetricValue: '1',
    });
    expect(transformation.MetricName).toMatch(/^AuthorizerFailures-[0-9a-f]{8}$/);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'SecureApiGateway',
      MetricName: transformation.MetricName,
      Threshold: 1,
    });
    const authorizer = onlyResource(template, 'AWS::Lambda::Function').Properties;
    expect(Properties.LogGroupName).toEqual(authorizer.LoggingConfig.LogGroup);
  });
});

test('without the JWT authorizer there is no alarm for it', () => {
  const own = newStack();
  newGateway(own).addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const plain = Template.fromStack(own);
  plain.resourceCountIs('AWS::CloudWatch::Alarm', 1);
  plain.resourceCountIs('AWS::Logs::MetricFilter', 0);
});
