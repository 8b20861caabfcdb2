import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { DenialReason as WrittenReason, FailureReason } from '../../../lambda/jwt-authorizer/auth-error';
import { Access, ApiAuthorizer, DenialReason, RouteTarget, TokenIssuer } from '../../../lib';
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
    const filters = Object.values(propertiesOf(template, 'AWS::Logs::MetricFilter'));
    const Properties = filters.find(({ MetricTransformations: [{ Dimensions }] }) => !Dimensions);
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

describe('refused requests', () => {
  const filters = Object.values(propertiesOf(template, 'AWS::Logs::MetricFilter'));
  const counted = filters.filter(({ MetricTransformations: [{ Dimensions }] }) => Dimensions);

  test('are counted by reason, from the log of the authorizer', () => {
    expect(counted).toHaveLength(1);
    const [{ FilterPattern, LogGroupName, MetricTransformations }] = counted;
    expect(FilterPattern).toBe('{ ($.outcome = "deny") || ($.outcome = "failure") }');
    expect(LogGroupName).toEqual(filters.find((filter) => filter !== counted[0])?.LogGroupName);
    expect(MetricTransformations).toEqual([
      {
        Dimensions: [{ Key: 'Reason', Value: '$.reason' }],
        MetricName: expect.stringMatching(/^AuthorizerDenials-[0-9a-f]{8}$/),
        MetricNamespace: 'SecureApiGateway',
        MetricValue: '1',
      },
    ]);
  });

  test('are a metric for alarms of your own', () => {
    const metric = api.metricDenials(DenialReason.TOKEN_REVOKED, { period: Duration.minutes(7), label: 'revoked' });
    expect(metric).toMatchObject({
      namespace: 'SecureApiGateway',
      metricName: counted[0].MetricTransformations[0].MetricName,
      dimensions: { Reason: 'token_revoked' },
      statistic: 'Sum',
      label: 'revoked',
    });
    expect(metric.period.toSeconds()).toBe(420);
  });

  test('are no metric where the authorizer does not say why', () => {
    expect(() => newGateway(newStack()).metricDenials(DenialReason.SCOPE_MISSING)).toThrow(
      `'metricDenials' was called for "scope_missing", and the authorizer does not say why it refuses; use ApiAuthorizer.jwt() with it (at S/Api) [DenialMetricMissing]`,
    );
  });

  test('are no metric for a reason that there is not', () => {
    expect(() => api.metricDenials('nope' as never)).toThrow(/^'reason' is "nope"; it must be one of token_missing, /);
  });

  test('have the reasons that the authorizer writes, and no others', () => {
    const reasons: Record<WrittenReason | FailureReason, true> = {
      token_missing: true,
      token_malformed: true,
      token_expired: true,
      token_not_yet_valid: true,
      signature_invalid: true,
      algorithm_not_allowed: true,
      issuer_not_trusted: true,
      audience_mismatch: true,
      client_not_allowed: true,
      client_ambiguous: true,
      token_use_mismatch: true,
      claim_missing: true,
      token_revoked: true,
      certificate_mismatch: true,
      proof_missing: true,
      proof_invalid: true,
      proof_replayed: true,
      scope_missing: true,
      group_missing: true,
      claim_mismatch: true,
      route_unknown: true,
      keys_unavailable: true,
      revocations_unavailable: true,
      proofs_unavailable: true,
      configuration_broken: true,
      internal: true,
    };
    expect(Object.values(DenialReason).sort()).toEqual(Object.keys(reasons).sort());
  });
});
